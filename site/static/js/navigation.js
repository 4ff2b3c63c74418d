// On a narrow screen the header scrolls sideways: begin where the reader is, unless that is in sight anyway.
const EDGE = 32; // the fading edge of components.css
const nav = document.querySelector(".site-nav");
const here = nav?.querySelector('[aria-current="page"]');
const left = here ? here.offsetLeft - nav.offsetLeft : 0;
if (here && left + here.offsetWidth > nav.clientWidth - EDGE) {
  nav.scrollLeft = left - (nav.clientWidth - here.offsetWidth) / 2;
}
