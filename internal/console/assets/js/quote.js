// Quoting, on every page: whatever has data-copy-quote with the id of a passage copies the passage
// with its citation, and with the risks where it tells of an effect. The server writes what is
// copied; without this file the links beside it show the same.

import { say } from "./console.js";

const base = document.body.dataset.base;
const ja = document.documentElement.lang !== "en";
const words = ja
  ? { copied: "コピーしました", failed: "コピーできませんでした", added: "引用かごに入れました", notAdded: "引用かごに入れられませんでした", refused: "ブラウザーがコピーを許可していません。下の文章は選択してあります。Ctrl+C（Macは⌘+C）でコピーしてください。", close: "閉じる" }
  : { copied: "Copied", failed: "Could not copy", added: "Added to the quotes", notAdded: "Could not add it to the quotes", refused: "The browser does not allow copying. The text below is selected: copy it with Ctrl+C (⌘+C on a Mac).", close: "Close" };

/** session is made up at random for this tab: the query log knows what belongs together by it. */
export const session = (() => {
  let s = "";
  try { s = sessionStorage.getItem("shirube-session") || ""; } catch { /* none is kept */ }
  if (!s) {
    s = [...crypto.getRandomValues(new Uint8Array(12))].map((b) => b.toString(16).padStart(2, "0")).join("");
    try { sessionStorage.setItem("shirube-session", s); } catch { /* it is of this page then */ }
  }
  return s;
})();

const headers = { "X-Shirube-Session": session, "X-Shirube-Client": "console" };

/** ask fetches a path of the console as text. */
export async function ask(path, signal) {
  const answer = await fetch(path, { signal, headers, redirect: "error" });
  if (!answer.ok) throw new Error(`${answer.status}`);
  return answer.text();
}

/** send posts fields to a path of the console; a redirect is success. */
export async function send(path, fields, keepalive) {
  const answer = await fetch(base + path, {
    method: "POST", headers, body: new URLSearchParams(fields), redirect: "manual", keepalive: Boolean(keepalive),
  });
  if (!answer.ok && answer.type !== "opaqueredirect") throw new Error(`${answer.status}`);
}

/** report tells the query log what was done with a hit: the element that shows it says which. */
export function report(type, at) {
  if (!at || !at.dataset.request) return;
  send("/console/event", { type, request_id: at.dataset.request, hit: at.dataset.passage, position: at.dataset.position || "" }, true).catch(() => {});
}

let toast = null;
let fading = 0;

/** tell says something to who sees the page and to who hears it. */
export function tell(text, wrong) {
  if (!toast) {
    toast = document.createElement("p");
    toast.id = "toast";
    toast.setAttribute("aria-hidden", "true");
    document.body.append(toast);
  }
  toast.textContent = text;
  toast.classList.toggle("wrong", Boolean(wrong));
  toast.hidden = false;
  clearTimeout(fading);
  fading = setTimeout(() => { toast.hidden = true; }, 2500);
  say(text);
}

/** copyFrom copies what a path gives as text, Markdown or HTML; where the format is HTML, or none is
    asked for, programs for mail get it with its markup and others the plain text. */
export async function copyFrom(path, as) {
  const get = (format) => ask(base + path + format);
  if (as === "markdown") {
    await write({ "text/plain": get("markdown") });
  } else {
    await write({ "text/plain": get("text"), "text/html": get("html") });
  }
}

// The clipboard is asked for at once, while the key that was pressed still allows it, and gets the
// texts when they are there. Where it is refused, or there is none because the address is not
// secure, the browser is asked to copy a selection; where that is refused as well, it is shown.
async function write(parts) {
  let refused = true;
  if (window.ClipboardItem && navigator.clipboard && navigator.clipboard.write) {
    const blobs = Object.entries(parts).map(([type, text]) => [type, text.then((t) => new Blob([t], { type }))]);
    refused = await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]).then(() => false, () => true);
  }
  if (!refused) return;
  const texts = Object.entries(parts);
  const got = await Promise.all(texts.map(([, text]) => text)); // what the server refuses is no matter of the clipboard
  const items = texts.map(([type], i) => [type, got[i]]);
  if (!asSelection(items)) await byHand(items[0][1]);
}

