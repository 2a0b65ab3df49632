// What every element has in its shadow: the box, the list under it or in a dialog, the place
// for results, and the line that screen readers hear.

import { cross, el, lens } from "./dom.js";
import { shortcut } from "./keys.js";
import { holds } from "./safe.js";

export function frame(t, mode, texts) {
  const parts = { __proto__: null };
  parts.input = el("input", {
    id: "input", part: "input", type: "text", inputmode: "search", role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false",
    "aria-controls": "list", "aria-haspopup": "listbox", autocomplete: "off", autocapitalize: "off", autocorrect: "off", spellcheck: "false",
    enterkeyhint: "search", maxlength: "512", placeholder: texts.placeholder,
  });
  parts.clear = el("button", { type: "button", class: "clear", part: "clear", "aria-label": t.clear, hidden: true }, cross());
  parts.form = el("form", { class: "form", part: "form", role: mode === "modal" ? null : "search", "aria-label": mode === "modal" ? null : texts.label },
    el("label", { for: "input", class: "unseen" }, texts.label),
    el("span", { class: "sign" }, lens()), parts.input, parts.clear,
    el("button", { type: "submit", class: "submit", part: "submit" }, t.submit));
  parts.above = el("div", { class: "above" });
  parts.list = el("div", { id: "list", class: "list", part: "listbox", role: "listbox", "aria-label": t.list, hidden: true });
  parts.panel = el("div", { class: "panel", part: "panel", hidden: true }, parts.above, parts.list);
  parts.status = el("div", { class: "unseen", role: "status", "aria-live": "polite" });
  parts.results = mode === "page" ? el("section", { class: "results", part: "results", "aria-label": t.results }) : null;
  parts.base = el("div", { class: "base " + mode, part: "base", lang: t.lang });
  const box = el("div", { class: "box" }, parts.form, parts.panel);
  if (mode === "modal") {
    parts.closer = el("button", { type: "button", class: "closer", part: "close" }, t.close);
    parts.dialog = el("dialog", { class: "dialog", part: "dialog", "aria-label": texts.label }, el("div", { class: "sheet" }, el("div", { class: "bar" }, parts.form, parts.closer), parts.panel), parts.status);
    parts.opener = el("button", { type: "button", class: "opener", part: "open", "aria-haspopup": "dialog" }, lens(),
      el("span", {}, t.open), holds(texts.hotkeys, "k") ? el("kbd", { "aria-hidden": "true" }, shortcut()) : null);
    parts.base.append(parts.opener, parts.dialog);
  } else {
    parts.base.append(box, parts.status);
    if (parts.results) parts.base.append(parts.results);
  }
  return parts;
}
