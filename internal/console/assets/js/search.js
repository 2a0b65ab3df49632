// The search page for who types: results while typing, and everything by keys. Without this file
// the page is a form with links.

import { say, typing } from "./console.js";
import { ask, copyPassage, keepPassage, report, reveal, tell } from "./quote.js";

const form = document.querySelector("#find");
const box = document.querySelector("#q");
const keys = document.querySelector("#keys");
const waiting = 90; // milliseconds without a key until what was typed is searched for

let asking = null; // the request under way: {controller, done}
let timer = 0;
let literal = ""; // what was asked for as it stands, by Esc
let chosen = -1; // among the completions; -1: what was typed
let settled = true; // the address is one to come back to

box.setAttribute("role", "combobox");
box.setAttribute("aria-autocomplete", "list");
box.setAttribute("aria-controls", "results");
box.setAttribute("aria-expanded", "false");

const composing = (event) => event.isComposing || event.keyCode === 229;
const results = () => document.querySelector("#results");
const options = () => [...document.querySelectorAll("#completions [role=option]")];
const passages = () => [...results().querySelectorAll("[data-passage][tabindex]")];

// state is the form as parameters, without what is empty.
function state(query) {
  const params = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value !== "" && name !== "q" && !(name === "sort" && value === "relevance")) params.append(name, value);
  const here = new URLSearchParams(location.search);
  if (here.get("interpret")) params.set("interpret", here.get("interpret"));
  if (query) params.set("q", query);
  return params;
}

const address = (params) => form.action + (params.size ? "?" + params : "");

// load asks for the part of a page that changes, and says whether it is shown. An answer that
// another question has overtaken is dropped.
function load(params, live) {
  clearTimeout(timer);
  timer = 0;
  if (asking) asking.controller.abort();
  const controller = new AbortController();
  const mine = { controller, done: null };
  asking = mine;
  const part = new URLSearchParams(params);
  part.set("part", "1");
  if (live) part.set("live", "1");
  if (live && literal && literal === params.get("q")) part.set("literal", "1");
  results().setAttribute("aria-busy", "true");
  mine.done = (async () => {
    try {
      const text = await ask(address(part), controller.signal);
      if (asking !== mine) return false;
      show(new DOMParser().parseFromString(text, "text/html"), live);
      return true;
    } catch (failure) {
      if (failure.name !== "AbortError" && asking === mine) location.assign(address(params)); // the page says what is wrong
      return false;
    } finally {
      if (asking === mine) {
        asking = null;
        results().removeAttribute("aria-busy");
      }
    }
  })();
  return mine.done;
}

function show(part, live) {
  const focused = document.activeElement && document.activeElement.id;
  for (const id of ["facets", "results"]) {
    const fresh = part.getElementById(id);
    const old = document.getElementById(id);
    if (fresh && old) old.replaceWith(document.adoptNode(fresh));
  }
  reveal(results());
  chosen = document.querySelector("#taken") && options().length ? 0 : -1; // the first one is what is shown
  mark();
  const open = live && options().length > 0 && document.activeElement === box;
  expanded(open);
  const heading = results().querySelector("h1");
  if (heading) document.title = heading.textContent + document.title.replace(/^[^|]*/, " ");
  say(results().querySelector(".total").textContent);
  if (focused && focused !== document.activeElement.id && document.getElementById(focused)) document.getElementById(focused).focus();
}

function expanded(open) {
  const list = document.querySelector("#completions");
  if (list) list.hidden = !open;
  box.setAttribute("aria-expanded", String(Boolean(list && open)));
  if (list && open) box.setAttribute("aria-controls", "completions");
  else box.removeAttribute("aria-activedescendant");
}

// typed searches for what stands in the box. The first letter leaves the page before it in the
// history; those that follow take its place.
function typed() {
  const params = state(box.value.trim());
  if (settled) history.pushState(null, "", address(params));
  else history.replaceState(null, "", address(params));
  settled = false;
  return load(params, true);
}

// answered waits until what is shown is what was typed last, and says whether it is.
async function answered() {
  let shown = true;
  while (timer || asking) {
    if (timer) typed();
    shown = await asking.done;
  }
  return shown;
}

// settle takes what is shown for what was asked, and says whether it is there.
async function settle() {
  if (!await answered()) return false;
  const option = options()[chosen];
  if (option && option.dataset.passage) {
    location.assign(option.dataset.path);
    return false;
  }
  if (option) box.value = option.dataset.text;
  const params = state(box.value.trim());
  history.replaceState(null, "", address(params));
  settled = true;
  literal = "";
  return load(params, false);
}

box.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(typed, waiting);
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  settle();
});

// What is chosen at the side is searched for at once.
document.addEventListener("change", (event) => {
  if (event.target.form !== form || event.target === box) return;
  const params = state(box.value.trim());
  history.pushState(null, "", address(params));
  settled = true;
  load(params, false);
});
document.addEventListener("input", (event) => {
  if (!event.target.matches("#facets input[type=search]") || event.isComposing) return;
  clearTimeout(timer);
  timer = setTimeout(() => load(state(box.value.trim()), false), 250);
});