// asSelection copies as if a selection were copied. It reports whether it could.
function asSelection(items) {
  let taken = false;
  const fill = (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    for (const [type, text] of items) event.clipboardData.setData(type, text);
    taken = true;
  };
  document.addEventListener("copy", fill, true);
  const before = document.activeElement;
  const area = document.createElement("textarea"); // some browsers copy only where something is selected
  area.className = "visually-hidden";
  area.value = items[0][1];
  document.body.append(area);
  area.select();
  try {
    return document.execCommand("copy") && taken;
  } catch {
    return false;
  } finally {
    document.removeEventListener("copy", fill, true);
    area.remove();
    if (before) before.focus({ preventScroll: true });
  }
}

// byHand shows a text, selected, until it was copied or the dialog is closed; then it is known
// whether it was.
function byHand(text) {
  const dialog = document.createElement("dialog");
  const why = document.createElement("p");
  const area = document.createElement("textarea");
  const close = document.createElement("button");
  dialog.id = "by-hand";
  why.id = "by-hand-why";
  why.textContent = words.refused;
  area.value = text;
  area.readOnly = true;
  area.lang = "ja";
  area.setAttribute("aria-labelledby", why.id);
  close.textContent = words.close;
  dialog.setAttribute("aria-labelledby", why.id);
  dialog.append(why, area, close);
  document.body.append(dialog);
  dialog.showModal();
  area.select();
  return new Promise((resolve, reject) => {
    area.addEventListener("copy", () => { resolve(); setTimeout(() => dialog.close()); });
    close.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => {
      dialog.remove(); // the focus is where it was
      reject(new Error("not copied"));
    });
  });
}

/** copyPassage copies the quote of a passage. at is the element that shows it, if any. */
export async function copyPassage(id, as, at, name) {
  try {
    await copyFrom(`/console/quote?passage=${encodeURIComponent(id)}&as=`, as);
    report("copy", at);
    tell(name ? `${words.copied}: ${name}` : words.copied);
    return true;
  } catch {
    tell(words.failed, true);
    return false;
  }
}

let keeping = Promise.resolve(); // one after another: each adds to what is there

/** keepPassage puts a passage into the basket. */
export function keepPassage(id) {
  keeping = keeping.then(async () => {
    try {
      await send("/console/basket/add", { passage: id, quiet: "1" });
      tell(words.added);
    } catch {
      tell(words.notAdded, true);
    }
  });
  return keeping;
}

/** reveal shows what works with this file only. */
export function reveal(root) {
  for (const e of root.querySelectorAll("[data-copy-quote][hidden], [data-copy-from][hidden], [data-print][hidden]")) e.hidden = false;
}
reveal(document);

document.addEventListener("click", async (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  const e = event.target.closest("[data-copy-quote], [data-copy-from], [data-print]");
  if (!e) return;
  event.preventDefault();
  if (e.dataset.print !== undefined) {
    window.print();
  } else if (e.dataset.copyFrom) {
    try {
      await copyFrom(e.dataset.copyFrom.slice(base.length), e.dataset.as);
      tell(words.copied);
    } catch {
      tell(words.failed, true);
    }
  } else {
    await copyPassage(e.dataset.copyQuote, e.dataset.as, e.closest("[data-passage]"));
    const menu = e.closest("details");
    if (menu) menu.open = false;
  }
});

document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-basket]")) return;
  event.preventDefault();
  keepPassage(event.target.elements.passage.value);
});

// One menu is open at a time; Esc and a click elsewhere close it.
document.addEventListener("toggle", (event) => {
  if (!(event.target instanceof HTMLElement) || !event.target.matches("details.formats") || !event.target.open) return;
  for (const other of document.querySelectorAll("details.formats[open]")) if (other !== event.target) other.open = false;
}, true);
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && event.target.closest && event.target.closest("details.formats[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
  event.stopPropagation();
}, true);
