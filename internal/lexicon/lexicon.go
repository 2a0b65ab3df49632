// Package lexicon knows the concepts of treatment articles: treatments,
// ingredients, devices, effects, risks, conditions, contraindications, body
// parts, organisations and the words people use for each. Which terms a text
// has is left to internal/analysis; what a query means to internal/search.
package lexicon

// Kind is what sort of thing a concept is.
type Kind string

// The kinds of concepts.
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
)

// Concept is one thing with every name that people give it.
type Concept struct {
	ID    string `yaml:"id"`
	Kind  Kind   `yaml:"kind"`
	Label string `yaml:"label"` // preferred label: the facet value people see

	Synonyms     []string `yaml:"synonyms"`     // other names of the same thing
	Lay          []string `yaml:"lay"`          // what people without training say
	Readings     []string `yaml:"readings"`     // in hiragana
	Misspellings []string `yaml:"misspellings"` // common, and unambiguous
	English      []string `yaml:"english"`      // English, abbreviations, brand names

	Broader    []string `yaml:"broader"`     // ids; broader is not same
	UsedFor    []string `yaml:"used_for"`    // treatments: ids of conditions and effects
	Department string   `yaml:"department"`  // treatments: 診療科
	SourceType string   `yaml:"source_type"` // organisations: a corpus.SourceType
}

// Mention is a name of a concept found in a text, at bytes [Start,End).
type Mention struct {
	Concept    *Concept
	Start, End int
}
