package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"shirube/internal/api"
	"shirube/internal/console"
	"shirube/internal/ingest"
	"shirube/internal/store"
)

// operations is the server as its operators see it in the console.
type operations struct{ *server }

var _ console.Operations = operations{}

// fullReports is of how many runs every file is kept.
const fullReports = 3

// fullReport is every file of a run.
type fullReport struct {
	run   int64
	files []ingest.FileReport
}

// runID names a run.
func runID(started time.Time) int64 { return started.UnixMilli() }

// Ingest implements console.Operations.
func (o operations) Ingest() console.Ingest {
	p, reading := o.progress(), o.meter.Read()
	i := console.Ingest{
		Phase: p.Phase, Done: p.Done, Total: p.Total, Files: reading.Files, FilesTotal: reading.FilesTotal,
		Waiting: int(o.waiting.Load()), Held: o.dir.Held(), Watch: "off", Formats: map[string]int{},
	}
	if o.watcher != nil {
		state := o.watcher.State()
		i.Watch, i.WatchWhy, i.Folders = "events", state.Why, state.Folders
		if state.Polling {
			i.Watch = "polling"
		}
	}
	h := &o.history
	h.mu.Lock()
	defer h.mu.Unlock()
	i.Checked, i.Ignored = h.checked, h.skipped.Ignored
	for ending, n := range h.skipped.Formats {
		i.Formats[ending] = n
	}
	for _, r := range h.runs {
		i.Runs = append(i.Runs, console.IngestRun{
			ID: runID(r.Started), Cause: r.Cause, Mode: r.Mode, Error: r.Error, Generation: r.Generation, Started: r.Started, Seconds: r.Seconds,
			Total: r.Articles.Total, Added: r.Articles.Added, Changed: r.Articles.Changed, Unchanged: r.Articles.Unchanged,
			Removed: r.Articles.Removed, Rejected: r.Rejected,
		})
	}
	return i
}

// Files implements console.Operations: all files of the last runs, and of those before what
// was not simply unchanged.
func (o operations) Files(run int64) ([]console.IngestFile, bool) {
	h := &o.history
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, full := range h.full {
		if full.run != run {
			continue
		}
		list := make([]console.IngestFile, 0, len(full.files))
		for _, f := range full.files {
			file := console.IngestFile{File: f.File, Status: string(f.Status), RenamedFrom: f.RenamedFrom, Articles: f.Articles}
			for _, p := range f.Problems {
				file.Problems = append(file.Problems, console.IngestProblem{Line: p.Line, Why: p.Why, Rejected: p.Rejected})
			}
			list = append(list, file)
		}
		return list, true
	}
	for _, r := range h.runs {
		if runID(r.Started) != run {
			continue
		}
		list := make([]console.IngestFile, 0, len(r.Files))
		for _, f := range r.Files {
			file := console.IngestFile{File: f.File, Status: f.Status, RenamedFrom: f.RenamedFrom, Articles: f.Articles}
			for _, p := range f.Problems {
				file.Problems = append(file.Problems, console.IngestProblem{Line: p.Line, Why: p.Why, Rejected: p.Rejected})
			}
			list = append(list, file)
		}
		return list, true
	}
	return nil, false
}

// keepFull keeps every file of a run; the caller holds the lock.
func (h *history) keepFull(run api.Run, r *ingest.Report) {
	h.full = append([]fullReport{{runID(run.Started), r.Files}}, h.full[:min(len(h.full), fullReports-1)]...)
}

// Reindex implements console.Operations. What waits already is not asked for twice.
func (o operations) Reindex(rebuild bool) {
	if o.know.Load() == nil || !rebuild && o.waiting.Load() > 0 {
		return // it is about to be brought in step anyway
	}
	go func() {
		if _, err := o.ask(context.Background(), &order{cause: causeReindex, rebuild: rebuild}); err != nil {
			o.log.Warn("the index that was asked for in the console", "error", err)
		}
	}()
}

