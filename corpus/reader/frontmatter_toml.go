package reader

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/pelletier/go-toml/v2"
	"go.yaml.in/yaml/v3"
)

// parseTOML parses front matter in TOML as parseYAML does in YAML, into the same
// nodes, so that both are read by the same rules. The line of a value is that of
// its key at the top level.
func parseTOML(text string) (root *yaml.Node, line int, why string) {
	var doc map[string]any
	if err := toml.Unmarshal([]byte(text), &doc); err != nil {
		var at *toml.DecodeError
		if errors.As(err, &at) {
			line, _ = at.Position()
		}
		return nil, max(line, 1), strings.TrimPrefix(err.Error(), "toml: ")
	}
	if len(doc) == 0 {
		return nil, 0, ""
	}
	lines := tomlLines(text)
	root = &yaml.Node{Kind: yaml.MappingNode, Line: 1}
	keys := slices.SortedFunc(maps.Keys(doc), func(a, b string) int {
		if lines[a] != lines[b] {
			return lines[a] - lines[b]
		}
		return strings.Compare(a, b)
	})
	for _, key := range keys {
		at := max(lines[key], 1)
		root.Content = append(root.Content, &yaml.Node{Kind: yaml.ScalarNode, Value: key, Line: at}, tomlNode(doc[key], at))
	}
	return root, 0, ""
}

var tomlKey = regexp.MustCompile(`^\s*(?:\[\[?\s*)?["']?([\p{L}\p{N}_-]+)["']?\s*(?:[=.\]]|$)`)

// tomlLines are the lines on which the keys at the top level are first named.
func tomlLines(text string) map[string]int {
	lines := map[string]int{}
	inTable := false
	for i, line := range strings.Split(text, "\n") {
		m := tomlKey.FindStringSubmatch(line)
		table := strings.HasPrefix(strings.TrimSpace(line), "[")
		inTable = inTable || table && m != nil
		if m != nil && (table || !inTable) && lines[m[1]] == 0 {
			lines[m[1]] = i + 1
		}
	}
	return lines
}

// tomlNode is a value of TOML as YAML would have it.
func tomlNode(v any, line int) *yaml.Node {
	n := &yaml.Node{Kind: yaml.ScalarNode, Line: line}
	switch v := v.(type) {
	case map[string]any:
		n.Kind = yaml.MappingNode
		for _, key := range slices.Sorted(maps.Keys(v)) {
			n.Content = append(n.Content, &yaml.Node{Kind: yaml.ScalarNode, Value: key, Line: line}, tomlNode(v[key], line))
		}
	case []any:
		n.Kind = yaml.SequenceNode
		for _, e := range v {
			n.Content = append(n.Content, tomlNode(e, line))
		}
	case time.Time:
		n.Value = v.Format(time.RFC3339)
	default: // texts, numbers, local dates and times
		n.Value = fmt.Sprint(v)
	}
	return n
}
