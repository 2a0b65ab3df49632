package retrieve

import (
	"context"
	"slices"
	"strings"
	"testing"

	"shirube/corpus"
	"shirube/index"
	"shirube/internal/lexicon"
	"shirube/internal/search"
)

// world is articles that are searched by their order alone: every passage that the
// filters keep is a hit, the first the most likely.
type world struct {
	articles []*corpus.Article
	lex      *lexicon.Lexicon
	asked    []search.Request
	intent   []string
	notices  []string
}

func newWorld(t *testing.T, articles ...*corpus.Article) *world {
	t.Helper()
	lex, err := lexicon.Default()
	if err != nil {
		t.Fatal(err)
	}
	return &world{articles: articles, lex: lex}
}

func (w *world) Search(_ context.Context, r search.Request) (*search.Response, error) {
	w.asked = append(w.asked, r)
	out := &search.Response{Answerable: true, Notices: slices.Clone(w.notices), Interpreted: search.Interpretation{Intent: w.intent}}
	for _, a := range w.articles {
		for _, p := range a.Passages() {
			if !kept(a, &p, r) {
				continue
			}
			view := viewOf(&p, a)
			view.Facts = p.Facts
			out.Hits = append(out.Hits, search.Hit{
				ID: p.ID, Confidence: 0.9 - 0.001*float64(len(out.Hits)), Passage: &view,
				Article: search.ArticleSummary{ID: a.ID, Title: a.Title, Treatments: a.Treatments, Supervisors: a.Supervisors, Insurance: a.Insurance, Approval: a.Approval},
			})
		}
	}
	return out, nil
}

func kept(a *corpus.Article, p *corpus.Passage, r search.Request) bool {
	if len(r.Collections) > 0 && !slices.Contains(r.Collections, a.Collection) {
		return false
	}
	for _, f := range r.Filters {
		values := map[string][]string{index.FacetKind: {string(p.Kind)}, index.FacetTreatment: a.Treatments, index.FacetTag: a.Tags}[f.Name]
		if !slices.ContainsFunc(f.Any, func(v string) bool { return slices.Contains(values, v) }) {
			return false
		}
	}
	return true
}

func (w *world) Article(_ context.Context, id string, scope search.Scope) (*corpus.Article, error) {
	for _, a := range w.articles {
		if a.ID == id && (len(scope.Collections) == 0 || slices.Contains(scope.Collections, a.Collection)) {
			return a, nil
		}
	}
	return nil, search.ErrNotFound
}

func (w *world) Named(s string) []search.Named {
	var out []search.Named
	for _, m := range w.lex.Find(s) {
		out = append(out, search.Named{
			Concept: m.Concept, Text: s[m.Start:m.End], Start: m.Start, End: m.End,
			Denied: strings.HasPrefix(s[m.End:], "では") || strings.HasPrefix(s[m.End:], "していない"),
		})
	}
	return out
}

// section is one of an article's, with the claims of its sentences.
type section struct {
	kind                              corpus.Kind
	heading, text                     string
	effects, risks, contraindications []corpus.Claim
}

func claim(label, sentence string, stance corpus.Stance) corpus.Claim {
	return corpus.Claim{Label: label, Sentence: sentence, Stance: stance}
}

func article(id string, treatments []string, sections ...section) *corpus.Article {
	a := &corpus.Article{ID: id, Title: id + "の解説", Treatments: treatments, Collection: corpus.DefaultCollection}
	for _, s := range sections {
		a.Sections = append(a.Sections, corpus.Section{Kind: s.kind, Heading: s.heading, Level: 1, Text: s.text})
	}
	a.Normalize()
	for i, s := range sections {
		in := func(claims []corpus.Claim) []corpus.Claim {
			for j := range claims {
				claims[j].Section = a.Sections[i].ID
			}
			return claims
		}
		a.Effects = append(a.Effects, in(s.effects)...)
		a.Risks = append(a.Risks, in(s.risks)...)
		a.Contraindications = append(a.Contraindications, in(s.contraindications)...)
	}
	return a
}

const (
	lifts  = "たるみの改善が期待できます。"
	burns  = "やけどが起こることがあります。"
	lucky  = "リスクはほとんどありません。"
	notFor = "妊娠中の方は受けられません。"
)

func effects(heading, text string) section {
	return section{kind: corpus.KindEffects, heading: heading, text: text, effects: []corpus.Claim{claim("たるみ改善", lifts, corpus.Hedged)}}
}

func risks(heading, text string) section {
	return section{kind: corpus.KindRisks, heading: heading, text: text, risks: []corpus.Claim{claim("やけど", burns, corpus.Hedged), claim("副作用", lucky, corpus.Denied)}}
}

func precautions() section {
	return section{kind: corpus.KindPrecautions, heading: "受けられない方", text: notFor, contraindications: []corpus.Claim{claim("妊娠中", notFor, corpus.Asserted)}}
}

func ask(t *testing.T, w *world, r Request) *Answer {
	t.Helper()
	if r.Query == "" {
		r.Query = "効果"
	}
	a, err := Retrieve(t.Context(), w, r)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// lines is an answer to compare: role, heading, text.
func lines(a *Answer) []string {
	out := []string{}
	for _, p := range a.Passages {
		out = append(out, string(p.Role)+" "+p.Heading+": "+p.Text)
	}
	return out
}