// Generations implements console.Operations.
func (o operations) Generations() []console.Generation {
	list := []console.Generation{}
	for i, g := range o.dir.Generations() {
		list = append(list, console.Generation{
			Name: g.Name, Fingerprint: g.Fingerprint, Built: g.Built, Bytes: g.Bytes, Articles: g.Articles, Passages: g.Passages,
			Current: g.Current, Readable: g.Readable, Latest: i == 0,
		})
	}
	return list
}

// SwitchTo implements console.Operations.
func (o operations) SwitchTo(ctx context.Context, name string) error {
	_, err := o.ask(ctx, &order{cause: causeAPI, generation: name})
	if errors.Is(err, api.ErrBusy) || errors.Is(err, api.ErrPending) {
		return fmt.Errorf("%w: %w", console.ErrBusyIndex, err)
	}
	return err
}

// Health implements console.Operations.
func (o operations) Health(ctx context.Context) (console.Health, error) {
	log := o.queries.Stats()
	h := console.Health{
		Version: Version(), Started: o.began, Memory: residentMemory(), Logging: o.logs(), LogDays: o.cfg.LogRetention,
		LogWritten: log.Written, LogLost: log.Dropped, LogWaiting: log.Waiting, Public: o.public, Keys: o.keys.Any(), Data: o.data,
	}
	if stats, err := o.gate.stats(ctx); err == nil { // else there is none yet
		h.Generation, h.Articles, h.Passages, h.IndexBytes = stats.Generation, stats.Articles, stats.Passages, stats.Bytes
	}
	for _, ending := range []string{"", "-wal"} {
		if info, err := os.Stat(filepath.Join(o.data, store.Name+ending)); err == nil {
			h.DatabaseBytes += info.Size()
		}
	}
	h.DiskFree, h.DiskTotal = diskSpace(o.data)
	return h, nil
}

// Keys implements console.Operations.
func (o operations) Keys(ctx context.Context) ([]console.APIKey, error) {
	list, err := o.kept.Keys(ctx)
	if err != nil {
		return nil, err
	}
	keys := make([]console.APIKey, 0, len(list))
	for _, k := range list {
		keys = append(keys, console.APIKey{
			Name: k.Name, Hint: k.Hint, Scopes: k.Scopes, Collections: k.Collections, Origins: k.Origins, Rate: k.Rate,
			Created: k.Created, Used: k.Used, Revoked: k.Revoked,
		})
	}
	return keys, nil
}

// CreateKey implements console.Operations.
func (o operations) CreateKey(ctx context.Context, k console.APIKey) (string, error) {
	wished := store.Key{Name: k.Name, Scopes: k.Scopes, Collections: k.Collections, Origins: k.Origins, Rate: k.Rate}
	if err := asked(wished).Check(); err != nil {
		return "", fmt.Errorf("%w: %w", console.ErrBadKey, err)
	}
	_, secret, err := o.kept.CreateKey(ctx, wished)
	if errors.Is(err, store.ErrNameTaken) {
		return "", console.ErrKeyName
	}
	return secret, err
}

// RevokeKey implements console.Operations.
func (o operations) RevokeKey(ctx context.Context, name string) (bool, error) {
	err := o.kept.RevokeKey(ctx, name)
	if errors.Is(err, store.ErrNoSuchKey) {
		return false, nil
	}
	return err == nil, err
}

// ExportLog implements console.Operations.
func (o operations) ExportLog(ctx context.Context, since time.Time, w io.Writer) error {
	return o.kept.Export(ctx, since, w)
}

// EraseLog implements console.Operations.
func (o operations) EraseLog(ctx context.Context, before time.Time) error {
	return o.kept.Erase(ctx, before)
}

// residentMemory is what the process has of the machine's memory, in bytes, where the system
// tells; 0: it does not.
func residentMemory() int64 {
	data, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0
	}
	var size, resident int64
	if _, err := fmt.Fscan(strings.NewReader(string(data)), &size, &resident); err != nil {
		return 0
	}
	return resident * int64(os.Getpagesize())
}
