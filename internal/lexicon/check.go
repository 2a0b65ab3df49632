package lexicon

import (
	"slices"
	"strings"
	"unicode/utf8"

	"shirube/corpus"
	"shirube/internal/text"
)

// check says what is wrong with an entry by itself.
func (e *entry) check() error {
	switch {
	case !isID(e.ID):
		return e.errorf("id: lower-case letters, digits and _ are needed, a letter first")
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
	for _, check := range []func() error{e.checkNames, e.checkPhrases, e.checkNotIn} {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

func isID(s string) bool {
	return s != "" && s[0] >= 'a' && s[0] <= 'z' &&
		strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789_") == ""
}

// checkNames checks the names and keeps them folded.
func (e *entry) checkNames() error {
	var f folded
	readings := 1 + len(e.Synonyms) + len(e.Lay) // where they start in spellings
	for i, s := range e.spellings() {
		k := f.key(s)
		if s != strings.TrimSpace(s) || k == "" || !utf8.ValidString(s) {
			return e.errorf("%q is not a name", s)
		}
		e.spelled = append(e.spelled, form{s, k, i >= readings && i < readings+len(e.Readings)})
	}
	for _, s := range e.Readings {
		if strings.ContainsFunc(s, func(r rune) bool { return !text.IsHiragana(r) && r != 'ー' }) {
			return e.errorf("readings: %q is not hiragana", s)
		}
	}
	for _, s := range e.Compounds {
		if !e.hasName(f.key(s)) {
			return e.errorf("compounds: %q is not one of the names", s)
		}
	}
	return nil
}

// checkNotIn checks the longer words; the names and phrases are folded by then.
func (e *entry) checkNotIn() error {
	for _, s := range e.NotIn {
		k := key(s)
		within := func(n form) bool { return strings.Contains(k, n.key) }
		if e.hasName(k) || !slices.ContainsFunc(e.spelled, within) && !slices.ContainsFunc(e.phrased, within) {
			return e.errorf("not_in: %q is not a longer word that contains a name", s)
		}
	}
	return nil
}

func (e *entry) hasName(key string) bool {
	return slices.ContainsFunc(e.spelled, func(n form) bool { return n.key == key })
}

// checkPhrases checks the phrases and keeps what they stand for, folded.
func (e *entry) checkPhrases() error {
	var f folded
	for _, p := range e.Phrases {
		ways, err := expand(p)
		if err != nil {
			return e.errorf("phrases: %s", err)
		}
		for _, w := range ways {
			e.phrased = append(e.phrased, form{text: w, key: f.key(w)})
		}
	}
	return nil
}

func isSourceType(s string) bool {
	return s != string(corpus.SourceNone) && slices.ContainsFunc(corpus.SourceTypeLabels(), func(l corpus.Label) bool { return l.Value == s })
}

func withoutHyphens(k string) string { return strings.ReplaceAll(k, "-", "") }
