package corrections

import (
	"errors"
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"shirube/corpus"
)

// topKey is the only key at the top of a file.
const topKey = "corrections"

var syntaxLine = regexp.MustCompile(`^yaml: (?:line (\d+): )?`)

// syntaxError names file and line of what the YAML library says.
func syntaxError(file string, err error) error {
	text, line := err.Error(), 1
	if m := syntaxLine.FindStringSubmatch(text); m != nil {
		text = text[len(m[0]):]
		if n, err := strconv.Atoi(m[1]); err == nil {
			line = n
		}
	}
	return fmt.Errorf("corrections: %s:%d: %s", file, line, text)
}

// decoder reads the nodes of one file, and collects what is wrong with them.
type decoder struct {
	file string
	errs []error
}

func (d *decoder) errorf(n *yaml.Node, format string, args ...any) {
	if d.file == "" { // in no file
		d.errs = append(d.errs, fmt.Errorf(format, args...))
		return
	}
	d.errs = append(d.errs, fmt.Errorf("corrections: %s:%d: %s", d.file, max(n.Line, 1), fmt.Sprintf(format, args...)))
}

// fields are the keys that a mapping may have, each with what reads its value.
type fields map[string]func(*yaml.Node)

// document reads the whole file.
func (d *decoder) document(doc *yaml.Node) []Correction {
	if doc.Kind == 0 || len(doc.Content) == 0 || isNull(doc.Content[0]) {
		return nil
	}
	var list []Correction
	d.mapping(doc.Content[0], "the file", fields{topKey: func(n *yaml.Node) {
		if isNull(n) {
			return
		}
		d.each(n, topKey, func(n *yaml.Node) { list = append(list, d.correction(n)) })
	}})
	return list
}

func (d *decoder) correction(n *yaml.Node) Correction {
	c := Correction{File: d.file, Line: n.Line}
	before := len(d.errs)
	d.mapping(n, "a correction", fields{
		"article": d.text("article", &c.Article),
		"section": d.text("section", &c.Section),
		"passage": d.text("passage", &c.Passage),
		"anchor":  d.text("anchor", &c.Anchor),

		"kind":    choice(d, "kind", &c.Kind, labels[corpus.Kind](corpus.KindLabels())),
		"heading": d.text("heading", &c.Heading),
		"hide":    d.flag("hide", &c.Hide),
		"faq":     func(n *yaml.Node) { c.FAQ = d.faq(n) },
		"source":  func(n *yaml.Node) { c.Source = d.source(n) },

		"cost":        func(n *yaml.Node) { c.Cost = d.cost(n) },
		"fees":        func(n *yaml.Node) { c.Fees = d.fees(n) },
		"downtime":    func(n *yaml.Node) { c.Downtime = d.downtime(n) },
		"supervisors": func(n *yaml.Node) { c.Supervisors = d.supervisors(n) },
		"insurance":   choice(d, "insurance", &c.Insurance, labels[string](corpus.InsuranceLabels())),
		"approval":    choice(d, "approval", &c.Approval, labels[string](corpus.ApprovalLabels())),
		"treatments":  func(n *yaml.Node) { c.Treatments = d.texts("treatments", n) },
		"tags":        func(n *yaml.Node) { c.Tags = d.texts("tags", n) },

		"why":  d.text("why", &c.Why),
		"by":   d.text("by", &c.By),
		"date": d.date(&c.Date),
	})
	if len(d.errs) == before { // else what is missing may only have been misspelt
		if why := c.wrong(); why != "" {
			d.errorf(n, "%s", why)
		}
	}
	return c
}

// changesText reports whether the correction changes text, or what kind of text it is.
func (c *Correction) changesText() bool {
	return c.Kind != "" || c.Heading != "" || c.Hide || c.FAQ != nil
}

// changesFacts reports whether it changes anything else.
func (c *Correction) changesFacts() bool {
	return c.Source != nil || c.Cost != nil || c.Fees != nil || c.Downtime != nil || c.Supervisors != nil ||
		c.Insurance != "" || c.Approval != "" || c.Treatments != nil || c.Tags != nil
}

