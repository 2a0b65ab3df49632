// The progress of an ingest run, while there is one; then the page is read anew.

const box = document.querySelector("#progress[data-working]");

async function look() {
  try {
    const response = await fetch(box.dataset.address, { headers: { Accept: "application/json" } });
    if (!response.ok) return; // logged out, perhaps: the next page says so
    const now = await response.json();
    if (!now.working) {
      location.reload();
      return;
    }
    const bar = box.querySelector("progress");
    bar.hidden = false;
    if (now.percent > 0) bar.value = now.percent;
    else bar.removeAttribute("value");
    box.querySelector("[data-text]").textContent = now.text;
  } catch {
    // The server may be starting again.
  }
  setTimeout(look, 1000);
}

if (box) setTimeout(look, 500);
