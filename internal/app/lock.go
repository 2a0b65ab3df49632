package app

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
)

// ErrBusy is that another process writes the index.
var ErrBusy = errors.New("another process writes this index")

// lockName is the file that is locked. The index has a lock of its own, held
// while a generation is written; this one is held by a server as long as it
// runs, because it would not notice what others write.
const lockName = "writer.lock"

// writeLock makes a process the only one that writes to a data directory. The
// system frees it when the process ends, however that is.
type writeLock struct{ file *flock.Flock }

// holder is who has the lock, written into it for those who find it taken.
type holder struct {
	PID     int       `json:"pid"`
	Purpose string    `json:"purpose"` // the command
	Since   time.Time `json:"since"`
}

// lockDirectory takes the lock of a data directory, or returns an error that is
// ErrBusy and says who has it.
func lockDirectory(data, purpose string) (*writeLock, error) {
	path := filepath.Join(data, lockName)
	f := flock.New(path)
	ok, err := f.TryLock()
	if err != nil {
		return nil, fmt.Errorf("data directory %s: cannot be written: %w", data, err)
	}
	if !ok {
		return nil, fmt.Errorf("data directory %s: %w%s", data, ErrBusy, describeHolder(path))
	}
	text, err := json.Marshal(holder{os.Getpid(), purpose, time.Now().UTC().Truncate(time.Second)})
	if err == nil {
		// In place: a new file under the name would not be the one that is locked.
		err = os.WriteFile(path, append(text, '\n'), 0o644)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("data directory %s: cannot be written: %w", data, err), f.Unlock())
	}
	return &writeLock{f}, nil
}

func describeHolder(path string) string {
	text, err := os.ReadFile(path)
	var h holder
	if err != nil || json.Unmarshal(text, &h) != nil || h.PID == 0 {
		return ""
	}
	return fmt.Sprintf(": shirube %s, process %d, since %s", h.Purpose, h.PID, h.Since.Local().Format("2006-01-02 15:04:05"))
}

func (l *writeLock) release() error {
	if err := l.file.Unlock(); err != nil {
		return fmt.Errorf("write lock: %w", err)
	}
	return nil
}
