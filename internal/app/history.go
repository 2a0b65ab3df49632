package app

import (
	"context"
	"errors"
	"time"

	"shirube/internal/api"
	"shirube/internal/ingest"
)

// How much of what runs did is kept for /v1/admin/stats.
const (
	keptRuns     = 20
	keptFiles    = 200
	keptProblems = 500
)

// failed is the mode of a run that changed nothing because it could not.
const failed = "failed"

// record keeps what a run did, and tells the log.
func (s *server) record(cause string, started time.Time, r *ingest.Report, err error) api.Run {
	run := api.Run{Cause: cause, Started: started.UTC(), Seconds: time.Since(started).Seconds(), Mode: failed, Files: []api.RunFile{}}
	h := &s.history
	h.mu.Lock()
	defer h.mu.Unlock()
	switch {
	case errors.Is(err, context.Canceled):
		return run // the server stops
	case err != nil:
		run.Error = err.Error()
		if h.failure != run.Error { // not again with every try
			s.log.Error("the index could not be brought up to date: the one before is served on", "error", err)
		}
		h.failure = run.Error
		h.keep(run)
		return run
	}
	now := time.Now().UTC()
	h.failure, h.checked = "", &now
	fill(&run, r)
	h.skipped = r.Skipped
	h.problems = []api.RunProblem{}
	for _, p := range r.Problems() {
		if len(h.problems) < keptProblems {
			h.problems = append(h.problems, api.RunProblem(p))
		}
	}
	s.tell(r, &run)
	if r.Mode != ingest.ModeUnchanged || len(h.runs) == 0 || cause != causeWatch && cause != causeRetry {
		h.keep(run)
		h.keepFull(run, r)
	}
	return run
}

// keep puts a run before the others. A failure that repeats itself is one run.
func (h *history) keep(run api.Run) {
	if run.Error != "" && len(h.runs) > 0 && h.runs[0].Error == run.Error {
		h.runs = h.runs[1:]
	}
	h.runs = append([]api.Run{run}, h.runs[:min(len(h.runs), keptRuns-1)]...)
}

// fill puts a report into a run.
func fill(run *api.Run, r *ingest.Report) {
	run.Mode, run.Generation, run.Rejected = string(r.Mode), r.Generation, r.Rejected
	run.Articles = api.RunCounts(r.Articles)
	for _, f := range r.Files {
		if f.Status == ingest.Unchanged && len(f.Problems) == 0 {
			continue
		}
		if len(run.Files) == keptFiles {
			run.FilesLeft++
			continue
		}
		file := api.RunFile{File: f.File, Status: string(f.Status), RenamedFrom: f.RenamedFrom, Articles: f.Articles, Problems: []api.RunProblem{}}
		for _, p := range f.Problems {
			file.Problems = append(file.Problems, api.RunProblem(p))
		}
		run.Files = append(run.Files, file)
	}
}

// tell logs what a run did: every problem that is new, and the sum.
func (s *server) tell(r *ingest.Report, run *api.Run) {
	told := map[string]bool{}
	for _, p := range r.Problems() {
		line := p.String()
		told[line] = true
		switch {
		case s.history.told[line]:
		case p.Rejected:
			s.log.Warn("rejected", "file", p.File, "line", p.Line, "why", p.Why)
		default:
			s.log.Info("odd", "file", p.File, "line", p.Line, "why", p.Why)
		}
	}
	first := s.history.told == nil
	s.history.told = told
	if r.Articles.Total == 0 {
		s.log.Warn("the corpus has no article: every search finds nothing")
	}
	if !first && r.Mode == ingest.ModeUnchanged {
		return
	}
	for _, f := range run.Files {
		if f.Status != string(ingest.Unchanged) && !first {
			s.log.Info("file", "status", f.Status, "file", f.File, "renamed_from", f.RenamedFrom, "articles", f.Articles)
		}
	}
	c := r.Articles
	s.log.Info("index ready", "mode", r.Mode, "generation", r.Generation, "articles", c.Total,
		"added", c.Added, "changed", c.Changed, "unchanged", c.Unchanged, "removed", c.Removed,
		"rejected", r.Rejected, "cause", run.Cause, "took_ms", int64(run.Seconds*1000))
}

// Upkeep is what /v1/admin/stats says.
func (s *server) Upkeep(ctx context.Context) (*api.Upkeep, error) {
	u := &api.Upkeep{Collections: map[string]int{}, Waiting: int(s.waiting.Load()), Watch: api.Watch{Mode: "off"}}
	if stats, err := s.gate.stats(ctx); err == nil {
		u.Generation, u.Built = stats.Generation, &stats.Built
		u.Articles, u.Passages, u.Bytes, u.Collections = stats.Articles, stats.Passages, stats.Bytes, stats.Collections
	}
	u.Stored, u.Deleted = s.uploads.Counts()
	if s.watcher != nil {
		state := s.watcher.State()
		u.Watch = api.Watch{Mode: "events", Why: state.Why, Folders: state.Folders}
		if state.Polling {
			u.Watch.Mode = "polling"
		}
	}
	h := &s.history
	h.mu.Lock()
	defer h.mu.Unlock()
	u.Skipped = api.SkippedFiles{Ignored: h.skipped.Ignored, Formats: map[string]int{}}
	for format, n := range h.skipped.Formats {
		u.Skipped.Formats[format] = n
	}
	u.Problems = append([]api.RunProblem{}, h.problems...)
	u.Runs = append([]api.Run{}, h.runs...)
	u.Checked = h.checked
	return u, nil
}
