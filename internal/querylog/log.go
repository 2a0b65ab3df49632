package querylog

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"
)

// Sink is where entries are kept. Write keeps all of them or none; what it has
// returned no error for, it has kept for good. One goroutine calls it.
type Sink interface {
	Write(ctx context.Context, searches []Search, events []Event) error
}

// Limits of the queue.
const (
	// capacity is how many entries wait at most: some seconds of a busy server.
	capacity = 8192
	// batch is how many are written at once at most.
	batch = 1000
	// patience is how long an entry waits for others, so that a transaction is worth it.
	patience = time.Second
	// rest is how long nothing is tried after a failure; what comes meanwhile waits.
	rest = 5 * time.Second
	// complaint is how often the log says that entries are dropped.
	complaint = time.Minute
	// farewell is how long the last entries may take when a server stops.
	farewell = 5 * time.Second
)

// entry is one of both.
type entry struct {
	search *Search
	event  *Event
}

// Log is a queue before a Sink. The zero value and nil note nothing. Its methods may
// be called by many goroutines.
type Log struct {
	sink  Sink
	log   *slog.Logger
	queue chan entry
	stop  chan struct{}
	ended chan struct{}
	once  sync.Once

	patience, rest time.Duration

	written, dropped atomic.Int64

	// Of the goroutine that writes:
	told   time.Time // when it was last said that entries are dropped
	untold int64     // how many had been dropped then
}

// Start returns a log that writes to sink until it is closed.
func Start(sink Sink, log *slog.Logger) *Log { return start(sink, log, patience, rest) }

func start(sink Sink, log *slog.Logger, patience, rest time.Duration) *Log {
	l := &Log{
		sink: sink, log: log, patience: patience, rest: rest,
		queue: make(chan entry, capacity), stop: make(chan struct{}), ended: make(chan struct{}),
	}
	go l.run()
	return l
}

// Stats are what became of entries since the start.
type Stats struct {
	Written int64 // kept
	Dropped int64 // lost: there was no room in the queue, or they could not be written
	Waiting int   // in the queue
}

// Stats returns what became of entries.
func (l *Log) Stats() Stats {
	if l == nil {
		return Stats{}
	}
	return Stats{l.written.Load(), l.dropped.Load(), len(l.queue)}
}

// put never waits.
func (l *Log) put(e entry) {
	if l.queue == nil {
		return
	}
	select {
	case l.queue <- e:
	default:
		l.dropped.Add(1)
	}
}

// Close writes what waits and ends; it takes a few seconds at most. What comes
// later is lost.
func (l *Log) Close() {
	if l == nil || l.queue == nil {
		return
	}
	l.once.Do(func() { close(l.stop) })
	<-l.ended
}

// run writes batches until the log is closed. While writing fails the queue fills,
// and what finds no room is dropped.
func (l *Log) run() {
	defer close(l.ended)
	for {
		searches, events, open := l.collect()
		kept := true
		if len(searches)+len(events) > 0 {
			kept = l.write(searches, events, open)
		}
		if !open && !kept {
			l.drain() // nor would the others be, and each try takes time
		}
		l.complain()
		if !open && len(l.queue) == 0 {
			return
		}
	}
}

// collect waits for a batch: as many entries as fit, or those of a while. It is not
// open any more when the log is closed.
func (l *Log) collect() (searches []Search, events []Event, open bool) {
	take := func(e entry) {
		if e.search != nil {
			searches = append(searches, *e.search)
		} else {
			events = append(events, *e.event)
		}
	}
	idle := time.NewTimer(complaint)
	defer idle.Stop()
	var over <-chan time.Time
	for len(searches)+len(events) < batch {
		select {
		case e := <-l.queue:
			take(e)
			if over == nil {
				over = time.After(l.patience)
			}
		case <-over:
			return searches, events, true
		case <-idle.C:
			return searches, events, true
		case <-l.stop:
			for len(searches)+len(events) < batch && len(l.queue) > 0 {
				take(<-l.queue)
			}
			return searches, events, false
		}
	}
	return searches, events, true
}

// write tries until the batch is written, or nothing can wait any longer: then it is
// dropped, so that what is noted is what happens now. It reports whether it was written.
func (l *Log) write(searches []Search, events []Event, open bool) bool {
	n := int64(len(searches) + len(events))
	for {
		ctx, cancel := context.WithTimeout(context.Background(), farewell)
		err := l.sink.Write(ctx, searches, events)
		cancel()
		if err == nil {
			l.written.Add(n)
			return true
		}
		l.log.Debug("the query log cannot be written", "error", err)
		if !open || len(l.queue) >= capacity/2 || !l.pause() {
			l.dropped.Add(n)
			l.warn(err)
			return false
		}
		l.warn(err)
	}
}

// drain drops what waits.
func (l *Log) drain() {
	for {
		select {
		case <-l.queue:
			l.dropped.Add(1)
		default:
			return
		}
	}
}

// pause waits before the next try, and reports whether there is to be one.
func (l *Log) pause() bool {
	select {
	case <-time.After(l.rest):
		return true
	case <-l.stop:
		return false
	}
}

// complain says that entries were dropped because the queue was full.
func (l *Log) complain() {
	if l.dropped.Load() > l.untold {
		l.warn(nil)
	}
}

// warn says, once a minute at most, that the log is not whole.
func (l *Log) warn(err error) {
	if time.Since(l.told) < complaint {
		return
	}
	dropped := l.dropped.Load()
	attrs := []any{"dropped", dropped - l.untold}
	if err != nil {
		attrs = append(attrs, "error", err)
	}
	l.told, l.untold = time.Now(), dropped
	l.log.Warn("the query log is not written; searches go on", attrs...)
}
