package corrections

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/google/renameio/v2"
	"go.yaml.in/yaml/v3"
)

// File is a file of corrections to be changed: its comments, its order and what
// was written by hand stay.
type File struct {
	path string
	doc  yaml.Node
	list *yaml.Node // the corrections, with their comments
	all  []Correction
}

// head is what a new file begins with.
const head = "Corrections of what was read: docs/corrections.md. Later ones win."

// OpenFile reads a file to be changed. One that does not exist is empty. A file
// with errors is not opened: they are reported as Load does.
func OpenFile(path string) (*File, error) {
	data, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("corrections: %w", err)
	}
	f := &File{path: path}
	if f.all, err = Parse(path, data); err != nil {
		return nil, err
	}
	if err := yaml.Unmarshal(data, &f.doc); err != nil {
		return nil, syntaxError(path, err)
	}
	if len(f.doc.Content) == 0 { // comments alone are no document to the library
		f.doc.HeadComment = strings.TrimSpace(string(data))
	}
	f.find()
	return f, nil
}

// find finds the list in the document, or makes one.
func (f *File) find() {
	if len(f.doc.Content) == 0 || isNull(f.doc.Content[0]) {
		note := f.doc.HeadComment
		if len(f.doc.Content) > 0 {
			note = joinComments(note, f.doc.Content[0].HeadComment)
		}
		if note == "" {
			note = "# " + head
		}
		f.doc = yaml.Node{Kind: yaml.DocumentNode, HeadComment: note, Content: []*yaml.Node{{Kind: yaml.MappingNode, Tag: "!!map"}}}
	}
	top := f.doc.Content[0]
	for i := 0; i+1 < len(top.Content); i += 2 {
		if top.Content[i].Value == topKey {
			f.list = top.Content[i+1]
		}
	}
	switch {
	case f.list == nil:
		f.list = &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq"}
		top.Content = append(top.Content, &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: topKey}, f.list)
	case isNull(f.list):
		f.list.Kind, f.list.Tag, f.list.Value = yaml.SequenceNode, "!!seq", ""
	}
	f.list.Style &^= yaml.FlowStyle // entries below one another
}

func joinComments(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "\n\n" + b
}

// Path is where the file is.
func (f *File) Path() string { return f.path }

// All returns the corrections in the order of the file; Line is where each stands.
func (f *File) All() []Correction { return slices.Clone(f.all) }

// Add puts a correction at the end. The error says what is wrong with it.
func (f *File) Add(c Correction) error {
	if err := c.Valid(); err != nil {
		return err
	}
	var n yaml.Node
	if err := n.Encode(c); err != nil {
		return fmt.Errorf("corrections: %w", err)
	}
	f.list.Content = append(f.list.Content, &n)
	c.File = f.path
	f.all = append(f.all, c)
	return nil
}

// Remove takes out the correction at an index of All, with the comments that are
// its own, and returns it.
func (f *File) Remove(i int) (Correction, error) {
	if i < 0 || i >= len(f.all) {
		return Correction{}, fmt.Errorf("corrections: there is no correction number %d in %s: it has %d", i+1, f.path, len(f.all))
	}
	c := f.all[i]
	f.all = slices.Delete(f.all, i, i+1)
	f.list.Content = slices.Delete(f.list.Content, i, i+1)
	return c, nil
}

// Save writes the file, at once or not at all, and makes its folder where there is
// none.
func (f *File) Save() error {
	text, err := f.Bytes()
	if err != nil {
		return fmt.Errorf("corrections: %w", err)
	}
	return f.Replace(text)
}

// Replace writes another text in place of the file, at once or not at all.
func (f *File) Replace(text []byte) error {
	// What cannot be read back must not take the place of what can.
	again, err := Parse(f.path, text)
	if err != nil {
		return fmt.Errorf("corrections: the file was not written: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(f.path), 0o755); err != nil {
		return fmt.Errorf("corrections: %w", err)
	}
	if err := renameio.WriteFile(f.path, text, 0o644); err != nil {
		return fmt.Errorf("corrections: %w", err)
	}
	f.all = again
	return nil
}
