// What both pages need besides InstantSearch.

/** Where the page says that Shirube is. */
export function settings() {
  const of = (name) => document.querySelector(`meta[name="${name}"]`)?.content || undefined;
  return { endpoint: of('shirube-endpoint') ?? '', key: of('shirube-key'), collection: of('shirube-collection') };
}

/** An address of an article that can be followed from here: a web address, or nothing. */
export function link(endpoint, url) {
  try {
    const address = new URL(url, endpoint || window.location.href);
    return /^https?:$/.test(address.protocol) ? address.href : undefined;
  } catch {
    return undefined;
  }
}

export const yen = (n) => (n === null || n === undefined ? '費用の記載なし' : `${n.toLocaleString('ja-JP')}円から`);

export const days = (n) => {
  if (n === null || n === undefined) return 'ダウンタイムの記載なし';
  return n === 0 ? 'ダウンタイムほぼなし' : `ダウンタイム ${n}日まで`;
};

/** Where a passage is from, in words. */
export const origin = (sources) => (sources?.length ? `出典: ${sources.map((s) => s.name).join('、')}` : 'この部分に出典の記載はありません');

/** What is said where an article tells of an effect and of no risk. */
export const riskless = 'この記事には、リスク・副作用の説明が見つかりませんでした。受ける前に、医師に確認してください。';

/** What is said where no answer comes. */
export const failed = '検索できませんでした。しばらくしてから、もう一度お試しください。';

/** Names the forms, which are called alike otherwise: screen readers list them. */
export function nameForms() {
  document.querySelector('#searchbox form')?.setAttribute('aria-label', '記事を検索');
  document.querySelector('#treatment form')?.setAttribute('aria-label', '施術の中で探す');
}
