package app

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"shirube/corpus"
	"shirube/corpus/corrections"
	"shirube/internal/console"
	"shirube/internal/curation"
	"shirube/internal/ingest"
	"shirube/internal/search"
	"shirube/internal/store"
)

// triedArticle is one of the sample, in which corrections are tried out.
const triedArticle = "hifu-face-lifting"

// sampleKeeper is a keeper of the sample without a server, for trials.
func sampleKeeper(t *testing.T) *keeper {
	t.Helper()
	a, _ := newApp(t, settings("", t.TempDir()))
	dir, lock, err := a.lockedDirectory("test")
	if err != nil {
		t.Fatal(err)
	}
	kept, err := store.Open(t.Context(), a.data)
	if err != nil {
		t.Fatal(err)
	}
	s := &server{App: a, dir: dir, kept: kept, gate: newGate(), meter: &ingest.Meter{}, orders: make(chan *order), trials: newTrials(), ended: make(chan struct{})}
	s.rules = newCurator(a, kept, s.gate)
	k, err := s.begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := errors.Join(s.gate.close(), kept.Close(), lock.release()); err != nil {
			t.Error(err)
		}
	})
	if err := k.once(t.Context(), nil, causeStart); err != nil {
		t.Fatal(err)
	}
	return k
}

// asOther is the correction that says that the price of the article is no price.
func asOther(t *testing.T, k *keeper) corrections.Correction {
	t.Helper()
	a, err := k.gate.Article(t.Context(), triedArticle, search.Scope{})
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(a.Sections, func(s corpus.Section) bool { return s.Kind == corpus.KindCost })
	if i < 0 {
		t.Fatal("the article has no price")
	}
	c := corrections.Correction{Article: triedArticle, Section: a.Sections[i].ID, Kind: corpus.KindOverview, Why: "x"}
	if _, _, err := (corrector{k.server}).Try(t.Context(), &c, search.Scope{}); err != nil {
		t.Fatal(err)
	}
	return c
}

func trialsOnDisk(t *testing.T, data string) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(data, "trial-*"))
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// served is what is searched and what it answers.
func served(t *testing.T, k *keeper, queries ...string) []any {
	t.Helper()
	stats, err := k.gate.stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	out := []any{stats.Generation, k.dir.Newest()}
	for _, q := range queries {
		r, err := k.gate.Search(t.Context(), search.Request{Query: q, PerPage: curation.Depth})
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, r.Total, r.Hits)
	}
	return out
}

