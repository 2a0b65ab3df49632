// <shirube-search>: what holds everything together. One element has one question at a
// time; what is shown is made anew from the last answer.

import { Address, filtered, noFilters, switched } from "./address.js";
import { Asker } from "./asker.js";
import { Client } from "./client.js";
import { el, fill, set } from "./dom.js";
import { frame } from "./frame.js";
import { hotkey, Keys } from "./keys.js";
import { groups, List } from "./list.js";
import { notices, redirected } from "./hit.js";
import { results } from "./page.js";
import { append, each, holds, joined, keep } from "./safe.js";
import { Settings } from "./settings.js";
import { adopt, isDark, preference } from "./style.js";
import { strings } from "./strings.js";

const bounds = ["cost_min", "cost_max", "downtime_max"]; // filters that have one value: a number, or a day
const days = ["reviewed_after", "updated_after"];
const shortcuts = new Set(); // modal elements on the page, first one first

export class ShirubeSearch extends Settings {
  constructor() {
    super();
    this.root = this.attachShadow({ __proto__: null, mode: "open", delegatesFocus: true });
    this.state = { query: "", filters: noFilters(), page: 1 };
    this.unfolded = [];
  }

  // Life

  connectedCallback() {
    const early = Object.hasOwn(this, "value") ? this.value : undefined; // set before the definition
    if (early !== undefined) {
      delete this.value;
      this.state.query = "" + early;
    }
    if (!this.state.query) this.state.query = this.getAttribute("query") || "";
    this.build();
    this.listen();
    if (this.keepsHistory) this.restore(true);
    else if (this.mode === "page" || this.state.query) this.search();
  }

  disconnectedCallback() {
    this.asker.stop();
    this.listening.abort();
    shortcuts.delete(this);
    clearTimeout(this.saying);
    if (this.parts.dialog && this.parts.dialog.open) this.parts.dialog.close();
  }

  attributeChangedCallback(name, before, after) {
    if (before === after || !this.isConnected || !this.parts || this.rebuilding) return;
    this.rebuilding = true;
    queueMicrotask(() => {
      this.rebuilding = false;
      if (this.isConnected) this.rebuild();
    });
  }

  rebuild() {
    const { parts } = this;
    const focused = this.root.activeElement === parts.input;
    const wasOpen = parts.dialog && parts.dialog.open;
    this.asker.stop();
    if (wasOpen) parts.dialog.close();
    this.build();
    if (wasOpen) this.open();
    else if (focused) this.parts.input.focus();
    if (this.mode === "page" || this.state.query) this.search();
  }

  listen() {
    this.listening = new AbortController();
    const on = (target, name, f) => target.addEventListener(name, f, { __proto__: null, signal: this.listening.signal });
    if (this.mode === "modal") shortcuts.add(this);
    on(document, "keydown", (e) => this.shortcut(e));
    on(document, "pointerdown", (e) => { if (!holds(e.composedPath(), this)) this.shut(); });
    on(window, "popstate", () => { if (this.keepsHistory) this.restore(false); });
    on(window, "pageshow", (e) => { if (e.persisted && this.keepsHistory) this.restore(false); });
    on(window, "online", () => this.asker.again());
    on(document, "visibilitychange", () => { if (!document.hidden) this.asker.again(); });
    on(window, "resize", () => this.place());
    on(preference, "change", () => this.dress());
  }

  // What the visitor chose, as far as it is left to be chosen.
  get chosen() {
    const { names } = this.fixed;
    const out = noFilters();
    each(Object.keys(this.state.filters), (name) => { if (!holds(names, name)) out[name] = this.state.filters[name]; });
    return out;
  }

  // For scripts of the page

  get value() {
    return this.parts ? this.parts.input.value : this.state.query;
  }

  set value(text) {
    this.state.query = "" + text;
    if (!this.parts) return;
    this.parts.input.value = this.state.query;
    this.cleared();
  }

  /** Searches for what is in the box, or for a text. */
  search(text) {
    if (text !== undefined) this.value = text;
    this.ask(false, false);
  }

  /** Opens the dialog, or the list under the box. */
  open() {
    const { dialog, input } = this.parts;
    if (dialog && !dialog.open) {
      dialog.showModal();
      input.select();
      this.emit("shirube-open");
    }
    input.focus();
    this.show();
  }

  close() {
    const { dialog } = this.parts;
    if (dialog && dialog.open) dialog.close();
    this.shut();
  }

  // Building

