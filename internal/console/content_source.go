package console

import (
	"context"
	"net/url"
	"time"

	"shirube/corpus"
	"shirube/index"
	"shirube/internal/lexicon"
	"shirube/internal/precaution"
	"shirube/internal/quality"
	"shirube/internal/search"
	"shirube/internal/statement"
	"shirube/internal/survey"
)

// Shelf is all articles, for pages that tell of more than was searched for.
type Shelf interface {
	Scan(ctx context.Context, s search.Scan, each func(total int, a *corpus.Article) error) (search.Scanned, error)
	Generation(ctx context.Context, s search.Scan) (string, error)
	// Hidden are the passages that editors hid.
	Hidden() map[string]bool
	// Lexicon is nil as long as it is not loaded.
	Lexicon() *lexicon.Lexicon
}

// surveys are what is kept of all articles, made once a generation.
type surveys struct {
	precautions *survey.Keeper[*precaution.Book]
	health      *survey.Keeper[*quality.Health]
}

// surveyPatience is how long a page waits for a survey: as long as it takes for some hundred
// articles. For more it says how far it is.
const surveyPatience = 1500 * time.Millisecond

func (c *Console) newSurveys() surveys {
	var last *quality.Health
	return surveys{
		// Both are made of everything, and asked by a scope (request.seen): drafts become published
		// and passages are hidden without a new generation, and have to be so at once.
		precautions: survey.New(c.cfg.Shelf, search.Scan{Unpublished: true, WithHidden: true}, func() (*precaution.Book, error) {
			m, err := precaution.NewMatcher(c.cfg.Shelf.Lexicon())
			if err != nil {
				return nil, err //nolint:wrapcheck // it says what it is
			}
			return precaution.NewBook(m), nil
		}, c.log),
		health: survey.New(c.cfg.Shelf, search.Scan{Unpublished: true, WithHidden: true}, func() (*quality.Health, error) {
			last = quality.NewHealth(c.cfg.Shelf.Lexicon(), last)
			return last, nil
		}, c.log),
	}
}

// Close ends what runs in the background.
func (c *Console) Close() {
	if c.cfg.Shelf != nil {
		c.surveys.precautions.Close()
		c.surveys.health.Close()
	}
}

// shelfReady is index.ErrNotReady as long as articles cannot be gone through.
func (c *Console) shelfReady() error {
	if c.cfg.Shelf == nil || c.cfg.Shelf.Lexicon() == nil {
		return index.ErrNotReady
	}
	return nil
}

// compared is what a comparison is made from.
type compared struct {
	Shelf
	Searcher
}

// seen is what the person may see, for pages about all articles.
func (r *request) seen(unpublished bool) statement.Scope {
	return statement.Scope{Collections: r.person.Collections, Now: time.Now(), Unpublished: unpublished, Hidden: r.console.cfg.Shelf.Hidden()}
}

// passagePath is the console's page of an article, at a passage where one is named.
func (r *request) passagePath(article, passage string) string {
	path := r.path("/console/articles/" + url.PathEscape(article))
	if passage != "" {
		path += "#" + search.PassageAnchor(passage)
	}
	return path
}

// address is the whole address of an article's page, for tables that leave the server.
func (r *request) address(article, passage string) string {
	return r.siteURL() + r.passagePath(article, passage)
}

// siteURL is the address of the site without a slash at its end: where none is configured, the one
// that the browser was led to. What is sent to somebody else needs a whole address.
func (r *request) siteURL() string {
	if site := r.console.cfg.SiteURL; site != "" {
		return site
	}
	scheme := "http"
	if r.gin.Request.TLS != nil || r.gin.GetHeader("X-Forwarded-Proto") == "https" {
		scheme = "https"
	}
	return scheme + "://" + r.gin.Request.Host
}

// waiting is how far a survey is, for pages that have nothing to show yet.
type waiting struct {
	Done, Total int
	Failed      bool
}

// treatmentNames are the treatments that the person's articles are about, for what is typed.
func (c *Console) treatmentNames(r *request) ([]string, error) {
	found, err := c.searcher.Search(r.ctx(), search.Request{
		Collections: r.person.Collections, CountOnly: true, Facets: []string{index.FacetTreatment}, FacetLimit: mostTreatmentNames,
	})
	if err != nil {
		return nil, err //nolint:wrapcheck // it says what is wrong
	}
	var out []string
	for _, f := range found.Facets[index.FacetTreatment] {
		out = append(out, f.Value)
	}
	return out, nil
}

// mostTreatmentNames is how many names are offered for what is typed.
const mostTreatmentNames = 300
