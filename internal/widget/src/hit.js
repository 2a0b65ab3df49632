// What is shown of a result: the same in the list under the box and on a results page.

import { add, alert, el, marked } from "./dom.js";
import { link } from "./address.js";
import { keep, map, joined } from "./safe.js";
import { day } from "./strings.js";

const contentLanguage = "ja"; // of articles, whatever the element speaks

/** Notices for readers: those of an emergency first and apart. */
export function notices(t, list) {
  const urgent = keep(list, isUrgent);
  const others = keep(list, (n) => !isUrgent(n));
  return [
    urgent.length ? el("div", { class: "urgent", part: "urgent", role: "group", "aria-label": t.urgent, lang: contentLanguage },
      alert(), el("div", {}, map(urgent, (n) => el("p", {}, n)))) : null,
    others.length ? el("div", { class: "notices", part: "notices", role: "group", "aria-label": t.notices, lang: contentLanguage },
      map(others, (n) => el("p", {}, n))) : null,
  ];
}

/** Whether a notice tells whom to call now: it names an emergency number. */
export const isUrgent = (notice) => notice.indexOf("119") >= 0;

export function badges(t, article) {
  const out = [];
  if (article.approval === "unapproved") out[out.length] = el("span", { class: "badge unapproved", part: "badge" }, t.unapproved);
  if (article.insurance === "self_pay") out[out.length] = el("span", { class: "badge", part: "badge" }, t.selfPay);
  if (article.insurance === "mixed") out[out.length] = el("span", { class: "badge", part: "badge" }, t.mixed);
  return out.length ? el("span", { class: "badges" }, out) : null;
}

/** Who supervised, when it was checked, and what is cited. */
export function evidence(t, article, passage) {
  const who = passage && passage.supervisors.length ? passage.supervisors : article.supervisors;
  const when = day(t, article.reviewed);
  const sources = passage ? passage.sources : [];
  const parts = [];
  if (who.length) parts[parts.length] = fact(t.supervised, joined(who, "、"));
  if (when) parts[parts.length] = fact(t.reviewed, when);
  if (sources.length) {
    parts[parts.length] = fact(t.source, joined(keep(sources, (_, i) => i < 2), "、") + (sources.length > 2 ? " +" + (sources.length - 2) : ""));
  } else if (passage) {
    parts[parts.length] = el("span", {}, t.unsourced);
  }
  return el("span", { class: "evidence", part: "evidence" }, parts);
}

const fact = (label, value) => el("span", {}, el("span", { class: "fact" }, label), " ", value);

export function kind(t, passage) {
  if (!passage || !Object.hasOwn(t.kinds, passage.kind)) return null;
  return el("span", { class: "kind kind-" + passage.kind, part: "kind" }, t.kinds[passage.kind]);
}

/** Title, snippet and evidence of a hit. */
export function hitParts(t, hit) {
  const snippet = hit.snippet.text || hit.article.description;
  const p = hit.passage;
  return {
    title: el("span", { class: "title", part: "title", lang: contentLanguage }, marked(hit.title.text || hit.article.title || hit.id, hit.title.marks)),
    where: el("span", { class: "where" }, hit.pinned ? el("span", { class: "pinned", part: "pinned" }, t.pinned) : null, kind(t, p), p && p.heading ? el("span", { class: "heading", lang: contentLanguage }, p.heading) : null, badges(t, hit.article)),
    snippet: el("span", { class: "snippet", part: "snippet", lang: contentLanguage }, marked(snippet, hit.snippet.text ? hit.snippet.marks : [])),
    evidence: evidence(t, hit.article, p),
  };
}

/** A link to where editors say to look; go(query) searches for something else. */
export function redirected(t, to, base, go) {
  if (!to) return null;
  const words = to.text || to.query || to.url;
  let a = null;
  if (to.query) {
    a = el("button", { type: "button", class: "link" }, words);
    a.addEventListener("click", () => go(to.query));
  } else if (link(to.url, base)) {
    a = el("a", { href: link(to.url, base) }, words);
  }
  return a && el("p", { class: "remark", part: "redirect", lang: contentLanguage }, a);
}

/** Whether a hit or an answer tells effects, beside which risks are shown. */
export const tellsEffects = (found) => found.risks !== null || found.effect === true || (found.passage !== null && found.passage.effect);

/** The risks beside an effect: what the article says of them, or that it says nothing. */
export function risks(t, passage) {
  const strip = el("span", { class: "risks", part: "risks" }, el("span", { class: "risks-label" }, t.risks));
  if (passage && passage.text) add(strip, el("span", { class: "risks-text", lang: contentLanguage }, passage.text.replace(/\s*\n\s*/g, "\n").trim()));
  else add(strip, el("span", { class: "risks-text" }, t.noRisks));
  return strip;
}

/** The direct answer. */
export function answerParts(t, answer) {
  return {
    title: el("span", { class: "title", part: "title", lang: contentLanguage }, answer.question),
    snippet: el("span", { class: "snippet full", part: "snippet", lang: contentLanguage }, answer.text),
    where: el("span", { class: "where" }, el("span", { class: "heading", lang: contentLanguage }, answer.article.title), badges(t, answer.article)),
    evidence: evidence(t, answer.article, answer.passage),
  };
}
