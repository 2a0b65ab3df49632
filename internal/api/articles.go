package api

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"shirube/corpus"
	"shirube/internal/search"
)

// Keeper keeps articles that callers put, and the index in step. Its methods
// return when what was asked for is searchable; when a context ends before that,
// ErrBusy says that nothing was kept, ErrPending that it was and will be
// searchable. Further errors are *RecordError, ErrOtherCollection and
// search.ErrNotFound.
type Keeper interface {
	// Put keeps the article that record, a JSON object, describes under the id.
	Put(ctx context.Context, id string, record []byte, scope search.Scope) (*Stored, error)
	// PutAll keeps an article a line, all or none of them.
	PutAll(ctx context.Context, lines []byte, scope search.Scope) (*StoredBatch, error)
	// Delete takes the article with the id away, wherever it came from.
	Delete(ctx context.Context, id string, scope search.Scope) error
	// Restore forgets what was put or deleted under the id.
	Restore(ctx context.Context, id string, scope search.Scope) error
	// Reindex looks for changes of the corpus, or reads all of it anew.
	Reindex(ctx context.Context, rebuild bool) (*Run, error)
	// Upkeep says how the index is kept in step.
	Upkeep(ctx context.Context) (*Upkeep, error)
}

// Errors of a Keeper.
var (
	ErrBusy            = errors.New("the index is being made: nothing was kept")
	ErrPending         = errors.New("kept, but not searchable yet")
	ErrOtherCollection = errors.New("the article is in a collection that the key does not see")
)

// RunError is that the index could not be brought in step: what was to be kept is
// not.
type RunError struct{ Err error }

func (e *RunError) Error() string { return "the index could not be brought in step: " + e.Err.Error() }

// Unwrap returns the reason.
func (e *RunError) Unwrap() error { return e.Err }

// RecordError says why an article was not taken.
type RecordError struct {
	// Malformed is why it is no JSON object; empty: it is one.
	Malformed string
	Errors    []ProblemError
}

func (e *RecordError) Error() string {
	if e.Malformed != "" {
		return e.Malformed
	}
	words := make([]string, 0, len(e.Errors))
	for _, p := range e.Errors {
		words = append(words, p.Parameter+": "+p.Reason)
	}
	return strings.Join(words, "; ")
}

// Stored is what became of an article that was put.
type Stored struct {
	ID         string   `json:"id" doc:"The article's id"`
	Created    bool     `json:"created" doc:"There was no article with this id before"`
	Searchable bool     `json:"searchable" doc:"Searches find it as it is now; false: it is kept, and they will"`
	Generation string   `json:"generation" doc:"The generation of the index that has it; empty while it is not searchable"`
	Notes      []string `json:"notes" doc:"What is odd about the article"`
}

// StoredBatch is what became of articles that were put together.
type StoredBatch struct {
	Articles   int      `json:"articles" doc:"How many were put"`
	Created    int      `json:"created" doc:"How many of them were not there before"`
	Searchable bool     `json:"searchable" doc:"Searches find them as they are now; false: they are kept, and they will"`
	Generation string   `json:"generation" doc:"The generation of the index that has them; empty while they are not searchable"`
	Notes      []string `json:"notes" doc:"What is odd about them, each with its line"`
}

// ArticleRecord documents what PUT takes: an Article as GET returns it, or as
// little as a text with a title. It is not used to check anything: the reader is.
type ArticleRecord struct {
	ID         string `json:"id,omitempty" doc:"The same as in the path, where it is given"`
	Title      string `json:"title,omitempty" doc:"The title"`
	Text       string `json:"text,omitempty" doc:"The text, plain or Markdown"`
	Markdown   string `json:"markdown,omitempty" doc:"The text as Markdown, in place of text"`
	HTML       string `json:"html,omitempty" doc:"The text as HTML, in place of text"`
	URL        string `json:"url,omitempty" doc:"Where the article is"`
	Collection string `json:"collection,omitempty" doc:"The collection; default where none is named"`
	Status     string `json:"status,omitempty" enum:"published,draft" doc:"A draft is in no answer"`
}

// maxBatch is the size in bytes up to which articles are put together.
const maxBatch = 64 << 20

type putInput struct {
	ID      string `path:"id" minLength:"1" doc:"The article's id, percent-encoded (also its slashes)" example:"pico"`
	RawBody []byte `contentType:"application/json"`
}

type storedOutput struct {
	Status int
	Body   *Stored
}

type batchInput struct {
	RawBody []byte `contentType:"application/x-ndjson"`
}

type batchOutput struct {
	Status int
	Body   *StoredBatch
}

type deleteInput struct {
	ID string `path:"id" minLength:"1" doc:"The article's id, percent-encoded (also its slashes)" example:"pico"`
}

type noOutput struct{ Status int }

// Resolve reports what is wrong with the query string.
func (in *putInput) Resolve(ctx huma.Context) []error { return queryErrors(ctx) }

// Resolve reports what is wrong with the query string.
func (in *batchInput) Resolve(ctx huma.Context) []error { return queryErrors(ctx) }