// wrong says what makes a correction none, or "".
func (c *Correction) wrong() string {
	ofSection := c.Kind != "" || c.Heading != "" || c.Hide
	switch {
	case c.Article == "":
		return "article is missing: the id of the article that is corrected"
	case !c.changesText() && !c.changesFacts():
		return "nothing is corrected: name what is, such as kind, hide, cost or source"
	case c.Section != "" && c.Passage != "":
		return "section and passage are both named: one of them is enough"
	case ofSection && c.Section == "" && c.Passage == "":
		return "kind, heading and hide need the section or the passage that they are of"
	case c.Passage != "" && !strings.HasPrefix(c.Passage, c.Article+"#"):
		return fmt.Sprintf("passage %q is not one of article %q: it begins with the article's id and #", c.Passage, c.Article)
	case c.Hide && (c.Kind != "" || c.Heading != ""):
		return "what is hidden has no kind and no heading"
	}
	if why := c.FAQ.wrong(); why != "" {
		return why
	}
	return c.Source.wrong()
}

func (f *FAQ) wrong() string {
	switch {
	case f == nil:
	case f.Of == "" && (f.Remove || f.Question == "" || f.Answer == ""):
		return "faq: name the question that is corrected with of; a new one needs question and answer"
	case f.Of != "" && !f.Remove && f.Question == "" && f.Answer == "":
		return "faq: nothing is corrected: give question, answer or remove"
	case f.Remove && (f.Question != "" || f.Answer != ""):
		return "faq: what is removed has no new question or answer"
	}
	return ""
}

func (s *Source) wrong() string {
	if s == nil {
		return ""
	}
	named := s.Name != "" || s.Title != "" || s.URL != ""
	changes := named || s.Type != "" || s.Year.Set
	switch {
	case s.Of == "" && (s.Remove || !named):
		return "source: name the source that is corrected with of; a new one needs a name, a title or a url"
	case s.Of != "" && !s.Remove && !changes:
		return "source: nothing is corrected: give name, title, url, type, year or remove"
	case s.Remove && changes:
		return "source: what is removed has no new name, title, url, type or year"
	}
	return ""
}

func (d *decoder) faq(n *yaml.Node) *FAQ {
	f := &FAQ{}
	d.mapping(n, "faq", fields{
		"of": d.text("of", &f.Of), "question": d.text("question", &f.Question),
		"answer": d.text("answer", &f.Answer), "remove": d.flag("remove", &f.Remove),
	})
	return f
}

func (d *decoder) source(n *yaml.Node) *Source {
	s := &Source{}
	types := slices.DeleteFunc(labels[corpus.SourceType](corpus.SourceTypeLabels()), func(t corpus.SourceType) bool { return t == corpus.SourceNone })
	d.mapping(n, "source", fields{
		"of": d.text("of", &s.Of), "name": d.text("name", &s.Name), "title": d.text("title", &s.Title),
		"url": d.url(&s.URL), "type": choice(d, "type", &s.Type, types),
		"year": d.number("year", &s.Year, 1600, 2200), "remove": d.flag("remove", &s.Remove),
	})
	return s
}

// maxYen is more than any treatment costs; what is above it is a slip of the finger.
const maxYen = 1_000_000_000

func (d *decoder) cost(n *yaml.Node) *Cost {
	c := &Cost{}
	if isUnknown(n) {
		return &Cost{MinYen: Unknown(), MaxYen: Unknown(), CourseMinYen: Unknown(), CourseMaxYen: Unknown()}
	}
	d.mapping(n, "cost", fields{
		"min_yen": d.number("min_yen", &c.MinYen, 0, maxYen), "max_yen": d.number("max_yen", &c.MaxYen, 0, maxYen),
		"course_min_yen": d.number("course_min_yen", &c.CourseMinYen, 0, maxYen),
		"course_max_yen": d.number("course_max_yen", &c.CourseMaxYen, 0, maxYen),
		"per":            choice(d, "per", &c.Per, corpus.CostUnits()),
	})
	if *c == (Cost{}) {
		d.errorf(n, "cost: nothing is corrected: give min_yen, max_yen, per, course_min_yen or course_max_yen, or say unknown")
	}
	return c
}

