package index

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
)

// backend says when it is closed, and whether it was used after that.
type backend struct {
	Backend
	closed atomic.Bool
	err    error
}

func (b *backend) Close() error {
	b.closed.Store(true)
	return b.err
}

func (b *backend) Search(context.Context, *Query) (*Result, error) {
	if b.closed.Load() {
		return nil, errors.New("used after it was closed")
	}
	return &Result{}, nil
}

func TestNothingToServeYet(t *testing.T) {
	if _, _, err := NewSwitch(nil).Acquire(); !errors.Is(err, ErrNotReady) {
		t.Errorf("acquire: %v, want ErrNotReady", err)
	}
}

func TestTheOldOneIsClosedAfterItsLastUser(t *testing.T) {
	old, next := &backend{}, &backend{}
	s := NewSwitch(old)
	_, release, err := s.Acquire()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Swap(next); err != nil {
		t.Fatal(err)
	}
	if old.closed.Load() {
		t.Fatal("closed while it was in use")
	}
	if got, releaseNext, err := s.Acquire(); err != nil || got != Backend(next) {
		t.Fatalf("after the swap %v is served, %v", got, err)
	} else {
		releaseNext()
	}
	release()
	release() // once more does nothing
	if !old.closed.Load() || next.closed.Load() {
		t.Errorf("old closed %v, next closed %v; want only the old one", old.closed.Load(), next.closed.Load())
	}
}

func TestSwapReturnsTheErrorOfClosing(t *testing.T) {
	broken := errors.New("disk on fire")
	if err := NewSwitch(&backend{err: broken}).Swap(nil); !errors.Is(err, broken) {
		t.Errorf("swap: %v", err)
	}
}

func TestNoSearchMeetsAClosedBackend(t *testing.T) {
	s := NewSwitch(&backend{})
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 2000 {
				b, release, err := s.Acquire()
				if err != nil {
					t.Error(err)
					return
				}
				if _, err := b.Search(context.Background(), nil); err != nil {
					t.Error(err)
				}
				release()
			}
		})
	}
	for range 500 {
		if err := s.Swap(&backend{}); err != nil {
			t.Error(err)
		}
	}
	wg.Wait()
}
