package page

import (
	"slices"
	"strings"

	"shirube/corpus"
	"shirube/internal/present"
	"shirube/internal/search"
)

// articleView is what the page of an article shows.
type articleView struct {
	Title, Description string
	Original           string // its own address, where it has one elsewhere
	Treatments         []string
	Badges             []badge
	Review             review
	Published, Updated present.Date
	Outline            []outlineEntry
	Claims             []claimGroup
	Sections           []sectionView
	Sources            []sourceView
	Fees               []feeView
}

// outlineEntry is a line of the contents.
type outlineEntry struct {
	Anchor, Heading string
	Level           int
}

// claimGroup is a list of what the article says of effects, risks or who must not have it.
type claimGroup struct {
	Title, Class string
	Claims       []claimView
}

// claimView is one effect or risk, with the places where the article speaks of it.
type claimView struct {
	Label       string
	Denied      bool // wherever it is mentioned
	First, More []mention
}

// mention is a sentence, with a way to the section that holds it. An assertion
// is not labelled: 可能性 and 否定 are.
type mention struct {
	Sentence, Stance, Anchor string
	Sourced                  bool
}

// firstMentions is how many sentences of one claim are seen without unfolding.
const firstMentions = 2

// sectionView is a section with its text and its questions.
type sectionView struct {
	Anchor, Heading string
	Level           int // of the heading in the page: 2 to 4
	Kind, KindLabel string
	Blocks          []present.Block
	Questions       []questionView
	Sources         []sectionSource
}

// questionView is an FAQ entry.
type questionView struct {
	Question string
	Blocks   []present.Block
}

// sectionSource leads to an entry of the list of sources.
type sectionSource struct {
	Number int
	sourceView
}

// feeView is a price beside the treatment's own.
type feeView struct{ Label, Text string }

func articleOf(a *corpus.Article) articleView {
	v := articleView{
		Title: a.Title, Description: a.Description, Treatments: a.Treatments,
		Badges:    badges(a.Insurance, a.Approval, a.Cost, a.Downtime),
		Review:    review{present.Supervisors(a.Supervisors), present.DateOf(a.Reviewed)},
		Published: present.DateOf(a.Published), Updated: present.DateOf(a.Updated),
	}
	if v.Title == "" {
		v.Title = a.ID
	}
	if original := present.Link(a.URL); present.External(original) {
		v.Original = original
	}
	for _, s := range a.Sources {
		v.Sources = append(v.Sources, sourceOf(s))
	}
	for _, f := range a.Fees {
		if f.Yen != nil {
			v.Fees = append(v.Fees, feeView{f.Label, present.Yen(*f.Yen)})
		}
	}
	v.Sections = sectionViews(a)
	for _, s := range v.Sections {
		if s.Heading != "" && s.Level <= 3 {
			v.Outline = append(v.Outline, outlineEntry{s.Anchor, s.Heading, s.Level})
		}
	}
	v.Claims = claimGroups(a)
	return v
}

func sectionAnchor(id string) string { return "s-" + id }

// sectionViews renders the sections with the places where passages begin.
func sectionViews(a *corpus.Article) []sectionView {
	passages := map[string][]corpus.Passage{}
	for _, p := range a.Passages() {
		passages[p.Section] = append(passages[p.Section], p)
	}
	questions := map[string][]corpus.FAQ{}
	for _, f := range a.FAQs {
		questions[f.Section] = append(questions[f.Section], f)
	}
	out := make([]sectionView, 0, len(a.Sections))
	for i := range a.Sections {
		s := &a.Sections[i]
		v := sectionView{
			Anchor: sectionAnchor(s.ID), Heading: s.Heading, Level: min(max(s.Level, 1)+1, 4),
			Kind: string(s.Kind), KindLabel: present.LabelOf(corpus.KindLabels(), string(s.Kind)),
		}
		for _, n := range s.Sources {
			if n >= 0 && n < len(a.Sources) {
				v.Sources = append(v.Sources, sectionSource{n + 1, sourceOf(a.Sources[n])})
			}
		}
		v.fill(s, questions[s.ID], passages[s.ID])
		out = append(out, v)
	}
	return out
}

// fill renders the text of a section. Where it has questions, its passages are
// those of the text around them and of each answer.
func (v *sectionView) fill(s *corpus.Section, faqs []corpus.FAQ, passages []corpus.Passage) {
	if len(faqs) == 0 {
		v.Blocks = present.Blocks(s.Text, places(s.Text, passages))
		return
	}
	if len(faqs) == 1 && same(s.Heading, faqs[0].Question) {
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
		v.Questions = append(v.Questions, questionView{f.Question, present.Blocks(f.Answer, places(f.Answer, own))})
	}
	for _, p := range passages {
		if !slices.ContainsFunc(of, func(q corpus.Passage) bool { return q.ID == p.ID }) {
			v.Blocks = append(v.Blocks, present.Blocks(p.Text, []present.Place{{Anchor: search.PassageAnchor(p.ID)}})...)
		}
	}
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

func claimGroups(a *corpus.Article) []claimGroup {
	var out []claimGroup
	for _, g := range []struct {
		title, class string
		claims       []corpus.Claim
	}{
		{"期待される効果", "effects", a.Effects},
		{"リスク・副作用", "risks", a.Risks},
		{"受けられない・注意が必要な方", "precautions", a.Contraindications},
	} {
		group := claimGroup{Title: g.title, Class: g.class, Claims: claimViews(g.claims)}
		if len(group.Claims) > 0 {
			out = append(out, group)
		}
	}
	return out
}

// claimViews puts what is said of one thing together, in the article's order.
func claimViews(claims []corpus.Claim) []claimView {
	var out []claimView
	for _, c := range claims {
		m := mention{
			Sentence: c.Sentence, Sourced: c.Sourced, Anchor: sectionAnchor(c.Section),
			Stance: map[corpus.Stance]string{corpus.Hedged: "可能性", corpus.Denied: "否定"}[c.Stance],
		}
		denied := c.Stance == corpus.Denied
		i := slices.IndexFunc(out, func(v claimView) bool { return v.Label == c.Label })
		if i < 0 {
			i = len(out)
			out = append(out, claimView{Label: c.Label, Denied: denied})
		}
		v := &out[i]
		v.Denied = v.Denied && denied
		same := func(have mention) bool { return have.Sentence == m.Sentence }
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
