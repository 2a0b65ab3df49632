package importer

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"shirube/corpus"
	"shirube/corpus/reader"
)

// apiRel is the relation by which WordPress says where its API is.
const apiRel = "https://api.w.org/"

var linkHeader = regexp.MustCompile(`<([^<>]+)>\s*;[^,]*\brel="?` + regexp.QuoteMeta(apiRel) + `"?`)

// restPost is a post as the API gives it.
type restPost struct {
	ID       int      `json:"id"`
	GUID     rendered `json:"guid"`
	Link     string   `json:"link"`
	Date     string   `json:"date_gmt"`
	Modified string   `json:"modified_gmt"`
	Status   string   `json:"status"`
	Title    rendered `json:"title"`
	Content  rendered `json:"content"`
	Excerpt  rendered `json:"excerpt"`
	Image    string   `json:"jetpack_featured_media_url"`
	SEO      struct {
		Description string            `json:"description"`
		Robots      map[string]string `json:"robots"`
		Images      []struct {
			URL string `json:"url"`
		} `json:"og_image"`
	} `json:"yoast_head_json"`
	Terms map[string]json.RawMessage `json:"-"`
}

type rendered struct {
	Rendered  string `json:"rendered"`
	Protected bool   `json:"protected"`
}

// UnmarshalJSON reads a post. Plugins put what they like into some of its fields:
// what has another form than WordPress' own is passed over.
func (p *restPost) UnmarshalJSON(data []byte) error {
	if err := json.Unmarshal(data, &p.Terms); err != nil {
		return err
	}
	for name, to := range map[string]any{"id": &p.ID, "guid": &p.GUID, "link": &p.Link, "date_gmt": &p.Date, "modified_gmt": &p.Modified, "status": &p.Status, "title": &p.Title, "content": &p.Content} {
		if raw, ok := p.Terms[name]; ok {
			if err := json.Unmarshal(raw, to); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
	}
	for name, to := range map[string]any{"excerpt": &p.Excerpt, "jetpack_featured_media_url": &p.Image, "yoast_head_json": &p.SEO} {
		if raw, ok := p.Terms[name]; ok {
			_ = json.Unmarshal(raw, to) // of a plugin, or cut
		}
	}
	return nil
}

// restAPI is the API of a site.
type restAPI struct {
	*siteImport
	root  *url.URL
	terms map[string]map[int]string // names by taxonomy and number
	ids   map[string]bool
}

// errClosed is that the API does not answer strangers.
var errClosed = errors.New("the REST API is closed")

// byAPI imports by the API; not done: there is none that is open.
func (s *siteImport) byAPI(ctx context.Context) (done bool, err error) {
	root := s.apiRoot()
	if root == nil {
		return false, nil
	}
	a := &restAPI{siteImport: s, root: root, terms: map[string]map[int]string{}, ids: map[string]bool{}}
	types, err := a.types(ctx)
	if ctx.Err() != nil {
		return false, ctx.Err()
	}
	if err != nil {
		s.report.note(root.String(), 0, "the REST API of WordPress cannot be used (%v): the pages are fetched instead", err)
		return false, nil
	}
	s.report.Method, s.report.Complete = MethodAPI, true
	for _, t := range types {
		if err := a.all(ctx, t); err != nil {
			if ctx.Err() != nil || isDisk(err) {
				return true, err
			}
			s.report.Complete = false
			s.report.reject(root.String()+"wp/v2/"+t.base, 0, "not all of it could be read: %v", err)
		}
	}
	return true, s.removeVanished()
}

func isDisk(err error) bool {
	var disk *diskError
	return errors.As(err, &disk)
}

// apiRoot is where the first page says that the API is.
func (s *siteImport) apiRoot() *url.URL {
	said := s.start.apiLinks
	for _, h := range s.start.header.Values("Link") {
		for _, m := range linkHeader.FindAllStringSubmatch(h, -1) {
			said = append(said, m[1])
		}
	}
	for _, address := range said {
		u, err := s.home.Parse(address)
		if err == nil && sameSite(u, s.home) {
			return u
		}
	}
	return nil
}

// postType is a type of posts that the API gives.
type postType struct {
	name, base string
	taxonomies []string
}

// types are those that visitors have pages of, posts and pages first.
func (a *restAPI) types(ctx context.Context) ([]postType, error) {
	var all map[string]struct {
		Slug       string   `json:"slug"`
		Base       string   `json:"rest_base"`
		Space      string   `json:"rest_namespace"`
		Taxonomies []string `json:"taxonomies"`
	}
	if _, err := a.get(ctx, "wp/v2/types", nil, &all); err != nil {
		return nil, err
	}
	var list []postType
	for name, t := range all {
		public := (&reader.WordPressPost{Type: name, Status: "publish"}).Unpublished() == ""
		if public && t.Base != "" && (t.Space == "" || t.Space == "wp/v2") && !strings.ContainsAny(t.Base, "/?#(") {
			list = append(list, postType{name, t.Base, t.Taxonomies})
		}
	}
	slices.SortFunc(list, func(x, y postType) int { return strings.Compare(x.name, y.name) })
	if len(list) == 0 {
		return nil, errClosed
	}
	return list, nil
}

// get asks the API. Pages is how many pages the answer has; 0: it does not say.
func (a *restAPI) get(ctx context.Context, route string, query url.Values, to any) (pages int, err error) {
	u := *a.root
	if q := u.Query(); q.Has("rest_route") { // a site without readable addresses
		q.Set("rest_route", strings.TrimSuffix(q.Get("rest_route"), "/")+"/"+route)
		for k, v := range query {
			q[k] = v
		}
		u.RawQuery = q.Encode()
	} else {
		u.Path = strings.TrimSuffix(u.Path, "/") + "/" + route
		u.RawPath, u.RawQuery = "", query.Encode()
	}
	if !a.robots.allows(&u) {
		return 0, errDisallowed
	}
	r, err := a.fetcher.get(ctx, &u, "", "")
	switch {
	case err != nil:
		return 0, err
	case r.problem != nil:
		return 0, r.problem
	case r.status != http.StatusOK:
		return 0, &statusError{r.status}
	case !strings.HasSuffix(r.kind, "json"):
		return 0, fmt.Errorf("%w: the answer is %s", errClosed, r.kind)
	}
	if err := json.Unmarshal(r.body, to); err != nil {
		return 0, fmt.Errorf("the answer is not as expected: %w", err)
	}
	pages, _ = strconv.Atoi(r.header.Get("X-WP-TotalPages"))
	return pages, nil
}

// statusError is an answer of another status than 200.
type statusError struct{ status int }

func (e *statusError) Error() string { return fmt.Sprintf("status %d", e.status) }

// each asks for all pages of a list, in the order of numbers, so that what is
// published meanwhile moves nothing.
func (a *restAPI) each(ctx context.Context, route, fields string, page func([]json.RawMessage) error) error {
	per, skip := 100, 0
	var last []json.RawMessage
	for {
		query := url.Values{"per_page": {strconv.Itoa(per)}, "page": {strconv.Itoa(skip/per + 1)}, "orderby": {"id"}, "order": {"asc"}, "_fields": {fields}}
		var items []json.RawMessage
		pages, err := a.get(ctx, route, query, &items)
		var status *statusError
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil && per > 10 && !errors.Is(err, errDisallowed) && (!errors.As(err, &status) || status.status >= 500):
			per = 10 // a hundred at once are too much for it
			continue
		case errors.As(err, &status) && status.status == http.StatusBadRequest && skip > 0:
			return nil // behind the last page
		case err != nil:
			return err
		}
		if len(items) > 0 && slices.EqualFunc(items, last, func(a, b json.RawMessage) bool { return bytes.Equal(a, b) }) {
			return errors.New("the API gives the same page of the list again and again")
		}
		last = items
		if err := page(items); err != nil {
			return err
		}
		skip += per
		if len(items) == 0 || pages > 0 && skip/per >= pages || pages == 0 && len(items) < per {
			return nil
		}
	}
}

