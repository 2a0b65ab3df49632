package api

import (
	"context"
	"errors"
	"net/http"
	"reflect"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"

	"shirube/internal/peer"
)

// Run is one time that the index was brought in step with the corpus.
type Run struct {
	Cause      string    `json:"cause" enum:"start,watch,api,reindex,retry" doc:"Why it ran"`
	Started    time.Time `json:"started" doc:"When"`
	Seconds    float64   `json:"seconds" doc:"How long it took"`
	Mode       string    `json:"mode" enum:"unchanged,updated,rebuilt,failed" doc:"What it did; failed: nothing, and the index is as it was"`
	Error      string    `json:"error" doc:"Why it failed; empty: it did not"`
	Generation string    `json:"generation" doc:"The generation that was served after it"`
	Articles   RunCounts `json:"articles" doc:"Articles, against those that the index held before"`
	Rejected   int       `json:"rejected" doc:"What was kept out of the index, with reasons in files"`
	Files      []RunFile `json:"files" doc:"The files that were not simply unchanged, as far as there is room"`
	FilesLeft  int       `json:"files_left" doc:"How many more such files there were"`
}

// RunCounts are articles, against those that the index held before.
type RunCounts struct {
	Total     int `json:"total" doc:"In the index now"`
	Added     int `json:"added"`
	Changed   int `json:"changed"`
	Unchanged int `json:"unchanged"`
	Removed   int `json:"removed"`
}

// RunFile is what became of a file.
type RunFile struct {
	File        string       `json:"file" doc:"Its path"`
	Status      string       `json:"status" enum:"added,changed,unchanged,removed,rejected" doc:"Against the run before; rejected: no article of it is in the index"`
	RenamedFrom string       `json:"renamed_from" doc:"The file, gone now, that had its contents; empty: none"`
	Articles    int          `json:"articles" doc:"How many of it are in the index"`
	Problems    []RunProblem `json:"problems" doc:"What is wrong with it"`
}

// RunProblem is something in a file that is wrong.
type RunProblem struct {
	File     string `json:"file" doc:"The file"`
	Line     int    `json:"line" doc:"The line, from 1"`
	Why      string `json:"why" doc:"What is wrong"`
	Rejected bool   `json:"rejected" doc:"It was kept out of the index; false: it is in it, and is odd"`
}

// Upkeep is how the index is kept in step.
type Upkeep struct {
	Generation  string         `json:"generation" doc:"The generation that is served; empty: none yet"`
	Built       *time.Time     `json:"built" doc:"When it was made"`
	Articles    int            `json:"articles"`
	Passages    int            `json:"passages"`
	Collections map[string]int `json:"collections" doc:"Articles by collection"`
	Bytes       int64          `json:"bytes" doc:"Size of the index on disk"`
	Stored      int            `json:"stored" doc:"Articles that were put and are kept"`
	Deleted     int            `json:"deleted" doc:"Articles of the corpus that were deleted and are hidden"`
	Waiting     int            `json:"waiting" doc:"Requests that wait for the index"`
	Watch       Watch          `json:"watch" doc:"How changes of the corpus are noticed"`
	Skipped     SkippedFiles   `json:"skipped" doc:"What of the corpus was not looked at"`
	Problems    []RunProblem   `json:"problems" doc:"All that is wrong with the corpus at present, as far as there is room"`
	Runs        []Run          `json:"runs" doc:"The last runs that did something or failed, the latest first"`
	Checked     *time.Time     `json:"checked" doc:"When the corpus was last looked at; null: never"`
}

// Watch is how changes of the corpus are noticed.
type Watch struct {
	Mode    string `json:"mode" enum:"off,events,polling" doc:"events: the system tells; polling: by looking again and again"`
	Why     string `json:"why" doc:"Why it is polling; empty: it is not"`
	Folders int    `json:"folders" doc:"How many folders are watched"`
}

// SkippedFiles counts what of the corpus was not looked at.
type SkippedFiles struct {
	Ignored int            `json:"ignored" doc:"Files and folders that patterns leave out"`
	Formats map[string]int `json:"formats" doc:"Files that are no articles by their names"`
}

type reindexInput struct {
	Rebuild bool `query:"rebuild" default:"false" doc:"Read everything anew, not only what has changed"`
}

type reindexOutput struct {
	Status int
	Body   *Run
}

type upkeepOutput struct{ Body *Upkeep }

// Resolve reports what is wrong with the query string.
func (in *reindexInput) Resolve(ctx huma.Context) []error { return queryErrors(ctx) }

