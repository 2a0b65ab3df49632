package app

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"

	"shirube/corpus"
	"shirube/index"
	"shirube/internal/api"
	"shirube/internal/config"
	"shirube/internal/search"
	"shirube/internal/uploads"
)

var _ api.Keeper = (*server)(nil)

// Put keeps an article that a caller sends. See api.Keeper.
func (s *server) Put(ctx context.Context, id string, record []byte, scope search.Scope) (*api.Stored, error) {
	know := s.know.Load()
	if know == nil {
		return nil, index.ErrNotReady
	}
	rec, err := know.record(ctx, id, record)
	if err != nil {
		return nil, err
	}
	if !sees(scope, rec.article.Collection) {
		return nil, api.ErrOtherCollection
	}
	stored := &api.Stored{ID: rec.article.ID, Notes: rec.notes}
	out, err := s.ask(ctx, &order{cause: causeAPI, changes: func(k *keeper) ([]uploads.Change, error) {
		collection, found, err := k.collectionOf(ctx, rec.article.ID)
		if err == nil && !mayChange(scope, collection) {
			err = api.ErrOtherCollection
		}
		stored.Created = !found
		return []uploads.Change{{ID: rec.article.ID, Record: rec.json}}, err
	}})
	if errors.Is(err, api.ErrPending) {
		return &api.Stored{ID: rec.article.ID, Notes: rec.notes}, err // the other is the keeper's still
	}
	if err != nil {
		return nil, err
	}
	stored.Searchable, stored.Generation = true, out.report.Generation
	return stored, nil
}

// PutAll keeps an article a line. See api.Keeper.
func (s *server) PutAll(ctx context.Context, lines []byte, scope search.Scope) (*api.StoredBatch, error) {
	know := s.know.Load()
	if know == nil {
		return nil, index.ErrNotReady
	}
	records, notes, err := know.records(ctx, lines)
	if err != nil {
		return nil, err
	}
	for _, rec := range records {
		if !sees(scope, rec.article.Collection) {
			return nil, api.ErrOtherCollection
		}
	}
	created := 0
	out, err := s.ask(ctx, &order{cause: causeAPI, changes: func(k *keeper) ([]uploads.Change, error) {
		changes := make([]uploads.Change, 0, len(records))
		for _, rec := range records {
			collection, found, err := k.collectionOf(ctx, rec.article.ID)
			if err == nil && !mayChange(scope, collection) {
				err = api.ErrOtherCollection
			}
			if err != nil {
				return nil, err
			}
			if !found {
				created++
			}
			changes = append(changes, uploads.Change{ID: rec.article.ID, Record: rec.json})
		}
		return changes, nil
	}})
	batch := &api.StoredBatch{Articles: len(records), Notes: notes}
	if err != nil {
		return batch, err
	}
	batch.Created, batch.Searchable, batch.Generation = created, true, out.report.Generation
	return batch, nil
}

// Delete takes an article away. See api.Keeper.
func (s *server) Delete(ctx context.Context, id string, scope search.Scope) error {
	_, err := s.ask(ctx, &order{cause: causeAPI, changes: func(k *keeper) ([]uploads.Change, error) {
		collection, found, err := k.collectionOf(ctx, id)
		if err != nil {
			return nil, err
		}
		kept, err := k.uploads.Get(id)
		if err != nil {
			return nil, err
		}
		if !found && kept.Record == nil || !mayChange(scope, collection) {
			return nil, search.ErrNotFound
		}
		// A file of the corpus that has the article must not bring it back.
		return []uploads.Change{{ID: id, Deleted: kept.Deleted || k.inCorpus(id)}}, nil
	}})
	return err
}

// Restore forgets what was put or deleted under an id. See api.Keeper.
func (s *server) Restore(ctx context.Context, id string, scope search.Scope) error {
	_, err := s.ask(ctx, &order{cause: causeAPI, changes: func(k *keeper) ([]uploads.Change, error) {
		kept, err := k.uploads.Get(id)
		if err != nil {
			return nil, err
		}
		if kept.Record == nil && !kept.Deleted {
			return nil, search.ErrNotFound
		}
		collection, _, err := k.collectionOf(ctx, id)
		// Whose it is that was deleted is not known: only who sees all may say.
		if err == nil && (!mayChange(scope, collection) || collection == "" && len(scope.Collections) > 0) {
			err = search.ErrNotFound
		}
		return []uploads.Change{{ID: id}}, err
	}})
	return err
}