  build() {
    const t = this.t = strings(this.getAttribute("lang") || (this.closest("[lang]") || document.documentElement).lang);
    this.client = this.newClient();
    this.asker = new Asker(this);
    this.address = new Address(this.getAttribute("param") || "q");
    this.shown = null;
    this.problem = null;
    const parts = this.parts = frame(t, this.mode, {
      label: this.getAttribute("label") || t.label,
      placeholder: this.getAttribute("placeholder") || t.placeholder,
      hotkeys: this.hotkeys,
    });
    this.probe = el("span", { class: "probe", hidden: true });
    fill(this.root, this.probe, parts.base);
    adopt(this.root);
    this.dress();
    parts.input.value = this.state.query;
    this.list = new List(parts.list, parts.input);
    this.keys = new Keys(parts.input, this.actions());
    this.wire(parts);
    this.cleared();
  }

  // Light or dark.
  dress() {
    set(this.parts.base, "data-dark", isDark(this.getAttribute("theme"), this.probe));
  }

  newClient() {
    let base = null;
    try {
      base = this.base;
    } catch {
      console.error("shirube-search: the endpoint is not an address: " + this.getAttribute("endpoint"));
    }
    return new Client(base, this.getAttribute("key") || "", this.getAttribute("events") !== "off");
  }

  wire(parts) {
    parts.form.addEventListener("submit", (e) => {
      e.preventDefault();
      if (!this.keys.busy) this.submit(e);
    });
    parts.clear.addEventListener("click", () => {
      this.value = "";
      this.typed();
      parts.input.focus();
    });
    parts.input.addEventListener("focus", () => this.show());
    parts.input.addEventListener("click", () => this.show());
    parts.panel.addEventListener("mousedown", (e) => { if (e.button === 0 && !writable(e)) e.preventDefault(); });
    parts.list.addEventListener("click", (e) => {
      const o = this.list.of(e);
      if (o) this.choose(o, e);
    });
    parts.list.addEventListener("auxclick", (e) => {
      const o = this.list.of(e);
      if (o && e.button === 1 && o.href) this.reportChoice(o);
    });
    parts.base.addEventListener("focusout", (e) => {
      if (document.hasFocus() && !(e.relatedTarget && this.root.contains(e.relatedTarget))) this.shut();
    });
    if (!parts.dialog) return;
    parts.opener.addEventListener("click", () => this.open());
    parts.closer.addEventListener("click", () => this.close());
    parts.dialog.addEventListener("cancel", (e) => { if (this.keys.busy) e.preventDefault(); });
    parts.dialog.addEventListener("close", () => {
      this.keys.reset();
      this.emit("shirube-close");
    });
    parts.dialog.addEventListener("click", (e) => { if (e.composedPath()[0] === parts.dialog) this.close(); });
  }

  // The keyboard

  actions() {
    return {
      text: () => this.typed(),
      open: () => (this.show(), true),
      close: () => (this.shut(), true),
      move: (step) => {
        if (!this.visible) this.show();
        if (!this.visible || !this.list.options.length) return false;
        this.list.move(step);
        return true;
      },
      edge: (last) => {
        if (!this.visible || !this.list.chosen) return false;
        this.list.activate(last ? this.list.options.length - 1 : 0);
        return true;
      },
      enter: (e) => {
        if (!this.visible || !this.list.chosen) return false; // the form is submitted
        this.press(this.list.chosen, e);
        return true;
      },
      escape: () => this.escape(),
      leave: () => this.shut(),
    };
  }

  // A click that a key makes goes the way of all clicks: with Ctrl a link opens in a new tab.
  press(option, e) {
    option.node.dispatchEvent(new MouseEvent("click", { __proto__: null, bubbles: true, cancelable: true, composed: true,
      ctrlKey: e.ctrlKey, metaKey: e.metaKey, shiftKey: e.shiftKey, altKey: e.altKey }));
  }

  escape() {
    if (this.parts.dialog) return false; // the dialog closes itself
    if (this.visible) this.shut();
    else if (this.parts.input.value) {
      this.value = "";
      this.typed();
    } else return false;
    return true;
  }

  get hotkeys() {
    const given = this.getAttribute("hotkeys");
    return this.mode === "modal" && given !== "off" ? (given === "k" || given === "slash" ? [given] : ["k", "slash"]) : [];
  }

  shortcut(e) {
    if (shortcuts.values().next().value !== this) return;
    if (!holds(this.hotkeys, hotkey(e))) return;
    e.preventDefault();
    if (this.parts.dialog.open) this.close();
    else this.open();
  }

