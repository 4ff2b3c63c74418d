// On a narrow screen the header scrolls sideways: begin where the reader is.
const nav = document.querySelector(".site-nav");
const here = nav?.querySelector('[aria-current="page"]');
if (here) {
  nav.scrollLeft = here.offsetLeft - nav.offsetLeft - (nav.clientWidth - here.offsetWidth) / 2;
}
