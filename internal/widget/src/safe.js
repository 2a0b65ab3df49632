// What a page may have changed before this module runs is not relied on: lists are
// walked by index, names are asked of objects themselves (libraries add to
// Object.prototype), and JSON is written here, because an Array.prototype.toJSON, which
// old libraries bring, makes JSON.stringify write something else.

const hasOwn = Object.hasOwn;
const isArray = Array.isArray;

/** The value of an object's own name; undefined of anything else. */
export function own(object, name) {
  return object !== null && typeof object === "object" && hasOwn(object, name) ? object[name] : undefined;
}

export function each(list, visit) {
  for (let i = 0; i < list.length; i++) visit(list[i], i);
}

export function map(list, make) {
  const out = [];
  for (let i = 0; i < list.length; i++) out[i] = make(list[i], i);
  return out;
}

export function keep(list, test) {
  const out = [];
  for (let i = 0; i < list.length; i++) if (test(list[i], i)) out[out.length] = list[i];
  return out;
}

/** Puts what is in one list at the end of another. */
export function append(list, more) {
  for (let i = 0; i < more.length; i++) list[list.length] = more[i];
}

export function joined(list, between) {
  let out = "";
  for (let i = 0; i < list.length; i++) out += (i ? between : "") + list[i];
  return out;
}

export function holds(list, value) {
  for (let i = 0; i < list.length; i++) if (list[i] === value) return true;
  return false;
}

export { isArray };

/** An object without a prototype, as options of the platform are read from. */
export function options(from) {
  const out = { __proto__: null };
  each(Object.keys(from), (name) => { out[name] = from[name]; });
  return out;
}

/** JSON of strings, finite numbers, booleans, null, arrays and plain objects. */
export function json(value) {
  if (typeof value === "string") return quoted(value);
  if (isArray(value)) return "[" + joined(map(value, json), ",") + "]";
  if (value !== null && typeof value === "object") {
    return "{" + joined(map(Object.keys(value), (name) => quoted(name) + ":" + json(value[name])), ",") + "}";
  }
  return value === undefined ? "null" : "" + value;
}

function quoted(text) {
  let out = '"';
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 34 || c === 92) out += "\\" + text[i];
    else if (c < 32 || (c >= 0xd800 && c < 0xe000)) out += "\\u" + ("000" + c.toString(16)).slice(-4);
    else out += text[i];
  }
  return out + '"';
}
