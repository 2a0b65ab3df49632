package ingest

import "sync/atomic"

// Meter says how far a run is. It may be read while the run goes on.
type Meter struct {
	files, filesTotal atomic.Int64
	bytes, bytesTotal atomic.Int64
	articles          atomic.Int64
	committing        atomic.Bool
}

// Reading is what a Meter shows at one moment.
type Reading struct {
	Files, FilesTotal int64
	Bytes, BytesTotal int64
	Articles          int64 // through so far
	Committing        bool  // everything is read and analysed
}

// Read returns the present state.
func (m *Meter) Read() Reading {
	return Reading{
		Files: m.files.Load(), FilesTotal: m.filesTotal.Load(),
		Bytes: m.bytes.Load(), BytesTotal: m.bytesTotal.Load(),
		Articles: m.articles.Load(), Committing: m.committing.Load(),
	}
}

// start sets a meter to the beginning of a pass over files of so many bytes.
func (m *Meter) start(files int, bytes int64) {
	m.files.Store(0)
	m.bytes.Store(0)
	m.articles.Store(0)
	m.committing.Store(false)
	m.filesTotal.Store(int64(files))
	m.bytesTotal.Store(bytes)
}
