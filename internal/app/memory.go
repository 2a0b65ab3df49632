package app

import (
	"os"
	"runtime"
	"runtime/debug"
)

// headroom is what a server may allocate, in bytes, before what is no longer needed is
// collected. Searches leave some hundred kilobytes each: by Go's own measure, as much
// again as is in use, a small index would be gone through several times a second under
// load, which took a fifth of the time.
const headroom = 192 << 20

// mostGrowth bounds the headroom of tiny indexes, in percent of what is in use.
const mostGrowth = 400

// collectSeldom gives the collector that headroom, and never less than Go does: a large
// index is collected as usual. Who sets GOGC decides.
func collectSeldom() {
	if os.Getenv("GOGC") != "" {
		return
	}
	runtime.GC() // so that what is in use is known
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	debug.SetGCPercent(growth(m.HeapAlloc))
}

// growth is the percentage by which the heap may grow when so many bytes are in use.
func growth(inUse uint64) int {
	return int(min(max(headroom*100/max(inUse, 1), 100), mostGrowth))
}
