package main

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"

	"shirube/internal/bench"
)

// leastIndexing is the share of Kagome's speed on all cores that indexing must
// reach.
const leastIndexing = 0.60

// measureIndexing compares the whole way from the file to the committed index
// with Kagome alone on the same passages, both on all cores. The last index
// stays where the options say.
func measureIndexing(ctx context.Context, o *options) ([]bench.Line, error) {
	both, err := open(o.data)
	if err != nil {
		return nil, err
	}
	var pairs, work []pair // seconds of the clock, and of processors
	for range o.pairs {
		var p, cpu pair
		err := bench.Temporary(func(dir string) (err error) {
			p.ours, cpu.ours, err = worked(func() error { return both.parts.Build(ctx, both.set.Source(), dir) })
			return err
		})
		if err != nil {
			return nil, err
		}
		p.theirs, cpu.theirs, err = worked(func() error {
			everyCore(both.raw, both.cut)
			return nil
		})
		if err != nil {
			return nil, err
		}
		pairs, work = append(pairs, p), append(work, cpu)
	}
	heading(fmt.Sprintf("indexing, %d cores", runtime.GOMAXPROCS(0)), both.set, both.texts)
	line := report("file to commit", "indexing as a share of Kagome's own speed on all cores", pairs, both.texts, leastIndexing)
	inWork, _, _ := ratio(work)
	fmt.Printf("by processor time instead of the clock, ratio %.2f\n", inWork)
	memory, err := bench.MemoryOf("self")
	if err != nil {
		return nil, err
	}
	fmt.Printf("memory at most %.0f MB\n", memory.Peak)
	if o.index != "" {
		err = both.parts.Build(ctx, both.set.Source(), o.index)
	}
	return []bench.Line{line}, err
}

// worked is what do takes, in seconds of the clock and of processors.
func worked(do func() error) (seconds, cpu float64, err error) {
	runtime.GC()
	before, err1 := bench.CPUSeconds()
	seconds = timed(func() { err = do() })
	after, err2 := bench.CPUSeconds()
	return seconds, after - before, errors.Join(err, err1, err2)
}

// everyCore has Kagome segment all texts with one goroutine a core.
func everyCore(k kagome, texts [][]string) {
	var next atomic.Int64
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= len(texts) {
					return
				}
				k.run(texts[i])
			}
		})
	}
	wg.Wait()
}
