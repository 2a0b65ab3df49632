package bleve

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/gofrs/flock"
)

// writeLock is held by the one process that writes. The kernel frees it when
// the process ends, however it ends; the file says who holds it.
type writeLock struct{ f *flock.Flock }

type lockHolder struct {
	PID   int       `json:"pid"`
	Since time.Time `json:"since"`
}

func takeLock(path string) (*writeLock, error) {
	f := flock.New(path)
	ok, err := f.TryLock()
	if err != nil {
		return nil, fmt.Errorf("write lock: %w", err)
	}
	if !ok {
		return nil, fmt.Errorf("%w%s", ErrLocked, holderOf(path))
	}
	data, err := json.Marshal(lockHolder{os.Getpid(), time.Now().UTC().Truncate(time.Second)})
	if err == nil {
		// In place: a renamed file would not be the locked one.
		err = os.WriteFile(path, append(data, '\n'), 0o644)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("write lock: %w", err), f.Unlock())
	}
	return &writeLock{f}, nil
}

// holderOf words who holds the lock, or nothing where the file does not say.
func holderOf(path string) string {
	data, err := os.ReadFile(path)
	var h lockHolder
	if err != nil || json.Unmarshal(data, &h) != nil || h.PID == 0 {
		return ""
	}
	return fmt.Sprintf(" (process %d, since %s)", h.PID, h.Since.Format(time.RFC3339))
}

func (l *writeLock) release() error {
	if err := l.f.Unlock(); err != nil {
		return fmt.Errorf("write lock: %w", err)
	}
	return nil
}