// all imports the posts of one type.
func (a *restAPI) all(ctx context.Context, t postType) error {
	fields := []string{"id,guid,link,date_gmt,modified_gmt,status,title,content,excerpt,jetpack_featured_media_url,yoast_head_json"}
	for _, taxonomy := range t.taxonomies {
		base := taxonomyBase(taxonomy)
		if base == "" {
			continue
		}
		fields = append(fields, base)
		if a.terms[base] != nil {
			continue
		}
		names := map[int]string{}
		err := a.each(ctx, "wp/v2/"+base, "id,name", func(items []json.RawMessage) error {
			for _, item := range items {
				var term struct {
					ID   int    `json:"id"`
					Name string `json:"name"`
				}
				if json.Unmarshal(item, &term) == nil {
					names[term.ID] = strings.TrimSpace(html.UnescapeString(term.Name))
				}
			}
			return nil
		})
		if ctx.Err() != nil {
			return ctx.Err()
		}
		var status *statusError
		if err != nil && (!errors.As(err, &status) || status.status >= 500) {
			return fmt.Errorf("%s: %w", base, err) // articles without their tags would replace those with them
		}
		if err != nil {
			a.report.note(a.root.String()+"wp/v2/"+base, 0, "the names of %s could not be read (%v): articles come without them", base, err)
		}
		a.terms[base] = names
	}
	return a.each(ctx, "wp/v2/"+t.base, strings.Join(fields, ","), func(items []json.RawMessage) error {
		for _, item := range items {
			if err := a.post(t, item); err != nil {
				return err
			}
		}
		if a.Progress != nil {
			a.Progress(len(a.folder.written), 0)
		}
		return nil
	})
}

