package console

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/gin-gonic/gin"

	"shirube/internal/staff"
)

// A file that could not be written to its end arrives broken off: half an export that looks
// whole would be taken for all there is.
func TestHalfAFileDoesNotLookWhole(t *testing.T) {
	d := staffedDesk(t, Config{})
	e := gin.New()
	e.GET("/file", d.serve(get("/file", staff.Nobody, func(r *request) (reply, error) {
		return r.download("log.jsonl", "application/jsonl", func(w io.Writer) error {
			_, err := w.Write(make([]byte, 100_000))
			return errors.Join(err, io.ErrUnexpectedEOF)
		}), nil
	})))
	s := httptest.NewServer(e)
	defer s.Close()
	resp, err := http.Get(s.URL + "/file")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if got, err := io.ReadAll(resp.Body); err == nil {
		t.Errorf("%d bytes, as if they were all", len(got))
	}
}
