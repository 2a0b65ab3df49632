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
	// batch is how many are written before their time is over: so many that there is
	// room for those that come while they are written.
	batch = capacity / 2
	// patience is how long an entry waits for others, so that a transaction is worth it.
	patience = time.Second
	// rest is how long nothing is tried after a failure; what comes meanwhile waits.
	rest = 5 * time.Second
	// complaint is how often the log says that entries are dropped.
	complaint = time.Minute
	// farewell is how long the last entries may take when a server stops.
	farewell = 5 * time.Second
)

// Log is a queue before a Sink. The zero value and nil note nothing. Its methods may
// be called by many goroutines.
type Log struct {
	sink  Sink
	log   *slog.Logger
	wake  chan struct{} // an entry is the first that waits, or the last of a batch
	stop  chan struct{}
	ended chan struct{}
	once  sync.Once

	patience, rest time.Duration

	// A list under a lock, not a channel: a channel wakes the goroutine that writes for
	// every entry, which costs more than to note it.
	mu       sync.Mutex
	searches []Search
	events   []Event

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
		wake: make(chan struct{}, 1), stop: make(chan struct{}), ended: make(chan struct{}),
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
	return Stats{l.written.Load(), l.dropped.Load(), l.waiting()}
}

func (l *Log) waiting() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.searches) + len(l.events)
}

// put waits for nothing but others that put.
func (l *Log) put(add func()) {
	if l.wake == nil {
		return
	}
	l.mu.Lock()
	n := len(l.searches) + len(l.events) + 1
	if n <= capacity {
		add()
	}
	l.mu.Unlock()
	switch n {
	case 1, batch:
		select {
		case l.wake <- struct{}{}:
		default: // it is awake
		}
	case capacity + 1:
		l.dropped.Add(1)
	}
}

// Close writes what waits and ends; it takes a few seconds at most. What comes
// later is lost.
func (l *Log) Close() {
	if l == nil || l.wake == nil {
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
		if !open && l.waiting() == 0 {
			return
		}
	}
}

// collect waits for the entries of a while, or for a batch. It is not open any more when
// the log is closed.
func (l *Log) collect() (searches []Search, events []Event, open bool) {
	open = l.gather()
	l.mu.Lock()
	defer l.mu.Unlock()
	searches, events = l.searches, l.events
	l.searches, l.events = nil, nil
	return searches, events, open
}

// gather returns when it is time to write, or to see whether there is something to say.
func (l *Log) gather() (open bool) {
	idle := time.NewTimer(complaint)
	defer idle.Stop()
	var over <-chan time.Time
	for n := l.waiting(); n < batch; n = l.waiting() {
		if n > 0 && over == nil {
			over = time.After(l.patience)
		}
		select {
		case <-l.wake:
		case <-over:
			return true
		case <-idle.C:
			return true
		case <-l.stop:
			return false
		}
	}
	return true
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
		if !open || l.waiting() >= batch || !l.pause() {
			l.dropped.Add(n)
			l.warn(err)
			return false
		}
		l.warn(err)
	}
}

// drain drops what waits.
func (l *Log) drain() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.dropped.Add(int64(len(l.searches) + len(l.events)))
	l.searches, l.events = nil, nil
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
