package bleve

import (
	"container/list"
	"sync"
)

// recent keeps what was asked for last, up to a number of bytes. What it keeps is shared
// by all who ask. It is safe for concurrent use.
type recent[K comparable, V any] struct {
	most int // bytes

	mu    sync.Mutex
	kept  map[K]*list.Element // of *entry[K, V]
	order *list.List          // the last that was asked for first
	bytes int
}

type entry[K comparable, V any] struct {
	key   K
	value V
	size  int
}

func newRecent[K comparable, V any](most int) *recent[K, V] {
	return &recent[K, V]{most: most, kept: map[K]*list.Element{}, order: list.New()}
}

// get returns what is kept under a key.
func (r *recent[K, V]) get(key K) (value V, ok bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.known(key)
}

// known is get for a caller that holds mu.
func (r *recent[K, V]) known(key K) (value V, ok bool) {
	e, ok := r.kept[key]
	if !ok {
		return value, false
	}
	r.order.MoveToFront(e)
	return e.Value.(*entry[K, V]).value, true
}

// keep remembers a value of so many bytes and forgets those that were not asked for
// longest. It returns the one that others may have kept meanwhile.
func (r *recent[K, V]) keep(key K, value V, size int) V {
	r.mu.Lock()
	defer r.mu.Unlock()
	if have, ok := r.known(key); ok {
		return have
	}
	r.kept[key] = r.order.PushFront(&entry[K, V]{key, value, size})
	r.bytes += size
	for r.bytes > r.most {
		old := r.order.Remove(r.order.Back()).(*entry[K, V])
		delete(r.kept, old.key)
		r.bytes -= old.size
	}
	return value
}
