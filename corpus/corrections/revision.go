package corrections

import (
	"bytes"
	"errors"
	"fmt"
	"time"

	"go.yaml.in/yaml/v3"

	"shirube/corpus"
)

// Revision is a file of corrections as it was saved: who changed it when, and why.
type Revision struct {
	Number   int // from 1
	When     time.Time
	Who, Why string
	YAML     []byte
}

// ErrChanged is that somebody else changed the corrections in the meantime.
var ErrChanged = errors.New("the corrections were changed meanwhile")

// ErrNoRevision is that there is no such revision.
var ErrNoRevision = errors.New("there is no such revision of the corrections")

// ErrGone is that what a correction is about is not there, or says something else now.
var ErrGone = errors.New("what is corrected is gone")

// ErrInvalid is that an article would be none with a correction: nothing would be left of its text.
var ErrInvalid = errors.New("the article would be invalid")

// refusal is why a correction was left out: one of the above, in words for who wrote the file.
type refusal struct {
	kind error
	text string
}

func (r *refusal) Error() string { return r.text }
func (r *refusal) Unwrap() error { return r.kind }

// gone refuses a correction whose subject is not there.
func gone(format string, args ...any) error {
	return &refusal{ErrGone, fmt.Sprintf(format, args...)}
}

// Try makes a correction ready and returns what the article is with it, which stays as it is. The
// correction quotes the words that it is about, where it quotes none, and names a source by what
// it says. reread is that of Rereading. An error says why the correction does not
// apply; it is of ErrGone or ErrInvalid where it is not the correction itself that is wrong.
func (c *Correction) Try(a *corpus.Article, reread func(a *corpus.Article, sections []string)) (*corpus.Article, error) {
	if err := c.Valid(); err != nil {
		return nil, err
	}
	if c.Anchor == "" {
		c.Anchor = Anchor(a, c)
	}
	c.Source = Named(a, c.Source)
	probe := *c
	probe.Anchor = "" // it quotes the article as it was read, not as it is corrected
	after := *a
	if _, left := New(probe).Rereading(reread).apply(&after); len(left) > 0 && left[0] != nil {
		return nil, left[0]
	}
	return &after, nil
}

// Bytes is the file as it would be saved.
func (f *File) Bytes() ([]byte, error) {
	var b bytes.Buffer
	enc := yaml.NewEncoder(&b)
	enc.SetIndent(2)
	if err := errors.Join(enc.Encode(&f.doc), enc.Close()); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
