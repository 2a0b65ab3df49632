// Package corpus is the domain: what a treatment article is made of. It holds
// the Article model, its validation, and the cut of an article into passages.
// How a file becomes an Article is left to corpus/reader; how passages are
// analysed and found is left to internal/analysis, index and internal/search.
package corpus

import "time"

// Article is a treatment article as read. Its JSON is what `shirube parse
// --json` prints and what a JSONL corpus may hold: unknown values are null,
// slices are never null after Normalize. Money is in yen (tax included where
// both are given), durations in days unless a name says otherwise.
type Article struct {
	ID         string `json:"id"`
	Collection string `json:"collection"`

	Title       string `json:"title"`
	Description string `json:"description"`
	URL         string `json:"url"`
	Image       string `json:"image"`
	Lang        string `json:"lang"`

	Status    string     `json:"status"` // StatusPublished or StatusDraft
	PublishAt *time.Time `json:"publish_at"`
	ExpiresAt *time.Time `json:"expires_at"`
	Published *time.Time `json:"published"`
	Updated   *time.Time `json:"updated"`
	Reviewed  *time.Time `json:"reviewed"`

	// Treatments, Conditions, Departments and Tags are facet values: preferred
	// labels of the lexicon where it knows them.
	Treatments  []string `json:"treatments"`
	Conditions  []string `json:"conditions"`
	Departments []string `json:"departments"`
	Tags        []string `json:"tags"`

	Supervisors []Supervisor `json:"supervisors"`
	Sections    []Section    `json:"sections"`
	FAQs        []FAQ        `json:"faqs"`
	Sources     []Source     `json:"sources"`

	Effects           []Claim `json:"effects"`
	Risks             []Claim `json:"risks"`
	Contraindications []Claim `json:"contraindications"`

	Cost      Cost     `json:"cost"`
	Fees      []Fee    `json:"fees"`
	Insurance string   `json:"insurance"` // one of Insurances
	Approval  string   `json:"approval"`  // one of Approvals
	Downtime  Downtime `json:"downtime"`
	Sessions  Sessions `json:"sessions"`
	Duration  Minutes  `json:"duration_minutes"`

	// Dropped lists what was read but is not part of the article, so that
	// nobody loses text unknowingly.
	Dropped []Dropped `json:"dropped"`
	// Corrected lists what an editor put right after reading, in the order in
	// which it was done.
	Corrected []Corrected `json:"corrected"`

	shown []Passage // what Passages returns where something was withheld; nil: nothing was
}

// Publication states of an article.
const (
	StatusPublished = "published"
	StatusDraft     = "draft"
)

// DefaultCollection is where an article belongs that names no collection.
const DefaultCollection = "default"

// Values of Article.Insurance and Article.Approval.
const (
	InsuranceCovered = "covered"
	InsuranceSelfPay = "self_pay"
	InsuranceMixed   = "mixed"

	ApprovalApproved   = "approved"
	ApprovalUnapproved = "unapproved"

	Unknown = "unknown"
)

// Supervisor is a person, role or organisation that reviewed the article.
type Supervisor struct {
	Name           string `json:"name"`
	Title          string `json:"title"`
	Affiliation    string `json:"affiliation"`
	Representative string `json:"representative"`
}

// Section is a part of the article under one heading. The lead before the
// first heading is a section whose Heading is empty.
type Section struct {
	ID      string   `json:"id"` // unique within the article, stable while heading path and order among equals stay
	Kind    Kind     `json:"kind"`
	Heading string   `json:"heading"`
	Level   int      `json:"level"` // 1 is a section of the article, 2 a subsection, …
	Path    []string `json:"path"`  // headings from the outermost to this one, itself included
	Text    string   `json:"text"`  // the source's own characters, list markers included
	// Sources are indexes into Article.Sources of what supports this section.
	Sources   []int `json:"sources"`
	StartLine int   `json:"start_line"` // 1-based line of the heading in the source
	// Lines are the 1-based lines of the source on which the lines of Text stand,
	// one for each. Only who has just read the source knows them: nil where the
	// article comes from a container, a declaration or an index.
	Lines []int `json:"-"`
}

// FAQ is a question with its answer; Section is the id of the section of kind
// faq that holds it.
type FAQ struct {
	Question string `json:"question"`
	Answer   string `json:"answer"`
	Section  string `json:"section"`
}

// Source is a cited work or organisation.
type Source struct {
	Name  string     `json:"name"`
	Title string     `json:"title"`
	URL   string     `json:"url"`
	Type  SourceType `json:"type"`
	Year  *int       `json:"year"`
}

// Claim is a mention of an effect, a risk or a contraindication in a sentence.
type Claim struct {
	Concept  string `json:"concept"` // id in the lexicon; empty where it knows none
	Label    string `json:"label"`   // preferred label, or the article's own words
	Section  string `json:"section"` // id of the section it stands in
	Sentence string `json:"sentence"`
	Stance   Stance `json:"stance"`
	Sourced  bool   `json:"sourced"` // the section that holds it cites a source
}

// Stance says how a claim is made.
type Stance string

// The stances: 「回復します」, 「期待できる」「可能性がある」, 「ありません」.
const (
	Asserted Stance = "asserted"
	Hedged   Stance = "hedged"
	Denied   Stance = "denied"
)

// Evidence is the sentence a number was read from.
type Evidence struct {
	Section  string `json:"section"`
	Sentence string `json:"sentence"`
}

// Cost is the treatment's own price for one unit as it is sold, in yen. 「10万円〜」
// has no maximum; a course or a total goes to the Course fields.
type Cost struct {
	MinYen       *int       `json:"min_yen"`
	MaxYen       *int       `json:"max_yen"`
	Per          string     `json:"per"` // session, site, tooth, vial, month or other; empty when there is no price
	CourseMinYen *int       `json:"course_min_yen"`
	CourseMaxYen *int       `json:"course_max_yen"`
	Evidence     []Evidence `json:"evidence"`
}

// Fee is a price beside the treatment's own: consultation, anaesthesia,
// examinations, medicine, options, cancellation.
type Fee struct {
	Label    string   `json:"label"`
	Yen      *int     `json:"yen"`
	Evidence Evidence `json:"evidence"`
}

// Downtime is in days: 「ほぼない」 is 0 to 0, 「数日」 alone has evidence but no bounds.
type Downtime struct {
	MinDays  *int       `json:"min_days"`
	MaxDays  *int       `json:"max_days"`
	Evidence []Evidence `json:"evidence"`
}

// Sessions is how often the treatment is given, and how many days apart.
type Sessions struct {
	Min          *int `json:"min"`
	Max          *int `json:"max"`
	IntervalDays *int `json:"interval_days"`
}

// Minutes is how long one treatment takes.
type Minutes struct {
	Min *int `json:"min"`
	Max *int `json:"max"`
}

// Dropped is text that is not part of the article, with the 1-based line where
// it starts and the reason: navigation, banner, contents, script, …
type Dropped struct {
	Line int    `json:"line"`
	Text string `json:"text"`
	Why  string `json:"why"`
}

// Corrected is one thing that an editor put right, or hid, after reading.
type Corrected struct {
	Field   string `json:"field"`   // what: kind, heading, text, faq, source, cost, …
	Section string `json:"section"` // id of the section; empty where it is of the article
	Was     string `json:"was"`     // what had been read, in short
	Why     string `json:"why"`
	By      string `json:"by"`
	Date    string `json:"date"` // 2006-01-02, or empty
}
