// The patient check: the result follows the ticks while they are set. Without this the button
// does it. Where the answer does not come, the page says so instead of showing what is old.

import { say } from "./console.js";

const form = document.querySelector("[data-patient]");
const results = () => document.querySelector("[data-results]");
let running = null;

function address() {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value !== "") query.append(name, value);
  const asked = query.toString();
  return form.action + (asked ? "?" + asked : "");
}

async function update() {
  running?.abort();
  const mine = running = new AbortController();
  const url = address();
  results().setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(url, { signal: mine.signal, headers: { Accept: "text/html" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const next = page.querySelector("[data-results]");
    if (!next) throw new Error("no results");
    if (mine.signal.aborted) return;
    results().replaceWith(document.adoptNode(next));
    history.replaceState(null, "", url);
    document.dispatchEvent(new CustomEvent("console:replaced", { detail: results() }));
    const summary = results().querySelector(".patient-summary");
    if (summary) say([...summary.children].map((c) => c.textContent.trim()).join("、"));
  } catch (error) {
    if (error.name === "AbortError") return;
    location.assign(url); // the server says what is wrong
  }
}

form?.addEventListener("change", (event) => {
  if (event.target.matches("input[type=checkbox], select")) update();
});
form?.addEventListener("submit", (event) => {
  event.preventDefault();
  // What was typed becomes ticks only on the server: the form has to show them.
  location.assign(address());
});
