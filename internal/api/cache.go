package api

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strings"

	"shirube/internal/peer"

	"github.com/gin-gonic/gin"
)

// revalidated is the Cache-Control of what a reader may keep and must ask about before
// each use. Nothing is kept for a time: an article that was corrected, withdrawn or has
// expired must not be read on from a cache, and when that happens is not known before.
const revalidated = "private, no-cache"

// keepable reports whether a reader's browser may keep the answer. What is asked by
// query is kept nowhere: what somebody typed can say what they suffer from, and caches
// of shared computers outlive a visit.
func keepable(method, path string, r *http.Request) bool {
	switch method + " " + path {
	case "GET /v1/articles/:id", "GET /v1/articles/:id/related", "GET /v1/passages/:id", "GET /articles/:id":
		return true
	case "GET /v1/facets/:name":
		q := r.URL.Query()
		return !q.Has("q") && !q.Has("prefix") && !q.Has("query")
	}
	return false
}

// revalidate lets a reader ask whether what they have is still what they would get. The
// answer is made anew each time and its tag from its bytes, so that "unchanged" is as
// true as the answer itself: it cannot outlive a change of the index, a date of
// publication or a key's collections.
func (s *server) revalidate(c *gin.Context) {
	if !keepable(c.Request.Method, strings.TrimPrefix(c.FullPath(), s.cfg.BasePath), c.Request) {
		return
	}
	w := c.Writer
	h := &held{ResponseWriter: w}
	func() {
		defer func() { c.Writer = w }() // also when a handler panics: its error is sent
		c.Writer = h
		c.Next()
	}()
	if h.Status() == http.StatusOK {
		tag := entityTag(h.body.Bytes())
		header := w.Header()
		header.Set("Cache-Control", revalidated)
		header.Set("ETag", tag)
		header.Add("Vary", "Authorization, "+keyHeader)
		if unchanged(c.Request, tag) {
			notModified(w)
			return
		}
	}
	w.WriteHeaderNow()
	if _, err := w.Write(h.body.Bytes()); err != nil {
		s.log.DebugContext(c, "answer not sent", "id", infoOf(c.Request.Context()).id, "error", err)
	}
}

// held keeps an answer back until it is whole.
type held struct {
	gin.ResponseWriter
	body bytes.Buffer
}

func (h *held) Write(b []byte) (int, error) { return h.body.Write(b) }

func (h *held) WriteString(s string) (int, error) { return h.body.WriteString(s) }

// WriteHeaderNow does nothing: the status is kept by WriteHeader.
func (h *held) WriteHeaderNow() {}

// Flush does nothing: nothing is sent in parts.
func (h *held) Flush() {}

func (h *held) Written() bool { return h.body.Len() > 0 }

func (h *held) Size() int { return h.body.Len() }

// entityTag is weak: the same for each encoding of one content.
func entityTag(content []byte) string {
	sum := sha256.Sum256(content)
	return `W/"` + base64.RawURLEncoding.EncodeToString(sum[:16]) + `"`
}

// unchanged reports whether the caller has what the tag is of (RFC 9110, 13.1.2).
func unchanged(r *http.Request, tag string) bool {
	tag = strings.TrimPrefix(tag, "W/")
	for sent := range peer.HeaderParts(r.Header.Values("If-None-Match")) {
		if sent == "*" || strings.TrimPrefix(sent, "W/") == tag {
			return true
		}
	}
	return false
}

// notModified sends what a 304 has: the headers, without those of a body.
func notModified(w http.ResponseWriter) {
	for _, name := range []string{"Content-Type", "Content-Length", "Content-Encoding"} {
		w.Header().Del(name)
	}
	w.WriteHeader(http.StatusNotModified)
	if g, ok := w.(gin.ResponseWriter); ok {
		g.WriteHeaderNow()
	}
}