// Reindex brings the index in step now. See api.Keeper.
func (s *server) Reindex(ctx context.Context, rebuild bool) (*api.Run, error) {
	if s.know.Load() == nil {
		return nil, index.ErrNotReady
	}
	out, err := s.ask(ctx, &order{cause: causeReindex, rebuild: rebuild})
	if out.run.Mode == failed && !errors.Is(err, context.Canceled) {
		return &out.run, nil // the answer says why
	}
	return &out.run, err
}

// inCorpus reports whether a file that nobody put has an article with the id.
func (k *keeper) inCorpus(id string) bool {
	if k.st.known == nil {
		return false
	}
	for i := range k.st.known.Files {
		f := &k.st.known.Files[i]
		if k.st.known.Sources[f.Source].Overrides {
			continue
		}
		if slices.Contains(f.Hidden, id) {
			return true
		}
		for j := range f.Articles {
			if f.Articles[j].ID == id {
				return true
			}
		}
	}
	return false
}

// sees reports whether a caller sees a collection.
func sees(scope search.Scope, collection string) bool {
	return len(scope.Collections) == 0 || slices.Contains(scope.Collections, collection)
}

// sent is an article that a caller sends, as it will be kept and as it is read.
type sent struct {
	json    json.RawMessage
	article *corpus.Article
	notes   []string
}

// record reads an article as it will be read from the store. The id may be empty:
// then the record must say it. Errors are *api.RecordError or ctx's.
func (k *knowledge) record(ctx context.Context, id string, raw []byte) (*sent, error) {
	var fields map[string]json.RawMessage
	switch {
	case len(bytes.TrimSpace(raw)) == 0:
		return nil, &api.RecordError{Malformed: "The article is missing."}
	case !utf8.Valid(raw):
		return nil, &api.RecordError{Malformed: "The article is not UTF-8."}
	}
	if err := json.Unmarshal(raw, &fields); err != nil {
		return nil, &api.RecordError{Malformed: "The article is not a JSON object: " + err.Error() + "."}
	}
	if fields == nil {
		return nil, &api.RecordError{Malformed: "The article is not a JSON object but null."}
	}
	id, errs := declared(id, fields)
	errs = append(errs, unknownFields(fields)...)
	if len(errs) > 0 {
		return nil, &api.RecordError{Errors: errs}
	}
	var err error
	if fields["id"], err = json.Marshal(id); err != nil {
		return nil, fmt.Errorf("article %s: %w", id, err)
	}
	rec := &sent{notes: []string{}}
	if rec.json, err = json.Marshal(fields); err != nil {
		return nil, fmt.Errorf("article %s: %w", id, err)
	}
	if len(rec.json) > corpus.MaxArticleBytes {
		return nil, &api.RecordError{Errors: []api.ProblemError{recordProblem("body", fmt.Sprintf("the article is larger than %d MiB", corpus.MaxArticleBytes>>20))}}
	}
	return rec, k.read(ctx, rec, id)
}

// declared is the id of a record: that of the path, which the record may repeat.
func declared(id string, fields map[string]json.RawMessage) (string, []api.ProblemError) {
	raw, ok := fields["id"]
	if !ok {
		if strings.TrimSpace(id) == "" {
			return "", []api.ProblemError{recordProblem("id", "the article has no id")}
		}
		return id, nil
	}
	var own string
	if err := json.Unmarshal(raw, &own); err != nil {
		return id, []api.ProblemError{recordProblem("id", "it is not a string")}
	}
	switch {
	case own == "" && id != "", own == id && strings.TrimSpace(own) != "":
		return id, nil
	case id == "" && strings.TrimSpace(own) != "":
		return own, nil
	case strings.TrimSpace(own) == "":
		return own, []api.ProblemError{recordProblem("id", "the article has no id")}
	}
	e := recordProblem("id", "it is not that of the path")
	e.Value, e.Allowed = own, []string{id}
	return id, []api.ProblemError{e}
}

