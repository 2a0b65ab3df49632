// The list under the box: an ARIA listbox of groups, whose options are links where they
// lead somewhere. Nothing in an option can be focused or pressed by itself.

import { add, el, fill, marked, set } from "./dom.js";
import { answerParts, hitParts, risks, tellsEffects } from "./hit.js";
import { passageLink } from "./address.js";
import { append, each, keep, map } from "./safe.js";

const mostSuggestions = 6;

/** What can be chosen, in groups; a group without a title is one thing by itself. */
export function groups(t, view) {
  const out = [];
  const group = (title, options) => { if (options.length) out[out.length] = { title, options }; };
  const answer = view.answer;
  if (answer && answer.answer && !view.suggestionsOnly) group(t.answer, answerOptions(t, view, answer.answer));
  each(suggestionGroups(t, view), (g) => group(g.title, g.options));
  if (!answer || view.suggestionsOnly) return out;
  const hits = [];
  each(keep(answer.hits, (_, i) => i < view.limit), (h, i) => append(hits, hitOptions(t, view, h, i)));
  group(t.results, hits);
  if (!answer.hits.length) {
    group(t.instead, map(answer.suggestions, (text) => ({ type: "suggestion", query: text, id: text, title: el("span", { class: "title", lang: "ja" }, text) })));
  }
  const last = [];
  if (answer.corrected) {
    last[last.length] = { type: "literal", literal: true, id: "", title: el("span", { class: "title" }, t.literal(answer.corrected.from)) };
  }
  if (view.all && answer.total > 0) {
    last[last.length] = { type: "all", href: view.all, id: "", title: el("span", { class: "title" }, t.all(answer.total)) };
  }
  group("", last);
  return out;
}

function answerOptions(t, view, answer) {
  const p = answerParts(t, answer);
  const option = {
    type: "answer", id: answer.passage.id, position: 1, href: passageLink(answer.article, answer.passage, view.base),
    title: p.title, more: [p.snippet, p.where, p.evidence],
  };
  return withRisks(t, view, option, answer);
}

function hitOptions(t, view, hit, i) {
  const p = hitParts(t, hit);
  const option = {
    type: "result", id: hit.id, position: i + 1, href: passageLink(hit.article, hit.passage, view.base),
    title: p.title, more: [p.where, p.snippet, p.evidence],
  };
  return withRisks(t, view, option, hit);
}

// An effect stands beside its risks: they are shown within it, and can be read in full.
function withRisks(t, view, option, found) {
  if (!tellsEffects(found)) return [option];
  append(option.more, [risks(t, found.risks)]);
  if (!found.risks) return [option];
  return [option, {
    type: "risks", id: found.risks.id, position: option.position,
    href: passageLink(found.article, found.risks, view.base),
    title: el("span", { class: "title" }, t.readRisks),
  }];
}

function suggestionGroups(t, view) {
  const out = [];
  each(keep(view.suggestions, (s, i) => i < mostSuggestions), (s) => {
    const title = s.group || t.suggestions;
    let group = keep(out, (g) => g.title === title)[0];
    if (!group) out[out.length] = group = { title, options: [] };
    group.options[group.options.length] = {
      type: "suggestion", id: s.text, query: s.text, position: group.options.length + 1,
      title: el("span", { class: "title", lang: "ja" }, marked(s.text, s.marks)),
      more: s.context ? [el("span", { class: "context", lang: "ja" }, s.context)] : null,
      href: passageLink({ url: s.url }, null, view.base),
    };
  });
  return out;
}

/** The list as it is shown: which option is active, and where each leads. */
export class List {
  constructor(box, input) {
    this.box = box;
    this.input = input;
    this.options = [];
    this.active = -1;
  }

  show(list) {
    this.options = [];
    fill(this.box, map(list, (g, n) => this.group(g, n)));
    this.box.hidden = this.options.length === 0;
    this.activate(-1);
  }

  group(g, n) {
    const label = "g" + n;
    const node = el("div", { role: "group", class: g.title ? "group" : "group last", part: "group", "aria-labelledby": g.title ? label : null,
      "aria-label": g.title ? null : this.box.getAttribute("aria-label") });
    if (g.title) add(node, el("div", { class: "group-title", part: "group-title", id: label, role: "presentation" }, g.title));
    each(g.options, (o) => add(node, this.option(o)));
    return node;
  }

  option(o) {
    const id = "o" + this.options.length;
    const more = o.more ? el("span", { class: "more" }, o.more) : null;
    const node = el(o.href ? "a" : "div", {
      id, role: "option", class: "option " + o.type, part: "option " + o.type, tabindex: "-1", href: o.href || null,
      "aria-selected": "false",
    }, o.title, more);
    o.node = node;
    this.options[this.options.length] = o;
    return node;
  }

  /** The option that an event happened in. */
  of(event) {
    return keep(this.options, (o) => o.node.contains(event.composedPath()[0]))[0];
  }

  get chosen() {
    return this.options[this.active];
  }

  /** Makes the n-th option the active one; -1: none, the box itself. */
  activate(n) {
    if (this.chosen) set(this.chosen.node, "aria-selected", "false");
    this.active = n >= 0 && n < this.options.length ? n : -1;
    const o = this.chosen;
    set(this.input, "aria-activedescendant", o ? o.node.id : null);
    if (!o) return;
    set(o.node, "aria-selected", "true");
    o.node.scrollIntoView({ block: "nearest" });
  }

  /** Goes up or down, through the box itself. */
  move(step) {
    const places = this.options.length + 1;
    this.activate(((this.active + 1 + step + places) % places) - 1);
  }
}
