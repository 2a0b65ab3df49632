// Package adcheck looks through an article for what the Japanese rules on
// advertising by clinics ask it to show, and for phrases that they call a
// problem. It helps an editor find places to look at; it is no legal advice, and
// it never says that an article keeps the rules: saying so in an advertisement is
// itself called an exaggeration by the ministry. How an article is read is left to
// corpus/reader and corpus/anatomy.
//
// The rules, by title:
//
//   - 医療法 第6条の5: no false advertising (paragraph 1), none that compares,
//     exaggerates or offends (paragraph 2), and only what is listed (paragraph 3),
//     but for the cases of the ordinance.
//   - 医療法施行規則 第1条の9: no testimonials of treatment or effect (item 1), no
//     photographs from before and after that may mislead (item 2).
//   - 医療法施行規則 第1条の9の2: what must be shown for the list not to apply: where
//     to ask (item 2) and, for treatment outside insurance, what it usually is, what
//     it costs (item 3), and its main risks and side effects (item 4).
//   - 厚生労働省「医業若しくは歯科医業又は病院若しくは診療所に関する広告等に関する
//     指針（医療広告ガイドライン）」, as amended on 22 March 2024: how these are to be
//     read; for drugs and devices that are not approved, five things more.
//   - 厚生労働省「医療広告ガイドラインに関するQ&A」 and 「医療広告規制における
//     ウェブサイト等の事例解説書」(第4版).
package adcheck

import (
	"slices"

	"shirube/corpus"
)

// Notice goes with every report, wherever it is shown.
const Notice = "編集の手がかりであり、法的な助言ではありません。見つからなかったことは、問題がないことを意味しません。最終的な判断は、原典と所管の自治体・専門家に確認してください。"

// Status says how it stands with an item.
type Status string

// The statuses of an item. NotRequired is for what the rules do not ask of this
// article, such as the price of what insurance pays for.
const (
	Found       Status = "found"
	Missing     Status = "missing"
	Unclear     Status = "unclear"
	NotRequired Status = "not_required"
)

// Answer says whether something holds for the article.
type Answer string

// The answers.
const (
	Yes     Answer = "yes"
	No      Answer = "no"
	Unknown Answer = "unclear"
)

// Level says how much a finding matters.
type Level string

// The levels, as SARIF names them; Off leaves a rule out.
const (
	Error   Level = "error"
	Warning Level = "warning"
	Note    Level = "note"
	Off     Level = "off"
)

// Report is what was found in one article.
type Report struct {
	Article string `json:"article"` // id
	Title   string `json:"title"`
	// SelfPay says whether the article is about treatment outside insurance,
	// Unapproved whether about drugs or devices without approval for it: what has
	// to be shown depends on both.
	SelfPay    Scope    `json:"self_pay"`
	Unapproved Scope    `json:"unapproved"`
	Items      []Item   `json:"items"`
	Phrases    []Phrase `json:"phrases"` // in the order of the source
	// Allowed are findings that a comment in the source marks as looked at.
	Allowed []Phrase `json:"allowed"`
	Notice  string   `json:"notice"`
}

// Scope is an answer with its reason, in Japanese.
type Scope struct {
	Answer Answer `json:"answer"`
	Why    string `json:"why"`
}

// Item is something that the article should show.
type Item struct {
	Rule   string `json:"rule"`  // id of the rule
	Label  string `json:"label"` // in Japanese, as are the next two
	Status Status `json:"status"`
	Why    string `json:"why"`   // why it is missing or unclear, or what to look at where it was found
	Basis  string `json:"basis"` // where the rule stands
	Level  Level  `json:"level"` // of a missing one
	// Positions are where it was found, or where an unclear one should be looked at.
	Positions []Position `json:"positions"`
}

// Phrase is a wording that the rules call a problem, or may.
type Phrase struct {
	Rule       string `json:"rule"`
	Label      string `json:"label"`
	Why        string `json:"why"`
	Basis      string `json:"basis"`
	Suggestion string `json:"suggestion"` // what an editor can do
	Level      Level  `json:"level"`
	Position
	Reason string `json:"reason"` // of an allowed one: what its comment says
}

// Position is a place in the article.
type Position struct {
	Where   Where  `json:"where"`
	Section string `json:"section"` // id; empty in the title and in what was dropped
	// Line is the 1-based line of the source; that of the section where the lines
	// inside it are not known.
	Line int `json:"line"`
	// Column is where on the line the quote begins, in code points from 1; 0 where
	// it is not known.
	Column int `json:"column"`
	// Start and End are offsets in code points of the title, the heading, the
	// section's text or the dropped text.
	Start int    `json:"start"`
	End   int    `json:"end"`
	Quote string `json:"quote"`
}

// Where says in what text a position is.
type Where string

// The texts that are looked through.
const (
	InTitle   Where = "title"
	InHeading Where = "heading"
	InText    Where = "text"
	InAnswer  Where = "answer" // of an FAQ entry that is in no section's text
	InDropped Where = "dropped"
)

// Check looks through an article. It reads what was dropped as noise, too: where
// to ask is often in a page's footer, and so is a discount.
func Check(a *corpus.Article) *Report { return Options{}.Check(a) }

// Options are what an editor's team decided.
type Options struct {
	// Levels gives rules, by id, another level; Off leaves them out.
	Levels map[string]Level
}

// Check is the function Check under these options.
func (o Options) Check(a *corpus.Article) *Report {
	c := newChecking(a)
	r := &Report{
		Article: a.ID, Title: a.Title, SelfPay: c.selfPay(), Unapproved: c.unapproved(),
		Items: []Item{}, Phrases: []Phrase{}, Allowed: []Phrase{}, Notice: Notice,
	}
	for _, rule := range Rules() {
		level := rule.Level
		if l, ok := o.Levels[rule.ID]; ok {
			level = l
		}
		switch {
		case level == Off:
		case rule.item != nil:
			r.Items = append(r.Items, c.item(rule, level, r))
		default:
			for _, p := range c.phrases(rule, level) {
				if reason, ok := c.allowed(p); ok {
					p.Reason = reason
					r.Allowed = append(r.Allowed, p)
				} else {
					r.Phrases = append(r.Phrases, p)
				}
			}
		}
	}
	slices.SortStableFunc(r.Phrases, byPlace)
	slices.SortStableFunc(r.Allowed, byPlace)
	return r
}

func byPlace(a, b Phrase) int {
	if a.Line != b.Line {
		return a.Line - b.Line
	}
	return a.Start - b.Start
}

// Worst is the highest level of what is missing or was found as a phrase, "" where
// there is nothing. What is unclear counts as a note.
func (r *Report) Worst() Level {
	var worst Level
	for _, it := range r.Items {
		switch it.Status {
		case Missing:
			worst = higher(worst, it.Level)
		case Unclear:
			worst = higher(worst, Note)
		}
	}
	for _, p := range r.Phrases {
		worst = higher(worst, p.Level)
	}
	return worst
}

// AtLeast reports whether a level is another one or above it.
func (l Level) AtLeast(other Level) bool { return rank(l) >= rank(other) }

func higher(a, b Level) Level {
	if rank(b) > rank(a) {
		return b
	}
	return a
}

func rank(l Level) int { return slices.Index([]Level{Off, Note, Warning, Error}, l) }
