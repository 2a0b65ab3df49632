package reader

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"shirube/corpus"
	"shirube/corpus/anatomy"
)

// matterText is front matter that was cut off a text.
type matterText struct {
	text string
	toml bool // between lines +++; else it is YAML
}

// cutFrontMatter parts the YAML between two lines ---, or the TOML between two lines
// +++, at the start of a text from the rest. First is the line on which the rest
// begins.
func cutFrontMatter(s string) (head matterText, body string, first int, has bool) {
	marks := []string{"---", "..."}
	rest, ok := strings.CutPrefix(s, "---\n")
	if !ok {
		if rest, ok = strings.CutPrefix(s, "+++\n"); !ok {
			return head, s, 1, false
		}
		marks, head.toml = []string{"+++"}, true
	}
	end := -1
	for _, mark := range marks {
		if strings.HasPrefix(rest, mark+"\n") || rest == mark {
			end = 0
		}
		for _, m := range []string{"\n" + mark + "\n", "\n" + mark + " \n"} {
			if i := strings.Index(rest, m); i >= 0 && (end < 0 || i+1 < end) {
				end = i + 1
			}
		}
		if i := len(rest) - len(mark) - 1; end < 0 && strings.HasSuffix(rest, "\n"+mark) {
			end = i + 1
		}
	}
	if end < 0 {
		return matterText{}, s, 1, false // a rule, and no front matter
	}
	head.text = rest[:end]
	_, body, _ = strings.Cut(rest[end:], "\n")
	return head, body, strings.Count(head.text, "\n") + 3, true
}

// matter is front matter being read.
type matter struct {
	*file
	draft *anatomy.Draft
	lines map[string]int
	ok    bool
}

var yamlLine = regexp.MustCompile(`line (\d+): `)

// frontMatter reads what stands at the head of a file into a draft. It returns the
// line of each field of the article; not ok: it was rejected, and named.
func (f *file) frontMatter(d *anatomy.Draft, head matterText) (lines map[string]int, ok bool) {
	parse := parseYAML
	if head.toml {
		parse = parseTOML
	}
	root, line, why := parse(head.text)
	if why != "" {
		f.reject(line+1, "invalid front matter: %s", why)
		return nil, false
	}
	m := &matter{file: f, draft: d, lines: map[string]int{}, ok: true}
	if root == nil {
		return m.lines, true // nothing between the two lines
	}
	if root.Kind != yaml.MappingNode {
		f.reject(root.Line+1, "invalid front matter: not a list of keys and values")
		return nil, false
	}
	for i := 0; i+1 < len(root.Content); i += 2 {
		m.key(root.Content[i], root.Content[i+1])
	}
	return m.lines, m.ok
}

// parseYAML parses front matter; nil: there is none. Why says what is wrong with
// it, on which of its lines.
func parseYAML(text string) (root *yaml.Node, line int, why string) {
	var doc yaml.Node
	if err := yaml.Unmarshal([]byte(text), &doc); err != nil {
		line, why := 1, strings.TrimPrefix(err.Error(), "yaml: ")
		if m := yamlLine.FindStringSubmatchIndex(why); m != nil {
			n, _ := strconv.Atoi(why[m[2]:m[3]]) // digits by the expression
			line, why = n, why[:m[0]]+why[m[1]:]
		}
		return nil, line, why
	}
	if len(doc.Content) == 0 {
		return nil, 0, ""
	}
	return doc.Content[0], 0, ""
}

// bad rejects the article for a value.
func (m *matter) bad(n *yaml.Node, format string, args ...any) {
	m.ok = false
	m.reject(n.Line+1, "invalid front matter: "+format, args...)
}

