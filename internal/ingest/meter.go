package ingest

import "sync/atomic"

// Meter says how far a run is. It may be read while the run goes on.
type Meter struct {
	files, filesTotal atomic.Int64
	bytes, bytesTotal atomic.Int64
	found, articles   atomic.Int64
	committing        atomic.Bool
}

// Reading is what a Meter shows at one moment.
type Reading struct {
	Files, FilesTotal int64
	Bytes, BytesTotal int64
	Found             int64 // articles read so far
	Articles          int64 // of them through
	Committing        bool  // everything is read and analysed
}

// Read returns the present state.
func (m *Meter) Read() Reading {
	return Reading{
		Files: m.files.Load(), FilesTotal: m.filesTotal.Load(),
		Bytes: m.bytes.Load(), BytesTotal: m.bytesTotal.Load(),
		Found: m.found.Load(), Articles: m.articles.Load(), Committing: m.committing.Load(),
	}
}

// start sets a meter to the beginning of a pass over files of so many bytes.
func (m *Meter) start(files int, bytes int64) {
	m.files.Store(0)
	m.bytes.Store(0)
	m.found.Store(0)
	m.articles.Store(0)
	m.committing.Store(false)
	m.filesTotal.Store(int64(files))
	m.bytesTotal.Store(bytes)
}
