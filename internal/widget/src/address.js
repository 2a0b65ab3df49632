// The state in the page's address. Names that are not ours stay as they are.

import { each, holds, keep, map } from "./safe.js";

/** The facets that can be chosen, as the API names them. */
export const facetNames = ["treatment", "condition", "kind", "effect", "risk", "contraindication", "insurance",
  "approval", "source_type", "source", "supervisor", "department", "tag"];

/** Reads and writes the state under a parameter; further names get its prefix unless it is q. */
export class Address {
  constructor(parameter) {
    this.parameter = parameter;
    this.prefix = parameter === "q" ? "" : parameter + ".";
  }

  read() {
    const params = new URLSearchParams(location.search);
    const filters = { __proto__: null };
    each(facetNames, (name) => {
      const values = keep(params.getAll(this.prefix + name), (v) => v !== "" && v.length <= 200);
      if (values.length) filters[name] = values;
    });
    const page = +params.get(this.prefix + "page");
    return {
      query: (params.get(this.parameter) || "").slice(0, 512),
      filters,
      page: Number.isInteger(page) && page > 0 && page <= 1000 ? page : 1,
    };
  }

  /** The address of a state, on the page that is shown or on another. */
  of(state, at) {
    const url = new URL(at || location.href, document.baseURI);
    const p = url.searchParams;
    p.delete(this.parameter);
    p.delete(this.prefix + "page");
    if (state.query) p.set(this.parameter, state.query);
    each(facetNames, (name) => {
      p.delete(this.prefix + name);
      each(state.filters[name] || [], (v) => p.append(this.prefix + name, v));
    });
    if (state.page > 1) p.set(this.prefix + "page", state.page);
    return url.href;
  }

  /** Puts a state in the address; push: as a new entry of the history. */
  write(state, push) {
    const href = this.of(state);
    if (href === location.href) return;
    try {
      if (push) history.pushState(history.state, "", href);
      else history.replaceState(history.state, "", href);
    } catch { /* too many changes in a short time: the next one will do */ }
  }
}

export const noFilters = () => ({ __proto__: null });

/** Filters with a value of a facet switched. */
export function switched(filters, name, value) {
  const out = noFilters();
  each(Object.keys(filters), (n) => { out[n] = map(filters[n], (v) => v); });
  const values = out[name] || [];
  if (holds(values, value)) out[name] = keep(values, (v) => v !== value);
  else values[values.length] = value, (out[name] = values);
  if (!out[name].length) delete out[name];
  return out;
}

export const filtered = (filters) => Object.keys(filters).length > 0;

/** An address that may be a link: http or https, else empty. Relative ones are the server's. */
export function link(address, base) {
  if (!address) return "";
  try {
    const url = new URL(address, base + "/");
    return url.protocol === "https:" || url.protocol === "http:" ? url.href : "";
  } catch {
    return "";
  }
}

/** Where a passage is read: at its place, if the article is on the search server itself. */
export function passageLink(article, passage, base) {
  const href = link(article.url, base);
  if (!href || !passage || article.url[0] !== "/" || article.url[1] === "/") return href;
  return href + "#p-" + encodeURIComponent(passage.id.slice(passage.id.lastIndexOf("#") + 1));
}