// taxonomyBase is what the API calls a taxonomy; empty: it says nothing of a topic.
func taxonomyBase(taxonomy string) string {
	switch taxonomy {
	case "category":
		return "categories"
	case "post_tag":
		return "tags"
	}
	return ""
}

// post writes a post.
func (a *restAPI) post(t postType, item json.RawMessage) error {
	var p restPost
	if err := json.Unmarshal(item, &p); err != nil {
		a.report.Complete = false
		a.report.reject(a.root.String()+"wp/v2/"+t.base, 0, "a post of the answer is not as expected: %v", err)
		return nil
	}
	switch {
	case p.Content.Protected || p.Excerpt.Protected:
		a.report.leaveOut("password-protected")
		return nil
	case p.Status != "" && p.Status != "publish":
		a.report.leaveOut(p.Status)
		return nil
	case p.SEO.Robots["index"] == "noindex":
		a.report.leaveOut("noindex")
		return nil
	case strings.TrimSpace(p.Content.Rendered) == "":
		a.report.leaveOut("without text")
		return nil
	case !a.below(p.Link):
		a.report.leaveOut("not below the address that was asked for")
		return nil
	}
	article := a.article(&p)
	if a.ids[article.ID] {
		article.ID = a.home.ResolveReference(&url.URL{Path: "/", RawQuery: "p=" + strconv.Itoa(p.ID)}).String()
	}
	if a.ids[article.ID] {
		return nil // pages of an answer can overlap
	}
	a.ids[article.ID] = true
	name := postFile(t.name, strconv.Itoa(p.ID), article.ID)
	status, err := a.folder.put(name, article)
	if isDisk(err) {
		return err
	}
	if err != nil {
		a.folder.keep(name)
		a.report.reject(p.Link, 0, "%v", err)
		return nil
	}
	a.report.add(FileReport{name, article.ID, status})
	return nil
}

// below reports whether a post is shown below the address that was asked for.
func (a *restAPI) below(link string) bool {
	u, err := parseAddress(link)
	return a.scope == "/" || err == nil && a.inScope(u)
}

func (a *restAPI) article(p *restPost) *reader.HTMLArticle {
	id := html.UnescapeString(p.GUID.Rendered)
	if id == "" {
		id = p.Link
	}
	article := &reader.HTMLArticle{ID: id, Title: reader.PlainHTML(p.Title.Rendered), URL: p.Link, Status: corpus.StatusPublished, Published: restTime(p.Date), Updated: restTime(p.Modified),
		Description: reader.PlainHTML(p.SEO.Description), Image: p.Image, HTML: p.Content.Rendered}
	if article.Image == "" && len(p.SEO.Images) > 0 {
		article.Image = p.SEO.Images[0].URL
	}
	for _, base := range []string{"categories", "tags"} {
		var numbers []int
		if json.Unmarshal(p.Terms[base], &numbers) != nil {
			continue
		}
		for _, n := range numbers {
			name := a.terms[base][n]
			if name != "" && name != "未分類" && !strings.EqualFold(name, "uncategorized") && !slices.Contains(article.Tags, name) {
				article.Tags = append(article.Tags, name)
			}
		}
	}
	return article
}

// restTime reads a time in UTC, which the API gives without saying so.
func restTime(s string) *time.Time {
	t, err := time.Parse("2006-01-02T15:04:05", s)
	if err != nil || t.Year() <= 0 {
		return nil
	}
	return &t
}