  // Asking

  /** The text in the box changed. */
  typed() {
    const query = this.parts.input.value;
    if (query === this.state.query) return;
    this.cleared();
    const same = query.trim() === this.state.query.trim();
    this.state = { ...this.state, query, page: 1 };
    if (same) return;
    if (!query.trim() && this.mode !== "page") {
      this.asker.stop();
      this.shown = this.problem = null;
      this.render();
      this.record(true);
      return;
    }
    this.asker.typed(() => this.question(true));
  }

  cleared() {
    this.parts.clear.hidden = this.parts.input.value === "";
  }

  /** Enter, or the button. */
  submit(e) {
    this.state = { ...this.state, query: this.parts.input.value, page: 1 };
    const { elsewhere } = this;
    if (this.mode !== "page" && elsewhere && this.state.query.trim()) {
      if (!this.emit("shirube-search", this.detail(false), true)) return;
      this.record(false);
      location.assign(this.address.of({ ...this.state, query: this.state.query.trim() }, elsewhere));
      return;
    }
    if (this.mode === "page") this.shut();
    else this.wantsOpen = true;
    if (this.mode === "page" && e && matchMedia("(pointer: coarse)").matches) this.parts.input.blur(); // puts the keyboard away
    this.ask(false, true);
  }

  ask(live, entry) {
    const question = this.question(live);
    if (!question) return;
    if (entry) this.record(false);
    this.asker.now(question);
  }

  detail(live) {
    const { query, filters, page } = this.state;
    return { query: query.trim(), filters: { ...filters }, page, live };
  }

  // What is asked; null where nothing is, or where the page said no.
  question(live) {
    const { state } = this;
    const query = state.query.trim();
    if (!query && this.mode !== "page") return null;
    if (!this.emit("shirube-search", this.detail(live), true)) return null;
    if (live) this.record(true);
    const search = { q: query, page: state.page, per_page: this.limit, facets: this.mode === "page" ? this.facets : ["none"],
      pair_risks: true };
    if (this.mode === "page" && !search.facets.length) search.facets = ["none"];
    const { params: fixed } = this.fixed;
    const filter = (name, values) => append(search[name] || (search[name] = []), values);
    fixed.forEach((value, name) => {
      if (holds(bounds, name)) search[name] = +value;
      else if (holds(days, name)) search[name] = value;
      else filter(name, [value]);
    });
    const { chosen } = this;
    each(Object.keys(chosen), (name) => filter(name, chosen[name]));
    const collections = this.listOf("collection", "");
    if (collections.length) search.collection = collections;
    if (this.literal === query) search.interpret = ["off"];
    return { query, search, live, suggest: live && query ? this.suggestPath(query, collections) : "" };
  }

  suggestPath(query, collections) {
    const params = new URLSearchParams();
    params.append("q", query);
    params.append("limit", "6");
    each(collections, (c) => params.append("collection", c));
    return "/v1/suggest?" + params;
  }

  busy(is) {
    if (!this.parts) return;
    set(this.parts.base, "data-busy", is);
    this.parts.panel.setAttribute("aria-busy", "" + is);
    if (this.parts.results) this.parts.results.setAttribute("aria-busy", "" + is);
    if (is && !this.shown && !this.problem) this.render();
  }

  answered(question, answer, suggestions) {
    this.problem = null;
    this.shown = { question, answer: answer.data, id: answer.id, suggestions: suggestions.data, suggestionsId: suggestions.id || answer.id };
    if (question.live || this.wantsOpen) this.wantsOpen = true;
    this.render();
    this.announce();
    this.emit("shirube-results", { query: question.query, total: answer.data.total, answerable: answer.data.answerable, requestId: answer.id });
  }

  failed(question, failure, again) {
    if (!this.emit("shirube-error", { kind: failure.kind, status: failure.status, retryAfter: failure.retryAfter, query: question.query }, true)) return;
    this.shown = null;
    this.problem = { failure, again };
    this.wantsOpen = true;
    this.render();
    this.say(this.problemText());
  }

  problemText() {
    const { failure, again } = this.problem;
    return this.t.errors[failure.kind] + (again && failure.kind !== "offline" ? " " + this.t.retrying : "");
  }

  // Showing

  get visible() {
    return !this.parts.panel.hidden;
  }

  // Opens the list, if there is something in it.
  show() {
    this.wantsOpen = true;
    this.render();
  }

