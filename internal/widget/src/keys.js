// The keyboard, and above all what not to do with it: while an input method converts kana,
// Enter, the arrows and Escape are its keys. Its Enter is told by isComposing, by keyCode 229,
// and in Safari, where the composition ends before its keydown, by keyCode 229 alone. A phone's
// keyboard sends 229 for every key: text is therefore read from the field, never from keys.

/** Calls actions for keys in the field: move(step), edge(last), enter(event), escape(), leave(), open(), close(). */
export class Keys {
  constructor(input, actions) {
    this.composing = false;
    this.spent = false; // the key that is down has done its work, here or in the input method
    const on = (name, f) => input.addEventListener(name, f);
    on("compositionstart", () => { this.composing = true; });
    on("compositionend", () => {
      this.composing = false;
      actions.text();
    });
    on("input", () => {
      this.spent = false;
      actions.text();
    });
    on("keyup", () => { this.spent = false; });
    on("keydown", (e) => this.down(e, actions));
  }

  /** Whether what a form or a dialog makes of the key that is down is not meant. */
  get busy() {
    return this.composing || this.spent;
  }

  reset() {
    this.composing = this.spent = false;
  }

  down(e, actions) {
    this.spent = e.isComposing || e.keyCode === 229 || this.composing;
    if (this.spent) return;
    if (this.handled(e, actions)) {
      this.spent = true;
      e.preventDefault();
      e.stopPropagation();
    }
  }

  handled(e, actions) {
    const modified = e.ctrlKey || e.metaKey || e.shiftKey;
    switch (e.key) {
      case "ArrowDown":
      case "ArrowUp": {
        const down = e.key === "ArrowDown";
        if (modified) return false;
        if (e.altKey) return down ? actions.open() : actions.close();
        return actions.move(down ? 1 : -1);
      }
      case "Home":
      case "End":
        return !modified && !e.altKey && actions.edge(e.key === "End");
      case "Enter":
        return actions.enter(e);
      case "Escape":
        return actions.escape();
      case "Tab":
        actions.leave();
        return false;
    }
    return false;
  }
}

const isMac = () => /Mac|iPhone|iPad/.test(navigator.platform);

/** How the shortcut is written on this machine. */
export const shortcut = () => (isMac() ? "⌘K" : "Ctrl K");

/** Whether a key pressed anywhere on the page opens the search: "k", "slash" or "". */
export function hotkey(e) {
  if (e.defaultPrevented || e.isComposing || e.keyCode === 229 || e.altKey) return "";
  if ((e.key === "k" || e.key === "K") && !e.shiftKey && (isMac() ? e.metaKey && !e.ctrlKey : e.ctrlKey && !e.metaKey)) return "k";
  if (e.key === "/" && !e.ctrlKey && !e.metaKey && !writes(e.composedPath()[0])) return "slash";
  return "";
}

// Whether one types into an element.
function writes(node) {
  if (!(node instanceof Element)) return false;
  return node.isContentEditable || node.matches("input, textarea, select, [role=textbox], [role=searchbox], [role=combobox], [role=spinbutton]");
}
