package watch

import (
	"errors"
	"io/fs"
	"syscall"
)

// isGone reports whether a folder cannot be watched because it is not there, or
// is none.
func isGone(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) || errors.Is(err, fs.ErrPermission)
}