  shut() {
    if (this.parts.dialog) return;
    this.wantsOpen = false;
    this.parts.panel.hidden = true;
    this.list.activate(-1);
    this.expanded();
  }

  render() {
    const { parts, t, shown, problem } = this;
    const question = this.state.query.trim();
    const busy = parts.base.hasAttribute("data-busy");
    const page = this.mode === "page";
    if (page) this.renderPage();
    const above = [];
    if (problem && !page) above[0] = this.banner();
    if (shown && !page) this.aboveList(above);
    if (!shown && !problem && busy && question && !page) above[0] = el("p", { class: "waiting" }, t.searching);
    const options = shown && shown.answer ? groups(t, {
      answer: shown.answer, suggestions: shown.question.live ? shown.suggestions : [], limit: this.limit, base: this.client.base,
      suggestionsOnly: page, all: this.allHref(),
    }) : [];
    if (this.drawn !== (shown || problem) || !options.length) {
      fill(parts.above, above);
      this.list.show(options);
      parts.panel.scrollTop = 0;
      this.drawn = shown || problem;
    }
    const something = above.length > 0 || options.length > 0;
    parts.panel.hidden = !(parts.dialog ? something : something && this.wantsOpen && (page ? options.length > 0 : question !== ""));
    this.place();
    this.expanded();
  }

  aboveList(above) {
    const { t, shown } = this;
    const { answer } = shown;
    each(notices(t, answer.notices), (n) => { if (n) above[above.length] = n; });
    const elsewhere = redirected(t, answer.redirect, this.client.base, (query) => this.search(query));
    if (elsewhere) above[above.length] = elsewhere;
    if (answer.corrected) above[above.length] = el("p", { class: "remark" }, t.corrected(answer.corrected.to));
    if (!answer.hits.length) above[above.length] = el("div", { class: "nothing", part: "nothing" }, el("p", { class: "nothing-title" }, t.nothing(answer.query)), el("p", {}, t.advice));
    else if (!answer.answerable) above[above.length] = el("p", { class: "remark" }, t.unsure);
  }

  allHref() {
    const at = this.elsewhere;
    return at && this.address.of({ ...this.state, query: this.state.query.trim(), page: 1 }, at);
  }

  expanded() {
    const open = this.visible && this.list.options.length > 0;
    this.parts.input.setAttribute("aria-expanded", "" + open);
  }

  banner() {
    const { t, problem } = this;
    const retry = problem.failure.passing ? el("button", { type: "button", class: "plain retry", part: "retry" }, t.retry) : null;
    if (retry) retry.addEventListener("click", () => {
      this.say(t.again);
      this.asker.again();
      this.parts.input.focus();
    });
    return el("div", { class: "problem", part: "error" }, el("p", {}, this.problemText()), retry);
  }

  renderPage() {
    const { parts, shown, problem } = this;
    if (!shown && !problem) return;
    if (this.drawn === (shown || problem)) return;
    const focused = this.root.activeElement;
    const mark = focused && focused.getAttribute("data-focus");
    if (problem) fill(parts.results, this.banner());
    else fill(parts.results, results(this.pageView()));
    if (!mark) return;
    const again = keep(parts.results.querySelectorAll("[data-focus]"), (n) => n.getAttribute("data-focus") === mark)[0];
    const target = again || parts.results.querySelector(".page-title");
    if (target) target.focus({ __proto__: null, preventScroll: true });
  }

  pageView() {
    const { t, shown, state } = this;
    return {
      t, answer: shown.answer, state: { ...state, filters: this.chosen, query: shown.question.query }, base: this.client.base, open: this.facetsOpen,
      facets: this.facets, unfolded: this.unfolded,
      href: (s) => this.address.of(s),
      opened: (is) => { this.facetsOpen = is; },
      link: (node, model) => {
        node.addEventListener("click", (e) => this.choose(model, e));
        node.addEventListener("auxclick", (e) => { if (e.button === 1) this.reportChoice(model); });
      },
      toggle: (name, value) => this.go({ ...this.state, filters: switched(this.state.filters, name, value), page: 1 }),
      go: (s, top) => this.go(s, top),
      literal: () => this.asTyped(),
      unfold: (name) => {
        this.unfolded[this.unfolded.length] = name;
        this.drawn = null;
        this.render();
      },
    };
  }

