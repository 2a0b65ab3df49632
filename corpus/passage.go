package corpus

// Passage is the unit of search: a section, an FAQ entry, one effect or one
// risk under its heading, at most MaxPassageRunes long, cut at sentence ends.
type Passage struct {
	// ID is "<article id>#<hash>"; the hash depends on the heading path and the
	// text alone, so that it survives re-indexing of an unchanged passage.
	ID      string   `json:"id"`
	Article string   `json:"article_id"`
	Kind    Kind     `json:"kind"`
	Heading string   `json:"heading"` // an FAQ passage's heading is its question
	Path    []string `json:"path"`
	Text    string   `json:"text"`
	Section string   `json:"section"`
	Sources []Source `json:"sources"`
	// Facts names what the passage holds besides words, for questions that ask
	// for just that: FactCost, FactDowntime, …
	Facts []string `json:"facts"`
}

// MaxPassageRunes is the length at which a section is split into passages.
const MaxPassageRunes = 800

// Facts that a passage may hold.
const (
	FactCost             = "cost"             // an amount of money
	FactDowntime         = "downtime"         // how long recovery takes
	FactDuration         = "duration"         // how many minutes the treatment takes
	FactSessions         = "sessions"         // how often it is given
	FactInsurance        = "insurance"        // whether insurance pays
	FactEffect           = "effect"           // says of an effect that there is or may be one
	FactRisk             = "risk"             // names a risk
	FactContraindication = "contraindication" // names who must not have it
)
