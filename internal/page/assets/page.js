// What a browser with scripts does better. Without this file every page does all it can do.

// Values of a facet are looked for while typing: the page itself is asked, as by its form.
const waiting = 250;
let timer = 0;
let asked = null;

const form = document.getElementById("search");

document.addEventListener("input", (event) => {
  if (!form || !event.target.matches("input[data-find]")) return;
  clearTimeout(timer);
  if (event.isComposing && !event.target.value) return;
  timer = setTimeout(() => find(event.target), waiting);
});

async function find(input) {
  if (asked) asked.abort();
  const asking = asked = new AbortController();
  const address = new URL(form.action);
  address.search = new URLSearchParams(new FormData(form)).toString();
  try {
    const answer = await fetch(address, { signal: asking.signal, headers: { Accept: "text/html" } });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const id = "values-" + input.dataset.find;
    const fresh = page.getElementById(id);
    const old = document.getElementById(id);
    if (fresh && old && asking === asked) old.replaceWith(document.adoptNode(fresh));
  } catch (failure) {
    if (failure.name !== "AbortError") console.info("shirube: the values stay as they are");
  }
}

// The search box that answers while one types takes the place of the plain one, once it is
// there. What is chosen beside the box goes along: the form is what is sent.
const box = document.querySelector("shirube-search");
if (box && form) {
  customElements.whenDefined("shirube-search").then(() => {
    const plain = form.querySelector(".box input");
    const focused = document.activeElement === plain;
    box.value = plain.value;
    box.addEventListener("shirube-search", (event) => {
      if (event.detail.live) return;
      event.preventDefault();
      plain.value = event.detail.query;
      form.submit();
    });
    form.removeAttribute("role");
    form.classList.add("enhanced");
    box.hidden = false;
    if (focused) box.focus();
  });
}