// key reads one key of the front matter.
func (m *matter) key(k, v *yaml.Node) {
	a := &m.draft.Article
	name := strings.ToLower(strings.ReplaceAll(k.Value, "-", "_"))
	if v.Kind == yaml.ScalarNode && (v.Tag == "!!null" || v.Value == "") {
		if !knownKey(name) {
			m.warn(k.Line+1, "unknown key %q in the front matter", k.Value)
		}
		return
	}
	field := name
	switch name {
	case "id":
		m.text(v, &a.ID)
	case "title":
		m.text(v, &a.Title)
	case "description":
		m.text(v, &a.Description)
	case "url", "canonical":
		m.text(v, &a.URL)
	case "image":
		m.text(v, &a.Image)
	case "lang":
		m.text(v, &a.Lang)
	case "status":
		m.text(v, &a.Status)
	case "collection":
		m.text(v, &a.Collection)
	case "insurance":
		m.text(v, &a.Insurance)
	case "approval":
		m.text(v, &a.Approval)
	case "draft":
		m.isDraft(v)
	case "publish_at":
		m.time(v, &a.PublishAt, tokyo())
	case "expires_at":
		m.time(v, &a.ExpiresAt, tokyo())
	case "published", "date":
		if name == "published" && m.isPublished(v) {
			break
		}
		m.time(v, &a.Published, time.UTC)
	case "updated", "lastmod":
		m.time(v, &a.Updated, time.UTC)
	case "reviewed":
		m.time(v, &a.Reviewed, time.UTC)
	case "tags":
		m.list(v, &a.Tags)
	case "treatments":
		m.list(v, &a.Treatments)
	case "conditions":
		m.list(v, &a.Conditions)
	case "departments":
		m.list(v, &a.Departments)
	case "supervisors", "supervisor":
		field = "supervisors"
		m.supervisors(v)
	case "sources":
		m.sources(v)
	default:
		m.warn(k.Line+1, "unknown key %q in the front matter", k.Value)
		return
	}
	m.lines[field] = k.Line + 1
}

// knownKey reports whether front matter may have a key.
func knownKey(name string) bool {
	return slices.Contains(strings.Fields(`id title description url canonical image lang status collection insurance approval draft publish_at expires_at
		published date updated lastmod reviewed tags treatments conditions departments supervisors supervisor sources`), name)
}

func (m *matter) text(v *yaml.Node, to *string) {
	if v.Kind != yaml.ScalarNode {
		m.bad(v, "a text is needed here")
		return
	}
	*to = strings.TrimSpace(v.Value)
}

func (m *matter) isDraft(v *yaml.Node) {
	switch strings.ToLower(v.Value) {
	case "true", "yes":
		m.draft.Article.Status = corpus.StatusDraft
	case "false", "no":
	default:
		m.bad(v, "draft is true or false, not %q", v.Value)
	}
}

// isPublished reads published: true or false, as some sites write it instead of a
// date; false where the value is neither.
func (m *matter) isPublished(v *yaml.Node) bool {
	switch strings.ToLower(v.Value) {
	case "true", "yes":
		return true
	case "false", "no":
		m.draft.Article.Status = corpus.StatusDraft
		return true
	}
	return false
}

// list reads a list of texts, or one.
func (m *matter) list(v *yaml.Node, to *[]string) {
	switch v.Kind {
	case yaml.ScalarNode:
		*to = append(*to, strings.TrimSpace(v.Value))
	case yaml.SequenceNode:
		for _, n := range v.Content {
			if n.Kind != yaml.ScalarNode {
				m.bad(n, "a text is needed here")
				return
			}
			if t := strings.TrimSpace(n.Value); t != "" {
				*to = append(*to, t)
			}
		}
	default:
		m.bad(v, "a list of texts is needed here")
	}
}

// tokyo is where a date without a time begins, for what a site publishes by the
// clock. Dates that only say when something was written are UTC, so that they
// stay the same day everywhere.
func tokyo() *time.Location { return time.FixedZone("JST", 9*60*60) }

var japaneseDate = regexp.MustCompile(`^(\d{4})年\s*(\d{1,2})月\s*(\d{1,2})日$`)

