//go:build !unix

package app

// diskSpace cannot be told here.
func diskSpace(string) (free, total int64) { return 0, 0 }
