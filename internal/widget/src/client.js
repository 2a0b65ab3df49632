// Requests: what is sent, what can go wrong with it, and how long to wait before it is
// tried again. Nothing is kept in the browser: no cookie is sent or set, nothing is stored,
// and the session's number lives as long as the page.

import { each, json, options, own } from "./safe.js";
import { Malformed } from "./read.js";

const timeout = 8000; // milliseconds until a request is given up
const longestWait = 60; // seconds
const remembered = 40; // answers
const fresh = 5 * 60 * 1000; // milliseconds in which an answer is used again

/**
 * Why there is no answer. kind is offline, network, timeout, busy, refused, invalid, server,
 * malformed, or stale for what nobody waits for any more.
 */
export class Failure extends Error {
  constructor(kind, status = 0, retryAfter = 0) {
    super(kind);
    this.kind = kind;
    this.status = status;
    this.retryAfter = retryAfter; // in seconds; 0 where the server does not say
  }

  /** Whether it may go away by itself. */
  get passing() {
    const k = this.kind;
    return k === "offline" || k === "network" || k === "timeout" || k === "busy" || k === "server";
  }
}

/** How many milliseconds to wait before the n-th new try (from 0). */
export function pause(failure, n) {
  const seconds = failure.retryAfter > 0 ? failure.retryAfter : Math.min(30, 2 ** n) * (0.75 + Math.random() / 2);
  return Math.max(500, Math.min(longestWait, seconds) * 1000);
}

function failureOf(response) {
  const s = response.status;
  if (s === 429 || s === 503) return new Failure("busy", s, secondsOf(response.headers.get("Retry-After")));
  if (s === 401 || s === 403) return new Failure("refused", s);
  return new Failure(s >= 500 ? "server" : "invalid", s);
}

// Retry-After is a number of seconds or a date.
function secondsOf(header) {
  if (!header) return 0;
  if (/^\s*\d+\s*$/.test(header)) return Math.min(longestWait, +header);
  const until = Date.parse(header);
  return until ? Math.max(0, Math.min(longestWait, (until - Date.now()) / 1000)) : 0;
}

const session = randomName();

function randomName() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  let name = "";
  for (let i = 0; i < bytes.length; i++) name += ("0" + bytes[i].toString(16)).slice(-2);
  return name;
}

/** Whether the visitor asked not to be observed. */
const unobserved = () => navigator.globalPrivacyControl === true || navigator.doNotTrack === "1" || window.doNotTrack === "1";

/** The server as one element knows it. */
export class Client {
  /** base is its address without a slash at the end, null where there is none; events: whether clicks are reported. */
  constructor(base, key, events) {
    this.base = base;
    this.key = key;
    this.events = events && !unobserved();
    this.answers = new Map();
  }

  /**
   * The answer to a request, read by `read`: with a body it is a POST. It is remembered for
   * a while. The error is a Failure.
   */
  async ask(path, body, read, signal) {
    const question = path + (body ? json(body) : "");
    const known = this.answers.get(question);
    if (known && Date.now() - known.at < fresh) return known.answer;
    const answer = await this.fetched(path, body, read, signal);
    this.answers.delete(question);
    this.answers.set(question, { answer, at: Date.now() });
    if (this.answers.size > remembered) this.answers.delete(this.answers.keys().next().value);
    return answer;
  }

  async fetched(path, body, read, signal) {
    if (this.base === null) throw new Failure("refused");
    const control = new AbortController();
    let late = false;
    const stop = () => control.abort();
    const timer = setTimeout(() => { late = true; stop(); }, timeout);
    signal.addEventListener("abort", stop);
    if (signal.aborted) stop();
    try {
      const response = await fetch(this.base + path, this.init(body, { signal: control.signal }));
      if (!response.ok) throw failureOf(response);
      const content = await response.text();
      return { id: response.headers.get("X-Request-Id") || "", data: read(JSON.parse(content)) };
    } catch (e) {
      if (signal.aborted) throw new Failure("stale");
      if (e instanceof Failure) throw e;
      if (late) throw new Failure("timeout");
      if (e instanceof Malformed || e instanceof SyntaxError) throw new Failure("malformed", 200);
      throw new Failure(navigator.onLine === false ? "offline" : "network");
    } finally {
      clearTimeout(timer);
      signal.removeEventListener("abort", stop);
    }
  }

  init(body, more) {
    const headers = { __proto__: null, Accept: "application/json", "X-Shirube-Client": "widget" };
    if (this.key) headers["X-Shirube-Key"] = this.key;
    if (this.events) headers["X-Shirube-Session"] = session;
    const init = options({ method: body ? "POST" : "GET", credentials: "omit", cache: "no-store", referrerPolicy: "strict-origin" });
    if (body) {
      headers["Content-Type"] = "application/json";
      init.body = json(body);
    }
    init.headers = headers;
    each(Object.keys(more), (name) => { init[name] = own(more, name); });
    return init;
  }

  /** Tells the server what was chosen; nobody waits for it, and nobody hears of a failure. */
  report(event) {
    if (!this.events || !event.request_id) return;
    try {
      fetch(this.base + "/v1/events", this.init(event, { keepalive: true })).then(() => {}, () => {});
    } catch { /* a page that changed fetch: the visitor's way goes on */ }
  }
}
