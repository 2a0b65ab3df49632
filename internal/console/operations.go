package console

import (
	"context"
	"errors"
	"io"
	"time"

	"shirube/internal/staff"
)

// Errors of Operations.
var (
	ErrBusyIndex = errors.New("the index is being written")
	ErrKeyName   = errors.New("there is a key with this name")
	ErrBadKey    = errors.New("the key cannot be as it was wished")
)

// Operations is what an operator asks of the server.
type Operations interface {
	// Ingest says how the index is kept in step, at this moment.
	Ingest() Ingest
	// Files are all files of a run, as far as they are kept; false: there is no such run.
	Files(run int64) ([]IngestFile, bool)
	// Reindex has the corpus looked at, or read anew, and does not wait for it.
	Reindex(rebuild bool)
	// Generations lists the index generations on disk, the newest first.
	Generations() []Generation
	// SwitchTo serves another generation. ErrBusyIndex: the index is being written.
	SwitchTo(ctx context.Context, name string) error
	// Health says how the server is.
	Health(ctx context.Context) (Health, error)
	// Keys lists the API's keys, those that were revoked too.
	Keys(ctx context.Context) ([]APIKey, error)
	// CreateKey makes a key and returns its secret, which is shown this once. ErrKeyName: there
	// is one of the name; ErrBadKey: something else is wrong with it.
	CreateKey(ctx context.Context, k APIKey) (secret string, err error)
	// RevokeKey lets nobody in any more with a key; false: there is none.
	RevokeKey(ctx context.Context, name string) (bool, error)
	// ExportLog writes the query log from a time on, one JSON object a line.
	ExportLog(ctx context.Context, since time.Time, w io.Writer) error
	// EraseLog removes what was noted before a day; the zero time: everything.
	EraseLog(ctx context.Context, before time.Time) error
}

// Ingest is how the index is kept in step.
type Ingest struct {
	Phase             string // starting, indexing, ready, stale or stopping
	Done, Total       int    // articles; Total 0: not known yet
	Files, FilesTotal int64
	Waiting           int    // orders
	Held              string // the generation that somebody went back to; empty: none
	Watch, WatchWhy   string // off, events or polling, and why it polls
	Folders           int
	Checked           *time.Time
	Ignored           int            // files and folders that patterns leave out
	Formats           map[string]int // files that are no articles by their names, by ending
	Runs              []IngestRun    // the latest first
}

// Working reports whether the index is being made.
func (i Ingest) Working() bool { return i.Phase == "indexing" || i.Phase == "starting" }

// IngestRun is one time that the index was brought in step.
type IngestRun struct {
	ID                                                  int64
	Cause, Mode, Error, Generation                      string
	Started                                             time.Time
	Seconds                                             float64
	Total, Added, Changed, Unchanged, Removed, Rejected int
}

// IngestFile is what became of a file.
type IngestFile struct {
	File, Status, RenamedFrom string
	Articles                  int
	Problems                  []IngestProblem
}

// IngestProblem is what is wrong in a file. Rejected: it kept something out of the index.
type IngestProblem struct {
	Line     int
	Why      string
	Rejected bool
}

// Generation is a finished index on disk.
type Generation struct {
	Name, Fingerprint  string
	Built              time.Time
	Bytes              int64
	Articles, Passages int // 0: an earlier version of the program wrote it
	Current, Readable  bool
	Latest             bool // it has everything that was taken up
}

// Health is how the server is. Sizes are bytes; 0 is not known.
type Health struct {
	Version                   string
	Started                   time.Time
	Memory                    int64 // of the process, as the system counts it
	Generation                string
	Articles, Passages        int
	IndexBytes, DatabaseBytes int64
	DiskFree, DiskTotal       int64
	Logging                   bool
	LogDays                   int
	LogWritten, LogLost       int64
	LogWaiting                int
	Public                    bool // other machines can reach it
	Keys                      bool // it asks for keys
	Data                      string
}

// APIKey is a key of the API.
type APIKey struct {
	Name, Hint                   string
	Scopes, Collections, Origins []string
	Rate                         int
	Created                      time.Time
	Used, Revoked                *time.Time
}

func (c *Console) operationsRoutes() []route {
	return []route{
		get("/console/operations", staff.Admin, c.healthPage),
		post("/console/operations/export", staff.Admin, c.exportLog),
		post("/console/operations/erase", staff.Admin, c.eraseLog),
		get("/console/operations/runs", staff.Admin, c.runsPage),
		get("/console/operations/progress", staff.Admin, c.progress),
		get("/console/operations/runs/:id", staff.Admin, c.runPage),
		post("/console/operations/reindex", staff.Admin, c.reindex),
		get("/console/operations/generations", staff.Admin, c.generationsPage),
		post("/console/operations/generations", staff.Admin, c.switchGeneration),
		get("/console/operations/keys", staff.Admin, c.keysPage),
		post("/console/operations/keys", staff.Admin, c.createKey),
		post("/console/operations/keys/revoke", staff.Admin, c.revokeKey),
	}
}
