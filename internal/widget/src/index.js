// The search box of Shirube, <shirube-search>: docs/widget.md says how it is used.

import { ShirubeSearch } from "./element.js";

const name = "shirube-search";

// A page may load the script twice, or have another element of the name: the first one stays. A
// browser that cannot show the box keeps what stands in the element.
if (!customElements.get(name) && "adoptedStyleSheets" in document) {
  customElements.define(name, ShirubeSearch);
}

export { ShirubeSearch };