func (d *decoder) downtime(n *yaml.Node) *Downtime {
	if isUnknown(n) {
		return &Downtime{MinDays: Unknown(), MaxDays: Unknown()}
	}
	t := &Downtime{}
	d.mapping(n, "downtime", fields{
		"min_days": d.number("min_days", &t.MinDays, 0, 3650), "max_days": d.number("max_days", &t.MaxDays, 0, 3650),
	})
	if *t == (Downtime{}) {
		d.errorf(n, "downtime: nothing is corrected: give min_days or max_days, or say unknown")
	}
	return t
}

func (d *decoder) fees(n *yaml.Node) *[]Fee {
	fees := []Fee{}
	d.each(n, "fees", func(n *yaml.Node) {
		var f Fee
		var yen Number
		d.mapping(n, "a fee", fields{"label": d.text("label", &f.Label), "yen": d.number("yen", &yen, 0, maxYen)})
		if f.Label == "" {
			d.errorf(n, "fees: a fee needs a label")
		}
		f.Yen = yen.Value
		fees = append(fees, f)
	})
	return &fees
}

func (d *decoder) supervisors(n *yaml.Node) *[]Supervisor {
	list := []Supervisor{}
	d.each(n, "supervisors", func(n *yaml.Node) {
		var s Supervisor
		d.mapping(n, "a supervisor", fields{
			"name": d.text("name", &s.Name), "title": d.text("title", &s.Title),
			"affiliation": d.text("affiliation", &s.Affiliation), "representative": d.text("representative", &s.Representative),
		})
		if s.Name == "" && s.Title == "" {
			d.errorf(n, "supervisors: a supervisor needs a name or a title")
		}
		list = append(list, s)
	})
	return &list
}

// mapping reads keys and values, and names those that are not known.
func (d *decoder) mapping(n *yaml.Node, what string, known fields) {
	n = target(n)
	if n.Kind != yaml.MappingNode {
		d.errorf(n, "%s: keys and values are needed (%s), not %s", what, strings.Join(slices.Sorted(maps.Keys(known)), ", "), shape(n))
		return
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		read, ok := known[key.Value]
		switch {
		case !ok:
			d.errorf(key, "%s: unknown field %q (known: %s)", what, key.Value, strings.Join(slices.Sorted(maps.Keys(known)), ", "))
		case seen[key.Value]:
			d.errorf(key, "%s: %s is given twice", what, key.Value)
		default:
			seen[key.Value] = true
			read(target(n.Content[i+1]))
		}
	}
}

// each reads the entries of a list.
func (d *decoder) each(n *yaml.Node, what string, read func(*yaml.Node)) {
	n = target(n)
	if n.Kind != yaml.SequenceNode {
		d.errorf(n, "%s: a list is needed, not %s", what, shape(n))
		return
	}
	for _, entry := range n.Content {
		read(target(entry))
	}
}

// text reads a string that says something.
func (d *decoder) text(what string, to *string) func(*yaml.Node) {
	return func(n *yaml.Node) {
		switch {
		case n.Kind != yaml.ScalarNode || isNull(n):
			d.errorf(n, "%s: a text is needed, not %s", what, shape(n))
		case strings.TrimSpace(n.Value) == "":
			d.errorf(n, "%s: the text is empty", what)
		default:
			*to = strings.TrimSpace(n.Value)
		}
	}
}

func (d *decoder) texts(what string, n *yaml.Node) *[]string {
	list := []string{}
	d.each(n, what, func(n *yaml.Node) {
		var s string
		d.text(what, &s)(n)
		list = append(list, s)
	})
	return &list
}