// Links to other states of the page (chips, pages, views) stay on it.
document.addEventListener("click", (event) => {
  const a = event.target.closest("#results a, #facets a");
  if (!a || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || a.dataset.copyQuote) return;
  const passage = a.closest("[data-passage]");
  if (passage) report("click", passage);
  const to = new URL(a.href);
  if (to.pathname !== new URL(form.action).pathname || to.origin !== location.origin) return;
  event.preventDefault();
  go(to);
});

// go shows another state, and lets the form say it.
async function go(to, back) {
  if (!back) history.pushState(null, "", to);
  settled = true;
  box.value = to.searchParams.get("q") || "";
  await load(to.searchParams, false);
}
addEventListener("popstate", () => go(new URL(location.href), true));

document.addEventListener("mousedown", (event) => {
  const option = event.target.closest("#completions [role=option]");
  if (!option) return;
  event.preventDefault(); // the box keeps the focus
  chosen = options().indexOf(option);
  settle();
});

// choose moves among the completions.
function choose(step) {
  chosen = Math.max(-1, Math.min(options().length - 1, chosen + step));
  mark();
}

function mark() {
  const list = options();
  list.forEach((o, i) => o.setAttribute("aria-selected", String(i === chosen)));
  const option = list[chosen];
  if (!option) {
    box.removeAttribute("aria-activedescendant");
    return;
  }
  box.setAttribute("aria-activedescendant", option.id);
  if (document.activeElement === box) option.scrollIntoView({ block: "nearest" });
}

// copyFirst copies what answers best: the passage of the completion that is chosen, else the first
// one that is shown for what was typed or chosen.
async function copyFirst() {
  if (!await answered()) return; // what stands there answers something else
  const option = options()[chosen];
  if (option && option.dataset.passage) {
    await copyPassage(option.dataset.passage, "", null, option.dataset.text);
    return;
  }
  if (option && !(chosen === 0 && document.querySelector("#taken")) && !await settle()) return;
  const first = passages()[0];
  if (first) await copyPassage(first.dataset.passage, "", first, nameOf(first));
  else tell(document.documentElement.lang === "en" ? "Nothing to copy" : "コピーする文章がありません", true);
}

const nameOf = (passage) => passage.querySelector(".open").textContent.trim();

box.addEventListener("keydown", (event) => {
  if (composing(event)) return; // the key belongs to the conversion
  const open = box.getAttribute("aria-expanded") === "true";
  switch (event.key) {
    case "Enter":
      if (!event.ctrlKey && !event.metaKey) return; // the form is sent
      event.preventDefault();
      copyFirst();
      return;
    case "ArrowDown":
      event.preventDefault();
      if (open) choose(1);
      else move(null, 1);
      return;
    case "ArrowUp":
      if (!open) return;
      event.preventDefault();
      choose(-1);
      return;
    case "Escape":
      event.preventDefault(); // else the box is emptied
      if (document.querySelector("#taken")) {
        literal = box.value.trim();
        typed();
      } else if (open) {
        expanded(false);
      }
      return;
  }
});

// move goes to another passage; above the first one is the box.
function move(from, step) {
  const list = passages();
  const to = (from ? list.indexOf(from) : -1) + step;
  if (to < 0) {
    box.focus();
    return;
  }
  const next = list[Math.min(to, list.length - 1)];
  if (!next) return;
  next.focus();
  next.scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  if (typing(event) || event.ctrlKey || event.metaKey || event.altKey || keys.open) return;
  const passage = event.target.closest && event.target.closest("[data-passage]");
  const own = passage && event.target === passage;
  switch (event.key) {
    case "?":
      event.preventDefault();
      keys.showModal();
      return;
    case "ArrowDown":
    case "ArrowUp":
      if (event.target.closest("summary, button, details")) return;
      event.preventDefault();
      move(passage, event.key === "ArrowDown" ? 1 : -1);
      return;
    case "Enter":
      if (!own) return; // a link or a button has its own
    // falls through
    case "o":
      if (!passage) return;
      event.preventDefault();
      report("click", passage);
      location.assign(passage.querySelector("a.open").href);
      return;
    case "c":
      if (passage) copyPassage(passage.dataset.passage, "", passage, nameOf(passage));
      return;
    case "b":
      if (passage) keepPassage(passage.dataset.passage);
      return;
    case "Escape":
      box.focus();
      return;
  }
});

// The choices beside the results are folded where there is no room for them.
const wide = matchMedia("(min-width: 60rem)");
const fold = () => { document.querySelector("#facets-box").open = wide.matches || document.querySelector("#facets-box").open && !wide.matches; };
if (wide.matches) fold();
wide.addEventListener("change", fold);
if (!box.value) box.focus();
