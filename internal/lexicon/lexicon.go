// Package lexicon knows the concepts of treatment articles: treatments,
// ingredients, devices, effects, risks, conditions, contraindications, body
// parts, organisations and the words people use for each, and the everyday
// words that name a section kind or a fact. Its data are YAML files, embedded;
// users add their own, which win. Which terms a text has is left to
// internal/analysis; what a query means to internal/search.
package lexicon

import "slices"

// Kind is what sort of thing a concept is.
type Kind string

// The kinds of concepts. A Class is a word for a sort of things (副作用), there
// to be broader than concepts: it is never a facet value.
const (
	Treatment        Kind = "treatment"
	Ingredient       Kind = "ingredient"
	Device           Kind = "device"
	Effect           Kind = "effect"
	Risk             Kind = "risk"
	Condition        Kind = "condition"
	Contraindication Kind = "contraindication"
	BodyPart         Kind = "body_part"
	Organisation     Kind = "organisation"
	Class            Kind = "class"
)

// Kinds returns every kind, in the order of Concepts.
func Kinds() []Kind {
	return []Kind{Treatment, Ingredient, Device, Effect, Risk, Condition, Contraindication, BodyPart, Organisation, Class}
}

// Concept is one thing with every name that people give it. Concepts are shared:
// they must not be changed.
type Concept struct {
	ID    string `yaml:"id"`
	Kind  Kind   `yaml:"kind"`
	Also  []Kind `yaml:"also"`  // what else it can be: 薄毛 is an effect to hope for and a condition to have
	Label string `yaml:"label"` // preferred label: the facet value people see

	Synonyms     []string `yaml:"synonyms"`     // other names of the same thing
	Lay          []string `yaml:"lay"`          // what people without training say
	Readings     []string `yaml:"readings"`     // in hiragana
	Misspellings []string `yaml:"misspellings"` // common, and unambiguous
	English      []string `yaml:"english"`      // English, abbreviations, brand names

	// Phrases are wordings by which a text says it, for Find alone: (a|b) is a or
	// b, (a|) is a or nothing. They are not names: Names and Lookup leave them out.
	Phrases []string `yaml:"phrases"`
	// NotIn lists longer words that contain a name but do not mean it (楽しみ for
	// しみ).
	NotIn []string `yaml:"not_in"`
	// Compounds lists those names that are found right beside a kanji too (がん in
	// 乳がん): short hiragana and single kanji are not, unless they are here.
	Compounds []string `yaml:"compounds"`

	Broader    []string `yaml:"broader"`     // ids; broader is not same
	UsedFor    []string `yaml:"used_for"`    // treatments: ids of conditions and effects
	Department string   `yaml:"department"`  // treatments: 診療科
	SourceType string   `yaml:"source_type"` // organisations: a corpus.SourceType

	names []string
}

// Is reports whether the concept is of this kind, first or also.
func (c *Concept) Is(k Kind) bool { return c.Kind == k || slices.Contains(c.Also, k) }

// HopedFor reports whether a concept is what people have or hope for, not what may
// happen to them.
func (c *Concept) HopedFor() bool { return (c.Is(Condition) || c.Is(Effect)) && !c.Is(Risk) }

// Names returns every spelling that means just this concept, label first.
func (c *Concept) Names() []string { return slices.Clone(c.names) }

// spellings lists the names as they stand in the data, label first.
func (c *Concept) spellings() []string {
	return slices.Concat([]string{c.Label}, c.Synonyms, c.Lay, c.Readings, c.Misspellings, c.English)
}

// Mention is a name of a concept found in a text, at bytes [Start,End).
type Mention struct {
	Concept    *Concept
	Start, End int
	// Phrase: it is named by one of its phrases, which may end inside a word.
	Phrase bool
}

// Lexicon is a set of concepts and of the words that name what is asked for. It
// does not change once loaded, and is safe for use by many goroutines.
type Lexicon struct {
	concepts    []*Concept
	byID        map[string]*Concept
	byName      map[string]*Concept
	narrower    map[string][]*Concept
	found       []*Concept // by the value of a name of names
	names       *matcher
	intents     []intent
	words       *matcher
	changes     []Change
	fingerprint string
}

// Change is what an entry of a user's file did to what was there before it.
type Change struct {
	File  string `json:"file"`
	Line  int    `json:"line"` // 1-based, of the entry
	ID    string `json:"id"`
	Label string `json:"label"`
	// Replaces: an earlier entry had the id, and is gone.
	Replaces bool `json:"replaces"`
	// Taken are the names that other entries had.
	Taken []TakenName `json:"taken"`
}

// TakenName is a name that is no longer that of the concept From.
type TakenName struct {
	Name string `json:"name"`
	From string `json:"from"`
}

// Changes lists what the users' files changed, in their order.
func (l *Lexicon) Changes() []Change { return slices.Clone(l.changes) }

// Fingerprint is a hash that changes when any entry, or the way in which entries
// are matched, does.
func (l *Lexicon) Fingerprint() string { return l.fingerprint }

// Concepts returns every concept: by kind, then in the order of the data.
func (l *Lexicon) Concepts() []*Concept { return slices.Clone(l.concepts) }

// ByID returns the concept with this id, nil if there is none.
func (l *Lexicon) ByID(id string) *Concept { return l.byID[id] }

// Narrower returns the concepts whose broader concept is id, in the order of
// Concepts.
func (l *Lexicon) Narrower(id string) []*Concept { return slices.Clone(l.narrower[id]) }

// Lookup returns the concept of which name is a whole name, in any spelling of it:
// width, case, kana, long vowel, spaces. It returns nil if there is none.
func (l *Lexicon) Lookup(name string) *Concept { return l.byName[key(name)] }
