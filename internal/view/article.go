package view

import (
	"slices"
	"strings"

	"shirube/corpus"
	"shirube/internal/present"
	"shirube/internal/search"
)

// Article is what the page of an article shows.
type Article struct {
	Title, Description string
	Original           string // its own address, where it has one elsewhere
	Treatments         []string
	Badges             []Badge
	Review             Review
	Published, Updated present.Date
	Outline            []OutlineEntry
	Claims             []ClaimGroup
	Sections           []Section
	Sources            []Source
	Fees               []Fee
}

// OutlineEntry is a line of the contents.
type OutlineEntry struct {
	Anchor, Heading string
	Level           int
	Kind, KindLabel string
}

// ClaimGroup is a list of what the article says of effects, risks or who must not have it.
type ClaimGroup struct {
	Title, Class string
	Claims       []ClaimView
}

// ClaimView is one effect or risk, with the places where the article speaks of it.
type ClaimView struct {
	Label       string
	Denied      bool // wherever it is mentioned
	First, More []Mention
}

// Mention is a sentence, with a way to the section that holds it. An assertion
// is not labelled: 可能性 and 否定 are.
type Mention struct {
	Sentence, Stance, Anchor string
	Sourced                  bool
}

// firstMentions is how many sentences of one claim are seen without unfolding.
const firstMentions = 2

// Section is a section with its text and its questions.
type Section struct {
	Anchor, Heading string
	Level           int // of the heading in the page: 2 to 4
	Kind, KindLabel string
	Blocks          []present.Block
	Questions       []Question
	Sources         []SectionSource
	Passages        []Place // those of the text around its questions, or of all of it
}

// Place is a passage, with its anchor in the page.
type Place struct{ ID, Anchor string }

// Question is an FAQ entry.
type Question struct {
	Question string
	Blocks   []present.Block
	Passages []Place
}

// SectionSource leads to an entry of the list of sources.
type SectionSource struct {
	Number int
	Source
}

// Fee is a price beside the treatment's own.
type Fee struct{ Label, Text string }

// ArticleOf is what a page shows of an article.
func ArticleOf(site Site, a *corpus.Article) Article {
	v := Article{
		Title: a.Title, Description: a.Description, Treatments: a.Treatments,
		Badges:    Badges(site, a.Insurance, a.Approval, a.Cost, a.Downtime),
		Review:    Review{present.Supervisors(a.Supervisors), present.DateOf(a.Reviewed)},
		Published: present.DateOf(a.Published), Updated: present.DateOf(a.Updated),
	}
	if v.Title == "" {
		v.Title = a.ID
	}
	if original := present.Link(a.URL); present.External(original) {
		v.Original = original
	}
	for _, s := range a.Sources {
		v.Sources = append(v.Sources, SourceOf(s))
	}
	for _, f := range a.Fees {
		if f.Yen != nil {
			v.Fees = append(v.Fees, Fee{f.Label, present.Yen(*f.Yen)})
		}
	}
	v.Sections = sectionViews(a)
	for _, s := range v.Sections {
		if s.Heading != "" && s.Level <= 3 {
			v.Outline = append(v.Outline, OutlineEntry{s.Anchor, s.Heading, s.Level, s.Kind, s.KindLabel})
		}
	}
	v.Claims = claimGroups(site, a)
	return v
}

// SectionAnchor is the id of a section in the page of its article.
func SectionAnchor(id string) string { return "s-" + id }

// sectionViews renders the sections with the places where passages begin.
func sectionViews(a *corpus.Article) []Section {
	passages := map[string][]corpus.Passage{}
	for _, p := range a.Passages() {
		passages[p.Section] = append(passages[p.Section], p)
	}
	questions := map[string][]corpus.FAQ{}
	for _, f := range a.FAQs {
		questions[f.Section] = append(questions[f.Section], f)
	}
	out := make([]Section, 0, len(a.Sections))
	for i := range a.Sections {
		s := &a.Sections[i]
		v := Section{
			Anchor: SectionAnchor(s.ID), Heading: s.Heading, Level: min(max(s.Level, 1)+1, 4),
			Kind: string(s.Kind), KindLabel: present.LabelOf(corpus.KindLabels(), string(s.Kind)),
		}
		for _, n := range s.Sources {
			if n >= 0 && n < len(a.Sources) {
				v.Sources = append(v.Sources, SectionSource{n + 1, SourceOf(a.Sources[n])})
			}
		}
		v.fill(s, questions[s.ID], passages[s.ID])
		out = append(out, v)
	}
	return out
}

