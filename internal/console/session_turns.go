package console

import (
	"context"
	"fmt"
	"sync"
)

// sessionTurns lets the requests of one session take turns: each writes back all that it read of
// the session, so that of two at once the one would undo what the other kept. Its zero value
// is ready.
type sessionTurns struct {
	mu   sync.Mutex
	held map[string]*sessionTurn // by token, as long as somebody has or waits for the turn
}

type sessionTurn struct {
	free  chan struct{} // holds one value while nobody has the turn
	users int
}

// take waits for the turn of a session; release, which may be called again, gives it back.
// Without a session there is nothing to wait for.
func (t *sessionTurns) take(ctx context.Context, token string) (release func(), err error) {
	if token == "" {
		return func() {}, nil
	}
	t.mu.Lock()
	turn := t.held[token]
	if turn == nil {
		if t.held == nil {
			t.held = map[string]*sessionTurn{}
		}
		turn = &sessionTurn{free: make(chan struct{}, 1)}
		turn.free <- struct{}{}
		t.held[token] = turn
	}
	turn.users++
	t.mu.Unlock()

	select {
	case <-turn.free:
		return sync.OnceFunc(func() { turn.free <- struct{}{}; t.leave(token, turn) }), nil
	case <-ctx.Done():
		t.leave(token, turn)
		return func() {}, fmt.Errorf("session: %w", ctx.Err())
	}
}

func (t *sessionTurns) leave(token string, turn *sessionTurn) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if turn.users--; turn.users == 0 {
		delete(t.held, token)
	}
}
