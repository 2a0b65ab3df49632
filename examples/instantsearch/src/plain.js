import instantsearch from 'instantsearch.js';
import { connectAutocomplete } from 'instantsearch.js/es/connectors';
import {
  breadcrumb, clearRefinements, configure, currentRefinements, hierarchicalMenu, hits, hitsPerPage, index,
  menu, numericMenu, pagination, queryRuleCustomData, rangeInput, refinementList, searchBox, sortBy, stats,
  toggleRefinement,
} from 'instantsearch.js/es/widgets';
import { days, failed, link, nameForms, origin, riskless, settings, yen } from './page.js';
import { clicks, shirube } from './shirube.js';

const where = settings();
const opened = clicks(where);
const search = instantsearch({
  indexName: 'articles',
  searchClient: shirube(where),
  routing: true,
  future: { preserveSharedStateOnUnmount: true },
});

const names = {
  treatment: '施術', risk: 'リスク', kind: '内容', insurance: '保険', approval: '承認', cost: '費用', downtime: 'ダウンタイム',
  'departments.lvl0': '診療科', query: '検索語',
};
const departments = ['departments.lvl0', 'departments.lvl1'];

// What has to be read beside the hits: notices, and the answer with its risks.
const userData = ({ items }, { html }) => items.map(({ notices, answer, corrected, suggestions }) => html`
  ${corrected && html`<p class="corrected">「${corrected.from}」を「${corrected.to}」として検索しました。</p>`}
  ${notices.map((text) => html`<p class="notice">${text}</p>`)}
  ${answer && html`<section class="answer">
    <h2>${answer.question}</h2>
    <p>${answer.text}</p>
    ${answer.risks && html`<div class="risks"><h3>${answer.risks.heading || 'リスク'}</h3><p>${answer.risks.text}</p></div>`}
    ${answer.notices.filter((text) => !notices.includes(text)).map((text) => html`<p class="notice">${text}</p>`)}
    <p class="source">${answer.citation}</p>
  </section>`}
  ${suggestions.length > 0 && html`<p>次の言葉で探せます: ${suggestions.join('、')}</p>`}
`);

const hit = (h, { html, components }) => html`<article>
  <h3>
    <a href="${link(where.endpoint, h.url)}" onClick="${() => opened(h)}">
      ${components.Highlight({ attribute: 'title', hit: h })}
    </a>
  </h3>
  ${h.text && html`<p class="where">${h.kind}｜${components.Highlight({ attribute: 'heading', hit: h })}</p>
    <p class="text">${components.Snippet({ attribute: 'text', hit: h })}</p>
    <p class="source">${origin(h.sources)}</p>`}
  ${h.risks && html`<div class="risks"><h4>${h.risks.heading || 'リスク'}</h4><p>${h.risks.text}</p></div>`}
  ${h.tells_effect && !h.risks && html`<p class="risks">${riskless}</p>`}
  <p class="facts">${yen(h.cost)}｜${days(h.downtime)}｜${h.insurance}${h.approval === '不明' ? '' : `｜${h.approval}`}</p>
  ${h.risk.length > 0 && html`<p class="facts">記事にあるリスク: ${h.risk.join('、')}</p>`}
  <p class="source">${h.supervisor.length > 0 && `監修: ${h.supervisor.join('、')}`}${h.reviewed_on && `（${h.reviewed_on} 確認）`}</p>
</article>`;

// Completions: what people ask, as links that search for it.
const autocomplete = connectAutocomplete(({ indices, currentRefinement, refine, widgetParams }) => {
  const list = document.createElement('ul');
  const found = indices.find((i) => i.indexName === 'passages');
  const questions = new Set((found?.hits ?? []).map((h) => h.heading).filter(Boolean));
  for (const question of currentRefinement ? questions : []) {
    const button = Object.assign(document.createElement('button'), { type: 'button', textContent: question });
    button.addEventListener('click', () => {
      search.once('render', () => document.querySelector('#searchbox input').focus());
      refine(question);
    });
    list.appendChild(document.createElement('li')).appendChild(button);
  }
  widgetParams.container.replaceChildren(...(list.childElementCount ? [list] : []));
});

