package console

import (
	"shirube/corpus"
	"shirube/internal/present"
	"shirube/internal/querylog"
	"shirube/internal/search"
	"shirube/internal/staff"
)

func (c *Console) searchRoutes() []route {
	return []route{get("/", staff.Reader, c.search)}
}

// found is what the search page shows.
type found struct {
	Query string
	Total int
	Hits  []foundArticle
}

// foundArticle is an article with its passages.
type foundArticle struct {
	Title    []present.Segment
	URL      string
	Reviewed present.Date
	Passages []foundPassage
}

// foundPassage is a passage of an article.
type foundPassage struct {
	ID, Kind, KindLabel, Heading string
	Snippet                      []present.Segment
}

func (c *Console) search(r *request) (reply, error) {
	v := found{Query: r.query("q")}
	if v.Query == "" {
		return r.show("search", r.T("検索"), v), nil
	}
	request := search.Request{Query: v.Query, Collections: r.person.Collections, PairRisks: true, Answer: true}
	response, err := c.searcher.Search(r.ctx(), request)
	if err != nil {
		return reply{}, err //nolint:wrapcheck // the error says what is wrong with the request
	}
	c.cfg.Log.Searched(r.ctx(), querylog.Console, request, response)
	v.Total = response.Total
	for _, h := range response.Hits {
		a := foundArticle{Title: present.Segments(h.Title), URL: present.Link(h.Article.URL), Reviewed: present.DateOf(h.Article.Reviewed)}
		for _, p := range h.Passages {
			a.Passages = append(a.Passages, foundPassage{
				ID: p.Passage.ID, Kind: string(p.Passage.Kind), KindLabel: present.LabelOf(corpus.KindLabels(), string(p.Passage.Kind)),
				Heading: p.Passage.Heading, Snippet: present.Segments(p.Snippet),
			})
		}
		v.Hits = append(v.Hits, a)
	}
	return r.show("search", r.T("検索"), v), nil
}
