package corpus

import (
	"slices"
	"strings"
)

// Withhold takes passages out of a normalized article, by their ids: out of the text of
// their sections, the questions, and the claims that are made nowhere else there. The
// passages that are left keep their ids. A price, fees and the downtime go where all that they
// were read from is withheld.
func (a *Article) Withhold(ids []string) {
	own := func(id string) bool { return strings.HasPrefix(id, a.ID+"#") }
	if !slices.ContainsFunc(ids, own) {
		return
	}
	shown, gone := []Passage{}, []Passage{}
	for _, p := range a.Passages() {
		if slices.Contains(ids, p.ID) {
			a.withhold(&p)
			gone = append(gone, p)
		} else {
			shown = append(shown, p)
		}
	}
	a.shown = shown
	a.Effects, a.Risks, a.Contraindications = a.stillMade(a.Effects, gone), a.stillMade(a.Risks, gone), a.stillMade(a.Contraindications, gone)
	a.withholdNumbers(gone)
}

// withholdNumbers takes out the evidence that only passages that are gone have, and the numbers
// that were read from it alone.
func (a *Article) withholdNumbers(gone []Passage) {
	unsaid := func(e Evidence) bool { return !a.stillSaid(e.Section, e.Sentence, gone) }
	if cost := slices.DeleteFunc(slices.Clone(a.Cost.Evidence), unsaid); len(cost) < len(a.Cost.Evidence) {
		if a.Cost.Evidence = cost; len(cost) == 0 {
			a.Cost = Cost{Evidence: cost}
		}
	}
	if days := slices.DeleteFunc(slices.Clone(a.Downtime.Evidence), unsaid); len(days) < len(a.Downtime.Evidence) {
		if a.Downtime.Evidence = days; len(days) == 0 {
			a.Downtime = Downtime{Evidence: days}
		}
	}
	a.Fees = slices.DeleteFunc(slices.Clone(a.Fees), func(f Fee) bool { return unsaid(f.Evidence) })
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

// stillMade is the claims whose sentences are not gone.
func (a *Article) stillMade(claims []Claim, gone []Passage) []Claim {
	out := []Claim{}
	for _, c := range claims {
		if a.stillSaid(c.Section, c.Sentence, gone) {
			out = append(out, c)
		}
	}
	return out
}

// stillSaid reports whether a sentence of a section, or a heading, stands anywhere else there
// than in passages that are gone.
func (a *Article) stillSaid(section, sentence string, gone []Passage) bool {
	says := func(p Passage) bool {
		return p.Section == section && (strings.Contains(p.Text, sentence) || strings.Contains(p.Heading, sentence))
	}
	return !slices.ContainsFunc(gone, says) || slices.ContainsFunc(a.shown, says) ||
		slices.ContainsFunc(a.Sections, func(s Section) bool { return s.ID == section && strings.Contains(s.Text, sentence) })
}
