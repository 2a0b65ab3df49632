package corpus

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// FieldError says what is wrong with one field of an article.
type FieldError struct {
	Field  string // as in the JSON, with indexes: sections[2].kind
	Reason string
}

func (e *FieldError) Error() string { return e.Field + ": " + e.Reason }

// ErrNoBody is the reason of an article that has nothing to find: match it with
// errors.Is.
var ErrNoBody = errors.New("the article has no body")

// Validate returns what is wrong with a normalized article, each error a
// *FieldError or one that wraps ErrNoBody. None means that it can be indexed.
func (a *Article) Validate() []error {
	v := &validator{sections: make(map[string]bool, len(a.Sections))}
	for i := range a.Sections {
		v.sections[a.Sections[i].ID] = true
	}
	a.validateHead(v)
	a.validateSections(v)
	a.validateFAQs(v)
	a.validateSources(v)
	a.validateClaims(v)
	a.validateNumbers(v)
	return v.errs
}

type validator struct {
	errs     []error
	sections map[string]bool // ids
}

func (v *validator) add(field, format string, args ...any) {
	v.errs = append(v.errs, &FieldError{Field: field, Reason: fmt.Sprintf(format, args...)})
}

// oneOf reports a value that is not among those allowed.
func oneOf[T ~string](v *validator, field string, value T, allowed []T) {
	if slices.Contains(allowed, value) {
		return
	}
	words := make([]string, len(allowed))
	for i, w := range allowed {
		words[i] = string(w)
	}
	v.add(field, "unknown value %q (allowed: %s)", string(value), strings.Join(words, ", "))
}

func (a *Article) validateHead(v *validator) {
	if strings.TrimSpace(a.ID) == "" {
		v.add("id", "the article has no id")
	}
	if !a.hasBody() {
		where := "sections"
		if strings.TrimSpace(a.Title) == "" {
			where = "title, sections"
		}
		v.errs = append(v.errs, fmt.Errorf("%s: %w", where, ErrNoBody))
	}
	oneOf(v, "status", a.Status, []string{StatusPublished, StatusDraft})
	oneOf(v, "insurance", a.Insurance, values[string](InsuranceLabels()))
	oneOf(v, "approval", a.Approval, values[string](ApprovalLabels()))
	if a.PublishAt != nil && a.ExpiresAt != nil && a.ExpiresAt.Before(*a.PublishAt) {
		v.add("expires_at", "the article expires (%s) before it is published (%s)",
			a.ExpiresAt.Format("2006-01-02"), a.PublishAt.Format("2006-01-02"))
	}
	for i, s := range a.Supervisors {
		if strings.TrimSpace(s.Name) == "" && strings.TrimSpace(s.Title) == "" {
			v.add(fmt.Sprintf("supervisors[%d].name", i), "a supervisor needs a name or a title")
		}
	}
}

// hasBody reports whether the article has any text that can be found.
func (a *Article) hasBody() bool {
	return slices.ContainsFunc(a.Sections, func(s Section) bool { return strings.TrimSpace(s.Text) != "" }) ||
		slices.ContainsFunc(a.FAQs, func(f FAQ) bool { return strings.TrimSpace(f.Answer) != "" })
}

func (a *Article) validateSections(v *validator) {
	kinds := values[Kind](KindLabels())
	seen := make(map[string]int, len(a.Sections))
	for i := range a.Sections {
		s := &a.Sections[i]
		field := fmt.Sprintf("sections[%d]", i)
		oneOf(v, field+".kind", s.Kind, kinds)
		if s.ID == "" {
			v.add(field+".id", "the section %q has no id", s.Heading)
		} else if first, ok := seen[s.ID]; ok {
			v.add(field+".id", "%q is the id of sections[%d] already", s.ID, first)
		} else {
			seen[s.ID] = i
		}
		if s.Level < 1 {
			v.add(field+".level", "%d is not a level (1 is a section, 2 a subsection)", s.Level)
		}
		for _, n := range s.Sources {
			if n < 0 || n >= len(a.Sources) {
				v.add(field+".sources", "%d is not an index into the %d sources", n, len(a.Sources))
			}
		}
	}
}

func (a *Article) validateFAQs(v *validator) {
	for i, f := range a.FAQs {
		field := fmt.Sprintf("faqs[%d]", i)
		if strings.TrimSpace(f.Question) == "" {
			v.add(field+".question", "the question is empty")
		}
		if !v.sections[f.Section] {
			v.add(field+".section", "there is no section %q", f.Section)
		}
	}
}

func (a *Article) validateSources(v *validator) {
	types := values[SourceType](SourceTypeLabels())
	types = slices.DeleteFunc(types, func(t SourceType) bool { return t == SourceNone })
	for i, s := range a.Sources {
		field := fmt.Sprintf("sources[%d]", i)
		oneOf(v, field+".type", s.Type, types)
		if strings.TrimSpace(s.Name) == "" && strings.TrimSpace(s.Title) == "" && s.URL == "" {
			v.add(field+".name", "a source needs a name, a title or a url")
		}
	}
}

func (a *Article) validateClaims(v *validator) {
	check := func(name string, claims []Claim) {
		for i, c := range claims {
			field := fmt.Sprintf("%s[%d]", name, i)
			oneOf(v, field+".stance", c.Stance, []Stance{Asserted, Hedged, Denied})
			if strings.TrimSpace(c.Label) == "" {
				v.add(field+".label", "the label is empty")
			}
			if !v.sections[c.Section] {
				v.add(field+".section", "there is no section %q", c.Section)
			}
		}
	}
	check("effects", a.Effects)
	check("risks", a.Risks)
	check("contraindications", a.Contraindications)
}

// CostUnits are the values that Cost.Per may have when there is a price.
func CostUnits() []string {
	return []string{"session", "site", "tooth", "vial", "month", "other"}
}

func (a *Article) validateNumbers(v *validator) {
	v.interval("cost.min_yen", "cost.max_yen", a.Cost.MinYen, a.Cost.MaxYen)
	v.interval("cost.course_min_yen", "cost.course_max_yen", a.Cost.CourseMinYen, a.Cost.CourseMaxYen)
	if a.Cost.Per != "" {
		oneOf(v, "cost.per", a.Cost.Per, CostUnits())
	}
	for i, f := range a.Fees {
		v.interval(fmt.Sprintf("fees[%d].yen", i), "", f.Yen, nil)
	}
	v.interval("downtime.min_days", "downtime.max_days", a.Downtime.MinDays, a.Downtime.MaxDays)
	v.interval("sessions.min", "sessions.max", a.Sessions.Min, a.Sessions.Max)
	v.interval("sessions.interval_days", "", a.Sessions.IntervalDays, nil)
	v.interval("duration_minutes.min", "duration_minutes.max", a.Duration.Min, a.Duration.Max)
}

// interval reports negative bounds and a least value above the greatest.
func (v *validator) interval(minField, maxField string, lo, hi *int) {
	if lo != nil && *lo < 0 {
		v.add(minField, "%d is negative", *lo)
	}
	if hi != nil && *hi < 0 {
		v.add(maxField, "%d is negative", *hi)
	}
	if lo != nil && hi != nil && *lo > *hi {
		v.add(minField, "%d is more than %s, %d", *lo, maxField, *hi)
	}
}

// values are the values of a list of labels.
func values[T ~string](labels []Label) []T {
	out := make([]T, len(labels))
	for i, l := range labels {
		out[i] = T(l.Value)
	}
	return out
}
