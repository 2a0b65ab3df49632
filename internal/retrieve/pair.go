package retrieve

import (
	"cmp"
	"slices"
	"strings"

	"shirube/corpus"
	"shirube/index"
	"shirube/internal/search"
	"shirube/internal/text"
)

// Characters that a passage which comes along takes at first: what is left when all
// matches are chosen makes it longer.
const (
	riskChars             = 240
	contraindicationChars = 160
)

// mostElsewhere is how many passages of other articles are looked at for a partner.
const mostElsewhere = 20

// partner is a passage that can come along with one on effects.
type partner struct {
	article search.ArticleSummary
	view    search.PassageView
	role    Role
	useful  []int // the numbers of its sentences that tell a risk, or who must not
	worth   float64
}

// partners are the passages that can stand beside a hit on effects, best first: those
// that tell risks, and those that say who must not have the treatment.
func (c *chooser) partners(h search.Hit) (risks, contraindications []partner, err error) {
	a, err := c.anatomies.of(h.Article.ID)
	if err != nil {
		return nil, nil, err
	}
	risks, contraindications = c.within(a, h)
	if len(risks)+len(contraindications) > 0 || len(h.Article.Treatments) == 0 {
		return risks, contraindications, nil
	}
	return c.elsewhere(h)
}

// within are the partners of a hit in an article.
func (c *chooser) within(a *anatomy, h search.Hit) (risks, contraindications []partner) {
	if a == nil {
		return nil, nil
	}
	for i := range a.passages {
		t := &a.passages[i]
		if t.ID == h.Passage.ID || strings.TrimSpace(t.Text) == "" || t.Kind == corpus.KindSources || t.Kind == corpus.KindSupervision || t.Kind == corpus.KindEffects {
			continue
		}
		p := partner{article: h.Article, view: viewOf(&t.Passage, a.article), worth: c.worth(t, h)}
		if useful := sentencesWith(t.Text, t.risks); len(useful) > 0 || t.Kind == corpus.KindRisks && !t.deniesRisks {
			p.role, p.useful = RoleRiskPair, useful
			risks = append(risks, p)
		}
		if useful := sentencesWith(t.Text, t.contraindications); len(useful) > 0 || t.Kind == corpus.KindPrecautions && len(t.risks) == 0 {
			p.role, p.useful = RoleContraindication, useful
			contraindications = append(contraindications, p)
		}
	}
	for _, list := range [][]partner{risks, contraindications} {
		slices.SortStableFunc(list, func(a, b partner) int { return cmp.Compare(b.worth, a.worth) })
	}
	return risks, contraindications
}

// worth is how well a passage serves as the partner of a hit: first by what it is there
// for, then by how near it stands, by how much it tells, and whether it was found as well.
func (c *chooser) worth(t *told, h search.Hit) float64 {
	out := 0.0
	switch t.Kind {
	case corpus.KindRisks, corpus.KindPrecautions:
		out = 10
	case corpus.KindDowntime, corpus.KindAftercare, corpus.KindFAQ:
		out = 5
	}
	for i, heading := range t.Path {
		if i >= len(h.Passage.Path) || h.Passage.Path[i] != heading {
			break
		}
		out += 3
	}
	if n := len(labels(t.risks)) + len(labels(t.contraindications)); n > 0 {
		out += 3 + min(float64(n)/2, 4) // it names what may happen, not only that something may
	}
	if rank := slices.IndexFunc(c.hits, func(o search.Hit) bool { return o.Passage != nil && o.Passage.ID == t.ID }); rank >= 0 {
		out += 2
	}
	return out
}

func labels(claims []corpus.Claim) []string {
	var out []string
	for _, c := range claims {
		if !slices.Contains(out, c.Label) {
			out = append(out, c.Label)
		}
	}
	return out
}

// elsewhere are the partners in other articles on the same treatments. What is asked is no
// part of it: a section on risks need not have a word of a question about effects.
func (c *chooser) elsewhere(h search.Hit) (risks, contraindications []partner, err error) {
	hits, err := c.onRisksOf(c.treatmentsIn(h))
	if err != nil {
		return nil, nil, err
	}
	for _, o := range hits {
		if o.Passage == nil || o.Article.ID == h.Article.ID {
			continue
		}
		a, err := c.anatomies.of(o.Article.ID)
		if err != nil {
			return nil, nil, err
		}
		risks, contraindications = c.within(a, search.Hit{Article: o.Article, Passage: &search.PassageView{Path: h.Passage.Path}})
		if len(risks)+len(contraindications) > 0 {
			break
		}
	}
	return risks, contraindications, nil
}