// Templates are functions: strings would be compiled, which a strict Content-Security-Policy forbids.
const at = (id) => `#${id}`;
const list = { limit: 6, showMore: true, templates: { showMoreText: ({ isShowingMore }) => (isShowingMore ? '閉じる' : 'もっと見る') } };

search.addWidgets([
  configure({ attributesToSnippet: ['text:40'], clickAnalytics: true }),
  searchBox({ container: at('searchbox'), placeholder: '施術、症状、気になることを入力' }),
  queryRuleCustomData({ container: at('userdata'), templates: { default: userData } }),
  stats({ container: at('stats'), templates: { text: ({ nbHits }) => `${nbHits.toLocaleString('ja-JP')}件` } }),
  sortBy({
    container: at('sortby'),
    items: [
      { label: '関連が高い順', value: 'articles' }, { label: '更新が新しい順', value: 'articles_updated' },
      { label: '費用が低い順', value: 'articles_cost' }, { label: 'ダウンタイムが短い順', value: 'articles_downtime' },
    ],
  }),
  hitsPerPage({ container: at('hitsperpage'), items: [{ label: '5件ずつ', value: 5, default: true }, { label: '20件ずつ', value: 20 }] }),
  breadcrumb({ container: at('breadcrumb'), attributes: departments, templates: { home: () => 'すべての診療科' } }),
  currentRefinements({
    container: at('current'),
    transformItems: (items) => items.map((i) => ({ ...i, label: names[i.attribute] ?? i.label })),
  }),
  clearRefinements({ container: at('clear'), templates: { resetLabel: () => '絞り込みをすべて外す' } }),
  hits({
    container: at('hits'),
    templates: { item: hit, empty: (results, { html }) => html`<p>「${results.query}」に当てはまる記事はありませんでした。</p>` },
  }),
  pagination({ container: at('pagination'), padding: 2 }),
  hierarchicalMenu({ container: at('departments'), attributes: departments }),
  refinementList({
    container: at('treatment'), attribute: 'treatment', operator: 'or', ...list,
    searchable: true, searchablePlaceholder: '施術の中で探す', searchableShowReset: false,
    templates: { ...list.templates, searchableNoResults: () => '見つかりません' },
  }),
  refinementList({ container: at('risk'), attribute: 'risk', operator: 'and', ...list }),
  refinementList({ container: at('kind'), attribute: 'kind', operator: 'or', ...list, sortBy: ['count:desc', 'name:asc'] }),
  menu({ container: at('insurance'), attribute: 'insurance' }),
  toggleRefinement({ container: at('approval'), attribute: 'approval', on: '国内承認', templates: { labelText: () => '国内で承認されたものだけ' } }),
  rangeInput({ container: at('cost'), attribute: 'cost', templates: { separatorText: () => '〜', submitText: () => '適用' } }),
  numericMenu({
    container: at('downtime'), attribute: 'downtime',
    items: [{ label: '指定なし' }, { label: 'ほぼなし', end: 0 }, { label: '3日まで', end: 3 }, { label: '7日まで', end: 7 }, { label: '8日以上', start: 8 }],
  }),
  index({ indexName: 'passages', indexId: 'questions' }).addWidgets([
    configure({ hitsPerPage: 5, filters: 'kind:よくある質問', attributesToRetrieve: ['heading'], attributesToHighlight: [], attributesToSnippet: [] }),
  ]),
  autocomplete({ container: document.querySelector(at('autocomplete')) }),
]);

search.on('render', nameForms);
// Word of a failure has a place of its own: hits that are still there keep their notices.
search.on('render', () => {
  document.querySelector(at('failure')).textContent = search.status === 'error' ? failed : '';
});
search.on('error', ({ error }) => console.error(error));
search.start();
