package lexicon

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"shirube/corpus"
	"shirube/internal/text"
)

// check says what is wrong with an entry by itself.
func (e *entry) check() error {
	switch {
	case !regexp.MustCompile(`^[a-z][a-z0-9_]*$`).MatchString(e.ID):
		return e.errorf("id: lower-case letters, digits and _ are needed")
	case !slices.Contains(Kinds(), e.Kind):
		return e.errorf("kind: %q is none of %v", e.Kind, Kinds())
	case e.Label == "":
		return e.errorf("label: a name is needed")
	case e.Kind != Treatment && (e.Department != "" || len(e.UsedFor) > 0):
		return e.errorf("department and used_for are for treatments")
	case (e.Kind == Organisation) != (e.SourceType != ""):
		return e.errorf("source_type: organisations have one, other kinds do not")
	case e.SourceType != "" && !isSourceType(e.SourceType):
		return e.errorf("source_type: %q is not known", e.SourceType)
	}
	for _, k := range e.Also {
		if !slices.Contains(Kinds(), k) || k == e.Kind {
			return e.errorf("also: %q is not another kind", k)
		}
	}
	if err := e.checkNames(); err != nil {
		return err
	}
	return e.checkPhrases()
}

func (e *entry) checkNames() error {
	keys := map[string]bool{}
	for _, s := range e.spellings() {
		if s != strings.TrimSpace(s) || key(s) == "" || !utf8.ValidString(s) {
			return e.errorf("%q is not a name", s)
		}
		keys[key(s)] = true
	}
	for _, s := range e.Readings {
		if strings.ContainsFunc(s, func(r rune) bool { return !text.IsHiragana(r) && r != 'ー' }) {
			return e.errorf("readings: %q is not hiragana", s)
		}
	}
	for _, s := range e.Compounds {
		if !keys[key(s)] {
			return e.errorf("compounds: %q is not one of the names", s)
		}
	}
	for _, s := range e.NotIn {
		k, holds := key(s), false
		for name := range keys {
			holds = holds || k != name && strings.Contains(k, name)
		}
		if !holds {
			return e.errorf("not_in: %q does not contain a name", s)
		}
	}
	return nil
}

func (e *entry) checkPhrases() error {
	for _, p := range e.Concept.Phrases {
		if _, err := expand(p); err != nil {
			return e.errorf("phrases: %s", err)
		}
	}
	return nil
}

// phrases returns the wordings that the phrases stand for; check has seen that
// they are well formed.
func (e *entry) phrases() []string {
	var out []string
	for _, p := range e.Concept.Phrases {
		ways, err := expand(p)
		if err == nil {
			out = append(out, ways...)
		}
	}
	return out
}

func isSourceType(s string) bool {
	return s != string(corpus.SourceNone) && slices.ContainsFunc(corpus.SourceTypeLabels(), func(l corpus.Label) bool { return l.Value == s })
}

func withoutHyphens(k string) string { return strings.ReplaceAll(k, "-", "") }
