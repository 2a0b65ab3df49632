package console

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"
)

// Of what several requests of one session keep at once nothing is lost.
func TestRequestsOfASessionTakeTurns(t *testing.T) {
	var turns sessionTurns
	var wg sync.WaitGroup
	counted := 0 // read, and written back later, as a session is
	for range 50 {
		wg.Go(func() {
			release, err := turns.take(t.Context(), "a")
			if err != nil {
				t.Error(err)
			}
			was := counted
			time.Sleep(time.Millisecond / 10)
			counted = was + 1
			release()
			release()
		})
	}
	wg.Wait()
	if counted != 50 || len(turns.held) != 0 {
		t.Errorf("%d of 50 kept, %d turns held", counted, len(turns.held))
	}
	release, _ := turns.take(t.Context(), "a")
	if other, err := turns.take(t.Context(), "b"); err != nil {
		t.Error("another session waits")
	} else {
		other()
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := turns.take(gone, "a"); err == nil {
		t.Error("who has gone waits on")
	}
	release()
	if len(turns.held) != 0 {
		t.Errorf("%d turns held", len(turns.held))
	}
}

// A form that is too long is refused, and is not read as one whose fields are empty.
func TestLongForms(t *testing.T) {
	h := site(t, Config{Alone: true})
	if w := answer(h, local(http.MethodPost, "/console/language", "language=en&back="+strings.Repeat("a", maxStranger))); w.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("%d", w.Code)
	}
	if w := answer(h, local(http.MethodPost, "/console/language", "language=en&back=%zz")); w.Code != http.StatusBadRequest {
		t.Errorf("%d", w.Code)
	}
}