// What a correction would move is told before it is saved: it is what happens once it is. Until
// then nobody finds anything else than before, and nothing of the trial stays.
func TestWhatACorrectionMovesIsForetold(t *testing.T) {
	k := sampleKeeper(t)
	c := corrector{k.server}
	correction := asOther(t, k)
	queries := []string{"ハイフ 料金", "CPAP レンタル 料金", "たるみ"}
	before := served(t, k, queries...)
	seen := 0
	report, err := c.Preview(t.Context(), correction, nil, func(int, int) {
		if seen++; seen > 1 {
			return
		}
		if found := trialsOnDisk(t, k.data); len(found) != 1 {
			t.Errorf("during the trial there are %v", found)
		}
		if now := served(t, k, queries...); !reflect.DeepEqual(before, now) {
			t.Error("what is served is another during the trial")
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if seen == 0 || report.Judged < 100 || report.Asked != report.Of && report.Asked < 40 || len(report.Moved) == 0 {
		t.Fatalf("%d times told, %+v", seen, report)
	}
	if found := trialsOnDisk(t, k.data); len(found) > 0 {
		t.Errorf("after the trial there are %v", found)
	}
	if now := served(t, k, queries...); !reflect.DeepEqual(before, now) {
		t.Error("what is served is another after the trial")
	}
	// What is said only of the article as a whole moves none of them.
	still := corrections.Correction{Article: triedArticle, Downtime: &corrections.Downtime{MaxDays: corrections.Known(21)}}
	if report, err := c.Preview(t.Context(), still, nil, nil); err != nil || len(report.Moved) > 0 {
		t.Errorf("%v, a longer downtime moves %+v", err, report)
	}

	if _, err := k.ChangeCorrections(t.Context(), "x", "x", func(f *corrections.File) error { return f.Add(correction) }); err != nil {
		t.Fatal(err)
	}
	if err := k.once(t.Context(), nil, causeReindex); err != nil {
		t.Fatal(err)
	}
	for _, m := range report.Moved {
		r, err := k.gate.Search(t.Context(), search.Request{Query: m.Query.Query, PerPage: curation.Depth})
		if err != nil {
			t.Fatal(err)
		}
		if r.Total != m.TotalAfter || len(r.Hits) != len(m.After) {
			t.Errorf("%s: %d hits were foretold, there are %d", m.Query.Query, m.TotalAfter, r.Total)
			continue
		}
		for i, h := range r.Hits {
			if h.Article.ID != m.After[i].Article || h.Passage.ID != m.After[i].Passage {
				t.Errorf("%s, %d: %s was foretold, it is %s", m.Query.Query, i+1, m.After[i].Passage, h.Passage.ID)
			}
		}
	}
}

// A trial ends with who asked for it, one waits for another, and the two sides are of one index.
// Nothing stays of any of them, nor of those that a crash left.
func TestTrialsThatCannotBe(t *testing.T) {
	k := sampleKeeper(t)
	c := corrector{k.server}
	correction := asOther(t, k)
	none := func(what string) {
		t.Helper()
		if found := trialsOnDisk(t, k.data); len(found) > 0 {
			t.Errorf("%s: there are %v", what, found)
		}
	}

	ctx, cancel := context.WithCancel(t.Context())
	_, err := c.Preview(ctx, correction, nil, func(int, int) { cancel() })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("ended: %v", err)
	}
	none("ended")

	done, err := k.trials.take(t.Context(), time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := k.trials.take(t.Context(), time.Millisecond); !errors.Is(err, console.ErrTrialBusy) {
		t.Errorf("a second: %v", err)
	}
	if _, err := k.trials.take(ctx, time.Minute); !errors.Is(err, context.Canceled) {
		t.Errorf("one who left: %v", err)
	}
	waited := make(chan error, 1)
	go func() {
		_, err := c.Preview(t.Context(), correction, nil, nil)
		waited <- err
	}()
	done()
	if err := <-waited; err != nil {
		t.Errorf("one who waited: %v", err)
	}

	_, err = c.Preview(t.Context(), corrections.Correction{Article: "nowhere", Insurance: "covered"}, nil, nil)
	if !errors.Is(err, search.ErrNotFound) {
		t.Errorf("of no article: %v", err)
	}
	none("of no article")

	changed := false
	_, err = c.Preview(t.Context(), correction, nil, func(int, int) {
		if changed {
			return
		}
		changed = true
		if _, err := k.ChangeCorrections(t.Context(), "x", "x", func(f *corrections.File) error {
			return f.Add(corrections.Correction{Article: triedArticle, Insurance: "covered"})
		}); err != nil {
			t.Error(err)
		}
		if err := k.once(t.Context(), nil, causeReindex); err != nil {
			t.Error(err)
		}
	})
	if !errors.Is(err, console.ErrTrialStale) {
		t.Errorf("of an index that is no longer served: %v", err)
	}
	none("stale")
	if room(spareBytes, 1<<40, 1) || !room(spareBytes+1, 1<<40, 1) || !room(0, 0, 1) {
		t.Error("space on the disk")
	}
}

func TestTrialsOfACrashAreRemoved(t *testing.T) {
	a, _ := newApp(t, settings("", t.TempDir()))
	left := filepath.Join(a.data, "trial-123")
	for i := range 2 {
		_, lock, err := a.lockedDirectory("test")
		if err != nil {
			t.Fatal(err)
		}
		if i == 0 { // dies
			write(t, filepath.Join(left, "000000000001.zap"), strings.Repeat("x", 100))
		}
		if err := lock.release(); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := os.Stat(left); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("what was left is there: %v", err)
	}
}
