package lexicon

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

//go:embed data/*.yaml
var data embed.FS

// Default returns the built-in lexicon.
func Default() (*Lexicon, error) { return Load() }

// Load returns the built-in lexicon with the users' files added, in their order:
// an entry takes the place of an earlier file's entry with the same id, and takes
// its names away from any other. Errors name file, line and entry; one error may
// hold several (errors.Join).
func Load(userFiles ...string) (*Lexicon, error) {
	b := newBuilder()
	files, err := fs.Glob(data, "data/*.yaml")
	if err != nil {
		return nil, fmt.Errorf("lexicon: %w", err)
	}
	for _, name := range files {
		src, err := data.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("lexicon: %w", err)
		}
		b.read(path.Base(name), 0, src)
	}
	for i, name := range userFiles {
		src, err := os.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("lexicon: %w", err)
		}
		b.read(name, i+1, src)
	}
	return b.build()
}

// entry is a concept with the place it was read from.
type entry struct {
	Concept
	file  string
	line  int
	layer int // 0 is built in, later ones win

	spelled []form // the names, label first
	phrased []form // what the phrases stand for
}

// form is a way to write a concept, as it stands in the data and folded.
type form struct {
	text, key string
	reading   bool
}

func (e *entry) errorf(format string, args ...any) error {
	return fmt.Errorf("lexicon: %s:%d: %s: %s", e.file, e.line, e.ID, fmt.Sprintf(format, args...))
}

// read adds the entries of a file:
//
//	kind: treatment        # of the concepts that name none
//	concepts:
//	  - id: …
//	intents:
//	  - kinds: [cost]
//	    words: …
func (b *builder) read(file string, layer int, src []byte) {
	root, err := document(file, src, "kind", "concepts", "intents")
	if err != nil {
		b.problem(err)
		return
	}
	var kind Kind
	if n := field(root, "kind"); n != nil {
		kind = Kind(n.Value)
	}
	concepts, intents := field(root, "concepts"), field(root, "intents")
	if concepts == nil && intents == nil {
		b.problem(fmt.Errorf("lexicon: %s:%d: concepts or intents are needed", file, root.Line))
	}
	for _, n := range b.list(file, "concepts", concepts) {
		e := &entry{file: file, line: n.Line, layer: layer}
		e.Kind = kind
		if err := decode(file, n, &e.Concept, conceptKeys()); err != nil {
			b.problem(err)
			continue
		}
		b.add(e)
	}
	for _, n := range b.list(file, "intents", intents) {
		e := &intentEntry{file: file, line: n.Line, layer: layer}
		if err := decode(file, n, &e.intent, intentKeys()); err != nil {
			b.problem(err)
			continue
		}
		b.addIntent(e)
	}
}

// list returns the entries of a list, none where there is no list.
func (b *builder) list(file, what string, n *yaml.Node) []*yaml.Node {
	if n == nil {
		return nil
	}
	if n.Kind != yaml.SequenceNode {
		b.problem(fmt.Errorf("lexicon: %s:%d: %s: a list of entries is needed", file, n.Line, what))
		return nil
	}
	return n.Content
}

func conceptKeys() []string {
	return []string{"id", "kind", "also", "label", "synonyms", "lay", "readings", "misspellings", "english", "phrases",
		"not_in", "compounds", "broader", "used_for", "department", "source_type"}
}

// document parses a file whose top is a mapping with these keys.
func document(file string, src []byte, keys ...string) (*yaml.Node, error) {
	var doc yaml.Node
	if err := yaml.Unmarshal(src, &doc); err != nil {
		return nil, fmt.Errorf("lexicon: %s: %w", file, err)
	}
	if len(doc.Content) == 0 {
		return nil, fmt.Errorf("lexicon: %s:1: the file is empty", file)
	}
	root := doc.Content[0]
	return root, checkKeys(file, "top of the file", root, keys)
}

// decode reads a mapping into out, which must have no other keys.
func decode(file string, n *yaml.Node, out any, keys []string) error {
	who := "entry"
	if id := field(n, "id"); id != nil {
		who = id.Value
	}
	if err := checkKeys(file, who, n, keys); err != nil {
		return err
	}
	if err := n.Decode(out); err != nil {
		var te *yaml.TypeError
		if errors.As(err, &te) {
			return fmt.Errorf("lexicon: %s:%d: %s: %s", file, n.Line, who, strings.Join(te.Errors, "; "))
		}
		return fmt.Errorf("lexicon: %s:%d: %s: %w", file, n.Line, who, err)
	}
	return nil
}

func checkKeys(file, who string, n *yaml.Node, keys []string) error {
	if n.Kind != yaml.MappingNode {
		return fmt.Errorf("lexicon: %s:%d: %s: keys and values are needed", file, n.Line, who)
	}
	seen := map[string]bool{}
	for i := 0; i < len(n.Content); i += 2 {
		k := n.Content[i]
		if !slices.Contains(keys, k.Value) {
			return fmt.Errorf("lexicon: %s:%d: %s: unknown key %q (known: %s)", file, k.Line, who, k.Value, strings.Join(keys, ", "))
		}
		if seen[k.Value] {
			return fmt.Errorf("lexicon: %s:%d: %s: key %q twice", file, k.Line, who, k.Value)
		}
		seen[k.Value] = true
	}
	return nil
}

// field returns the value of a key of a mapping, nil if it has none.
func field(n *yaml.Node, name string) *yaml.Node {
	if n.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == name {
			return n.Content[i+1]
		}
	}
	return nil
}
