// The search box of Shirube, <shirube-search>: docs/widget.md says how it is used.

import { ShirubeSearch } from "./element.js";

const name = "shirube-search";

// A page may load the script twice, or have another element of the name: the first one stays.
if (!customElements.get(name)) {
  customElements.define(name, ShirubeSearch);
}

export { ShirubeSearch };
