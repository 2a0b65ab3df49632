package api

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"shirube/internal/peer"

	"github.com/andybalholm/brotli"
	"github.com/gin-gonic/gin"
)

// file is an answer that is the same as long as the server runs: the widget's script, style
// sheets, the reference. It is packed once, as small as it gets, when somebody first wants
// it so.
type file struct {
	header  http.Header
	content []byte
	packed  map[string]func() ([]byte, error) // by encoding
}

// encodings are those that files are packed in, the best first.
func encodings() []string { return []string{"br", "gzip"} }

// isFile reports whether what is at a path never changes.
func isFile(path string) bool {
	switch path {
	case "/openapi.json", "/docs", "/v1/tools.json":
		return true
	}
	return strings.HasPrefix(path, widgetPath) || strings.HasPrefix(path, "/assets/") || strings.HasPrefix(path, "/docs/")
}

// keepFiles asks each route for a file once and keeps what it answers.
func (s *server) keepFiles() {
	files := map[string]*file{}
	for _, r := range s.engine.Routes() {
		if r.Method != http.MethodGet || strings.ContainsAny(r.Path, ":*") || !isFile(strings.TrimPrefix(r.Path, s.cfg.BasePath)) {
			continue
		}
		w := &kept{header: http.Header{}}
		request, err := http.NewRequestWithContext(context.Background(), http.MethodGet, r.Path, http.NoBody)
		if err != nil {
			continue // it is served as it comes
		}
		s.engine.ServeHTTP(w, request)
		if w.status == http.StatusOK {
			files[r.Path] = newFile(w.header, w.body.Bytes())
		}
	}
	s.files = files
}

func newFile(header http.Header, content []byte) *file {
	f := &file{header: header, content: content, packed: map[string]func() ([]byte, error){}}
	for _, name := range []string{"Vary", "Content-Length", "Accept-Ranges"} {
		header.Del(name)
	}
	header.Set("ETag", entityTag(content))
	if header.Get("Cache-Control") == "" {
		header.Set("Cache-Control", "no-cache") // it says what this server does, and may do otherwise after a restart
	}
	if len(content) < leastPacked {
		return f
	}
	for _, encoding := range encodings() {
		f.packed[encoding] = sync.OnceValues(func() ([]byte, error) { return pack(encoding, content) })
	}
	return f
}

// leastPacked is the size in bytes from which packing saves a packet.
const leastPacked = 1024

func pack(encoding string, content []byte) ([]byte, error) {
	var b bytes.Buffer
	var w io.WriteCloser
	switch encoding {
	case "br":
		w = brotli.NewWriterLevel(&b, brotli.BestCompression)
	default:
		var err error
		if w, err = gzip.NewWriterLevel(&b, gzip.BestCompression); err != nil {
			return nil, fmt.Errorf("%s: %w", encoding, err)
		}
	}
	if _, err := w.Write(content); err != nil {
		return nil, fmt.Errorf("%s: %w", encoding, err)
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("%s: %w", encoding, err)
	}
	return b.Bytes(), nil
}

// serveFile answers from what was kept.
func (s *server) serveFile(c *gin.Context) {
	f := s.files[c.FullPath()]
	if f == nil || c.Request.Method != http.MethodGet {
		return
	}
	c.Abort()
	header := c.Writer.Header()
	for name, values := range f.header {
		if _, set := header[name]; !set {
			header[name] = values
		}
	}
	if unchanged(c.Request, f.header.Get("ETag")) {
		header.Add("Vary", "Accept-Encoding")
		notModified(c.Writer)
		return
	}
	content := f.content
	if encoding := preferred(c.Request.Header.Values("Accept-Encoding"), encodings()); f.packed[encoding] != nil {
		packed, err := f.packed[encoding]()
		if err != nil {
			s.log.ErrorContext(c, "file not packed", "path", c.FullPath(), "error", err)
		} else {
			content = packed
			header.Set("Content-Encoding", encoding)
		}
	}
	header.Set("Content-Length", strconv.Itoa(len(content)))
	c.Status(http.StatusOK)
	if _, err := c.Writer.Write(content); err != nil {
		s.log.DebugContext(c, "file not sent", "id", infoOf(c.Request.Context()).id, "error", err)
	}
}

// preferred is which of the encodings on offer, the best first, an Accept-Encoding header
// likes best; empty: none, send it as it is (RFC 9110, 12.5.3).
func preferred(accept, offers []string) string {
	weights := map[string]float64{}
	for part := range peer.HeaderParts(accept) {
		name, parameters, _ := strings.Cut(part, ";")
		weight := 1.0
		if q, ok := strings.CutPrefix(strings.ReplaceAll(strings.ToLower(parameters), " ", ""), "q="); ok {
			var err error
			if weight, err = strconv.ParseFloat(q, 64); err != nil {
				weight = 0
			}
		}
		weights[strings.ToLower(strings.TrimSpace(name))] = weight
	}
	best, most := "", weights["identity"]
	for _, offer := range offers {
		weight, named := weights[offer]
		if !named {
			weight = weights["*"]
		}
		if weight > 0 && (weight > most || best == "" && weight == most) {
			best, most = offer, weight
		}
	}
	return best
}

// kept is a response that is kept.
type kept struct {
	header http.Header
	body   bytes.Buffer
	status int
}

func (m *kept) Header() http.Header { return m.header }

func (m *kept) Write(b []byte) (int, error) {
	m.WriteHeader(http.StatusOK)
	return m.body.Write(b)
}

func (m *kept) WriteHeader(status int) {
	if m.status == 0 {
		m.status = status
	}
}
