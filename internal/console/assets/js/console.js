// What every page has: the key that leads to the search box, and saying something to who cannot
// see the page.

const box = document.querySelector("#q");

/** say lets screen readers read a text, also the same one again. */
export function say(text) {
  const live = document.querySelector("#live");
  live.textContent = "";
  requestAnimationFrame(() => { live.textContent = text; });
}

/** typing tells a key that is part of what somebody writes, or of a conversion. */
export function typing(event) {
  const at = event.target;
  return event.isComposing || event.keyCode === 229 ||
    at instanceof HTMLElement && (at.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName));
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || typing(event) || !box) return;
  event.preventDefault();
  box.focus();
  box.select();
});
