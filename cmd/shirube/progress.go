package main

import (
	"fmt"
	"time"

	"github.com/schollz/progressbar/v3"

	"shirube/internal/ingest"
)

// showProgress draws a bar of a run on the terminal, and nothing elsewhere. The
// returned function takes it away.
func showProgress(t terminal, m *ingest.Meter) (stop func()) {
	if !t.stderrIsTerminal {
		return func() {}
	}
	quit, gone := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(gone)
		tick := time.NewTicker(100 * time.Millisecond)
		defer tick.Stop()
		var bar *progressbar.ProgressBar
		for {
			select {
			case <-quit:
				clearBar(bar)
				return
			case <-tick.C:
				bar = draw(t, bar, m.Read())
			}
		}
	}()
	return func() {
		close(quit)
		<-gone
	}
}

// draw shows a reading. The bar is made when there is something to show.
func draw(t terminal, bar *progressbar.ProgressBar, r ingest.Reading) *progressbar.ProgressBar {
	if r.BytesTotal <= 0 {
		return bar
	}
	if bar == nil {
		bar = newBar(t, r.BytesTotal, progressbar.OptionShowBytes(true))
	}
	if r.Committing {
		bar.Describe("writing the index")
	} else {
		bar.Describe(fmt.Sprintf("indexing, %d articles", r.Articles))
	}
	bar.ChangeMax64(r.BytesTotal)
	_ = bar.Set64(min(r.Bytes, r.BytesTotal)) // a bar that cannot be drawn is no reason to stop
	return bar
}

// countProgress draws a bar of something that is counted, on a terminal.
func countProgress(t terminal, what string, total int) (count func(int), stop func()) {
	if !t.stderrIsTerminal {
		return func(int) {}, func() {}
	}
	bar := newBar(t, int64(total), progressbar.OptionSetDescription(what), progressbar.OptionThrottle(100*time.Millisecond))
	return func(n int) { _ = bar.Set(n) }, func() { clearBar(bar) }
}

func newBar(t terminal, total int64, more ...progressbar.Option) *progressbar.ProgressBar {
	return progressbar.NewOptions64(total, append([]progressbar.Option{
		progressbar.OptionSetWriter(t.stderr),
		progressbar.OptionFullWidth(),
		progressbar.OptionClearOnFinish(),
		progressbar.OptionShowCount(),
	}, more...)...)
}

func clearBar(bar *progressbar.ProgressBar) {
	if bar != nil {
		_ = bar.Clear()
	}
}