// unknownFields names fields that would be ignored: a slip in a name loses what it
// names.
func unknownFields(fields map[string]json.RawMessage) []api.ProblemError {
	known := []string{"text", "markdown", "html"}
	t := reflect.TypeFor[corpus.Article]()
	for i := range t.NumField() {
		if name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ","); name != "" && name != "-" {
			known = append(known, name)
		}
	}
	var errs []api.ProblemError
	var texts []string
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		if isBody(name) && !isEmpty(fields[name]) {
			texts = append(texts, name)
		}
		if slices.Contains(known, name) {
			continue
		}
		e := recordProblem(name, "unknown field")
		if near := config.Nearest(name, known); near != "" {
			e.Reason += "; did you mean " + near + "?"
			e.Allowed = []string{near}
		}
		errs = append(errs, e)
	}
	if len(texts) > 1 {
		errs = append(errs, recordProblem(texts[1], "the text is given already, as "+texts[0]))
	}
	return errs
}

// isBody reports whether a field holds the text of an article: one of them does.
func isBody(name string) bool {
	return slices.Contains([]string{"text", "markdown", "html", "sections"}, name)
}

func isEmpty(v json.RawMessage) bool { return slices.Contains([]string{"null", `""`, "[]"}, string(v)) }

func recordProblem(field, reason string) api.ProblemError {
	return api.ProblemError{Parameter: field, Reason: reason, Allowed: []string{}}
}

// read reads a record as a run will, and makes its documents: what is taken here
// is taken there.
func (k *knowledge) read(ctx context.Context, rec *sent, id string) error {
	found, err := k.reader.Read(ctx, "article.json", bytes.NewReader(rec.json), func(a *corpus.Article) error {
		rec.article = a
		return nil
	})
	if err != nil {
		return err
	}
	var errs []api.ProblemError
	for _, p := range found {
		if !p.Fatal {
			rec.notes = append(rec.notes, p.Why)
			continue
		}
		field, reason, ok := strings.Cut(p.Why, ": ")
		if !ok || strings.Contains(field, " ") {
			field, reason = "body", p.Why
		}
		errs = append(errs, recordProblem(field, reason))
	}
	if len(errs) == 0 && (rec.article == nil || rec.article.ID != id) {
		errs = append(errs, recordProblem("id", fmt.Sprintf("%q cannot be an id", id)))
	}
	if len(errs) == 0 {
		if _, err := k.builder.Document(rec.article); err != nil {
			errs = append(errs, recordProblem("body", err.Error()))
		}
	}
	if len(errs) > 0 {
		return &api.RecordError{Errors: errs}
	}
	return nil
}

// records reads an article a line. An error names the lines.
func (k *knowledge) records(ctx context.Context, lines []byte) (records []*sent, notes []string, err error) {
	notes = []string{}
	first := map[string]int{} // id → line
	var errs []api.ProblemError
	no := 0
	for line := range bytes.Lines(lines) {
		no++
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		where := fmt.Sprintf("line %d", no)
		rec, err := k.record(ctx, "", line)
		var wrong *api.RecordError
		switch {
		case errors.As(err, &wrong):
			if wrong.Malformed != "" {
				errs = append(errs, recordProblem(where, wrong.Malformed))
			}
			for _, e := range wrong.Errors {
				e.Parameter = where + ": " + e.Parameter
				errs = append(errs, e)
			}
			continue
		case err != nil:
			return nil, nil, err
		}
		if at, twice := first[rec.article.ID]; twice {
			errs = append(errs, recordProblem(where+": id", fmt.Sprintf("%q is the id of line %d already", rec.article.ID, at)))
			continue
		}
		first[rec.article.ID] = no
		for _, n := range rec.notes {
			notes = append(notes, where+": "+n)
		}
		rec.article = &corpus.Article{ID: rec.article.ID, Collection: rec.article.Collection} // the rest is read again
		records = append(records, rec)
	}
	if len(records) == 0 && len(errs) == 0 {
		return nil, nil, &api.RecordError{Malformed: "There is no article in the body."}
	}
	if len(errs) > 0 {
		return nil, nil, &api.RecordError{Errors: errs[:min(len(errs), 100)]}
	}
	return records, notes, nil
}
