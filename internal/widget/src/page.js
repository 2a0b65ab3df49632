// The results page: facets beside results in a list of articles, with pages.

import { add, cross, el } from "./dom.js";
import { answerParts, hitParts, notices, redirected, risks, tellsEffects } from "./hit.js";
import { filtered, passageLink } from "./address.js";
import { each, holds, keep, map } from "./safe.js";

const firstValues = 6;

/**
 * The parts of a results page. view has t, answer, state, base, facets (names in order), unfolded
 * (names whose further values are shown), href(state), link(node, model) for what is chosen,
 * and go(state), unfold(name).
 */
export function results(view) {
  const { t, answer, state } = view;
  const heading = state.query ? t.heading(state.query) : t.everything;
  const main = el("div", { class: "found" },
    el("div", { class: "page-head" },
      el("h2", { part: "heading", class: "page-title", tabindex: "-1" }, heading),
      el("p", { class: "total", part: "total" }, range(t, answer))),
    notices(t, answer.notices),
    redirected(t, answer.redirect, view.base, (query) => view.go({ query, filters: {}, page: 1 })),
    corrected(view),
    answer.answer ? direct(view, answer.answer) : null,
    !answer.hits.length ? nothing(view) : null,
    answer.hits.length && !answer.answerable && state.query ? el("p", { class: "remark" }, t.unsure) : null,
    answer.hits.length && answer.answerable && answer.relaxed ? el("p", { class: "remark" }, t.relaxed) : null,
    answer.hits.length ? el("ol", { class: "hits", part: "hits", "aria-label": t.results }, map(answer.hits, (h, i) => el("li", {}, hitNode(view, h, i)))) : null,
    pages(view));
  return [el("div", { class: "columns" }, facets(view), main)];
}

function range(t, answer) {
  const from = (answer.page - 1) * answer.perPage + 1;
  const to = from + answer.hits.length - 1;
  return answer.hits.length && answer.hits.length < answer.total ? t.range(answer.total, from, to) : t.total(answer.total);
}

function corrected(view) {
  const c = view.answer.corrected;
  if (!c) return null;
  return el("p", { class: "remark" }, view.t.corrected(c.to) + " ", button("link", view.t.literal(c.from), () => view.literal()));
}

function button(cls, text, press, attributes) {
  const node = el("button", { type: "button", class: cls, ...attributes }, text);
  node.addEventListener("click", press);
  return node;
}

function titled(view, href, title, model) {
  const node = href ? el("a", { href, class: "title-link", part: "link" }, title) : el("span", { class: "title-link" }, title);
  view.link(node, model);
  return el("h3", {}, node);
}

function direct(view, answer) {
  const { t } = view;
  const p = answerParts(t, answer);
  const href = passageLink(answer.article, answer.passage, view.base);
  return el("article", { class: "hit answer", part: "answer" },
    el("p", { class: "answer-label", part: "answer-label" }, t.answer),
    titled(view, href, p.title, { type: "answer", id: answer.passage.id, position: 1, href }),
    p.snippet, p.where, p.evidence, beside(view, answer, 1));
}

function hitNode(view, hit, i) {
  const p = hitParts(view.t, hit);
  const position = (view.answer.page - 1) * view.answer.perPage + i + 1;
  const href = passageLink(hit.article, hit.passage, view.base);
  return el("article", { class: "hit", part: "hit" },
    titled(view, href, p.title, { type: "result", id: hit.id, position, href }),
    p.where, p.snippet, p.evidence, beside(view, hit, position));
}

// The risks beside an effect, with a link to all that the article says of them.
function beside(view, found, position) {
  if (!tellsEffects(found)) return null;
  const href = passageLink(found.article, found.risks, view.base);
  const node = el("div", { class: "beside" }, risks(view.t, found.risks));
  if (href && found.risks) {
    const a = el("a", { href, class: "risks-link", part: "risks-link" }, view.t.readRisks);
    view.link(a, { type: "risks", id: found.risks.id, position, href });
    add(node, a);
  }
  return node;
}