func recordType() reflect.Type { return reflect.TypeFor[ArticleRecord]() }

// registerAdmin adds the routes for who looks after the server.
func (s *server) registerAdmin(api huma.API) {
	reindex := s.admin("reindex", http.MethodPost, "/v1/admin/reindex", "Bring the index in step with the corpus",
		"Looks for changes and answers when they are searchable. 202: it goes on; the runs in /v1/admin/stats say when it has ended.")
	reindex.Responses["202"] = &huma.Response{Description: "It goes on"}
	register(s, api, reindex, s.reindex)
	register(s, api, s.admin("stats", http.MethodGet, "/v1/admin/stats", "How the index is kept in step",
		"What is served, what was kept, how changes are noticed, and what the last runs did with which file."), s.upkeep)
}

func (s *server) reindex(ctx context.Context, in *reindexInput) (*reindexOutput, error) {
	if p := seesAll(ctx); p != nil {
		return nil, p
	}
	run, err := s.cfg.Keeper.Reindex(ctx, in.Rebuild)
	if errors.Is(err, ErrPending) {
		return &reindexOutput{Status: http.StatusAccepted}, nil
	}
	if err != nil {
		return nil, err
	}
	return &reindexOutput{http.StatusOK, run}, nil
}

func (s *server) upkeep(ctx context.Context, _ *struct{}) (*upkeepOutput, error) {
	if p := seesAll(ctx); p != nil {
		return nil, p
	}
	u, err := s.cfg.Keeper.Upkeep(ctx)
	if err != nil {
		return nil, err
	}
	return &upkeepOutput{u}, nil
}

// seesAll refuses a key that is bound to collections what tells of all of them.
func seesAll(ctx context.Context) *Problem {
	if len(infoOf(ctx).caller.Collections) == 0 {
		return nil
	}
	return problemForbidden("This concerns every collection, and the key does not see them all.")
}

// admin describes a route for keys with the scope admin.
func (s *server) admin(id, method, path, summary, description string, further ...int) huma.Operation {
	op := s.operation(id, method, path, summary, description, append(further, http.StatusForbidden)...)
	op.Middlewares = huma.Middlewares{s.requireAdmin, s.readQuery}
	return op
}

func (s *server) requireAdmin(ctx huma.Context, next func(huma.Context)) {
	c := humagin.Unwrap(ctx)
	c.Header("Cache-Control", "no-store")
	if p := s.authorize(c.Request, ScopeAdmin); p != nil {
		s.write(c, p)
		return
	}
	if p := s.trusted(c.Request); p != nil {
		s.write(c, p)
		return
	}
	if s.cfg.Keeper == nil {
		s.write(c, s.problemNotReady())
		return
	}
	next(ctx)
}

// trusted refuses, where nobody is asked for a key, what does not come from this
// machine, or comes from a web page that somebody else made: browsers send those. What a
// proxy sends on comes from wherever the proxy is reached, whatever its address and Host.
func (s *server) trusted(r *http.Request) *Problem {
	if s.cfg.Keys.Any() {
		return nil
	}
	if s.cfg.Public {
		return problemForbidden("This needs a key with the scope admin, and the server has no keys.")
	}
	if len(s.cfg.TrustedProxies) > 0 || peer.Passed(r.Header) {
		return problemForbidden("This needs a key with the scope admin: the server has no keys, and is asked through a proxy.")
	}
	if !peer.LoopbackHost(r.Host) {
		return problemForbidden("Without keys, this is only for who asks for localhost or a loopback address.")
	}
	if err := http.NewCrossOriginProtection().Check(r); err != nil {
		return problemForbidden("Without keys, this is not for pages of other origins.")
	}
	return nil
}

// answers describes the answers of an operation that have a body of type T.
func answers[T any](s *server, op *huma.Operation, statuses map[int]string) {
	for status, what := range statuses {
		op.Responses[strconv.Itoa(status)] = &huma.Response{Description: what, Content: map[string]*huma.MediaType{
			"application/json": {Schema: s.doc.Components.Schemas.Schema(reflect.TypeFor[T](), true, "")},
		}}
	}
}

// done describes the answers of an operation that have no body.
func done(op *huma.Operation, what string) {
	op.DefaultStatus = http.StatusNoContent
	op.Responses["204"] = &huma.Response{Description: what}
	op.Responses["202"] = &huma.Response{Description: "Kept, but searches do not show it yet"}
}
