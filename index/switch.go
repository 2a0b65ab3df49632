package index

import (
	"errors"
	"sync"
)

// ErrNotReady is what Acquire returns while there is nothing to search yet.
var ErrNotReady = errors.New("the index is not ready yet")

// Switch holds the Backend that is served, so that a new generation can take
// the place of the old one while queries run: each query finishes on the
// generation it began with.
type Switch struct {
	mu  sync.Mutex
	cur *served
}

// served is a backend with the number of those who use it, the switch included.
type served struct {
	backend Backend
	users   int
}

// NewSwitch returns a switch that serves b, or nothing yet if b is nil.
func NewSwitch(b Backend) *Switch {
	s := &Switch{}
	if b != nil {
		s.cur = &served{b, 1}
	}
	return s
}

// Acquire returns the served backend; call release when done with it.
func (s *Switch) Acquire() (b Backend, release func(), err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.cur == nil {
		return nil, nil, ErrNotReady
	}
	cur := s.cur
	cur.users++
	var once sync.Once
	return cur.backend, func() { once.Do(func() { _ = s.release(cur) }) }, nil
}

// Swap serves b from now on; nil serves nothing. The one before is closed when
// its last user has released it, which is at once when there is none: then its
// error is returned.
func (s *Switch) Swap(b Backend) error {
	s.mu.Lock()
	old := s.cur
	s.cur = nil
	if b != nil {
		s.cur = &served{b, 1}
	}
	s.mu.Unlock()
	if old == nil {
		return nil
	}
	return s.release(old)
}

func (s *Switch) release(u *served) error {
	s.mu.Lock()
	u.users--
	last := u.users == 0
	s.mu.Unlock()
	if last {
		return u.backend.Close()
	}
	return nil
}
