package api

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"runtime/debug"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"shirube/internal/querylog"
)

// Headers that say what a request belongs to; only the log reads them.
const (
	requestIDHeader = "X-Request-Id"
	// sessionHeader is what a page made up as it was loaded: the searches of one visit.
	sessionHeader = "X-Shirube-Session"
	// clientHeader is the name of the program that asks, such as widget.
	clientHeader = "X-Shirube-Client"
)

// info is what the layers of one request tell the access log. It travels in the
// context as a pointer; only the goroutine of the request writes it.
type info struct {
	id     string
	method string // as sent: inside, HEAD is handled as GET
	route  string // the path's pattern; empty where none matched
	caller Key    // the key that was used; zero where none is needed
	search *searchInfo
	remote netip.Addr // who asks, behind our proxies
	// What has been done where a call of a tool comes a second time.
	shared, counted, identified bool
	key                         Key      // the key that was sent, once identified
	keyProblem                  *Problem // why it is none
}

// searchInfo is what is logged of a search. The query itself is not: it can say
// what somebody suffers from.
type searchInfo struct {
	queryLength int // in characters
	total       int
	tookMS      float64
}

type infoKey struct{}

func infoOf(ctx context.Context) *info {
	if i, ok := ctx.Value(infoKey{}).(*info); ok {
		return i
	}
	return &info{}
}

// recorder notes what was sent.
type recorder struct {
	http.ResponseWriter
	status int
	bytes  int64
}

func (r *recorder) WriteHeader(status int) {
	if r.status == 0 && status >= 200 {
		r.status = status
	}
	r.ResponseWriter.WriteHeader(status)
}

func (r *recorder) Write(b []byte) (int, error) {
	if r.status == 0 {
		r.status = http.StatusOK
	}
	n, err := r.ResponseWriter.Write(b)
	r.bytes += int64(n)
	if err != nil {
		return n, fmt.Errorf("response: %w", err)
	}
	return n, nil
}

// Unwrap lets http.ResponseController reach the connection.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

// observe gives the request its id, and logs and counts it when it is done.
func (s *server) observe(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		i := &info{id: requestID(r.Header.Get(requestIDHeader)), method: r.Method, remote: s.cfg.TrustedProxies.AddrOf(r)}
		w.Header().Set(requestIDHeader, i.id)
		w.Header().Set("X-Content-Type-Options", "nosniff")
		rec := &recorder{ResponseWriter: w}
		start := time.Now()
		s.metrics.inFlight.Inc()
		defer func() {
			s.metrics.inFlight.Dec()
			took := time.Since(start)
			s.metrics.observe(i, rec.status, took)
			s.logAccess(r, i, rec, took)
		}()
		noted := &querylog.Caller{RequestID: i.id, Client: label(r.Header.Get(clientHeader)), Session: label(r.Header.Get(sessionHeader))}
		ctx := context.WithValue(querylog.WithCaller(r.Context(), noted), infoKey{}, i)
		h.ServeHTTP(rec, r.WithContext(ctx))
	})
}

func (s *server) logAccess(r *http.Request, i *info, rec *recorder, took time.Duration) {
	level := slog.LevelInfo
	switch {
	case rec.status >= http.StatusInternalServerError && rec.status != http.StatusServiceUnavailable:
		level = slog.LevelError
	case quiet(i.route):
		level = slog.LevelDebug
	}
	attrs := []slog.Attr{
		slog.String("id", i.id),
		slog.String("method", i.method),
		slog.String("path", shorten(r.URL.Path)),
		slog.String("route", i.route),
		slog.Int("status", rec.status),
		slog.Int64("bytes", rec.bytes),
		slog.Float64("took_ms", float64(took.Microseconds())/1000),
		slog.String("remote", i.address()),
	}
	if i.caller.Name != "" {
		attrs = append(attrs, slog.String("key", i.caller.Name))
	}
	if q := i.search; q != nil {
		attrs = append(attrs, slog.Group("search",
			slog.Int("q_length", q.queryLength), slog.Int("total", q.total), slog.Float64("took_ms", q.tookMS)))
	}
	s.log.LogAttrs(r.Context(), level, "request", attrs...)
}

// quiet routes are asked every few seconds by machines.
func quiet(route string) bool {
	return strings.HasSuffix(route, "/healthz") || strings.HasSuffix(route, "/readyz") || strings.HasSuffix(route, "/metrics")
}

// address is who asks, for the log; empty: it is not known.
func (i *info) address() string {
	if !i.remote.IsValid() {
		return ""
	}
	return i.remote.String()
}

