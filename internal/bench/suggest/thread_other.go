//go:build !linux

package main

import "time"

// threadTime is the clock where a thread's own time cannot be had.
func threadTime() time.Duration { return time.Duration(time.Now().UnixNano()) }
