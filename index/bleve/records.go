package bleve

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"sync"

	"shirube/index"
)

// mostRecordBytes bounds the stored documents that a generation keeps in memory:
// some ten thousand passages. Asking for the same ones over and over, as people do,
// then reads and decodes nothing.
const mostRecordBytes = 48 << 20

// record is what is stored of a passage, or the head of an article. It is shared by
// all who ask for it, and never changed once it is decoded.
type record struct {
	tokens index.Tokens

	decode  sync.Once
	body    []byte // JSON, until it is decoded
	passage *index.StoredPassage
	article *index.StoredArticle
	err     error
}

// asPassage is the passage of a record. Many passages are only compared by their
// tokens: it is decoded when it is first asked for.
func (r *record) asPassage() (*index.StoredPassage, error) {
	r.decode.Do(func() {
		p := &index.StoredPassage{Tokens: r.tokens}
		r.err = json.Unmarshal(r.body, &p.Passage)
		r.passage, r.body = p, nil
	})
	return r.passage, r.err
}

// asArticle is the article of a record.
func (r *record) asArticle() (*index.StoredArticle, error) {
	r.decode.Do(func() {
		a := &index.StoredArticle{TitleTokens: r.tokens}
		if r.err = json.Unmarshal(r.body, &a.Article); r.err == nil {
			a.Article.Normalize()
		}
		r.article, r.body = a, nil
	})
	return r.article, r.err
}

// records reads stored documents, and keeps those that were asked for last.
type records struct {
	columns *columns
	recent  *recent[uint32, *record] // by document
}

func newRecords(c *columns) *records {
	return &records{columns: c, recent: newRecent[uint32, *record](mostRecordBytes)}
}

// get returns the records of documents, in their order; noDoc leaves a nil.
func (r *records) get(ctx context.Context, docs []uint32, part string) ([]*record, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	out := make([]*record, len(docs))
	for i, doc := range docs {
		if doc == noDoc {
			continue
		}
		var ok bool
		if out[i], ok = r.recent.get(doc); ok {
			continue
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		read, err := r.read(doc, part)
		if err != nil {
			return nil, err
		}
		out[i] = r.recent.keep(doc, read, recordTexts*len(read.body)+len(read.tokens)+recordOverhead)
	}
	return out, nil
}

// recordTexts is how many times what is stored may be kept at most: as it is, and in normal form.
const recordTexts = 2

// recordOverhead is about what a record takes beside its text: the decoded struct,
// the headers of its strings, its place in the cache.
const recordOverhead = 1 << 10

// read reads a part of a stored document, and its tokens.
func (r *records) read(doc uint32, part string) (*record, error) {
	out := &record{}
	seg, number := r.columns.segment(doc)
	err := seg.VisitStoredFields(number, func(field string, _ byte, value []byte, _ []uint64) bool {
		switch field {
		case part:
			out.body = bytes.Clone(value)
		case storedTokens:
			out.tokens = bytes.Clone(value)
		}
		return true
	})
	if err != nil {
		return nil, fmt.Errorf("stored document %q: %w", r.columns.ids[doc], err)
	}
	return out, nil
}

// Passages returns stored passages by id.
func (x *Index) Passages(ctx context.Context, ids []string) ([]*index.StoredPassage, error) {
	found, err := x.records.get(ctx, placesOf(x.columns.passageDocs, ids), storedBody)
	if err != nil {
		return nil, err
	}
	return decoded(found, ids, (*record).asPassage)
}

// Tokens returns the tokens of passages by id.
func (x *Index) Tokens(ctx context.Context, ids []string) ([]index.Tokens, error) {
	found, err := x.records.get(ctx, placesOf(x.columns.passageDocs, ids), storedBody)
	if err != nil {
		return nil, err
	}
	out := make([]index.Tokens, len(ids))
	for i, r := range found {
		if r != nil {
			out[i] = r.tokens
		}
	}
	return out, nil
}

// Articles returns stored articles by id, whole or only their heads.
func (x *Index) Articles(ctx context.Context, ids []string, whole bool) ([]*index.StoredArticle, error) {
	docs := placesOf(x.columns.articleDocs, ids)
	if !whole {
		found, err := x.records.get(ctx, docs, storedHead)
		if err != nil {
			return nil, err
		}
		return decoded(found, ids, (*record).asArticle)
	}
	// Whole articles are large and rarely wanted: they are the caller's own.
	found := make([]*record, len(docs))
	for i, doc := range docs {
		if doc == noDoc {
			continue
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		var err error
		if found[i], err = x.records.read(doc, storedBody); err != nil {
			return nil, err
		}
	}
	return decoded(found, ids, (*record).asArticle)
}

// placesOf is the documents with these ids, noDoc where there is none.
func placesOf(docs map[string]uint32, ids []string) []uint32 {
	out := make([]uint32, len(ids))
	for i, id := range ids {
		doc, ok := docs[id]
		if !ok {
			doc = noDoc
		}
		out[i] = doc
	}
	return out
}

// decoded is what the records hold, nil where there is none.
func decoded[T any](found []*record, ids []string, decode func(*record) (*T, error)) ([]*T, error) {
	out := make([]*T, len(found))
	for i, r := range found {
		if r == nil {
			continue
		}
		var err error
		if out[i], err = decode(r); err != nil {
			return nil, fmt.Errorf("stored document %q: %w", ids[i], err)
		}
	}
	return out, nil
}
