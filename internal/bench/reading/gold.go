package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// gold is what a careful person reads on a page: one line of gold.jsonl.
type gold struct {
	Page  string `json:"page"` // the file's name without its extension
	Held  bool   `json:"held"` // kept back: no rule was written with this page in view
	Title string `json:"title"`

	Sections []goldSection `json:"sections"` // in reading order; the list need not be complete
	FAQCount *int          `json:"faq_count"`
	FAQ      []goldFAQ     `json:"faq"`
	Sources  []goldSource  `json:"sources"`
	// Supervisor: null means that none may be found.
	Supervisor supervisors `json:"supervisor"`

	CostMin      bound `json:"cost_min_yen"`
	CostMax      bound `json:"cost_max_yen"`
	CourseMin    bound `json:"course_min_yen"`
	CourseMax    bound `json:"course_max_yen"`
	CostMinAlt   []int `json:"cost_min_alt"`
	CostMaxAlt   []int `json:"cost_max_alt"`
	CourseMinAlt []int `json:"course_min_alt"`
	CourseMaxAlt []int `json:"course_max_alt"`

	Insurance   *string  `json:"insurance"` // null: not scored
	Downtime    days     `json:"downtime_days"`
	DowntimeAlt spanList `json:"downtime_alt"`
	Treatment   string   `json:"treatment"`

	NoiseExamples []string `json:"noise_examples"`
	// Noise lists everything on the page that is not main text: selectors of HTML
	// elements, beginnings of lines elsewhere. Where it is missing, how much of the
	// main text was kept is not measured.
	Noise []string `json:"noise"`
	// Either lists what may be kept or left out, in the same way: decoration that
	// says nothing by itself.
	Either  []string `json:"either"`
	Charset string   `json:"charset"` // of the file, where it is not UTF-8
	Note    string   `json:"note"`
}

type goldSection struct {
	Heading string   `json:"heading"`
	Kind    string   `json:"kind"`
	Alt     []string `json:"alt"` // kinds that are also right
	// Marked is true where the source marks the heading, "dt" for a dt, false
	// where only its style or place shows it.
	Marked any    `json:"marked"`
	Parent string `json:"parent"`
}

// marked reports whether the page marks the heading as one.
func (s *goldSection) marked() bool { return s.Marked != false }

// goldFAQ is a question, with how its answer begins and ends and what no longer
// belongs to it, where that is labelled. A bare string is a question.
type goldFAQ struct {
	Question string `json:"q"`
	Start    string `json:"a"`
	End      string `json:"end"`
	Not      string `json:"not"`
}

func (f *goldFAQ) UnmarshalJSON(b []byte) error {
	type plain goldFAQ
	return stringOr(b, &f.Question, (*plain)(f))
}

// goldSource is a part of a source's name or title. A bare string has no type.
type goldSource struct {
	Name string `json:"name"`
	Type string `json:"type"`
}

func (s *goldSource) UnmarshalJSON(b []byte) error {
	type plain goldSource
	return stringOr(b, &s.Name, (*plain)(s))
}

// goldSupervisor has parts of what must be read; of a bare string, it does not
// matter in which field it stands.
type goldSupervisor struct {
	Any            string `json:"any"`
	Name           string `json:"name"`
	Title          string `json:"title"`
	Affiliation    string `json:"affiliation"`
	Representative string `json:"representative"`
}

func (s *goldSupervisor) UnmarshalJSON(b []byte) error {
	type plain goldSupervisor
	return stringOr(b, &s.Any, (*plain)(s))
}

// supervisors is null, one or a list of them.
type supervisors []goldSupervisor

func (s *supervisors) UnmarshalJSON(b []byte) error {
	if string(b) == "null" {
		return nil
	}
	if b[0] == '[' {
		return json.Unmarshal(b, (*[]goldSupervisor)(s))
	}
	*s = supervisors{{}}
	return json.Unmarshal(b, &(*s)[0])
}

// bound is a number that must be read, "none" where none may be, or null where
// the page does not decide.
type bound struct {
	Scored bool
	Value  *int
}

func (v *bound) UnmarshalJSON(b []byte) error {
	switch string(b) {
	case "null":
		return nil
	case `"none"`:
		v.Scored = true
		return nil
	}
	v.Scored = true
	return json.Unmarshal(b, &v.Value)
}

// span is [min, max] in days; null leaves an end open.
type span [2]*int

// days is a span that must be read, "none" where none may be, or null where the
// page does not decide.
type days struct {
	Scored bool
	Span   span
}

func (d *days) UnmarshalJSON(b []byte) error {
	switch string(b) {
	case "null":
		return nil
	case `"none"`:
		d.Scored = true
		return nil
	}
	d.Scored = true
	return json.Unmarshal(b, &d.Span)
}

// spanList is one span or a list of them.
type spanList []span

func (l *spanList) UnmarshalJSON(b []byte) error {
	if string(b) == "null" {
		return nil
	}
	if json.Unmarshal(b, (*[]span)(l)) == nil {
		return nil
	}
	*l = spanList{{}}
	return json.Unmarshal(b, &(*l)[0])
}

// stringOr decodes a JSON string into s, anything else into v.
func stringOr(b []byte, s *string, v any) error {
	if b[0] == '"' {
		return json.Unmarshal(b, s)
	}
	return strictJSON(b, v)
}

// strictJSON decodes a value and refuses what it does not know: a misspelt label
// would not be measured.
func strictJSON(b []byte, v any) error {
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	return d.Decode(v)
}

// maxGoldLine is how long a line of labels may be, in bytes.
const maxGoldLine = 1 << 20

// loadGold reads a file of labels.
func loadGold(name string) (list []gold, err error) {
	f, err := os.Open(name) //nolint:gosec // the caller's own file
	if err != nil {
		return nil, fmt.Errorf("labels: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return readGold(f, name)
}

func readGold(r io.Reader, name string) ([]gold, error) {
	var list []gold
	seen := map[string]bool{}
	in := bufio.NewScanner(r)
	in.Buffer(nil, maxGoldLine)
	for no := 1; in.Scan(); no++ {
		line := bytes.TrimSpace(in.Bytes())
		if len(line) == 0 {
			continue
		}
		var g gold
		if err := strictJSON(line, &g); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", name, no, err)
		}
		if g.Page == "" || seen[g.Page] {
			return nil, fmt.Errorf("%s:%d: page %q is missing or stands twice", name, no, g.Page)
		}
		if g.FAQCount == nil {
			n := len(g.FAQ)
			g.FAQCount = &n
		}
		seen[g.Page] = true
		list = append(list, g)
	}
	if err := in.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if len(list) == 0 {
		return nil, fmt.Errorf("%s: no labels", name)
	}
	return list, nil
}

// pageFile returns the file of a page: its name with any extension.
func pageFile(dir, page string) (string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return "", fmt.Errorf("pages: %w", err)
	}
	for _, e := range entries {
		if strings.TrimSuffix(e.Name(), filepath.Ext(e.Name())) == page {
			return filepath.Join(dir, e.Name()), nil
		}
	}
	return "", fmt.Errorf("there is no page %s in %s", page, dir)
}
