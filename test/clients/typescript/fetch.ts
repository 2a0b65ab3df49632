// A program of a site that asks Shirube through a client made by openapi-typescript. It is
// type-checked strictly, and run against a server: node built/fetch.js BASE SEARCH-KEY ADMIN-KEY
import assert from "node:assert/strict";
import createClient from "openapi-fetch";
import type { components, paths } from "./api.js";

const [base = "", searchKey = "", adminKey = ""] = process.argv.slice(2);
const client = (key: string) => createClient<paths>({ baseUrl: base, headers: { Authorization: `Bearer ${key}` } });
const visitor = client(searchKey);
const editor = client(adminKey);

type Hit = components["schemas"]["Hit"];
type Facet = components["schemas"]["Facet"];

/** The snippet with its marks, which are offsets in code points. */
function marked({ text, marks }: Hit["snippet"]): string {
  const points = Array.from(text);
  return marks
    .toReversed()
    .reduce((out, [start = 0, end = 0]) => [...out.slice(0, start), "[", ...out.slice(start, end), "]", ...out.slice(end)], points)
    .join("");
}

// Search with filters, facets and paging: values of closed lists are types.
const { data: found, error: failed } = await visitor.GET("/v1/search", {
  params: { query: { q: "内出血", view: "passages", kind: ["risks", "-faq"], facets: ["kind", "treatment"], per_page: 5, highlight: "html" } },
});
assert(found && !failed);
assert(found.total > 0 && found.hits.length <= 5);
const first: Hit | undefined = found.hits[0];
assert(first?.passage && first.passage.kind === "risks");
assert(marked(first.snippet).includes("["), marked(first.snippet));
assert(first.snippet.html?.includes("<mark>"));
const lowest: number | null = first.article.cost.min_yen; // unknown is null
assert(lowest === null || lowest >= 0);
const kinds: Facet[] = found.facets["kind"] ?? [];
assert(kinds.some(({ value, count, selected }) => value === "risks" && count > 0 && selected));
assert.equal(found.interpretation.corrected, null);

// The same by POST, of which nothing but the query is asked for.
const { data: posted } = await visitor.POST("/v1/search", { body: { q: "内出血", cost_max: 100_000 } });
assert(posted && posted.view === "articles" && posted.per_page === 10);

// Completions while typing; one may carry a filter, an address, or nothing.
const { data: completed } = await visitor.GET("/v1/suggest", { params: { query: { q: "ひある", limit: 5 } } });
assert(completed && completed.suggestions.length > 0 && completed.suggestions.length <= 5);
for (const { text, kind, url, filter } of completed.suggestions) {
  assert(text !== "" && ["treatment", "question", "heading", "concept", "query"].includes(kind));
  assert(url === "" || url.startsWith("/") || url.startsWith("http"));
  assert(filter === null || (filter.name !== "" && filter.value !== ""));
}

// What a visitor did with it.
const event = await visitor.POST("/v1/events", {
  body: { type: "click", request_id: "a-request-that-nobody-made", id: first.id, position: 1 },
});
assert.equal(event.response.status, 202);

// The whole article and the passage, by the ids of the hit.
const { data: article } = await visitor.GET("/v1/articles/{id}", { params: { path: { id: first.article.id } } });
assert(article?.sections.some(({ kind, text }) => kind === "risks" && text !== ""));
const { data: passage } = await visitor.GET("/v1/passages/{id}", { params: { path: { id: first.passage.id } } });
assert.equal(passage?.text, first.passage.text);
const { data: values } = await visitor.GET("/v1/facets/{name}", { params: { path: { name: "risk" }, query: { prefix: "内" } } });
assert(values?.values.every(({ label }) => label.startsWith("内")));

// Passages for a chatbot: a key for searching may not have them.
const body = { query: "ハイフのダウンタイムは何日？", max_chars: 1500, history: [{ role: "user" as const, content: "ハイフの効果は？" }] };
const { error: forbidden, response: refusal } = await visitor.POST("/v1/retrieve", { body });
assert.equal(refusal.status, 403);
assert.equal(forbidden?.type, "urn:shirube:problem:forbidden");
const { data: retrieved } = await editor.POST("/v1/retrieve", { body });
assert(retrieved?.answerable);
assert(retrieved.passages.every(({ role, score, citation }) => role !== undefined && score >= 0 && score <= 1 && citation.startsWith("[")));

// A problem names what was wrong.
const { error: problem, response } = await visitor.GET("/v1/search", { params: { query: { page: 0 } } });
assert.equal(response.status, 422);
assert.equal(problem?.errors[0]?.parameter, "page");
assert.equal(problem?.request_id, response.headers.get("X-Request-Id"));

// An article comes, is found, and goes.
const path = { id: "news/opening hours #1" };
const record: components["schemas"]["ArticleRecord"] = {
  title: "ゼブラ外来のご案内",
  html: "<h2>概要</h2><p>ゼブラ外来は予約制です。</p><h2>費用</h2><p>1回5,500円（税込）です。</p>",
  url: "https://clinic.example/news/1",
  tags: ["お知らせ"],
};
const stored = await editor.PUT("/v1/articles/{id}", { params: { path }, body: record });
assert.equal(stored.response.status, 201);
assert(stored.data?.created && stored.data.searchable);
const again = await editor.PUT("/v1/articles/{id}", { params: { path }, body: { ...record, title: "ゼブラ外来" } });
assert(again.data && !again.data.created);
const { data: seen } = await visitor.GET("/v1/search", { params: { query: { q: "ゼブラ外来" } } });
assert.equal(seen?.hits[0]?.article.title, "ゼブラ外来");
assert.equal(seen.hits[0].article.cost.min_yen, 5500);
assert.equal((await visitor.DELETE("/v1/articles/{id}", { params: { path } })).response.status, 403);
assert.equal((await editor.DELETE("/v1/articles/{id}", { params: { path } })).response.status, 204);
assert.equal((await visitor.GET("/v1/articles/{id}", { params: { path } })).error?.status, 404);

console.log("openapi-fetch: ok");
