// Package api is the HTTP front end for programs: it turns requests into
// searches, errors into problem documents, and tells about itself (OpenAPI,
// reference page, health, metrics). It also holds the router on which other
// front ends are mounted, so that request ids, logs, deadlines and compression
// are the same for all of them. What a query means is left to internal/search,
// pages for visitors to internal/page, listening and stopping to internal/app.
package api

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"regexp"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/gin-gonic/gin"
	"github.com/klauspost/compress/gzhttp"
	"github.com/rs/cors"

	"shirube/corpus"
	"shirube/index"
	"shirube/internal/origin"
	"shirube/internal/peer"
	"shirube/internal/querylog"
	"shirube/internal/search"
)

// Searcher is what the routes need of the search: a few calls, so that a test
// can answer them from memory and nothing here can reach an engine.
type Searcher interface {
	Search(ctx context.Context, r search.Request) (*search.Response, error)
	Article(ctx context.Context, id string, scope search.Scope) (*corpus.Article, error)
	Passage(ctx context.Context, id string, scope search.Scope) (*search.PassageDetail, error)
	FacetValues(ctx context.Context, r search.FacetValuesRequest) ([]search.Facet, error)
	Suggest(ctx context.Context, r search.SuggestRequest) (*search.SuggestResponse, error)
	Named(s string) []search.Named
}

// Progress says whether searches can be answered and, while an index is being
// built, how far it is. Phase is a word such as "starting", "indexing" or
// "ready"; Done and Total count articles, Total is 0 while it is not known.
type Progress struct {
	Ready bool   `json:"ready"`
	Phase string `json:"phase"`
	Done  int    `json:"done"`
	Total int    `json:"total"`
}

// Readiness reports the present Progress; it is called by many goroutines.
type Readiness func() Progress

// Config is what New needs to know. The zero value serves at the root, without
// keys, with DefaultTimeout.
type Config struct {
	// BasePath is where everything is mounted, such as "/kb"; empty is the root.
	BasePath string
	// Version is the version that the OpenAPI document states.
	Version string
	// Keys knows who may ask; nil: there are none. Without any, everyone may: that is
	// for a server that listens on loopback only, which is the caller's to see to.
	Keys Keys
	// Log notes searches and events; nil: nothing is noted.
	Log *querylog.Log
	// Queries reads what was noted; nil: nothing can, and the routes for it answer that
	// it is not ready.
	Queries querylog.Reader
	// AllowOrigins are the origins of web pages whose scripts may read answers,
	// beside those that keys are bound to. None by default.
	AllowOrigins origin.Set
	// Rate is how many requests a minute somebody may make from one address who has no
	// key, or one that can only search; 0: any number. A key's own rate wins.
	Rate int
	// Alone: nobody but this machine asks. Without keys there is no limit then.
	Alone bool
	// TrustedProxies are the networks of proxies whose word on who asks is taken.
	TrustedProxies peer.Proxies
	// Timeout is how long one request may take; 0 is DefaultTimeout.
	Timeout time.Duration
	// Stats, when set, is asked for the index gauges of /metrics.
	Stats func(context.Context) (index.Stats, error)
	// Keeper changes articles and keeps the index in step; nil: nothing does, and
	// the routes for it answer that it is not ready.
	Keeper Keeper
	// Parser reads drafts; nil: nothing does, and the route says that it is not ready.
	Parser Parser
	// Public: other machines can reach this server. Without keys, none of them may
	// change anything.
	Public bool
	// Guarded are routes of other front ends that ask for a key.
	Guarded []Guarded
	// ErrorPage, when set, answers people: clients that prefer HTML and ask for
	// a path outside /v1. Everyone else gets a problem document.
	ErrorPage func(w http.ResponseWriter, r *http.Request, status int)
}

// DefaultTimeout is how long a request may take where Config says nothing.
const DefaultTimeout = 10 * time.Second

// MaxBody is the size in bytes up to which a request body is read.
const MaxBody = 1 << 20

