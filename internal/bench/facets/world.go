package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"path"
	"strconv"
	"strings"
	"time"

	"shirube/corpus"
	"shirube/corpus/articles"
	"shirube/index/bleve"
	"shirube/internal/bench"
	"shirube/internal/bench/generate"
	"shirube/internal/text"
)

// world is articles with their index on disk, and a model of both.
type world struct {
	name   string
	model  *model
	served *bench.Served
	found  map[string]read // what queries match
}

// now is when everything is asked.
func now() time.Time { return time.Date(2026, 4, 1, 9, 0, 0, 0, time.UTC) }

// with calls do with the sample knowledge base, or with generated articles.
func with(ctx context.Context, parts *bench.Parts, generated int, seed uint64, do func(*world) error) error {
	list, err := sample(ctx, parts)
	if err != nil {
		return err
	}
	w := &world{name: "sample", found: map[string]read{}}
	if generated > 0 {
		w.name = "generated"
		if list, err = made(list, generated, seed); err != nil {
			return err
		}
	}
	scatter(list)
	w.model = newModel(list)
	return bench.Temporary(func(dir string) (err error) {
		if err := write(ctx, parts, list, dir); err != nil {
			return err
		}
		if w.served, err = parts.Serve(ctx, dir); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, w.served.Close()) }()
		return do(w)
	})
}

// sample is the articles of the sample knowledge base, read by the reader.
func sample(ctx context.Context, parts *bench.Parts) ([]*corpus.Article, error) {
	var out []*corpus.Article
	err := fs.WalkDir(articles.FS, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		f, err := articles.FS.Open(name)
		if err != nil {
			return err //nolint:wrapcheck // it names the file
		}
		_, err = parts.Reader.Read(ctx, name, f, func(a *corpus.Article) error {
			if a.ID == "" {
				a.ID = strings.TrimSuffix(name, path.Ext(name))
			}
			out = append(out, a)
			return nil
		})
		return errors.Join(err, f.Close())
	})
	if err != nil {
		return nil, fmt.Errorf("sample: %w", err)
	}
	return out, nil
}

// write makes an index of the articles.
func write(ctx context.Context, parts *bench.Parts, list []*corpus.Article, dir string) error {
	data, err := bleve.OpenDirectory(dir)
	if err != nil {
		return err
	}
	w, err := data.Build(ctx, parts.Builder.Fingerprint())
	if err != nil {
		return err
	}
	for _, a := range list {
		document, err := parts.Builder.Document(a)
		if err == nil {
			err = w.Put(ctx, document)
		}
		if err != nil {
			return errors.Join(err, w.Abort())
		}
	}
	return w.Commit(ctx)
}

// scatter puts articles into collections and makes some of them such as nobody may see.
func scatter(list []*corpus.Article) {
	for i, a := range list {
		a.Collection = []string{"default", "別院", "職員"}[i%3]
		at := now()
		switch {
		case i%7 == 3:
			a.Status = corpus.StatusDraft
		case i%9 == 4:
			at = at.Add(time.Minute)
			a.PublishAt = &at
		case i%11 == 5:
			a.ExpiresAt = &at
		case i%5 == 1:
			a.PublishAt = &at
		}
		a.Tags = append(a.Tags, fmt.Sprintf("札%d", i%4))
		if i%3 == 0 {
			a.Tags = append(a.Tags, "ＡＢＣ コース")
		}
	}
}

// made is so many articles that are put together from those of the sample: sentences as
// generate makes them under sections, names and numbers that are drawn. Each has a tag of
// its own, so that one facet has as many values as there are articles.
func made(from []*corpus.Article, n int, seed uint64) ([]*corpus.Article, error) {
	r := rand.New(rand.NewPCG(seed, 5)) //nolint:gosec // to be repeated
	var passages []bench.Passage
	var sections []corpus.Section
	for _, a := range from {
		for _, p := range a.Passages() {
			passages = append(passages, bench.Passage{ID: p.ID, Title: a.Title, Text: p.Text})
		}
		sections = append(sections, a.Sections...)
	}
	texts, err := generate.New(passages, seed)
	if err != nil {
		return nil, err
	}
	out := make([]*corpus.Article, n)
	for i := range out {
		of := func() *corpus.Article { return from[r.IntN(len(from))] } // each list from another article
		a := &corpus.Article{
			ID: fmt.Sprintf("made-%05d", i), Title: of().Title, Treatments: some(r, of().Treatments), Conditions: some(r, of().Conditions),
			Departments: some(r, of().Departments), Tags: []string{fmt.Sprintf("整理番号%05d", i)}, Supervisors: some(r, of().Supervisors),
			Sources: of().Sources, Effects: some(r, of().Effects), Risks: some(r, of().Risks), Contraindications: some(r, of().Contraindications),
			Insurance: of().Insurance, Approval: of().Approval,
		}
		if r.IntN(3) > 0 {
			a.Cost.MinYen = new(r.IntN(60) * 10_000)
		}
		if r.IntN(3) > 0 {
			a.Downtime.MaxDays = new(r.IntN(15))
		}
		for _, day := range []**time.Time{&a.Reviewed, &a.Updated} {
			if r.IntN(3) > 0 {
				*day = new(now().Truncate(24*time.Hour).AddDate(0, 0, -r.IntN(1000)))
			}
		}
		for k := range 1 + r.IntN(4) {
			like := sections[r.IntN(len(sections))]
			s := corpus.Section{ID: strconv.Itoa(k), Kind: like.Kind, Heading: like.Heading, Level: 1, Text: begin(texts.Next(i).Text)}
			if len(a.Sources) > 0 && r.IntN(2) == 0 {
				s.Sources = []int{r.IntN(len(a.Sources)), r.IntN(len(a.Sources))}
			}
			a.Sections = append(a.Sections, s)
		}
		// What is claimed stands in a section, as validation wants it.
		for _, claims := range [][]corpus.Claim{a.Effects, a.Risks, a.Contraindications} {
			for j := range claims {
				claims[j].Section = "0"
			}
		}
		a.Normalize()
		out[i] = a
	}
	return out, nil
}

// begin is the first sentence or two of a text.
func begin(s string) string {
	spans := text.Sentences(s)
	return s[:spans[min(1, len(spans)-1)].End]
}

// some is a part of a list, in any order.
func some[T any](r *rand.Rand, list []T) []T {
	out := append([]T{}, list...)
	r.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out[:r.IntN(len(out)+1)]
}
