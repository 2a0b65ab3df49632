// Asks a server by the real algoliasearch-helper, as InstantSearch does, for random
// refinements, and compares every count with a count of articles one by one, as
// /v1/search and /v1/articles give them.
//
//   node counts.mjs FOLDER ADDRESS [ROUNDS] [SEED]
//
// FOLDER holds the node_modules of examples/instantsearch. Prints what differs, or how much
// was compared.
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [folder, address, rounds = '300', seed = '1'] = process.argv.slice(2);
const helperOf = createRequire(join(folder, 'package.json'))('algoliasearch-helper');

// A generator of numbers that begins anew with its seed (mulberry32).
let state = Number(seed);
function random(n) {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * n);
}
const pick = (list) => list[random(list.length)];

async function json(path, body) {
  const response = await fetch(address + path, body && { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
  const answer = await response.json();
  if (!response.ok) throw new Error(`${path}: ${JSON.stringify(answer)}`);
  return answer;
}

const client = {
  search: (requests) => json('/instantsearch', { requests }),
  searchForFacetValues: (requests) => json('/instantsearch/facets', { requests }).then((a) => a.results),
};

const insurances = { covered: '保険診療', self_pay: '自由診療', mixed: '保険・自由診療', unknown: '不明' };
const approvals = { approved: '国内承認', unapproved: '国内未承認・適応外', unknown: '不明' };
const unique = (list) => [...new Set(list.filter(Boolean))];
const told = (claims) => unique(claims.filter((c) => c.stance !== 'denied').map((c) => c.label));

// An article with the attributes that are counted.
function record(a) {
  return {
    id: a.id,
    treatment: unique(a.treatments), condition: unique(a.conditions), department: unique(a.departments), tag: unique(a.tags),
    effect: told(a.effects), risk: told(a.risks), contraindication: told(a.contraindications),
    supervisor: unique(a.supervisors.map((s) => s.name)), insurance: [insurances[a.insurance]], approval: [approvals[a.approval]],
    cost: a.cost.min_yen, downtime: a.downtime.max_days,
    updated: a.updated === null ? null : Date.parse(a.updated) / 1000,
    'departments.lvl0': unique(a.departments),
    'departments.lvl1': a.departments.flatMap((d) => a.treatments.map((t) => `${d} > ${t}`)),
  };
}

async function records() {
  const { hits, total } = await json('/v1/search?per_page=100&facets=none');
  if (hits.length !== total) throw new Error(`${total} articles do not fit on one page`);
  const all = await Promise.all(hits.map((h) => json(`/v1/articles/${encodeURIComponent(h.article.id)}`)));
  return new Map(all.map((a) => [a.id, record(a)]));
}

const conjunctive = ['risk', 'tag', 'contraindication'];
const disjunctive = ['treatment', 'effect', 'condition', 'supervisor', 'insurance', 'approval'];
const numbers = ['cost', 'downtime', 'updated'];
const levels = ['departments.lvl0', 'departments.lvl1'];
const queries = ['', '', '内出血', '妊娠中', '費用', 'レーザー', '副作用'];

const all = await records();
const values = (name) => unique([...all.values()].flatMap((a) => a[name]));
const found = new Map(); // ids by query
for (const q of new Set(queries)) {
  const { hits } = await json('/v1/search', { q, match: 'all', per_page: 100, facets: [] });
  found.set(q, new Set(hits.map((h) => h.article.id)));
}

// One random state, as the conditions that it sets: [attribute, test].
function refine(helper) {
  const conditions = [];
  const set = (attribute, test) => conditions.push([attribute, test]);
  // What is refined: few attributes, so that most rounds find something.
  const every = [...conjunctive, ...disjunctive, ...disjunctive, ...numbers, 'departments'];
  const refined = new Set(Array.from({ length: random(4) }, () => pick(every)));
  for (const name of conjunctive.filter((n) => refined.has(n))) {
    for (let n = 1 + random(2); n > 0; n--) {
      const v = pick(values(name));
      if (helper.state.isFacetRefined(name, v) || helper.state.isExcludeRefined(name, v)) continue;
      const without = random(4) === 0;
      if (without) helper.addFacetExclusion(name, v);
      else helper.addFacetRefinement(name, v);
      set(name, (a) => a[name].includes(v) !== without);
    }
  }
  for (const name of disjunctive.filter((n) => refined.has(n))) {
    const chosen = unique(Array.from({ length: pick([1, 3, 6, 9]) }, () => pick(values(name))));
    chosen.forEach((v) => helper.addDisjunctiveFacetRefinement(name, v));
    if (chosen.length) set(name, (a) => a[name].some((v) => chosen.includes(v)));
  }
  for (const name of numbers.filter((n) => refined.has(n))) {
    const known = [...all.values()].map((a) => a[name]).filter((v) => v !== null);
    const compare = { '>=': (x, v) => x >= v, '<=': (x, v) => x <= v, '<': (x, v) => x < v, '>': (x, v) => x > v, '=': (x, v) => x === v, '!=': (x, v) => x !== v };
    const operator = pick(Object.keys(compare));
    // Several values in one array are alternatives.
    const v = random(4) === 0 ? [pick(known), pick(known)] : pick(known);
    helper.addNumericRefinement(name, operator, v);
    set(name, (a) => a[name] !== null && [v].flat().some((one) => compare[operator](a[name], one)));
  }
  if (refined.has('departments')) {
    const level = pick(levels);
    const v = pick(values(level));
    helper.toggleFacetRefinement('departments', v);
    set('departments', (a) => a[level].includes(v));
  }
  return conditions;
}

let compared = 0;
let filled = 0; // rounds that found something
const wrong = [];
function same(what, got, want) {
  compared++;
  if (JSON.stringify(got) !== JSON.stringify(want)) wrong.push(`${what}: ${JSON.stringify(got)}, want ${JSON.stringify(want)}`);
}

function counts(name, list) {
  const out = {};
  for (const a of list) for (const v of a[name]) out[v] = (out[v] ?? 0) + 1;
  return out;
}
const sorted = (object) => Object.fromEntries(Object.entries(object).filter(([, n]) => n > 0).sort(([a], [b]) => (a < b ? -1 : 1)));
const counted = (list) => sorted(Object.fromEntries(list.map((v) => [v.name, v.count])));

for (let round = 0; round < Number(rounds); round++) {
  const helper = helperOf(client, 'articles', {
    facets: conjunctive, disjunctiveFacets: [...disjunctive, ...numbers], hierarchicalFacets: [{ name: 'departments', attributes: levels }],
    maxValuesPerFacet: 1000, hitsPerPage: 100, match: 'all',
  });
  const query = pick(queries);
  helper.setQuery(query);
  const conditions = refine(helper);
  const { content } = await helper.searchOnce({});
  const matching = (but) => [...all.values()].filter((a) => found.get(query).has(a.id) && conditions.every(([name, test]) => name === but || test(a)));
  const name = `round ${round}: ${query} ${JSON.stringify(conditions.map(([c]) => c))} ${helper.state.index}`;

  same(`${name}: hits`, content.hits.map((h) => h.objectID).sort(), matching().map((a) => a.id).sort());
  if (content.nbHits > 0) filled++;
  same(`${name}: nbHits`, content.nbHits, matching().length);
  for (const facet of conjunctive) same(`${name}: ${facet}`, counted(content.getFacetValues(facet)), sorted(counts(facet, matching())));
  for (const facet of disjunctive) same(`${name}: ${facet}`, counted(content.getFacetValues(facet)), sorted(counts(facet, matching(facet))));
  for (const number of numbers) {
    const known = matching(number).map((a) => a[number]).filter((v) => v !== null);
    const stats = content.getFacetStats(number);
    same(`${name}: ${number}`, stats && [stats.min, stats.max, Math.round(stats.sum)],
      known.length ? [Math.min(...known), Math.max(...known), known.reduce((a, b) => a + b)] : undefined);
  }
  const [chosen] = helper.getHierarchicalFacetBreadcrumb('departments');
  const menu = content.getFacetValues('departments').data ?? [];
  if (!chosen) same(`${name}: departments`, counted(menu), sorted(counts('departments.lvl0', matching())));
  else {
    const inside = menu.find((v) => v.isRefined)?.data ?? [];
    const want = counts('departments.lvl1', matching('departments').filter((a) => a['departments.lvl0'].includes(chosen)));
    const own = Object.fromEntries(Object.entries(want).filter(([v]) => v.startsWith(`${chosen} > `)).map(([v, n]) => [v.slice(chosen.length + 3), n]));
    if (matching().length) same(`${name}: inside ${chosen}`, counted(inside), sorted(own));
  }
  // Inside a facet's values: its own alternatives are left out, as the helper asks.
  const facet = pick(disjunctive);
  const part = pick(values(facet)).slice(0, 2);
  const { facetHits } = await helper.searchForFacetValues(facet, part, 100);
  const want = Object.fromEntries(Object.entries(counts(facet, matching(facet))).filter(([v]) => v.includes(part)));
  const got = Object.fromEntries(facetHits.filter((f) => f.value.includes(part)).map((f) => [f.value, f.count]));
  same(`${name}: ${facet} with ${part}`, sorted(got), sorted(want));
}

// A passage's kind: what /v1/search finds with it is what is counted, whatever is chosen.
const kinds = { effects: '効果', risks: 'リスク・副作用・デメリット', cost: '費用', faq: 'よくある質問', precautions: '注意点・禁忌' };
for (const view of ['articles', 'passages']) {
  for (const chosen of [[], ['effects'], ['risks', 'cost']]) {
    const helper = helperOf(client, view, { disjunctiveFacets: ['kind', 'source_type'], match: 'all', maxValuesPerFacet: 100 });
    helper.setQuery('痛み').addDisjunctiveFacetRefinement('source_type', '公的機関');
    chosen.forEach((k) => helper.addDisjunctiveFacetRefinement('kind', kinds[k]));
    const { content } = await helper.searchOnce({});
    for (const [code, label] of Object.entries(kinds)) {
      const { total } = await json('/v1/search', { q: '痛み', view, match: 'all', kind: code, source_type: 'government', facets: [] });
      same(`${view}, ${chosen}: ${label}`, content.getFacetValues('kind').find((v) => v.name === label)?.count ?? 0, total);
    }
  }
}

wrong.slice(0, 20).forEach((w) => console.error(w));
console.log(`${compared} counts compared, ${wrong.length} differ; ${filled} of ${rounds} refinements find something`);
process.exitCode = wrong.length || filled * 2 < rounds ? 1 : 0;