// label is a name that a caller gave: letters, digits, _ and -, 64 at most. What is
// none counts as not given.
func label(sent string) string {
	if !isName(sent, 64, "-_") {
		return ""
	}
	return sent
}

// isName reports whether s is ASCII letters, digits and these marks, most of them at most.
func isName(s string, most int, marks string) bool {
	ok := len(s) >= 1 && len(s) <= most
	for _, r := range s {
		ok = ok && (r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune(marks, r))
	}
	return ok
}

// requestID keeps the id that a caller sent if it is one, and else makes one. It begins
// with the time: ids that grow are found again in the query log at a fraction of what
// it costs to sort in those that do not.
func requestID(sent string) string {
	if isName(sent, 128, "-_.:") {
		return sent
	}
	var b [12]byte
	binary.BigEndian.PutUint32(b[:], uint32(time.Now().Unix())) // #nosec G115 -- until 2106; then from the beginning
	_, _ = rand.Read(b[4:])                                     // never fails, as its documentation says
	return hex.EncodeToString(b[:])
}

// normalize lets HEAD take the routes of GET, and drops a slash at the end of a
// path other than the base path's own.
func normalize(base string, h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r2 := r.WithContext(r.Context())
		if r.Method == http.MethodHead {
			r2.Method = http.MethodGet // net/http keeps the body back
		}
		if path := r.URL.EscapedPath(); len(path) > len(base)+1 && strings.HasSuffix(path, "/") {
			path = strings.TrimRight(path, "/")
			if plain, err := url.PathUnescape(path); err == nil {
				u := *r.URL
				u.Path, u.RawPath = plain, path
				r2.URL = &u
			}
		}
		h.ServeHTTP(w, r2)
	})
}

// route notes which route was taken.
func (s *server) route(c *gin.Context) {
	infoOf(c.Request.Context()).route = c.FullPath()
	c.Next()
}

// recover turns a panic into a 500 whose reason is in the log only.
func (s *server) recover(c *gin.Context) {
	defer func() {
		v := recover()
		if v == nil {
			return
		}
		if err, ok := v.(error); ok && errors.Is(err, http.ErrAbortHandler) {
			panic(v) //nolint:forbidigo // this is how net/http is told to give up a connection
		}
		s.log.ErrorContext(c, "panic", "id", infoOf(c.Request.Context()).id,
			"panic", fmt.Sprint(v), "stack", string(debug.Stack()))
		if c.Writer.Written() {
			c.Abort()
			return
		}
		s.write(c, problemInternal())
	}()
	c.Next()
}

// deadline bounds the time of a request; the search sees it in its context.
func (s *server) deadline(c *gin.Context) {
	ctx, cancel := context.WithTimeout(c.Request.Context(), s.cfg.Timeout)
	defer cancel()
	c.Request = c.Request.WithContext(ctx)
	c.Next()
}

// bodies makes a body that breaks off, because its sender left, one that did not arrive in
// time: huma takes any other error of reading for a fault of the server.
func bodies(c *gin.Context) {
	if c.Request.Body != nil {
		c.Request.Body = body{c.Request.Body}
	}
	c.Next()
}

type body struct{ io.ReadCloser }

func (b body) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		err = brokenOff{err}
	}
	return n, err //nolint:wrapcheck // io.EOF must stay itself
}

// brokenOff is a net.Error.
type brokenOff struct{ error }

func (brokenOff) Timeout() bool   { return true }
func (brokenOff) Temporary() bool { return false }
func (e brokenOff) Unwrap() error { return e.error }

// unescapeParams gives handlers the path parameters as the caller meant them.
// net/http has refused paths that cannot be unescaped.
func unescapeParams(c *gin.Context) {
	for i, p := range c.Params {
		if v, err := url.PathUnescape(p.Value); err == nil {
			c.Params[i].Value = v
		}
	}
	c.Next()
}

func (s *server) noRoute(c *gin.Context) {
	s.write(c, problemNotFound("This server has no such path; the reference at "+s.cfg.BasePath+"/docs lists those it has."))
}

func (s *server) noMethod(c *gin.Context) {
	allow := c.Writer.Header().Get("Allow")
	if strings.Contains(allow, http.MethodGet) {
		allow += ", " + http.MethodHead
	}
	s.write(c, problemMethod(infoOf(c.Request.Context()).method, allow))
}

// prefersHTML tells a person's browser from a program: it names text/html, and
// the path is not one of those for programs.
func prefersHTML(r *http.Request, base string) bool {
	path := strings.TrimPrefix(r.URL.Path, base)
	return strings.Contains(r.Header.Get("Accept"), "text/html") && path != "/v1" && !strings.HasPrefix(path, "/v1/")
}
