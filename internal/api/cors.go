package api

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/gin-gonic/gin"
	"github.com/rs/cors"

	"shirube/internal/origin"
)

// sharing says which pages of other origins may read what a route answers.
type sharing int

const (
	// sharedNever is for what is no answer to a search, and what nobody has thought of.
	sharedNever sharing = iota
	// sharedNamed is for pages of the origins that the settings or a key name.
	sharedNamed
	// sharedAll is for files that are made to stand in pages of others.
	sharedAll
)

// widgetPath is where the files of the search box are.
const widgetPath = "/widget/"

// sharingOf is the one table of what other origins get: by method and path under the
// base path, as the router has it. What is not in it is shared with nobody.
func sharingOf(method, path string) sharing {
	if strings.HasPrefix(path, widgetPath) && method == http.MethodGet {
		return sharedAll
	}
	switch method + " " + path {
	case "GET /v1/search", "POST /v1/search",
		"GET /v1/suggest",
		"GET /v1/articles/:id", "GET /v1/articles/:id/related",
		"GET /v1/passages/:id",
		"GET /v1/facets/:name",
		"POST /v1/events",
		"POST " + instantSearchPath, "POST " + instantSearchFacetsPath,
		"POST /v1/retrieve", "POST " + difyPath, "POST /mcp",
		"GET /v1/tools.json", "POST /v1/tools/:tool",
		"GET /openapi.json", "GET /healthz", "GET /readyz":
		return sharedNamed
	}
	return sharedNever
}

// preflightAge is for how many seconds a browser may remember the answer to a
// preflight: the longest that Chromium does. It costs a request the first time a page
// asks an address, and nothing then.
const preflightAge = 7200

// corsOptions are the headers of all routes. Credentials are never allowed: keys are
// in a header that the page's script sets, and cookies mean nothing here.
func corsOptions() cors.Options {
	return cors.Options{
		AllowedHeaders: []string{
			"Authorization", "Content-Type", "If-None-Match", keyHeader, requestIDHeader, sessionHeader, clientHeader,
			"Mcp-Protocol-Version", "Mcp-Method", "Mcp-Name",
		},
		ExposedHeaders: []string{requestIDHeader, "Retry-After", "RateLimit", "RateLimit-Policy"},
		MaxAge:         preflightAge,
		// A page of the Internet may ask a server in the network of the clinic, if it
		// may ask at all.
		AllowPrivateNetwork: true,
	}
}

// shareRoutes decides for every route that there is which other origins may read it,
// and has each answer OPTIONS.
func (s *server) shareRoutes() {
	methods := map[string][]string{}
	for _, r := range s.engine.Routes() {
		methods[r.Path] = append(methods[r.Path], r.Method)
	}
	s.policies = map[string]*cors.Cors{}
	for path, all := range methods {
		o := corsOptions()
		o.AllowOriginFunc = s.allowsOrigin
		for _, method := range all {
			switch sharingOf(method, strings.TrimPrefix(path, s.cfg.BasePath)) {
			case sharedAll:
				o.AllowOriginFunc, o.AllowedOrigins = nil, []string{origin.All}
				o.AllowedMethods = append(o.AllowedMethods, method)
			case sharedNamed:
				o.AllowedMethods = append(o.AllowedMethods, method)
			case sharedNever:
			}
		}
		if slices.Contains(o.AllowedMethods, http.MethodGet) {
			o.AllowedMethods = append(o.AllowedMethods, http.MethodHead)
		}
		if o.AllowedMethods != nil {
			s.policies[path] = cors.New(o)
		}
		slices.Sort(all)
		allow := strings.Join(append(all, http.MethodOptions), ", ")
		s.engine.OPTIONS(path, func(c *gin.Context) {
			c.Header("Allow", allow)
			c.Status(http.StatusNoContent)
		})
	}
}

// share lets pages of other origins read the answer, where they may, and answers
// preflights.
func (s *server) share(c *gin.Context) {
	policy := s.policies[c.FullPath()]
	i := infoOf(c.Request.Context())
	if policy == nil || i.shared {
		return // a call of a tool comes here twice
	}
	i.shared = true
	policy.HandlerFunc(c.Writer, c.Request)
	if c.Request.Method == http.MethodOptions && c.GetHeader("Access-Control-Request-Method") != "" {
		c.Abort()
		return
	}
	if sharingOf(c.Request.Method, strings.TrimPrefix(c.FullPath(), s.cfg.BasePath)) == sharedAll {
		// Pages that isolate themselves load a script of another origin only so.
		c.Header("Cross-Origin-Resource-Policy", "cross-origin")
	}
}

// allowsOrigin reports whether pages of an origin may read answers: one that the
// settings name or, because a preflight shows no key, one that any key is bound to. The
// request itself is held to its own key.
func (s *server) allowsOrigin(sent string) bool {
	return s.cfg.AllowOrigins.Has(sent) || s.boundOrigins().Has(sent)
}

// bound is what keys are bound to, with the set made of it.
type bound struct {
	to  []string
	set origin.Set
}

// boundCache holds the set of the keys' origins until they change.
type boundCache struct{ at atomic.Pointer[bound] }

// boundOrigins are the origins of all keys.
func (s *server) boundOrigins() origin.Set {
	to := s.cfg.Keys.Origins()
	if have := s.bound.at.Load(); have != nil && slices.Equal(have.to, to) {
		return have.set
	}
	set, err := origin.ParseSet(to)
	if err != nil { // keys are checked before they are taken
		return origin.Set{}
	}
	s.bound.at.Store(&bound{to, set})
	return set
}

// checkOrigins says what is wrong with what a key is bound to. A key that stands in a
// page is read by whoever reads the page: it can be allowed to search and nothing else.
func (k Key) checkOrigins() error {
	if len(k.Origins) == 0 {
		return nil
	}
	for _, o := range k.Origins {
		if _, err := origin.Parse(o); err != nil {
			return fmt.Errorf("key %s: %w", k.Name, err)
		}
	}
	for _, scope := range k.Scopes {
		if scope != ScopeSearch {
			return fmt.Errorf("key %s: it is bound to origins, so it stands in pages that everyone can read: its scope can be %s alone, not %s",
				k.Name, ScopeSearch, scope)
		}
	}
	return nil
}

// public reports whether everyone can have the key, because it stands in pages.
func (k Key) public() bool { return len(k.Origins) > 0 }

// fromPage refuses a key that is bound to other pages than the one that asks. Any
// program can send the Origin that it likes: this keeps honest browsers from using a
// key in other sites' pages, and no more.
func (k Key) fromPage(h http.Header) *Problem {
	if len(k.Origins) == 0 {
		return nil
	}
	from := origin.Of(h)
	if from == "" {
		return problemForbidden("This key is for the pages of certain origins, and the request does not say which page it comes from (Origin, Referer).")
	}
	if set, err := origin.ParseSet(k.Origins); err != nil || !set.Has(from) {
		return problemForbidden(fmt.Sprintf("This key is for the pages of certain origins, and %s is not one of them.", shorten(from)))
	}
	return nil
}
