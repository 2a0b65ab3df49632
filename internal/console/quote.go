package console

import (
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"shirube/internal/present"
	"shirube/internal/quote"
	"shirube/internal/search"
	"shirube/internal/staff"
)

func (c *Console) quoteRoutes() []route {
	return []route{get("/console/quote", staff.Reader, c.quote)}
}

// mostQuoted is how many passages one document quotes.
const mostQuoted = 50

// quoted is a page with a quote in every format.
type quoted struct {
	Formats []quotedFormat
	Query   string // the parameters without the format
	Back    string
}

// quotedFormat is a document in one format.
type quotedFormat struct{ As, Label, Text string }

// quote answers with passages as text, Markdown or HTML for a mail; without a format, with a page
// that shows all three.
func (c *Console) quote(r *request) (reply, error) {
	ids := r.gin.QueryArray("passage")
	if len(ids) == 0 || len(ids) > mostQuoted {
		return reply{}, &problem{http.StatusUnprocessableEntity, r.T("引用する文章を1件から%d件まで指定してください。", mostQuoted)}
	}
	d, missing, err := c.document(r, "", ids)
	if err != nil {
		return reply{}, err
	}
	if missing > 0 {
		return reply{}, search.ErrNotFound
	}
	if as := r.query("as"); as != "" {
		return quotedAs(r, d, as)
	}
	return r.show("quote", r.T("引用"), quoted{Formats: formatsOf(r, d), Query: url.Values{"passage": ids}.Encode(), Back: r.path(passagePath(ids[0]))}), nil
}

// document quotes passages in their order; missing is how many are not there for the person.
func (c *Console) document(r *request, note string, ids []string) (d quote.Document, missing int, err error) {
	list, err := c.searcher.Quotable(r.ctx(), ids, r.scope())
	if err != nil {
		return d, 0, err //nolint:wrapcheck // the error says what is wrong with the request
	}
	for _, q := range list {
		if q == nil {
			missing++
		}
	}
	return quote.Of(note, r.siteURL(), list...), missing, nil
}

// quotedAs is a document in one format.
func quotedAs(r *request, d quote.Document, as string) (reply, error) {
	types := map[string]string{"text": "text/plain", "markdown": "text/markdown", "html": "text/html"}
	if types[as] == "" {
		return reply{}, &problem{http.StatusUnprocessableEntity, r.T("形式は text、markdown、html のどれかです。")}
	}
	text := inFormat(d, as)
	return reply{
		status: http.StatusOK, contentType: types[as] + "; charset=utf-8",
		write: func(w io.Writer) error { _, err := io.WriteString(w, text); return err }, //nolint:wrapcheck // the caller says what it is
	}, nil
}

func inFormat(d quote.Document, as string) string {
	switch as {
	case "markdown":
		return d.Markdown()
	case "html":
		return d.HTML()
	}
	return d.Plain()
}

func formatsOf(r *request, d quote.Document) []quotedFormat {
	return []quotedFormat{
		{"text", r.T("テキスト"), d.Plain()}, {"markdown", "Markdown", d.Markdown()}, {"html", r.T("メール用HTML"), d.HTML()},
	}
}

// passagePath is where a passage stands in its article, without the base path.
func passagePath(id string) string {
	return articlePath(articleOf(id)) + "#" + search.PassageAnchor(id)
}

// articleOf is the id of the article that a passage is of: the passage's has a hash after it.
func articleOf(passage string) string {
	if at := strings.LastIndexByte(passage, '#'); at >= 0 {
		return passage[:at]
	}
	return passage
}

// positionOf is a place among hits, from 1; 0 where it is none.
func positionOf(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || n > search.MaxWindow {
		return 0
	}
	return n
}

// linkOf is an address that may stand in a page.
func linkOf(address string) string { return present.Link(address) }

// words words a text that is known only as the program runs.
func (r *request) words(text string) string { return r.console.words[r.language](text) }
