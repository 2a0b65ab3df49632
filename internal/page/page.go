// Package page is the front end for visitors: a search page, an article's page
// and pages for what went wrong, in Japanese, rendered here and complete without
// scripts. What a query means is left to internal/search; request ids, logs,
// deadlines and compression to the router on which the pages are mounted; the
// JSON interface to internal/api.
package page

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"html/template"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"shirube/corpus"
	"shirube/index"
	"shirube/internal/querylog"
	"shirube/internal/search"
	"shirube/internal/view"
)

// Searcher is what the pages need of the search: the list of hits, the values of a facet and
// one whole article. It is an interface so that tests can answer from memory.
type Searcher interface {
	Search(ctx context.Context, r search.Request) (*search.Response, error)
	FacetValues(ctx context.Context, r search.FacetValuesRequest) ([]search.Facet, error)
	Article(ctx context.Context, id string, scope search.Scope) (*corpus.Article, error)
}

// Progress says whether searches can be answered and how far the building of
// an index is. Total is 0 while it is not known.
type Progress struct {
	Ready bool
	Phase string
	Done  int
	Total int
}

// Config is what New needs to know. The zero value serves at the root.
type Config struct {
	// BasePath is where the pages are mounted, such as "/kb"; empty is the root.
	BasePath string
	// SiteName is the name that visitors see; empty is 「しるべ」.
	SiteName string
	// Collections are those that visitors may see; empty: all.
	Collections []string
	// Shown reports whether there are pages now; nil: always.
	Shown func() bool
	// Log notes searches; nil: nothing is noted.
	Log *querylog.Log
	// SiteURL is the address that the site has for its visitors, such as "https://example.jp",
	// without a slash at its end and without the base path. Empty: addresses have no host. What a
	// request says of its host is never believed.
	SiteURL string
	// Box is the path of the script of the search box under the base path, as long as the box may
	// ask without a key; empty, or a nil function: the pages are without.
	Box func() string
}

// Pages renders the pages. It is safe for concurrent use.
type Pages struct {
	cfg       Config
	searcher  Searcher
	progress  func() Progress
	log       *slog.Logger
	templates *template.Template
	assets    assets
}

// New prepares the pages. progress is asked while there is nothing to search.
func New(cfg Config, s Searcher, progress func() Progress, log *slog.Logger) (*Pages, error) {
	if cfg.SiteName == "" {
		cfg.SiteName = "しるべ"
	}
	p := &Pages{cfg: cfg, searcher: s, progress: progress, log: log, assets: newAssets(cfg.BasePath)}
	var err error
	if p.templates, err = parseTemplates(); err != nil {
		return nil, fmt.Errorf("page: %w", err)
	}
	return p, nil
}

// Mount adds the routes to the group of the base path. Path parameters must
// come unescaped, as api.New hands them over.
func (p *Pages) Mount(r gin.IRouter) {
	shown := r.Group("", p.hide)
	shown.GET("/search", p.search)
	shown.GET("/articles/:id", p.article)
	p.assets.mount(r)
}

// hide answers as if a page were not there while there are to be none.
func (p *Pages) hide(c *gin.Context) {
	if p.cfg.Shown != nil && !p.cfg.Shown() {
		p.ErrorPage(c.Writer, c.Request, http.StatusNotFound)
		c.Abort()
		return
	}
	c.Next()
}

// ArticlePath is the path of the page of an article.
func ArticlePath(basePath, id string) string {
	return basePath + "/articles/" + url.PathEscape(id)
}

// frame is what every page has.
type frame struct {
	Base, Site, Title string
	Style, Icon       string
	Index             bool        // search engines may list it
	Narrow            bool        // one column of text
	Prev, Next        string      // neighbours of a page of results
	Canonical         string      // the one address of what is shown
	Data              template.JS // a document of schema.org; empty: none
	Script, Box       string      // the script of the pages, and that of the search box; empty: none
	Collections       string
	Refresh           int // seconds after which the page asks again; 0 never
	Page              any
}

