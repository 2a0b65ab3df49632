// Answers as they are checked. What a server sends is not trusted to have the right shape:
// everything that is shown is read here, and an answer that lacks what must be there is
// malformed as a whole, because one shown in part could lack the notice that belongs to it.

import { append, holds, isArray, keep, map, own } from "./safe.js";

/** Says that an answer has not the shape that it must have. */
export class Malformed extends Error {}

const bad = (what) => { throw new Malformed(what); };
const object = (v, what) => (v !== null && typeof v === "object" && !isArray(v) ? v : bad(what));
const list = (v, what) => (isArray(v) ? v : bad(what));
const text = (v, what) => (typeof v === "string" ? v : bad(what));
const number = (v, what) => (typeof v === "number" && isFinite(v) ? v : bad(what));
const optional = (v, read, what, fallback) => (v === undefined || v === null ? fallback : read(v, what));
const texts = (v, what) => map(list(v, what), (t) => text(t, what));

function marks(v) {
  const pairs = keep(optional(v, list, "marks", []), (m) =>
    isArray(m) && m.length === 2 && Number.isInteger(m[0]) && Number.isInteger(m[1]));
  return pairs;
}

const withMarks = (v, what) => ({ text: text(own(object(v, what), "text"), what), marks: marks(own(v, "marks")) });

function supervisor(v) {
  object(v, "supervisor");
  const name = optional(own(v, "name"), text, "name", "");
  const affiliation = optional(own(v, "affiliation"), text, "affiliation", "");
  const title = optional(own(v, "title"), text, "title", "");
  return (name || affiliation) + (title ? " " + title : "") + (name && affiliation ? "（" + affiliation + "）" : "");
}

const supervisors = (v) => keep(map(optional(v, list, "supervisors", []), supervisor), (s) => s !== "");

function source(v) {
  object(v, "source");
  const name = optional(own(v, "name"), text, "source", "");
  const title = optional(own(v, "title"), text, "source", "");
  return name && title ? name + "「" + title + "」" : name || title;
}

function article(v) {
  object(v, "article");
  return {
    id: text(own(v, "id"), "article.id"),
    title: optional(own(v, "title"), text, "article.title", ""),
    description: optional(own(v, "description"), text, "article.description", ""),
    url: optional(own(v, "url"), text, "article.url", ""),
    supervisors: supervisors(own(v, "supervisors")),
    reviewed: optional(own(v, "reviewed"), text, "article.reviewed", "").slice(0, 10),
    insurance: optional(own(v, "insurance"), text, "article.insurance", ""),
    approval: optional(own(v, "approval"), text, "article.approval", ""),
  };
}

function passage(v) {
  object(v, "passage");
  return {
    id: text(own(v, "id"), "passage.id"),
    kind: text(own(v, "kind"), "passage.kind"),
    heading: optional(own(v, "heading"), text, "passage.heading", ""),
    text: optional(own(v, "text"), text, "passage.text", ""),
    sources: keep(map(optional(own(v, "sources"), list, "passage.sources", []), source), (s) => s !== ""),
    supervisors: supervisors(own(v, "supervision")),
    effect: own(v, "kind") === "effects" || includes(own(v, "facts"), "effect"),
  };
}

function includes(v, value) {
  return isArray(v) && keep(v, (x) => x === value).length > 0;
}

function hit(v) {
  object(v, "hit");
  return {
    id: text(own(v, "id"), "hit.id"),
    article: article(own(v, "article")),
    passage: optional(own(v, "passage"), passage, "", null),
    title: withMarks(own(v, "title"), "hit.title"),
    snippet: withMarks(own(v, "snippet"), "hit.snippet"),
    risks: optional(own(v, "risks"), passage, "", null),
    effect: own(v, "tells_effect") === true,
    pinned: own(v, "pinned") === true,
  };
}

function answer(v) {
  object(v, "answer");
  return {
    article: article(own(v, "article")),
    passage: passage(own(v, "passage")),
    question: text(own(v, "question"), "answer.question"),
    text: text(own(v, "text"), "answer.text"),
    notices: optional(own(v, "notices"), texts, "answer.notices", []),
    risks: optional(own(v, "risks"), passage, "", null),
  };
}

function facet(v) {
  object(v, "facet");
  return {
    value: optional(own(v, "value"), text, "facet.value", ""),
    label: text(own(v, "label"), "facet.label"),
    count: number(own(v, "count"), "facet.count"),
    selected: own(v, "selected") === true,
  };
}

function facets(v) {
  const out = { __proto__: null };
  const given = optional(v, object, "facets", {});
  const names = Object.keys(given);
  for (let i = 0; i < names.length; i++) out[names[i]] = map(list(given[names[i]], "facets"), facet);
  return out;
}

/** The answer to a search. */
export function readSearch(v) {
  object(v, "answer");
  const interpretation = optional(own(v, "interpretation"), object, "interpretation", {});
  const corrected = own(interpretation, "corrected");
  const direct = optional(own(v, "answer"), answer, "", null);
  const notices = texts(list(own(v, "notices"), "notices"), "notices");
  if (direct) append(notices, keep(direct.notices, (n) => !holds(notices, n)));
  return {
    query: text(own(v, "query"), "query"),
    total: number(own(v, "total"), "total"),
    page: number(own(v, "page"), "page"),
    perPage: Math.max(1, number(own(v, "per_page"), "per_page")),
    answerable: own(v, "answerable") !== false,
    relaxed: own(v, "relaxed") === true,
    corrected: corrected && typeof own(corrected, "to") === "string" && typeof own(corrected, "from") === "string"
      ? { from: own(corrected, "from"), to: own(corrected, "to") } : null,
    hits: map(list(own(v, "hits"), "hits"), hit),
    facets: facets(own(v, "facets")),
    notices,
    suggestions: optional(own(v, "suggestions"), texts, "suggestions", []),
    answer: direct,
    redirect: optional(own(v, "redirect"), redirect, "", null),
  };
}

/** Where editors say to look. */
function redirect(v) {
  object(v, "redirect");
  return { query: optional(own(v, "query"), text, "redirect.query", ""), url: optional(own(v, "url"), text, "redirect.url", ""), text: optional(own(v, "text"), text, "redirect.text", "") };
}

/** The answer to a request for completions. */
export function readSuggestions(v) {
  return map(list(own(object(v, "suggestions"), "suggestions"), "suggestions"), (s) => {
    object(s, "suggestion");
    return {
      text: text(own(s, "text"), "suggestion.text"),
      kind: optional(own(s, "kind"), text, "suggestion.kind", "query"),
      group: optional(own(s, "group"), text, "suggestion.group", ""),
      context: optional(own(s, "context"), text, "suggestion.context", ""),
      marks: marks(own(s, "marks")),
      url: optional(own(s, "url"), text, "suggestion.url", ""),
    };
  });
}