// onRisksOf are sections on risks and precautions of articles on these treatments, those on
// these alone before those on others as well. Several effects ask for the same ones.
func (c *chooser) onRisksOf(treatments []string) ([]search.Hit, error) {
	name := strings.Join(treatments, "\n")
	if hits, ok := c.others[name]; ok {
		return hits, nil
	}
	found, err := c.s.Search(c.ctx, search.Request{
		View: index.Passages, Collections: c.r.Collections,
		Filters: append(onArticles(c.r.Filters),
			index.Filter{Name: index.FacetTreatment, Any: treatments},
			index.Filter{Name: index.FacetKind, Any: []string{string(corpus.KindRisks), string(corpus.KindPrecautions)}}),
		Facets: []string{}, Highlight: search.HighlightOff, PerPage: mostElsewhere,
	})
	if err != nil {
		return nil, err //nolint:wrapcheck // Retrieve does
	}
	others := func(o search.Hit) (n int) {
		for _, t := range o.Article.Treatments {
			n += bit(!slices.Contains(treatments, t))
		}
		return n
	}
	slices.SortStableFunc(found.Hits, func(a, b search.Hit) int { return cmp.Compare(others(a), others(b)) })
	c.others[name] = found.Hits
	return found.Hits, nil
}

// treatmentsIn are those of an article's treatments that a passage of it names; all of
// them where it names none. The risks of another treatment are none of what it promises.
func (c *chooser) treatmentsIn(h search.Hit) []string {
	said := strings.Join(append(slices.Clone(h.Passage.Path), h.Passage.Heading, h.Passage.Text), "\n")
	normal, named := key(said), c.s.Named(said)
	out := slices.DeleteFunc(slices.Clone(h.Article.Treatments), func(label string) bool {
		return !containsFold(normal, label) && !slices.ContainsFunc(c.s.Named(label), func(t search.Named) bool {
			return slices.ContainsFunc(named, func(n search.Named) bool { return related(n.Concept, t.Concept) })
		})
	})
	if len(out) == 0 {
		return h.Article.Treatments
	}
	return out
}

// onArticles are the filters that keep articles: those on passages are for what answers,
// not for what comes along.
func onArticles(filters []index.Filter) []index.Filter {
	return slices.DeleteFunc(slices.Clone(filters), index.Filter.OnPassages)
}

// sentencesWith are the numbers of the sentences of a text in which claims stand.
func sentencesWith(s string, claims []corpus.Claim) []int {
	var out []int
	for i, span := range text.Sentences(s) {
		if slices.ContainsFunc(claims, func(c corpus.Claim) bool { return overlaps(s, span, c.Sentence) }) {
			out = append(out, i)
		}
	}
	return out
}

// overlaps reports whether a sentence stands in a stretch of a text, or the other way round.
func overlaps(s string, span text.Span, sentence string) bool {
	one := strings.TrimSpace(s[span.Start:span.End])
	return one != "" && (strings.Contains(one, sentence) || strings.Contains(sentence, one))
}

// viewOf is a passage as a hit shows it.
func viewOf(p *corpus.Passage, a *corpus.Article) search.PassageView {
	return search.PassageView{
		ID: p.ID, ArticleID: p.Article, Kind: p.Kind, Heading: p.Heading, Path: p.Path, Text: p.Text,
		Sources: p.Sources, Supervision: a.Supervisors,
	}
}

// smallest is the shortest of the useful sentences that make a partner worth its place.
func (p *partner) smallest() budget {
	var out budget
	spans := text.Sentences(p.view.Text)
	for n, i := range p.sentences() {
		if size := sizeOf(strings.TrimSpace(p.view.Text[spans[i].Start:spans[i].End])); n == 0 || size.chars < out.chars {
			out = size
		}
	}
	return out
}

// sentences are the useful sentences of a partner; the first where none is known.
func (p *partner) sentences() []int {
	if len(p.useful) > 0 {
		return p.useful
	}
	return []int{0}
}

// excerpt is as much of the partner as fits, from the first useful sentence that does.
func (p *partner) excerpt(b budget) excerpt {
	var out excerpt
	for _, i := range p.sentences() {
		if out = around(p.view.Text, i, b); out.text() != "" {
			break
		}
	}
	return out
}

// says is the sentences of a partner, as text.Sayings gives them.
func (p *partner) says() map[string]int { return text.Sayings(p.view.Text) }
