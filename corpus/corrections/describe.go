package corrections

import (
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"shirube/corpus"
)

// What is the changes of a correction on one line, as YAML writes them.
func (c Correction) What() string {
	c.Article, c.Section, c.Passage, c.Anchor, c.Why, c.By, c.Date = "", "", "", "", "", "", ""
	var n yaml.Node
	if err := n.Encode(c); err != nil { // structs of strings and numbers: there is nothing that could fail
		return err.Error()
	}
	var parts []string
	for i := 2; i+1 < len(n.Content); i += 2 { // after the article
		value := n.Content[i+1]
		value.Style |= yaml.FlowStyle
		text, err := yaml.Marshal(value)
		if err != nil {
			text = []byte(err.Error())
		}
		parts = append(parts, n.Content[i].Value+": "+strings.TrimSpace(string(text)))
	}
	return strings.Join(parts, ", ")
}

// anchorRunes is how many characters of an article a correction quotes.
const anchorRunes = 30

// Anchor returns words of the article that a correction is about, for it to quote:
// the beginning of its section, or of the sentence that a price, a fee or the
// downtime was read from. It is empty where there are none, or where the article
// is corrected there already: an anchor stands in the article as it was read.
func Anchor(a *corpus.Article, c *Correction) string {
	words := ""
	switch {
	case c.Passage != "" || c.FAQ != nil || c.Source != nil && c.Section == "":
		return "" // named by what it says
	case c.Section != "":
		for i := range a.Sections {
			if s := &a.Sections[i]; s.ID == c.Section {
				if words = s.Text; strings.TrimSpace(words) == "" {
					words = s.Heading
				}
			}
		}
	case c.Cost != nil && len(a.Cost.Evidence) > 0:
		words = a.Cost.Evidence[0].Sentence
	case c.Downtime != nil && len(a.Downtime.Evidence) > 0:
		words = a.Downtime.Evidence[0].Sentence
	case c.Fees != nil && len(a.Fees) > 0:
		words = a.Fees[0].Evidence.Sentence
	}
	for _, done := range a.Corrected {
		switch done.Field {
		case "text", "faq", "heading", "cost", "downtime", "fees":
			return ""
		}
	}
	words, _, _ = strings.Cut(strings.TrimSpace(words), "\n")
	r := []rune(words)
	return strings.TrimSpace(string(r[:min(len(r), anchorRunes)]))
}

// Named returns the same change of a source, which names the source by what it
// says instead of by its number: numbers change when an article does.
func Named(a *corpus.Article, s *Source) *Source {
	if s == nil {
		return nil
	}
	n, err := strconv.Atoi(s.Of)
	if err != nil || n < 1 || n > len(a.Sources) {
		return s
	}
	e := &editing{Article: a}
	out := *s
	for _, name := range []string{sourceText(a.Sources[n-1]), a.Sources[n-1].Title, a.Sources[n-1].URL} {
		if _, err := strconv.Atoi(name); err == nil || name == "" {
			continue
		}
		if at, err := e.sourceOf(name); err == nil && at == n-1 {
			out.Of = name
			break
		}
	}
	return &out
}