func (m *matter) time(v *yaml.Node, to **time.Time, zone *time.Location) {
	if v.Kind == yaml.ScalarNode {
		s := strings.TrimSpace(v.Value)
		if d := japaneseDate.FindStringSubmatch(s); d != nil {
			s = d[1] + "/" + d[2] + "/" + d[3]
		}
		for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05 -0700", "2006-01-02 15:04:05", "2006-01-02 15:04",
			"2006-01-02T15:04", "2006-1-2", "2006/1/2", "2006.1.2"} {
			if t, err := time.ParseInLocation(layout, s, zone); err == nil {
				*to = &t
				return
			}
		}
	}
	m.bad(v, "%q is no date (as in 2026-04-01 or 2026-04-01T09:00:00+09:00)", v.Value)
}

// supervisors reads a list of supervisors, each a text or a map.
func (m *matter) supervisors(v *yaml.Node) {
	for _, n := range items(v) {
		switch n.Kind {
		case yaml.ScalarNode:
			m.draft.Article.Supervisors = append(m.draft.Article.Supervisors, anatomy.ParseSupervisor(n.Value))
		case yaml.MappingNode:
			var s corpus.Supervisor
			m.fields(n, "a supervisor", map[string]*string{"name": &s.Name, "title": &s.Title, "affiliation": &s.Affiliation, "representative": &s.Representative}, nil)
			m.draft.Article.Supervisors = append(m.draft.Article.Supervisors, s)
		default:
			m.bad(n, "a supervisor is a text or has name, title, affiliation, representative")
		}
	}
}

// sources reads a list of sources, each a citation or a map.
func (m *matter) sources(v *yaml.Node) {
	a := &m.draft.Article
	for _, n := range items(v) {
		switch n.Kind {
		case yaml.ScalarNode:
			a.Sources = append(a.Sources, anatomy.ParseSource(n.Value))
		case yaml.MappingNode:
			var s corpus.Source
			var kind string
			m.fields(n, "a source", map[string]*string{"name": &s.Name, "title": &s.Title, "url": &s.URL, "type": &kind}, func(k string, v *yaml.Node) bool {
				switch k {
				case "year":
					year, err := strconv.Atoi(v.Value)
					if err != nil && v.Value != "" {
						m.bad(v, "%q is no year", v.Value)
					} else if err == nil {
						s.Year = &year
					}
				case "supports":
					var headings []string
					m.list(v, &headings)
					if m.draft.Supports == nil {
						m.draft.Supports = map[int][]string{}
					}
					m.draft.Supports[len(a.Sources)] = headings
				default:
					return false
				}
				return true
			})
			s.Type = corpus.SourceType(kind)
			a.Sources = append(a.Sources, s)
		default:
			m.bad(n, "a source is a text or has name, title, url, type, year, supports")
		}
	}
}

// items are the elements of a list, or the one value there is.
func items(v *yaml.Node) []*yaml.Node {
	if v.Kind == yaml.SequenceNode {
		return v.Content
	}
	return []*yaml.Node{v}
}

// fields reads the keys of a map; other handles those that are no texts.
func (m *matter) fields(n *yaml.Node, what string, texts map[string]*string, other func(k string, v *yaml.Node) bool) {
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, v := n.Content[i], n.Content[i+1]
		switch to, ok := texts[k.Value]; {
		case ok:
			m.text(v, to)
		case other == nil || !other(k.Value, v):
			m.warn(k.Line+1, "unknown key %q of %s in the front matter", k.Value, what)
		}
	}
}

// warnSupports names sections that a source is said to support but that are not
// in the article.
func (f *file) warnSupports(d *anatomy.Draft, a *corpus.Article, line int) {
	for n, headings := range d.Supports {
		for _, h := range headings {
			if !slices.ContainsFunc(a.Sections, func(s corpus.Section) bool { return slices.Contains(s.Sources, n) && anatomy.SameHeading(s.Heading, h) }) {
				f.warn(line, "%s", fmt.Sprintf("sources: there is no section %q for a source to support", h))
			}
		}
	}
}
