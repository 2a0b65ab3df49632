// All that InstantSearch needs to ask Shirube instead of Algolia.

/**
 * The searchClient of InstantSearch.
 * @param {{endpoint: string, key?: string, collection?: string}} options the address of
 *   Shirube, its base path included; a key with the scope search; one collection of many
 */
export function shirube({ endpoint, key, collection }) {
  const where = collection ? `?collection=${encodeURIComponent(collection)}` : '';
  async function ask(path, requests) {
    const response = await fetch(endpoint + path + where, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        'X-Shirube-Client': 'instantsearch',
        ...(key && { Authorization: `Bearer ${key}` }),
      },
      body: JSON.stringify({ requests }),
    });
    const answer = await response.json();
    if (!response.ok) throw Object.assign(new Error(answer.message), { status: response.status });
    return answer;
  }
  return {
    search: (requests) => ask('/instantsearch', requests),
    searchForFacetValues: (requests) => ask('/instantsearch/facets', requests).then((a) => a.results),
  };
}

/**
 * Reports that a hit was opened. It needs clickAnalytics among the parameters, and nothing of
 * InstantSearch's own insights: no cookie, no name of a visitor, no script of another host.
 */
export function clicks({ endpoint, key }) {
  return (hit) => {
    if (!hit.__queryID) return;
    fetch(`${endpoint}/v1/events`, {
      method: 'POST',
      keepalive: true, // the page is about to be left
      headers: { 'Content-Type': 'application/json', ...(key && { Authorization: `Bearer ${key}` }) },
      body: JSON.stringify({ type: 'click', request_id: hit.__queryID, id: hit.objectID, position: hit.__position }),
    }).catch(() => {});
  };
}