// fill renders the text of a section. Where it has questions, its passages are
// those of the text around them and of each answer.
func (v *Section) fill(s *corpus.Section, faqs []corpus.FAQ, passages []corpus.Passage) {
	if len(faqs) == 0 {
		v.Blocks, v.Passages = present.Blocks(s.Text, places(s.Text, passages)), placesOf(passages)
		return
	}
	if len(faqs) == 1 && present.SameHeading(s.Heading, faqs[0].Question) {
		v.Heading = "" // the question says it
	}
	answered := func(f corpus.FAQ) []corpus.Passage {
		var own []corpus.Passage
		for _, p := range passages {
			if p.Heading == f.Question && strings.Contains(f.Answer, p.Text) {
				own = append(own, p)
			}
		}
		return own
	}
	var of []corpus.Passage
	for _, f := range faqs {
		own := answered(f)
		of = append(of, own...)
		v.Questions = append(v.Questions, Question{f.Question, present.Blocks(f.Answer, places(f.Answer, own)), placesOf(own)})
	}
	for _, p := range passages {
		if !slices.ContainsFunc(of, func(q corpus.Passage) bool { return q.ID == p.ID }) {
			v.Blocks = append(v.Blocks, present.Blocks(p.Text, []present.Place{{Anchor: search.PassageAnchor(p.ID)}})...)
			v.Passages = append(v.Passages, Place{p.ID, search.PassageAnchor(p.ID)})
		}
	}
}

func placesOf(passages []corpus.Passage) []Place {
	out := make([]Place, len(passages))
	for i, p := range passages {
		out[i] = Place{p.ID, search.PassageAnchor(p.ID)}
	}
	return out
}

// places finds where passages begin in the text that they were cut from.
func places(text string, passages []corpus.Passage) []present.Place {
	var out []present.Place
	pos := 0
	for _, p := range passages {
		if at := strings.Index(text[pos:], p.Text); at >= 0 {
			out = append(out, present.Place{Offset: pos + at, Anchor: search.PassageAnchor(p.ID)})
			pos += at + len(p.Text)
		}
	}
	return out
}

func claimGroups(site Site, a *corpus.Article) []ClaimGroup {
	var out []ClaimGroup
	for _, g := range []struct {
		title, class string
		claims       []corpus.Claim
	}{
		{site.T("期待される効果"), "effects", a.Effects},
		{site.T("リスク・副作用"), "risks", a.Risks},
		{site.T("受けられない・注意が必要な方"), "precautions", a.Contraindications},
	} {
		group := ClaimGroup{Title: g.title, Class: g.class, Claims: claimViews(site, g.claims)}
		if len(group.Claims) > 0 {
			out = append(out, group)
		}
	}
	return out
}

// claimViews puts what is said of one thing together, in the article's order.
func claimViews(site Site, claims []corpus.Claim) []ClaimView {
	var out []ClaimView
	for _, c := range claims {
		m := Mention{
			Sentence: c.Sentence, Sourced: c.Sourced, Anchor: SectionAnchor(c.Section),
			Stance: map[corpus.Stance]string{corpus.Hedged: site.T("可能性"), corpus.Denied: site.T("否定")}[c.Stance],
		}
		denied := c.Stance == corpus.Denied
		i := slices.IndexFunc(out, func(v ClaimView) bool { return v.Label == c.Label })
		if i < 0 {
			i = len(out)
			out = append(out, ClaimView{Label: c.Label, Denied: denied})
		}
		v := &out[i]
		v.Denied = v.Denied && denied
		same := func(have Mention) bool { return have.Sentence == m.Sentence }
		switch {
		case slices.ContainsFunc(v.First, same), slices.ContainsFunc(v.More, same):
		case len(v.First) < firstMentions:
			v.First = append(v.First, m)
		default:
			v.More = append(v.More, m)
		}
	}
	return out
}