// server is what the handlers share.
type server struct {
	cfg      Config
	searcher Searcher
	ready    Readiness
	log      *slog.Logger
	metrics  *metrics
	doc      *huma.OpenAPI
	engine   *gin.Engine
	// operations are those of doc, in the order in which people read them.
	operations []*huma.Operation
	limiter    *limiter
	files      map[string]*file      // by path; what never changes
	bound      boundCache            // origins that keys are bound to
	policies   map[string]*cors.Cors // by path, of routes that other origins may read
}

// New returns the handler of everything under cfg.BasePath. Each mount adds the
// routes of another front end to the same router: it gets the group of the base
// path, whose path parameters come unescaped. The error names what is wrong
// with cfg.
func New(cfg Config, s Searcher, ready Readiness, log *slog.Logger, mount ...func(gin.IRouter)) (http.Handler, error) {
	srv, err := newServer(cfg, s, ready, log, mount...)
	if err != nil {
		return nil, fmt.Errorf("api: %w", err)
	}
	return srv.wrap(srv.engine)
}

// newServer has all routes.
func newServer(cfg Config, s Searcher, ready Readiness, log *slog.Logger, mount ...func(gin.IRouter)) (*server, error) {
	if err := cfg.check(); err != nil {
		return nil, err
	}
	srv := &server{cfg: cfg, searcher: s, ready: ready, log: log}
	srv.limiter = newLimiter()
	srv.metrics = newMetrics(cfg.Stats, ready, cfg.Log)

	engine := newEngine()
	srv.engine = engine
	engine.Use(srv.route, srv.share, srv.recover, srv.limit, srv.serveFile, srv.deadline, bodies, unescapeParams, srv.revalidate)
	engine.NoRoute(srv.noRoute)
	engine.NoMethod(srv.noMethod)
	group := engine.Group(cfg.BasePath)
	err := errors.Join(
		srv.registerAPI(humagin.NewWithGroup(engine, group, srv.humaConfig()), group),
		srv.registerTools(group),
		srv.registerDocument(group),
		srv.registerDocs(group))
	if err != nil {
		return nil, err
	}
	group.GET("/metrics", srv.serveMetrics)
	for _, g := range cfg.Guarded {
		group.POST(g.Path, srv.guarded(g))
	}
	for _, m := range mount {
		m(group)
	}
	srv.keepFiles()
	srv.shareRoutes()
	return srv, nil
}

// wrap puts around the router what concerns every response: the request id, the
// access log, metrics, compression.
func (s *server) wrap(h http.Handler) (http.Handler, error) {
	compress, err := gzhttp.NewWrapper(gzhttp.EnableZstd(true), gzhttp.PreferZstd(false), gzhttp.MinSize(leastPacked))
	if err != nil {
		return nil, fmt.Errorf("api: compression: %w", err)
	}
	h = compress(normalize(s.cfg.BasePath, h))
	return s.observe(h), nil
}

// newEngine returns a router that matches paths as they were escaped, so that an
// id may hold a slash, and redirects nowhere.
func newEngine() *gin.Engine {
	gin.SetMode(gin.ReleaseMode) // else gin prints its routes to stdout, which is for data
	e := gin.New()
	e.UseEscapedPath = true
	e.UnescapePathValues = false // gin would read "+" as a space: unescapeParams does it
	e.RedirectTrailingSlash = false
	e.RedirectFixedPath = false
	e.HandleMethodNotAllowed = true
	return e
}

// check says what is wrong with the configuration, and fills in defaults.
func (c *Config) check() error {
	c.BasePath = strings.TrimRight(c.BasePath, "/")
	if c.BasePath != "" && !regexp.MustCompile(`^(/[A-Za-z0-9._~-]+)+$`).MatchString(c.BasePath) {
		return fmt.Errorf("base path %q: write it like /kb, of letters, digits and . _ ~ -", c.BasePath)
	}
	if c.Timeout < 0 {
		return fmt.Errorf("timeout %v: must be positive", c.Timeout)
	}
	if c.Timeout == 0 {
		c.Timeout = DefaultTimeout
	}
	if c.Keys == nil {
		c.Keys = KeyList(nil)
	}
	return nil
}
