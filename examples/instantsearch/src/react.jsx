import { useEffect } from 'react';
import { createRoot } from 'react-dom/client';
import {
  Breadcrumb, ClearRefinements, Configure, CurrentRefinements, HierarchicalMenu, Highlight, InfiniteHits, InstantSearch, Menu,
  RangeInput, RefinementList, SearchBox, Snippet, SortBy, Stats, ToggleRefinement, useInstantSearch, useNumericMenu, useQueryRules,
} from 'react-instantsearch';
import { days, failed, link, nameForms, origin, riskless, settings, yen } from './page.js';
import { clicks, shirube } from './shirube.js';

const where = settings();
const searchClient = shirube(where);
const opened = clicks(where);
const departments = ['departments.lvl0', 'departments.lvl1'];

// Heading is one level below that of what the risks stand beside.
function Risks({ passage, heading: Heading }) {
  return passage && (
    <div className="risks">
      <Heading>{passage.heading || 'リスク'}</Heading>
      <p>{passage.text}</p>
    </div>
  );
}

function Notices({ texts }) {
  return texts.map((text) => <p className="notice" key={text}>{text}</p>);
}

// What has to be read beside the hits: notices, and the answer with its risks.
function UserData() {
  const { items } = useQueryRules({});
  return items.map(({ notices, answer, corrected, suggestions }, i) => (
    <div key={i}>
      {corrected && <p className="corrected">「{corrected.from}」を「{corrected.to}」として検索しました。</p>}
      <Notices texts={notices} />
      {answer && (
        <section className="answer">
          <h2>{answer.question}</h2>
          <p>{answer.text}</p>
          <Risks passage={answer.risks} heading="h3" />
          <Notices texts={answer.notices.filter((text) => !notices.includes(text))} />
          <p className="source">{answer.citation}</p>
        </section>
      )}
      {suggestions.length > 0 && <p>次の言葉で探せます: {suggestions.join('、')}</p>}
    </div>
  ));
}

function Hit({ hit }) {
  return (
    <article>
      <h3>
        <a href={link(where.endpoint, hit.url)} onClick={() => opened(hit)}>
          <Highlight attribute="title" hit={hit} />
        </a>
      </h3>
      {hit.text && (
        <>
          <p className="where">{hit.kind}｜<Highlight attribute="heading" hit={hit} /></p>
          <p className="text"><Snippet attribute="text" hit={hit} /></p>
          <p className="source">{origin(hit.sources)}</p>
        </>
      )}
      <Risks passage={hit.risks} heading="h4" />
      {hit.tells_effect && !hit.risks && <p className="risks">{riskless}</p>}
      <p className="facts">{yen(hit.cost)}｜{days(hit.downtime)}｜{hit.insurance}{hit.approval === '不明' ? '' : `｜${hit.approval}`}</p>
      {hit.risk.length > 0 && <p className="facts">記事にあるリスク: {hit.risk.join('、')}</p>}
      <p className="source">{hit.supervisor.length > 0 && `監修: ${hit.supervisor.join('、')}`}{hit.reviewed_on && `（${hit.reviewed_on} 確認）`}</p>
    </article>
  );
}

function Downtime() {
  const { items, refine } = useNumericMenu({
    attribute: 'downtime',
    items: [{ label: '指定なし' }, { label: 'ほぼなし', end: 0 }, { label: '3日まで', end: 3 }, { label: '7日まで', end: 7 }, { label: '8日以上', start: 8 }],
  });
  return (
    <ul className="ais-NumericMenu-list">
      {items.map((item) => (
        <li key={item.value}>
          <label>
            <input type="radio" name="downtime" checked={item.isRefined} onChange={() => refine(item.value)} /> {item.label}
          </label>
        </li>
      ))}
    </ul>
  );
}

function Failure() {
  const { status, results } = useInstantSearch({ catchError: true });
  useEffect(nameForms, [results]);
  if (status === 'error') return <p className="notice">{failed}</p>;
  return results.nbHits === 0 && !results.__isArtificial && <p>「{results.query}」に当てはまる記事はありませんでした。</p>;
}

const more = { limit: 6, showMore: true, translations: { showMoreButtonText: ({ isShowingMore }) => (isShowingMore ? '閉じる' : 'もっと見る') } };

function App() {
  return (
    <InstantSearch
      indexName="articles" searchClient={searchClient} routing
      future={{ preserveSharedStateOnUnmount: true }}
    >
      <Configure hitsPerPage={5} attributesToSnippet={['text:40']} clickAnalytics />
      <header>
        <h1>治療の記事を検索</h1>
        <div id="searchbox">
          <SearchBox
            placeholder="施術、症状、気になることを入力"
            translations={{ submitButtonTitle: '検索', resetButtonTitle: '消す' }}
          />
        </div>
      </header>
      <div className="page">
        <main>
          <div id="userdata" aria-live="polite"><UserData /></div>
          <Failure />
          <div className="bar">
            <div role="status"><Stats translations={{ rootElementText: ({ nbHits }) => `${nbHits.toLocaleString('ja-JP')}件` }} /></div>
            <label>並び順 <SortBy items={[
              { label: '関連が高い順', value: 'articles' }, { label: '更新が新しい順', value: 'articles_updated' },
              { label: '費用が低い順', value: 'articles_cost' }, { label: 'ダウンタイムが短い順', value: 'articles_downtime' },
            ]} /></label>
          </div>
          <nav aria-label="診療科"><Breadcrumb attributes={departments} translations={{ rootElementText: 'すべての診療科' }} /></nav>
          <CurrentRefinements />
          <h2 className="unseen">検索結果</h2>
          <InfiniteHits hitComponent={Hit} showPrevious={false} translations={{ showMoreButtonText: '続きを見る' }} />
        </main>
        <aside aria-label="絞り込み">
          <ClearRefinements translations={{ resetButtonText: '絞り込みをすべて外す' }} />
          <section><h2>診療科と施術</h2><HierarchicalMenu attributes={departments} /></section>
          <section id="treatment"><h2>施術</h2><RefinementList attribute="treatment" searchable searchablePlaceholder="施術の中で探す" {...more} /></section>
          <section id="risk"><h2>リスク（すべてを含む）</h2><RefinementList attribute="risk" operator="and" {...more} /></section>
          <section id="kind"><h2>内容</h2><RefinementList attribute="kind" {...more} /></section>
          <section id="insurance"><h2>保険</h2><Menu attribute="insurance" /></section>
          <section id="approval"><h2>承認</h2><ToggleRefinement attribute="approval" on="国内承認" label="国内で承認されたものだけ" /></section>
          <section id="cost"><h2>費用（円）</h2><RangeInput attribute="cost" translations={{ separatorElementText: '〜', submitButtonText: '適用' }} /></section>
          <section id="downtime"><h2>ダウンタイム</h2><Downtime /></section>
        </aside>
      </div>
    </InstantSearch>
  );
}

createRoot(document.getElementById('root')).render(<App />);