// Resolve reports what is wrong with the query string.
func (in *deleteInput) Resolve(ctx huma.Context) []error { return queryErrors(ctx) }

// registerArticles adds the routes that change articles.
func (s *server) registerArticles(api huma.API) {
	put := s.admin("article-put", http.MethodPut, "/v1/articles/{id}", "Put an article",
		"Keeps the article in place of any other with this id, also that of a file of the corpus. It is searchable when the answer "+
			"comes: 201 where there was none, 200 where there was one. 202: it is kept, and will be.",
		http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType)
	put.MaxBodyBytes = corpus.MaxArticleBytes + 1
	put.BodyReadTimeout = bodyTimeout
	put.SkipValidateBody = true // the reader does that, and says more
	answers[Stored](s, &put, map[int]string{200: "Replaced, and searchable", 201: "New, and searchable", 202: "Kept, but not searchable yet"})
	register(s, api, put, s.putArticle)
	s.describeRecord()

	del := s.admin("article-delete", http.MethodDelete, "/v1/articles/{id}", "Delete an article",
		"Takes the article away, wherever it came from: an article that was put is forgotten, and one of a file of the corpus is hidden "+
			"until it is restored. When the answer comes no search finds it; 202: soon none will.", http.StatusNotFound)
	done(&del, "Deleted")
	register(s, api, del, s.deleteArticle)

	restore := s.admin("override-delete", http.MethodDelete, "/v1/admin/overrides/{id}", "Restore the corpus' article",
		"Forgets what was put or deleted under the id, so that the article of the corpus, where there is one, is served again.", http.StatusNotFound)
	done(&restore, "Restored")
	register(s, api, restore, s.restoreArticle)

	batch := s.admin("articles-put", http.MethodPost, "/v1/admin/articles", "Put articles together",
		"One article a line, as for PUT, each with its id: all of them or, if one is not accepted, none.",
		http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType)
	batch.MaxBodyBytes = maxBatch + 1
	batch.BodyReadTimeout = bodyTimeout
	batch.SkipValidateBody = true
	answers[StoredBatch](s, &batch, map[int]string{200: "Searchable", 202: "Kept, but not searchable yet"})
	register(s, api, batch, s.putArticles)
}

// bodyTimeout is how long an article may take to arrive.
const bodyTimeout = 30 * time.Second

// describeRecord puts the schema of what the reader takes into the document, where
// huma only sees bytes.
func (s *server) describeRecord() {
	for _, op := range s.operations {
		if op.OperationID == "article-put" {
			op.RequestBody.Required = true
			op.RequestBody.Content["application/json"].Schema = s.doc.Components.Schemas.Schema(recordType(), true, "")
		}
	}
}

func (s *server) putArticle(ctx context.Context, in *putInput) (*storedOutput, error) {
	stored, err := s.cfg.Keeper.Put(ctx, in.ID, in.RawBody, scope(ctx))
	switch {
	case errors.Is(err, ErrPending):
		return &storedOutput{http.StatusAccepted, stored}, nil
	case err != nil:
		return nil, err
	case stored.Created:
		return &storedOutput{http.StatusCreated, stored}, nil
	}
	return &storedOutput{http.StatusOK, stored}, nil
}

func (s *server) putArticles(ctx context.Context, in *batchInput) (*batchOutput, error) {
	stored, err := s.cfg.Keeper.PutAll(ctx, in.RawBody, scope(ctx))
	switch {
	case errors.Is(err, ErrPending):
		return &batchOutput{http.StatusAccepted, stored}, nil
	case err != nil:
		return nil, err
	}
	return &batchOutput{http.StatusOK, stored}, nil
}

func (s *server) deleteArticle(ctx context.Context, in *deleteInput) (*noOutput, error) {
	return pendingOrDone(s.cfg.Keeper.Delete(ctx, in.ID, scope(ctx)))
}

func (s *server) restoreArticle(ctx context.Context, in *deleteInput) (*noOutput, error) {
	return pendingOrDone(s.cfg.Keeper.Restore(ctx, in.ID, scope(ctx)))
}

func pendingOrDone(err error) (*noOutput, error) {
	switch {
	case errors.Is(err, ErrPending):
		return &noOutput{http.StatusAccepted}, nil
	case err != nil:
		return nil, err
	}
	return &noOutput{http.StatusNoContent}, nil
}

// keeperProblem is the problem of an error of a Keeper; nil: it is none of those.
func keeperProblem(err error) *Problem {
	var record *RecordError
	var run *RunError
	switch {
	case errors.As(err, &run):
		return problemUnavailable("index-failed", "The index could not be brought in step",
			"Nothing was kept, and what was served is served on: "+shorten(run.Err.Error()))
	case errors.As(err, &record) && record.Malformed != "":
		return problemMalformed(record.Malformed)
	case errors.As(err, &record):
		return problemInvalid(record.Errors)
	case errors.Is(err, ErrBusy):
		return problemUnavailable("busy", "The index is being made", "Nothing was kept: the index is being made. Send it again.")
	case errors.Is(err, ErrOtherCollection):
		return problemForbidden("The key does not see the collection of this article.")
	}
	return nil
}
