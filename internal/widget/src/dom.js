// Elements are made one by one: nothing here reads HTML, so no text can become markup,
// and a page that requires Trusted Types has nothing to refuse.

import { each, isArray } from "./safe.js";

const svgNamespace = "http://www.w3.org/2000/svg";

/**
 * An element. Names of attributes are as in HTML: false and null leave one out, true sets it
 * empty. Children are nodes, texts, lists of these, or null.
 */
export function el(tag, attributes, ...children) {
  const node = document.createElement(tag);
  each(Object.keys(attributes || {}), (name) => set(node, name, attributes[name]));
  add(node, children);
  return node;
}

export function set(node, name, value) {
  if (value === false || value === null || value === undefined) node.removeAttribute(name);
  else node.setAttribute(name, value === true ? "" : "" + value);
}

export function add(node, child) {
  if (child === null || child === undefined || child === false || child === "") return;
  if (isArray(child)) each(child, (c) => add(node, c));
  else node.appendChild(typeof child === "object" ? child : document.createTextNode("" + child));
}

/** Puts children in the place of what is in a node. */
export function fill(node, ...children) {
  node.textContent = "";
  add(node, children);
}

/** A drawing of strokes within 24 by 24, which nobody needs to hear of. */
export function icon(name, ...paths) {
  const svg = document.createElementNS(svgNamespace, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon " + name);
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("focusable", "false");
  each(paths, (d) => {
    const path = document.createElementNS(svgNamespace, "path");
    path.setAttribute("d", d);
    svg.appendChild(path);
  });
  return svg;
}

export const lens = () => icon("lens", "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14Z", "m16.2 16.2 4.3 4.3");
export const cross = () => icon("cross", "M6.5 6.5l11 11", "M17.5 6.5l-11 11");
export const alert = () => icon("alert", "M12 3.5 21.5 20h-19Z", "M12 10v4.5", "M12 17.2v.1");

/**
 * The nodes of a text with its marks, pairs of offsets in code points. Marks that make no
 * sense (outside of the text, backwards, overlapping) are left out or cut, never an error.
 */
export function marked(text, marks) {
  const nodes = [];
  let at = 0; // in UTF-16 units, of the text that has been taken
  let point = 0; // in code points, at `unit`
  let unit = 0;
  const reach = (target) => {
    for (; point < target && unit < text.length; point++) unit += text.codePointAt(unit) > 0xffff ? 2 : 1;
    return unit;
  };
  each(marks, (mark) => {
    if (mark[0] < point || mark[1] <= mark[0]) return;
    const start = reach(mark[0]);
    const end = reach(mark[1]);
    if (end <= start) return;
    if (start > at) nodes[nodes.length] = document.createTextNode(text.slice(at, start));
    const node = el("mark", { part: "mark" });
    node.textContent = text.slice(start, end);
    nodes[nodes.length] = node;
    at = end;
  });
  if (at < text.length) nodes[nodes.length] = document.createTextNode(text.slice(at));
  return nodes;
}
