package curation

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Revision is a document as it was saved. Number 0 is the empty document before the first.
type Revision struct {
	Number int
	When   time.Time
	Who    string
	Why    string
	YAML   []byte
}

// Keeper keeps revisions.
type Keeper interface {
	// CurationRevision returns the revision with a number, the latest for 0; ErrNoRevision
	// where there is none.
	CurationRevision(ctx context.Context, number int) (Revision, error)
	// CurationRevisions returns revisions without their documents, the latest first: those
	// before a number (0: all), at most limit.
	CurationRevisions(ctx context.Context, before, limit int) ([]Revision, error)
	// SaveCuration keeps a revision as the one after base and returns it with its number.
	// *ConflictError: base is not the latest any more.
	SaveCuration(ctx context.Context, base int, r Revision) (Revision, error)
}

// ErrNoRevision is that there is no such revision.
var ErrNoRevision = errors.New("there is no such revision")

// ErrUnchanged is that a document to be saved is the one that is there.
var ErrUnchanged = errors.New("nothing has changed")

// ErrNoReason is that a revision says neither who made it nor why.
var ErrNoReason = errors.New("a revision needs who made it, and why")

// ConflictError is that somebody else saved in the meantime.
type ConflictError struct {
	Base   int      // on which the change was made
	Latest Revision // without its document
}

func (e *ConflictError) Error() string {
	return fmt.Sprintf("the rules have changed meanwhile: this was based on revision %d, and %d was saved by %s (%s)",
		e.Base, e.Latest.Number, e.Latest.Who, e.Latest.Why)
}

// Book is the revisions of the rules.
type Book struct {
	keeper Keeper
	now    func() time.Time
}

// NewBook returns the revisions that a keeper keeps.
func NewBook(k Keeper) *Book { return &Book{k, time.Now} }

// Current is the document that holds now, and its revision.
func (b *Book) Current(ctx context.Context) (*Document, Revision, error) { return b.At(ctx, 0) }

// At is a document as it was saved; 0 is the latest, which is empty where nothing was saved.
func (b *Book) At(ctx context.Context, number int) (*Document, Revision, error) {
	r, err := b.keeper.CurationRevision(ctx, number)
	if errors.Is(err, ErrNoRevision) && number == 0 {
		return &Document{}, Revision{}, nil
	}
	if err != nil {
		return nil, Revision{}, fmt.Errorf("curation: %w", err)
	}
	d, err := Parse(fmt.Sprintf("revision %d", r.Number), r.YAML)
	if err != nil {
		return nil, Revision{}, err
	}
	return d, r, nil
}

// History is revisions without their documents: those before a number (0: all), the latest
// first.
func (b *Book) History(ctx context.Context, before, limit int) ([]Revision, error) {
	list, err := b.keeper.CurationRevisions(ctx, before, limit)
	if err != nil {
		return nil, fmt.Errorf("curation: %w", err)
	}
	return list, nil
}

// Save keeps a document as the revision after base. Rules that are new or changed are marked
// with who and when. A *ConflictError: base is not the latest; ErrUnchanged; ErrNoReason; else
// what is wrong with a rule.
func (b *Book) Save(ctx context.Context, base int, d *Document, who, why string) (Revision, error) {
	who, why = strings.TrimSpace(who), strings.TrimSpace(why)
	if who == "" || why == "" || utf8.RuneCountInString(why) > MaxNote || utf8.RuneCountInString(who) > MaxLength {
		return Revision{}, ErrNoReason
	}
	before, latest, err := b.Current(ctx)
	if err != nil {
		return Revision{}, err
	}
	if latest.Number != base {
		latest.YAML = nil
		return Revision{}, &ConflictError{Base: base, Latest: latest}
	}
	changes := Diff(before, d)
	if len(changes) == 0 && len(before.Rules) == len(d.Rules) {
		return Revision{}, ErrUnchanged
	}
	now := b.now().UTC().Truncate(time.Second)
	out := &Document{Rules: append([]Rule{}, d.Rules...)}
	for i := range out.Rules {
		r := &out.Rules[i]
		r.Who, r.When = who, now
		if was := before.Rule(r.ID); was != nil && !slices.ContainsFunc(changes, func(c Change) bool { return c.ID == r.ID }) {
			r.Who, r.When = was.Who, was.When
		}
	}
	src, err := out.YAML()
	if err != nil {
		return Revision{}, err
	}
	if _, err := Parse("rules", src); err != nil {
		return Revision{}, err
	}
	saved, err := b.keeper.SaveCuration(ctx, base, Revision{When: now, Who: who, Why: why, YAML: src})
	if err != nil {
		return Revision{}, fmt.Errorf("curation: %w", err)
	}
	return saved, nil
}

func (b *Book) before(ctx context.Context, base int) (*Document, error) {
	if base == 0 {
		return &Document{}, nil
	}
	d, _, err := b.At(ctx, base)
	return d, err
}

// Restore saves an earlier revision again, as the one after base; to 0 is without rules.
func (b *Book) Restore(ctx context.Context, base, to int, who, why string) (Revision, error) {
	d, err := b.before(ctx, to)
	if err != nil {
		return Revision{}, err
	}
	return b.Save(ctx, base, d, who, why)
}

// Changes is what a revision changed: the difference to the one before it.
func (b *Book) Changes(ctx context.Context, number int) ([]Change, Revision, error) {
	after, r, err := b.At(ctx, number)
	if err != nil {
		return nil, Revision{}, err
	}
	before, err := b.before(ctx, max(r.Number-1, 0))
	if err != nil {
		return nil, Revision{}, err
	}
	return Diff(before, after), r, nil
}