func (p *Pages) frame(title string, page any) frame {
	f := frame{
		Base: p.cfg.BasePath, Site: p.cfg.SiteName, Title: title,
		Style: p.assets.style.path, Icon: p.assets.icon.path, Script: p.assets.script.path, Page: page,
		Collections: strings.Join(p.cfg.Collections, ","),
	}
	if p.cfg.Box != nil {
		if path := p.cfg.Box(); path != "" {
			f.Box = p.cfg.BasePath + path
		}
	}
	return f
}

// policy lets a page load and run what this server has, and nothing that stands in the page.
const policy = "default-src 'self'; script-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"

// render writes a page, whole or not at all.
func (p *Pages) render(w http.ResponseWriter, r *http.Request, status int, name string, f frame) {
	var b bytes.Buffer
	if err := p.templates.ExecuteTemplate(&b, name, f); err != nil {
		p.log.ErrorContext(r.Context(), "page not rendered", "id", w.Header().Get("X-Request-Id"), "page", name, "error", err)
		http.Error(w, "ページを表示できませんでした。", http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", policy)
	h.Set("Referrer-Policy", "same-origin") // a query can say what somebody suffers from
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cache-Control", "private, no-cache")
	if status == http.StatusServiceUnavailable {
		h.Set("Retry-After", strconv.Itoa(refreshSeconds))
	}
	w.WriteHeader(status)
	if _, err := w.Write(b.Bytes()); err != nil {
		p.log.DebugContext(r.Context(), "page not sent", "error", err)
	}
}

func (p *Pages) search(c *gin.Context) {
	s := view.Parse(c.Request.URL.Query())
	request := s.Request(p.cfg.Collections)
	response, err := p.searcher.Search(c.Request.Context(), request)
	if err == nil {
		err = view.FindValues(c.Request.Context(), p.searcher, s, request, response)
	}
	if err != nil {
		p.fail(c, err)
		return
	}
	p.cfg.Log.Searched(c.Request.Context(), querylog.Page, request, response)
	v := view.Of(p.site(), s, response)
	f := p.frame(v.Heading+" | "+p.cfg.SiteName, v)
	f.Prev, f.Next = v.Pages.Prev, v.Pages.Next
	f.Index = s.Empty()
	f.Canonical = p.cfg.SiteURL + s.Canonical(p.site())
	p.render(c.Writer, c.Request, http.StatusOK, "search", f)
}

// site is where the pages are.
func (p *Pages) site() view.Site {
	base := p.cfg.BasePath
	return view.Site{Search: base + "/search", Article: func(id string) string { return ArticlePath(base, id) }}
}

func (p *Pages) article(c *gin.Context) {
	a, err := p.searcher.Article(c.Request.Context(), c.Param("id"), search.Scope{Collections: p.cfg.Collections})
	if err != nil {
		p.fail(c, err)
		return
	}
	f := p.frame(a.Title+" | "+p.cfg.SiteName, view.ArticleOf(p.site(), a))
	f.Index, f.Narrow = true, true
	f.Canonical = p.cfg.SiteURL + ArticlePath(p.cfg.BasePath, a.ID)
	if f.Data, err = p.document(a, f.Canonical); err != nil {
		p.fail(c, err)
		return
	}
	p.render(c.Writer, c.Request, http.StatusOK, "article", f)
}

// fail shows what an error means to a visitor. Its own words are for the log.
func (p *Pages) fail(c *gin.Context, err error) {
	var invalid *search.InvalidError
	status := http.StatusInternalServerError
	switch {
	case errors.Is(err, search.ErrNotFound):
		status = http.StatusNotFound
	case errors.As(err, &invalid):
		status = http.StatusUnprocessableEntity
	case errors.Is(err, index.ErrNotReady):
		p.notReady(c)
		return
	case errors.Is(err, context.DeadlineExceeded), errors.Is(c.Request.Context().Err(), context.DeadlineExceeded):
		status = http.StatusServiceUnavailable
	case c.Request.Context().Err() != nil:
		c.AbortWithStatus(statusClientGone)
		return
	default:
		p.log.ErrorContext(c, "page failed", "id", c.Writer.Header().Get("X-Request-Id"), "error", err)
	}
	p.ErrorPage(c.Writer, c.Request, status)
}

// statusClientGone is what logs show for a visitor who left before the answer.
const statusClientGone = 499
