package corpus

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
)

// MaxArticleBytes is the size above which one article is refused. It is a limit
// of an article, not of a file that holds many.
const MaxArticleBytes = 8 << 20

// DefaultLang is the language of an article that names none.
const DefaultLang = "ja"

// Normalize makes an article complete in form: slices are never nil, values
// that were not given have their defaults, and every section has an id, a kind,
// a level and a path. It changes nothing that was given.
func (a *Article) Normalize() {
	defaultTo(&a.Collection, DefaultCollection)
	defaultTo(&a.Lang, DefaultLang)
	defaultTo(&a.Status, StatusPublished)
	defaultTo(&a.Insurance, Unknown)
	defaultTo(&a.Approval, Unknown)
	notNil(&a.Treatments)
	notNil(&a.Conditions)
	notNil(&a.Departments)
	notNil(&a.Tags)
	notNil(&a.Supervisors)
	notNil(&a.Sections)
	notNil(&a.FAQs)
	notNil(&a.Sources)
	notNil(&a.Effects)
	notNil(&a.Risks)
	notNil(&a.Contraindications)
	notNil(&a.Cost.Evidence)
	notNil(&a.Fees)
	notNil(&a.Downtime.Evidence)
	notNil(&a.Dropped)
	notNil(&a.Corrected)
	a.normalizeSections()
}

func (a *Article) normalizeSections() {
	var open []*Section // those that hold the current one
	for i := range a.Sections {
		s := &a.Sections[i]
		if s.Kind == "" {
			s.Kind = KindOther
		}
		s.Level = max(s.Level, 1)
		for len(open) > 0 && open[len(open)-1].Level >= s.Level {
			open = open[:len(open)-1]
		}
		open = append(open, s)
		if s.Path == nil && s.Heading != "" {
			for _, o := range open {
				if o.Heading != "" {
					s.Path = append(s.Path, o.Heading)
				}
			}
		}
		notNil(&s.Path)
		notNil(&s.Sources)
	}
	a.assignSectionIDs()
}

// assignSectionIDs gives every section without an id one that depends on its
// heading path and its order among sections of the same path alone, so that it
// stays when other sections come, go or change.
func (a *Article) assignSectionIDs() {
	taken := make(ids, len(a.Sections))
	for i := range a.Sections {
		if id := a.Sections[i].ID; id != "" {
			taken[id] = 1
		}
	}
	for i := range a.Sections {
		s := &a.Sections[i]
		if s.ID != "" {
			continue
		}
		base := "lead"
		if len(s.Path) > 0 {
			base = "s-" + shortHash(s.Path...)
		}
		s.ID = taken.take(base)
	}
}

// ids are the ids that are taken, each with the last suffix that was given to it.
type ids map[string]int

// take returns base, or base with the first suffix -2, -3, … that is free, and
// takes it.
func (t ids) take(base string) string {
	last, ok := t[base]
	if !ok {
		t[base] = 1
		return base
	}
	for n := last + 1; ; n++ {
		id := base + "-" + strconv.Itoa(n)
		if _, ok := t[id]; !ok {
			t[base], t[id] = n, 1
			return id
		}
	}
}

// shortHash is 10 hexadecimal digits of a hash of the parts.
func shortHash(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		h.Write([]byte(p))
		h.Write([]byte{0}) // so that ("a","bc") is not ("ab","c")
	}
	sum := h.Sum(make([]byte, 0, sha256.Size))
	return hex.EncodeToString(sum[:5])
}

func defaultTo(s *string, value string) {
	if *s == "" {
		*s = value
	}
}

func notNil[T any](s *[]T) {
	if *s == nil {
		*s = []T{}
	}
}
