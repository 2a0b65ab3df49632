//go:build unix

package app

import "golang.org/x/sys/unix"

// diskSpace is what is free for us, and all there is, of the disk that holds a path, in bytes;
// 0 where it cannot be told.
func diskSpace(path string) (free, total int64) {
	var s unix.Statfs_t
	if err := unix.Statfs(path, &s); err != nil {
		return 0, 0
	}
	block := int64(s.Bsize)                                 //nolint:unconvert // of another type on other systems
	return int64(s.Bavail) * block, int64(s.Blocks) * block // #nosec G115 -- sizes of disks
}
