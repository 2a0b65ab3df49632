package anatomy

import (
	"slices"

	"shirube/corpus"
)

// Reread brings an article in step with sections of it, by id, whose text,
// heading or kind became another after it was read: what they claim is read
// again, and so are price, fees and downtime, as long as they were read from the
// text and not declared. What is not known yet is looked for; ids, kinds and
// sources stay.
func Reread(lex Lexicon, a *corpus.Article, sections []string) {
	r := &reading{lex: lex, article: *a, subject: newSubject(lex, a.Title)}
	r.adopt()
	r.rereadClaims(sections)
	r.rereadNumbers()
	if a.Insurance != corpus.Unknown {
		r.declared.Insurance = a.Insurance
	}
	if a.Approval != corpus.Unknown {
		r.declared.Approval = a.Approval
	}
	r.readPolicy()
	r.article.Normalize()
	*a = r.article
}

// adopt takes over the sections that an article has.
func (r *reading) adopt() {
	r.article.Normalize()
	var open []*section
	for i := range r.article.Sections {
		s := &section{Section: &r.article.Sections[i]}
		s.head = readHeading(s.Heading)
		for len(open) > 0 && open[len(open)-1].Level >= s.Level {
			open = open[:len(open)-1]
		}
		if len(open) > 0 {
			s.parent = open[len(open)-1]
		}
		s.question = slices.ContainsFunc(r.article.FAQs, func(f corpus.FAQ) bool { return f.Section == s.ID && SameHeading(s.Heading, f.Question) })
		open = append(open, s)
		r.sections = append(r.sections, s)
	}
}

// rereadClaims reads the claims of some sections again. Claims stay in the order
// of the sections.
func (r *reading) rereadClaims(ids []string) {
	all := r.sections
	order := make(map[string]int, len(all))
	r.sections = nil
	for i, s := range all {
		order[s.ID] = i
		if slices.Contains(ids, s.ID) {
			r.sections = append(r.sections, s)
		}
	}
	lists := []*[]corpus.Claim{&r.article.Effects, &r.article.Risks, &r.article.Contraindications}
	for _, list := range lists {
		*list = slices.DeleteFunc(slices.Clone(*list), func(c corpus.Claim) bool { return slices.Contains(ids, c.Section) })
	}
	r.readClaims()
	for _, list := range lists {
		slices.SortStableFunc(*list, func(a, b corpus.Claim) int { return order[a.Section] - order[b.Section] })
	}
	r.sections = all
}

// rereadNumbers reads price, fees and downtime again where they were read from the
// text: what is declared has no evidence.
func (r *reading) rereadNumbers() {
	a := &r.article
	r.declared.Cost, r.declared.Downtime = a.Cost, a.Downtime
	if len(a.Cost.Evidence) > 0 {
		a.Cost, r.declared.Cost = corpus.Cost{}, corpus.Cost{}
	}
	if len(a.Downtime.Evidence) > 0 {
		a.Downtime, r.declared.Downtime = corpus.Downtime{}, corpus.Downtime{}
	}
	if slices.ContainsFunc(a.Fees, func(f corpus.Fee) bool { return f.Evidence.Sentence == "" }) {
		r.declared.Fees = a.Fees
	} else {
		a.Fees = nil
	}
	r.readNumbers()
}
