package corpus

import (
	"slices"
	"strings"
)

// Withhold takes passages out of a normalized article, by their ids: out of the text of
// their sections, the questions, and the claims that are made nowhere else there. The
// passages that are left keep their ids. Numbers that were read from what is withheld (a
// price) stay.
func (a *Article) Withhold(ids []string) {
	own := func(id string) bool { return strings.HasPrefix(id, a.ID+"#") }
	if !slices.ContainsFunc(ids, own) {
		return
	}
	shown := []Passage{}
	for _, p := range a.Passages() {
		if slices.Contains(ids, p.ID) {
			a.withhold(&p)
		} else {
			shown = append(shown, p)
		}
	}
	a.shown = shown
	a.Effects, a.Risks, a.Contraindications = a.stillMade(a.Effects), a.stillMade(a.Risks), a.stillMade(a.Contraindications)
}

// withhold takes a passage out of its section and the questions.
func (a *Article) withhold(p *Passage) {
	a.FAQs, a.Sections = slices.Clone(a.FAQs), slices.Clone(a.Sections)
	i := slices.IndexFunc(a.Sections, func(s Section) bool { return s.ID == p.Section })
	for j := range a.FAQs {
		f := &a.FAQs[j]
		if f.Section != p.Section || f.Question != p.Heading || !strings.Contains(f.Answer, p.Text) {
			continue
		}
		// Of an answer that is not whole any more, nobody is told that it answers.
		if f.Answer == p.Text && i >= 0 {
			a.Sections[i].Text = strings.Replace(a.Sections[i].Text, f.Question, "", 1)
		}
		a.FAQs = slices.Delete(a.FAQs, j, j+1)
		break
	}
	if i >= 0 {
		a.Sections[i].Text = strings.TrimSpace(strings.Replace(a.Sections[i].Text, p.Text, "", 1))
	}
}

// stillMade is the claims whose sentences still stand in their sections.
func (a *Article) stillMade(claims []Claim) []Claim {
	out := []Claim{}
	for _, c := range claims {
		i := slices.IndexFunc(a.Sections, func(s Section) bool { return s.ID == c.Section })
		if i < 0 || strings.Contains(a.Sections[i].Text, c.Sentence) || slices.ContainsFunc(a.shown, func(p Passage) bool {
			return p.Section == c.Section && strings.Contains(p.Text, c.Sentence)
		}) {
			out = append(out, c)
		}
	}
	return out
}
