package mcp

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/modelcontextprotocol/go-sdk/jsonrpc"
	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"shirube/internal/origin"
)

// HTTPConfig is what Handler needs to know.
type HTTPConfig struct {
	// AllowOrigins are the origins of web pages whose scripts may ask. Those of this
	// machine and of the server itself may always.
	AllowOrigins origin.Set
	// Keyed reports whether nobody gets here without a key, which pages of others do not
	// have; nil: everybody does.
	Keyed func() bool
}

// Handler answers the protocol over streamable HTTP, without sessions: every POST
// stands alone, so any number of servers behind one address can answer.
type Handler struct {
	cfg HTTPConfig
	// open answers where nobody is asked for a key, keyed where everybody is.
	open, keyed http.Handler
}

// Handler returns the HTTP side of s.
func (s *Server) Handler(cfg HTTPConfig) *Handler {
	if cfg.Keyed == nil {
		cfg.Keyed = func() bool { return false }
	}
	return &Handler{cfg: cfg, open: s.inner(false), keyed: s.inner(true)}
}

func (s *Server) inner(keyed bool) http.Handler {
	return sdk.NewStreamableHTTPHandler(
		func(*http.Request) *sdk.Server { return s.sdk },
		&sdk.StreamableHTTPOptions{
			Stateless:           true,
			MaxRequestBodyBytes: MaxMessage,
			// A proxy on this machine asks with the public name; who has a key may.
			DisableLocalhostProtection:   keyed,
			PropagateRequestCancellation: true,
		})
}

// Serve answers a request of someone who may see these collections; nil: all.
func (h *Handler) Serve(w http.ResponseWriter, r *http.Request, collections []string) {
	keyed, inner := h.cfg.Keyed(), h.open
	if keyed {
		inner = h.keyed
	}
	if reason := h.foreign(r, keyed); reason != "" {
		refuse(w, http.StatusForbidden, refusal(jsonrpc.CodeInvalidRequest, reason))
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, MaxMessage))
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		refuse(w, http.StatusRequestEntityTooLarge, tooLarge())
		return
	case err != nil:
		refuse(w, http.StatusBadRequest, refusal(jsonrpc.CodeParseError, "the message did not arrive whole"))
		return
	}
	if fault := faultOf(body); fault != nil {
		refuse(w, http.StatusBadRequest, fault)
		return
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(r.Context()))
	defer cancel()
	defer context.AfterFunc(r.Context(), func() { time.AfterFunc(farewell, cancel) })()
	ctx = context.WithValue(ctx, requestKey{}, r.Context())
	ctx = context.WithValue(ctx, collectionsKey{}, collections)
	r = r.WithContext(ctx)
	r.Body = io.NopCloser(bytes.NewReader(body))
	inner.ServeHTTP(w, r)
}

// farewell is how much longer than its request an answer may take: the time to say
// that a deadline was missed. The SDK would end the answer without a word, for which
// some clients then wait.
const farewell = time.Second

func refuse(w http.ResponseWriter, status int, body []byte) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(body) // who is gone needs no answer
}

// foreign says why a request from a web page is refused; empty: it is not, or it
// comes from no page. A page of someone else can reach a server on its reader's
// machine or network under a name of its own (DNS rebinding): then its origin and
// the host it asks are the same, so without keys only an address counts as own.
func (h *Handler) foreign(r *http.Request, keyed bool) string {
	from := r.Header.Get("Origin")
	if from == "" || h.cfg.AllowOrigins.Has(from) {
		return ""
	}
	if u, err := url.Parse(from); err == nil && u.Host != "" {
		name := u.Hostname()
		if isLoopback(name) || strings.EqualFold(u.Host, r.Host) && (keyed || net.ParseIP(name) != nil) {
			return ""
		}
	}
	return fmt.Sprintf("pages of the origin %q may not ask: name it in allow-origin", shorten(from))
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback()
}
