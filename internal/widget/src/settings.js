// What the attributes of <shirube-search> say, with what holds where they say nothing.

import { link } from "./address.js";
import { holds, keep, map } from "./safe.js";

const home = import.meta.url.replace(/\/widget\/[^/]*$/, "");
const modes = ["inline", "modal", "page"];
const pageFacets = "treatment,condition,kind,effect,risk,insurance,approval,source_type";

export class Settings extends HTMLElement {
  static observedAttributes = ["endpoint", "key", "collection", "mode", "lang", "label", "placeholder", "param", "history",
    "results", "limit", "facets", "filters", "events", "theme"];

  get mode() {
    const m = this.getAttribute("mode");
    return holds(modes, m) ? m : "inline";
  }

  get base() {
    const given = this.getAttribute("endpoint");
    return given === null ? home : new URL(given, document.baseURI).href.replace(/\/+$/, "");
  }

  get keepsHistory() {
    const h = this.getAttribute("history");
    return h === "on" || (h !== "off" && this.mode === "page");
  }

  get limit() {
    const n = +this.getAttribute("limit");
    return Number.isInteger(n) && n > 0 && n <= 50 ? n : this.mode === "page" ? 10 : 5;
  }

  // The results page that the page names; "" where it names none that a browser goes to as a
  // page. Other schemes run scripts, and who may write an attribute may not always write those.
  get elsewhere() {
    const at = this.getAttribute("results");
    if (at === null) return "";
    try {
      const { href } = new URL(at, document.baseURI);
      return link(href, href);
    } catch {
      return "";
    }
  }

  // The filters that always hold, and the names of those that a visitor's choice would widen.
  get fixed() {
    const params = new URLSearchParams(this.getAttribute("filters") || "");
    const names = [];
    params.forEach((value, name) => { if (value[0] !== "-") names[names.length] = name; });
    return { params, names };
  }

  // The facets of a results page.
  get facets() {
    const { names } = this.fixed;
    return keep(this.listOf("facets", pageFacets), (name) => !holds(names, name));
  }

  listOf(name, fallback) {
    const given = this.getAttribute(name);
    return keep(map((given === null ? fallback : given).split(","), (s) => s.trim()), (s) => s !== "");
  }
}