function nothing(view) {
  const { t, answer, state } = view;
  return el("div", { class: "nothing", part: "nothing" },
    el("p", { class: "nothing-title" }, state.query ? t.nothing(state.query) : t.nothingFiltered),
    el("p", {}, t.advice),
    filtered(state.filters) ? button("plain", t.clearFilters, () => view.go({ ...state, filters: {}, page: 1 })) : null,
    answer.suggestions.length ? el("p", { id: "instead" }, t.instead) : null,
    answer.suggestions.length ? el("ul", { class: "instead", "aria-labelledby": "instead" }, map(answer.suggestions, (s) =>
      el("li", {}, button("plain", s, () => view.go({ query: s, filters: {}, page: 1 }), { lang: "ja" })))) : null);
}

function facets(view) {
  const { t, answer, state } = view;
  const shown = keep(view.facets, (name) => (answer.facets[name] || []).length > 0 || state.filters[name]);
  if (!shown.length) return null;
  const chosen = [];
  each(view.facets, (name) => each(state.filters[name] || [], (value) => {
    const known = keep(answer.facets[name] || [], (v) => v.value === value)[0];
    const label = known ? known.label : value;
    const b = button("chip", label, () => view.toggle(name, value), { "aria-label": t.removeFilter(label), "data-focus": "chip " + name + " " + value });
    add(b, cross());
    chosen[chosen.length] = b;
  }));
  const body = el("div", { id: "facets", class: "facets-body" + (view.open ? " open" : "") },
    chosen.length ? el("div", { class: "chips" }, chosen) : null,
    map(shown, (name, i) => facet(view, name, i)));
  const toggle = button("facets-toggle", t.filters + (chosen.length ? " (" + chosen.length + ")" : ""), () => {
    view.open = !view.open;
    view.opened(view.open);
    body.classList.toggle("open", view.open);
    toggle.setAttribute("aria-expanded", "" + view.open);
  }, { "aria-expanded": "" + !!view.open, "aria-controls": "facets", "data-focus": "facets-toggle" });
  return el("div", { class: "facets", part: "facets", role: "group", "aria-label": t.filters }, toggle, body);
}

function facet(view, name, n) {
  const { t, answer, state } = view;
  const chosen = state.filters[name] || [];
  const values = answer.facets[name] || [];
  const all = holds(view.unfolded, name);
  const shown = keep(values, (v, i) => all || i < firstValues || holds(chosen, v.value));
  const node = el("fieldset", { class: "facet", part: "facet" }, el("legend", {}, t.facets[name]));
  each(shown, (v, i) => {
    const id = "f" + n + "-" + i;
    const box = el("input", { type: "checkbox", id, checked: holds(chosen, v.value), "data-focus": name + " " + v.value });
    box.addEventListener("change", () => view.toggle(name, v.value));
    add(node, el("label", { class: "choice", for: id }, box, el("span", { class: "choice-name", lang: "ja" }, v.label),
      el("span", { class: "count" }, v.count)));
  });
  if (shown.length < values.length) {
    add(node, button("plain unfold", t.more(values.length - shown.length), () => view.unfold(name), { "data-focus": "unfold " + name }));
  }
  return node;
}

function pages(view) {
  const { t, answer, state } = view;
  const last = Math.min(Math.ceil(answer.total / answer.perPage), Math.floor(10000 / answer.perPage));
  if (last < 2) return null;
  const at = answer.page;
  const item = (n, text, label) => {
    const a = el("a", { href: view.href({ ...state, page: n }), class: "page-link", part: "page-link",
      "aria-current": n === at && !label ? "page" : null, "aria-label": label ? null : t.pageNumber(n) }, text);
    a.addEventListener("click", (e) => {
      if (e.ctrlKey || e.metaKey || e.shiftKey || e.altKey) return;
      e.preventDefault();
      view.go({ ...state, page: n }, true);
    });
    return el("li", {}, a);
  };
  const items = [];
  if (at > 1) items[items.length] = item(at - 1, t.previous, true);
  for (let n = 1, gap = false; n <= last; n++) {
    if (n === 1 || n === last || Math.abs(n - at) <= 1) {
      items[items.length] = item(n, n);
      gap = false;
    } else if (!gap) {
      items[items.length] = el("li", { class: "gap", "aria-hidden": "true" }, "…");
      gap = true;
    }
  }
  if (at < last) items[items.length] = item(at + 1, t.next, true);
  return el("nav", { class: "pages", part: "pages", "aria-label": t.pages }, el("ul", {}, items));
}