func (d *decoder) url(to *string) func(*yaml.Node) {
	return func(n *yaml.Node) {
		d.text("url", to)(n)
		u, err := url.Parse(*to)
		if *to != "" && (err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "") {
			d.errorf(n, "url: %q is not a web address: it begins with https:// or http://", *to)
		}
	}
}

func (d *decoder) flag(what string, to *bool) func(*yaml.Node) {
	return func(n *yaml.Node) {
		if n.Kind != yaml.ScalarNode || n.Tag != "!!bool" {
			d.errorf(n, "%s: true is needed, not %s", what, shape(n))
			return
		}
		if *to = n.Value == "true" || n.Value == "True" || n.Value == "TRUE"; !*to {
			d.errorf(n, "%s: only true means something; leave it out instead", what)
		}
	}
}

// number reads a whole number, or null for unknown.
func (d *decoder) number(what string, to *Number, least, most int) func(*yaml.Node) {
	return func(n *yaml.Node) {
		if isNull(n) || isUnknown(n) {
			*to = Unknown()
			return
		}
		value, err := strconv.Atoi(strings.NewReplacer("_", "", ",", "").Replace(n.Value))
		switch {
		case n.Kind != yaml.ScalarNode || err != nil:
			d.errorf(n, "%s: a whole number is needed, or null where it is unknown, not %s", what, shape(n))
		case value < least || value > most:
			d.errorf(n, "%s: %d is not between %d and %d", what, value, least, most)
		default:
			*to = Known(value)
		}
	}
}

func (d *decoder) date(to *string) func(*yaml.Node) {
	return func(n *yaml.Node) {
		if _, err := time.Parse(time.DateOnly, n.Value); n.Kind != yaml.ScalarNode || err != nil {
			d.errorf(n, "date: a day is needed, written as 2026-01-31, not %s", shape(n))
			return
		}
		*to = n.Value
	}
}

// choice reads one of the values that are allowed.
func choice[T ~string](d *decoder, what string, to *T, allowed []T) func(*yaml.Node) {
	return func(n *yaml.Node) {
		if n.Kind != yaml.ScalarNode || !slices.Contains(allowed, T(n.Value)) {
			words := make([]string, len(allowed))
			for i, a := range allowed {
				words[i] = string(a)
			}
			d.errorf(n, "%s: %s is none of %s", what, shape(n), strings.Join(words, ", "))
			return
		}
		*to = T(n.Value)
	}
}

func labels[T ~string](list []corpus.Label) []T {
	out := make([]T, len(list))
	for i, l := range list {
		out[i] = T(l.Value)
	}
	return out
}

// target is what an alias stands for.
func target(n *yaml.Node) *yaml.Node {
	if n.Kind == yaml.AliasNode && n.Alias != nil {
		return n.Alias
	}
	return n
}

func isNull(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.Tag == "!!null" }

// isUnknown reports whether a value says that what it stands for is not known.
func isUnknown(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.Value == corpus.Unknown }

// shape is what stands at a node, for messages.
func shape(n *yaml.Node) string {
	switch {
	case n.Kind == yaml.MappingNode:
		return "keys and values"
	case n.Kind == yaml.SequenceNode:
		return "a list"
	case isNull(n):
		return "nothing"
	}
	value := []rune(n.Value)
	if len(value) > 40 {
		value = append(value[:40], '…')
	}
	return strconv.Quote(string(value))
}

// Valid says what makes a correction none that a file may hold; nil: nothing.
func (c Correction) Valid() error {
	data, err := yaml.Marshal(map[string][]Correction{topKey: {c}})
	if err != nil {
		return fmt.Errorf("corrections: %w", err)
	}
	d := &decoder{}
	var doc yaml.Node
	if err := yaml.Unmarshal(data, &doc); err != nil {
		return syntaxError("correction", err)
	}
	d.document(&doc)
	return errors.Join(d.errs...)
}