  // Another state of the results page.
  go(state, top) {
    this.state = { query: state.query, filters: state.filters, page: state.page };
    this.parts.input.value = state.query;
    this.cleared();
    this.wantsOpen = false;
    this.toTop = top;
    this.ask(false, true);
    if (!top) return;
    const title = this.parts.results.querySelector(".page-title");
    if (title) title.focus({ __proto__: null, preventScroll: true });
    this.scrollIntoView({ __proto__: null, block: "start" });
  }

  asTyped() {
    this.literal = this.state.query.trim();
    this.ask(false, false);
  }

  place() {
    const { panel, form, dialog } = this.parts;
    if (dialog || panel.hidden) return;
    const box = form.getBoundingClientRect();
    const room = document.documentElement.clientWidth;
    const width = Math.min(Math.max(box.width, 560), room - 16);
    const left = Math.max(8, Math.min(box.left, room - 8 - width)) - box.left;
    const height = (window.visualViewport ? window.visualViewport.height : innerHeight) - box.bottom - 16;
    panel.style.setProperty("--left", left + "px");
    panel.style.setProperty("--width", width + "px");
    panel.style.setProperty("--height", Math.max(240, height) + "px");
  }

  // Choosing

  choose(option, e) {
    const { type, id, href, position, query } = option;
    const chosen = { type, id, url: href || "", position: position || 0, query: this.state.query.trim() };
    if (query !== undefined) chosen.text = query;
    if (!this.emit("shirube-select", chosen, true)) {
      e.preventDefault();
      this.close();
      return;
    }
    this.reportChoice(option);
    if (href) {
      if (!(e.ctrlKey || e.metaKey || e.shiftKey)) this.close();
      return; // the link does the rest
    }
    e.preventDefault();
    if (option.literal) return this.asTyped();
    if (query === undefined) return;
    this.value = query;
    this.state.page = 1;
    if (this.mode === "page") this.shut();
    else this.wantsOpen = true;
    this.ask(false, true);
  }

  reportChoice({ type, id, position, query }) {
    if (!this.shown || type === "all" || type === "literal") return;
    if (type === "suggestion") this.client.report({ type, request_id: this.shown.suggestionsId, query: query.slice(0, 512), position: position || 1 });
    else this.client.report({ type: "click", request_id: this.shown.id, id, position });
  }

  /** Tells the page; false where it said no. */
  emit(name, detail, cancelable) {
    return this.dispatchEvent(new CustomEvent(name, { __proto__: null, bubbles: true, composed: true, cancelable: !!cancelable, detail: detail || null }));
  }

  // The address

  // What is being typed has an entry of its own in the history, made with the first keystroke
  // and changed by those after it; what was submitted stays as it is.
  record(draft) {
    if (!this.keepsHistory) return;
    const state = { ...this.state, query: this.state.query.trim() };
    this.address.write(state, draft ? !this.draft : !this.draft || !this.state.query);
    this.draft = draft;
  }

  restore(first) {
    const s = this.address.read();
    this.draft = false;
    const same = !first && this.address.of(s) === this.address.of({ ...this.state, query: this.state.query.trim() });
    if (same && (this.shown || !s.query)) return;
    if (first && !s.query && !filtered(s.filters)) s.query = this.state.query;
    this.state = s;
    this.parts.input.value = s.query;
    this.cleared();
    this.wantsOpen = false;
    if (s.query || this.mode === "page") this.ask(false, false);
    else {
      this.asker.stop();
      this.shown = this.problem = null;
      this.render();
    }
  }

  // Saying

  announce() {
    const { t, shown } = this;
    const { answer } = shown;
    const said = [];
    each(keep(answer.notices, (n) => n.indexOf("119") >= 0), (n) => { said[said.length] = n; });
    if (!answer.hits.length) said[said.length] = t.saidNothing + (answer.suggestions.length ? t.saidSuggestions(answer.suggestions.length) : "");
    else if (this.mode === "page") said[said.length] = t.saidPage(answer.total);
    else said[said.length] = t.said(this.list.options.length, answer.total) + (answer.answer ? t.saidAnswer : "");
    this.say(joined(said, " "));
  }

  // A polite announcement, once typing pauses; the same one is said again when it is made again.
  say(text) {
    clearTimeout(this.saying);
    const { status } = this.parts;
    this.saying = setTimeout(() => { status.textContent = status.textContent === text ? text + "\u00a0" : text; }, 400);
  }
}

// Whether a press is meant for something that takes the focus.
const writable = (e) => e.composedPath()[0] instanceof Element && e.composedPath()[0].closest("button") !== null;
