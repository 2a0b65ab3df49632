// The comparison: empty fields stay out of the address, and what is folded is printed.

const form = document.querySelector("[data-compare]");

form?.addEventListener("submit", () => {
  for (const field of form.querySelectorAll("input[name=t]")) field.disabled = field.value.trim() === "";
  // Who comes back finds them usable again.
  setTimeout(() => { for (const field of form.querySelectorAll("input[name=t]")) field.disabled = false; });
});

let folded = [];
addEventListener("beforeprint", () => {
  folded = [...document.querySelectorAll("main details:not([open])")];
  for (const d of folded) d.open = true;
});
addEventListener("afterprint", () => { for (const d of folded) d.open = false; });
