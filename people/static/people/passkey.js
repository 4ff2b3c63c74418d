// Shows the passkey button where a passkey can work, and says what to do when one was not given.
const offer = document.querySelector("[data-passkey]");
const trouble = document.querySelector("[data-passkey-trouble]");
const hasName = !/^[\d.]+$|:/.test(location.hostname); // passkeys belong to names, not to addresses of digits

if (offer) offer.hidden = !(window.PublicKeyCredential && hasName);

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  if (trouble) trouble.hidden = false;
});
