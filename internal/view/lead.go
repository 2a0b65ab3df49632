package view

import (
	"slices"
	"strings"

	"shirube/corpus"
	"shirube/index"
	"shirube/internal/present"
	"shirube/internal/search"
)

// Answer is the question of an article that answers what was asked, above the results.
type Answer struct {
	ID       string // of its passage
	Question string
	Blocks   []present.Block
	Article  string
	Link     string // to the entry in the article's page here
	Original string // the article's own address, where it is elsewhere
	Badges   []Badge
	Sources  []Source
	Review   Review
	Notices  []string
	Risks    *Risks
}

// Risks is what is told beside an effect.
type Risks struct {
	Passage                        string // its id
	ID                             string // of its heading in the page
	Kind, KindLabel, Heading, Link string
	Blocks                         []present.Block
}

// Relief leads to the results without some filters.
type Relief struct {
	Titles []string
	Path   string
	Total  int
}

// QuestionLink leads to a question that an article answers.
type QuestionLink struct{ Question, Article, Path string }

// lead fills in what leads on: the direct answer, what may have been meant, and where nothing
// was found what is there instead.
func (v *Results) lead(s State, site Site, r *search.Response) {
	v.AsTypedOn = s.asTyped()
	if v.Corrected != nil {
		v.AsTyped = s.change(site, "interpret", interpretation([]string{"spelling"}))
	}
	if d := r.DidYouMean; d != nil {
		v.Offer = &Suggestion{Text: d.To, Path: s.change(site, "q", d.To)}
	}
	v.Elsewhere = elsewhereOf(s, site, r.Redirect)
	if v.Answer = answerOf(r.Answer, site); v.Answer != nil {
		v.Answer.Notices = slices.DeleteFunc(v.Answer.Notices, func(n string) bool { return slices.Contains(r.Notices, n) }) // told above
	}
	for _, relief := range r.Relief {
		one := Relief{Total: relief.Total, Path: s.without(site, relief.Filters)}
		for _, name := range relief.Filters {
			one.Titles = append(one.Titles, site.Label(filterTitle(name)))
		}
		v.Reliefs = append(v.Reliefs, one)
	}
	for i := range r.Questions {
		q := &r.Questions[i]
		v.Questions = append(v.Questions, QuestionLink{q.Question, q.Article.Title, site.Article(q.Article.ID) + "#" + search.PassageAnchor(q.Passage)})
	}
}

// elsewhereOf is a link to where editors say to look; nil where they say nothing.
func elsewhereOf(s State, site Site, to *search.Redirect) *Suggestion {
	if to == nil {
		return nil
	}
	v := &Suggestion{Text: to.Text, Path: present.Link(to.URL)}
	if to.Query != "" {
		v.Path = s.change(site, "q", to.Query)
	}
	if v.Path == "" {
		return nil
	}
	if v.Text == "" {
		v.Text = to.Query + to.URL
	}
	return v
}

func answerOf(a *search.Answer, site Site) *Answer {
	if a == nil {
		return nil
	}
	local := site.Article(a.Article.ID)
	v := &Answer{
		ID:       a.Passage.ID,
		Question: a.Question, Blocks: present.Blocks(a.Text, nil), Article: a.Article.Title, Link: local + "#" + search.PassageAnchor(a.Passage.ID),
		Badges:  Badges(site, a.Article.Insurance, a.Article.Approval, a.Article.Cost, a.Article.Downtime),
		Review:  Review{present.Supervisors(a.Passage.Supervision), present.DateOf(a.Article.Reviewed)},
		Notices: slices.Clone(a.Notices),
	}
	if v.Article == "" {
		v.Article = a.Article.ID
	}
	if original := present.Link(a.Article.URL); present.External(original) {
		v.Original = original
	}
	for _, s := range a.Passage.Sources {
		v.Sources = append(v.Sources, SourceOf(s))
	}
	v.Risks = besideOf(a.Risks, local, "answer-risks")
	return v
}

// besideOf is the passage that is told beside an effect, whole; nil where there is none.
func besideOf(p *search.PassageView, article, id string) *Risks {
	if p == nil {
		return nil
	}
	return &Risks{
		Passage: p.ID,
		ID:      id, Kind: string(p.Kind), KindLabel: present.LabelOf(corpus.KindLabels(), string(p.Kind)), Heading: strings.Join(present.Headings(p.Path, p.Heading), " › "),
		Link: article + "#" + search.PassageAnchor(p.ID), Blocks: present.Blocks(p.Text, nil),
	}
}

// without is the address without the filters of these names, from the first page on.
func (s State) without(site Site, names []string) string {
	v := s.address()
	v.Del("page")
	for _, name := range names {
		for _, parameter := range parametersOf(name) {
			v.Del(parameter)
		}
	}
	return Parse(v).Path(site)
}

// parametersOf are the parameters of a filter.
func parametersOf(filter string) []string {
	switch filter {
	case index.RangeCost:
		return []string{costMin, costMax}
	case index.RangeDowntime:
		return []string{downtimeMax}
	case index.RangeReviewed:
		return []string{reviewedAfter}
	case index.RangeUpdated:
		return []string{updatedAfter}
	}
	return []string{filter}
}

// filterTitle is what people call a filter.
func filterTitle(name string) string {
	switch name {
	case index.RangeCost:
		return msg("費用")
	case index.RangeDowntime:
		return msg("ダウンタイム")
	case index.RangeReviewed:
		return msg("最終確認日")
	case index.RangeUpdated:
		return msg("更新日")
	}
	for _, f := range Facets() {
		if f.Name == name {
			return f.Title
		}
	}
	return name
}
