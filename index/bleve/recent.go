package bleve

import (
	"container/list"
	"sync"
	"sync/atomic"
)

// recent keeps what was asked for lately, up to a number of bytes. What it keeps is shared
// by all who ask. It is safe for concurrent use.
type recent[K comparable, V any] struct {
	most int // bytes

	mu    sync.RWMutex
	kept  map[K]*entry[K, V]
	order *list.List // of *entry[K, V], those that are looked at last before they are forgotten first
	bytes int
}

type entry[K comparable, V any] struct {
	key   K
	value V
	size  int
	// asked: somebody asked for it since it was put in, or was last passed over because of that.
	// To have an order for every time that something is asked for, all would have to wait
	// for one another.
	asked atomic.Bool
}

func newRecent[K comparable, V any](most int) *recent[K, V] {
	return &recent[K, V]{most: most, kept: map[K]*entry[K, V]{}, order: list.New()}
}

// get returns what is kept under a key.
func (r *recent[K, V]) get(key K) (value V, ok bool) {
	r.mu.RLock()
	e, ok := r.kept[key]
	r.mu.RUnlock()
	if !ok {
		return value, false
	}
	if !e.asked.Load() {
		e.asked.Store(true)
	}
	return e.value, true
}

// keep remembers a value of so many bytes and forgets the oldest of those that nobody asked
// for lately. It returns the one that others may have kept meanwhile.
func (r *recent[K, V]) keep(key K, value V, size int) V {
	r.mu.Lock()
	defer r.mu.Unlock()
	if have, ok := r.kept[key]; ok {
		return have.value
	}
	e := &entry[K, V]{key: key, value: value, size: size}
	r.kept[key] = e
	r.order.PushFront(e)
	r.bytes += size
	for r.bytes > r.most {
		last := r.order.Back()
		old := last.Value.(*entry[K, V]) //nolint:forcetypeassert // all are
		if old.asked.Swap(false) && size <= r.most {
			r.order.MoveToFront(last)
			continue
		}
		r.order.Remove(last)
		delete(r.kept, old.key)
		r.bytes -= old.size
	}
	return value
}
