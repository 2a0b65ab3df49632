// The same API through a client made by @hey-api/openapi-ts: functions by the names of the
// operations. Run as: node built/hey.js BASE KEY
import assert from "node:assert/strict";
import { client } from "./hey/client.gen.js";
import { article, articlePut, retrieve, search } from "./hey/sdk.gen.js";
import type { Problem, SearchResponse } from "./hey/types.gen.js";

const [base = "", key = ""] = process.argv.slice(2);
client.setConfig({ baseUrl: base, auth: key });

const { data } = await search({ query: { q: "妊娠中でも受けられる", kind: ["precautions"], facets: ["kind"] } });
const answer: SearchResponse | undefined = data;
assert(answer && answer.total > 0 && answer.facets["kind"]?.length);

const { error } = await article({ path: { id: "there is none" } });
assert(error);
const problem: Problem = error;
assert.equal(problem.status, 404);

const passages = await retrieve({ body: { query: "ハイフの副作用は？" }, throwOnError: true });
assert(passages.data.answerable);

const refused = await articlePut({ path: { id: "empty" }, body: { title: "題だけ" } });
assert.equal(refused.response?.status, 422);

console.log("hey-api: ok");
