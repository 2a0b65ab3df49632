package main

import (
	"syscall"
	"time"
)

// threadTime is the processor time that this thread has used. Unlike the clock, it does not
// run while other programs do.
func threadTime() time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_THREAD, &used); err != nil {
		return 0
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
