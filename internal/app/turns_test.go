package app

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
)

// Who comes first is let in first, and who gives up waiting takes no turn with them.
func TestTurnsAreTakenInOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := newTurns(1)
		done, err := q.take(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		impatient, leave := context.WithCancel(t.Context())
		gone := make(chan error, 1)
		go func() {
			_, err := q.take(impatient)
			gone <- err
		}()
		synctest.Wait()
		order := make(chan int, 3)
		for i := range 3 {
			go func() {
				done, err := q.take(t.Context())
				if err != nil {
					t.Error(err)
					return
				}
				order <- i
				done()
			}()
			synctest.Wait()
		}
		leave()
		if err := <-gone; !errors.Is(err, context.Canceled) {
			t.Errorf("who left is told %v", err)
		}
		if len(order) != 0 {
			t.Fatal("somebody did not wait")
		}
		done()
		for i := range 3 {
			if got := <-order; got != i {
				t.Errorf("%d came in as number %d", got, i)
			}
		}
	})
}
