// When is the server asked, and which of its answers counts? The first keystroke after a
// rest asks at once, further ones when they pause; only the answer to the last question is
// ever shown; what failed and may pass is asked again by itself.

import { Failure, pause } from "./client.js";
import { readSearch, readSuggestions } from "./read.js";

const rest = 300; // milliseconds without a keystroke after which one asks at once
const debounce = 120; // milliseconds
const patience = 150; // milliseconds that results wait for suggestions
const mostTries = 8;

/**
 * The host has a client, and is told: busy(true or false), answered(question, answer,
 * suggestions), failed(question, failure, whether it is tried again). A question has the body
 * of a search, and the path of a request for suggestions or "".
 */
export class Asker {
  constructor(host) {
    this.host = host;
    this.last = -Infinity;
    this.tries = 0;
    this.control = null;
    this.failed = null; // the question that may be asked again
  }

  /** A question that changes with every keystroke; make is called when it is asked. */
  typed(make) {
    const now = performance.now();
    const first = now - this.last > rest;
    this.last = now;
    clearTimeout(this.timer);
    if (first) this.now(make());
    else this.timer = setTimeout(() => this.now(make()), debounce);
  }

  /** A question that is asked at once; null asks nothing. */
  now(question) {
    this.stop();
    this.tries = 0;
    if (question) this.run(question);
  }

  /** Forgets all that is under way. */
  stop() {
    clearTimeout(this.timer);
    clearTimeout(this.later);
    this.failed = null;
    if (this.control) this.control.abort();
    this.control = null;
    this.host.busy(false);
  }

  /** Asks again what failed. */
  again() {
    const question = this.failed;
    if (!question) return;
    clearTimeout(this.later);
    this.failed = null;
    this.run(question);
  }

  async run(question) {
    const control = this.control = new AbortController();
    const client = this.host.client;
    this.host.busy(true);
    try {
      const completing = this.complete(question, control.signal);
      const answer = await client.ask("/v1/search", question.search, readSearch, control.signal);
      const suggestions = await new Promise((done) => {
        completing.then(done);
        setTimeout(done, patience);
      });
      if (control !== this.control) return;
      this.control = null;
      this.tries = 0;
      this.host.busy(false);
      this.host.answered(question, answer, suggestions || { id: "", data: [] });
    } catch (e) {
      if (control !== this.control) return;
      control.abort();
      this.control = null;
      this.host.busy(false);
      this.fail(question, e instanceof Failure ? e : new Failure("malformed"));
    }
  }

  fail(question, failure) {
    const more = failure.passing && this.tries < mostTries;
    if (failure.passing) this.failed = question;
    if (more) this.later = setTimeout(() => this.again(), pause(failure, this.tries++));
    this.host.failed(question, failure, more);
  }

  // Suggestions are a help: a search goes on without them.
  async complete(question, signal) {
    if (!question.suggest) return null;
    try {
      return await this.host.client.ask(question.suggest, null, readSuggestions, signal);
    } catch {
      return null;
    }
  }
}
