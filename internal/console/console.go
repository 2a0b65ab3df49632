// Package console is the front end for staff: search, articles, quotes, comparison, what was
// asked and what to do about it, the health of the content, and the server's upkeep. Pages are
// rendered here, in Japanese or English, and are guarded by roles: the one table of routes says
// who may do what. What pages tell is worked out elsewhere: here it is asked for, and shown.
// Request ids, logs, deadlines and compression are left to the router on which the console is
// mounted.
package console

import (
	"context"
	"fmt"
	"html/template"
	"log/slog"
	"net/http"
	"sync/atomic"

	"github.com/alexedwards/scs/v2"
	"github.com/gin-gonic/gin"

	"shirube/corpus"
	"shirube/internal/adcheck"
	"shirube/internal/peer"
	"shirube/internal/querylog"
	"shirube/internal/search"
	"shirube/internal/staff"
)

// Searcher is what pages need of the search.
type Searcher interface {
	Search(ctx context.Context, r search.Request) (*search.Response, error)
	Article(ctx context.Context, id string, scope search.Scope) (*corpus.Article, error)
	FacetValues(ctx context.Context, r search.FacetValuesRequest) ([]search.Facet, error)
	// Complete says what a query that is being typed can become.
	Complete(ctx context.Context, r search.SuggestRequest) (*search.SuggestResponse, error)
	// Quotable returns passages with all that must travel with them, nil for those that are not
	// in the scope.
	Quotable(ctx context.Context, ids []string, scope search.Scope) ([]*search.Quotable, error)
}

// Config is what New needs to know.
type Config struct {
	// BasePath is where everything is mounted, such as "/kb"; empty is the root.
	BasePath string
	// SiteName is the name in the frame; empty is 「しるべ」.
	SiteName string
	// Alone: the server listens on loopback only and no proxy passes requests on to it, so that
	// whoever sits at the computer needs no login while there is no staff.
	Alone bool
	// Office lets people in; nil: nobody may.
	Office *staff.Office
	// Operations is what operators ask of the server; nil: nothing can be.
	Operations Operations
	// Proxies are those whose word on who asks is taken.
	Proxies peer.Proxies
	// Sessions keeps sessions; nil: in memory.
	Sessions scs.Store
	// SiteURL is the address that the site has, such as "https://example.jp", without a slash at
	// its end and without the base path: quotes lead there. Empty: they have paths alone.
	SiteURL string
	// Check looks through an article for what the rules on advertising ask; nil: nothing is
	// checked.
	Check func(*corpus.Article) *adcheck.Report
	// Shelf is all articles; nil: pages that tell of all of them say that they are not ready.
	Shelf Shelf
	// Log notes searches and events; nil: nothing is noted.
	Log *querylog.Log
	// Queries is what was noted; nil: nothing is.
	Queries QueryLog
	// Curator keeps the editors' rules; nil: nobody does.
	Curator Curator
	// Corrections is what editors put right; nil: nothing can be.
	Corrections Corrections
	// Drafts reads what is pasted; nil: nothing can be read.
	Drafts Drafts
}

// Console renders the pages. It is safe for concurrent use.
type Console struct {
	cfg      Config
	searcher Searcher
	log      *slog.Logger
	sessions *scs.SessionManager
	turns    sessionTurns
	cross    *http.CrossOriginProtection
	words    map[language]func(text string, args ...any) string
	pages    map[language]*template.Template
	assets   *assets
	sections []section
	surveys  surveys
	staffed  atomic.Bool // there was an account since the server started
	counts   countsCache
	previews previewSeal
}

// New prepares the pages.
func New(cfg Config, s Searcher, log *slog.Logger) (*Console, error) {
	if cfg.SiteName == "" {
		cfg.SiteName = "しるべ"
	}
	c := &Console{cfg: cfg, searcher: s, log: log, cross: http.NewCrossOriginProtection()}
	c.sessions = newSessions(cfg)
	var err error
	if c.previews, err = newPreviewSeal(); err != nil {
		return nil, fmt.Errorf("console: %w", err)
	}
	if c.assets, err = newAssets(cfg.BasePath); err != nil {
		return nil, fmt.Errorf("console: %w", err)
	}
	if c.words, err = translators(); err != nil {
		return nil, fmt.Errorf("console: %w", err)
	}
	if c.pages, err = parsePages(c.words); err != nil {
		return nil, fmt.Errorf("console: %w", err)
	}
	c.sections = sectionsOf(c.routes())
	if cfg.Shelf != nil {
		c.surveys = c.newSurveys()
	}
	return c, nil
}

// Mount adds the routes to the group of the base path. Path parameters must come unescaped, as
// api.New hands them over.
func (c *Console) Mount(r gin.IRouter) {
	for _, route := range c.routes() {
		r.Handle(route.method, route.path, c.serve(route))
	}
	if c.cfg.BasePath != "" {
		r.GET("", func(g *gin.Context) { g.Redirect(http.StatusFound, c.cfg.BasePath+"/") })
	}
	c.assets.mount(r)
}
