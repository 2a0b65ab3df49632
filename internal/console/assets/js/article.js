// Reading an article: the part that is read is marked in the outline, and the passage that a key is
// pressed over is the one that is copied or kept.

import { typing } from "./console.js";
import { copyPassage, keepPassage } from "./quote.js";

const links = new Map([...document.querySelectorAll(".outline a")].map((a) => [a.hash.slice(1), a]));
const seen = new Set();

const watcher = new IntersectionObserver((entries) => {
  for (const e of entries) {
    if (e.isIntersecting) seen.add(e.target.id);
    else seen.delete(e.target.id);
  }
  const now = [...links.keys()].find((id) => seen.has(id));
  for (const [id, a] of links) {
    if (id === now) a.setAttribute("aria-current", "true");
    else a.removeAttribute("aria-current");
  }
}, { rootMargin: "-15% 0px -60% 0px" });
for (const section of document.querySelectorAll(".text .section[id]")) watcher.observe(section);

// current is the passage that the address names, else the first one in sight.
function current() {
  const named = location.hash && document.getElementById(location.hash.slice(1));
  const section = named && named.closest(".question, .section");
  const tools = [...document.querySelectorAll(".passage-tools")];
  if (section) {
    const own = tools.find((t) => t.querySelector(".permalink").hash === location.hash);
    return own || section.querySelector(".passage-tools");
  }
  return tools.find((t) => t.getBoundingClientRect().top > 80);
}

document.addEventListener("keydown", (event) => {
  if (typing(event) || event.ctrlKey || event.metaKey || event.altKey) return;
  const tools = event.target.closest && event.target.closest(".passage-tools") || current();
  if (!tools) return;
  if (event.key === "c") copyPassage(tools.dataset.passage, "", null);
  if (event.key === "b") keepPassage(tools.dataset.passage);
});
