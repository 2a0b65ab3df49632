package reader

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"html"
	"io"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/transform"

	"shirube/corpus"
)

// WordPressSite is what an export says of the site it was made from.
type WordPressSite struct {
	Title string
	URL   string // address of the site, without a slash at the end; empty: not said
	Lang  string // as in "ja"
	// Authors are the names that people see, by login.
	Authors map[string]string
}

// WordPressTerm is a category, a tag or a term of another taxonomy.
type WordPressTerm struct {
	Taxonomy string // "category", "post_tag", …
	Slug     string
	Name     string
}

// WordPressPost is one item of an export: a post or a page, but also an image, a
// menu entry, a reusable block.
type WordPressPost struct {
	Line int // on which the item begins in the export

	ID      string // its number
	Type    string // "post", "page", "attachment", …
	Status  string // "publish", "draft", …
	Locked  bool   // a password is asked for
	GUID    string
	Link    string
	Title   string // with markup and entities, as it is stored
	Author  string // login
	Content string // as it is stored: HTML with block comments and shortcodes
	Excerpt string
	Terms   []WordPressTerm

	Published *time.Time
	Modified  *time.Time

	AttachmentURL string
	// Meta is the fields beside the content that say something of the article.
	Meta map[string]string
}

// maxWordPressItem is the size above which an item of an export is skipped: an
// article at its limit, with what XML, comments and custom fields add.
const maxWordPressItem = 4 * corpus.MaxArticleBytes

// IsWordPress reports whether a file that begins like this is a WordPress export
// (WXR). Other XML is not.
func IsWordPress(sample []byte) bool {
	return bytes.Contains(sample, []byte("<rss")) &&
		(bytes.Contains(sample, []byte("wordpress.org/export/")) || bytes.Contains(sample, []byte("<wp:wxr_version>")))
}

// ReadWordPress reads a WordPress export item by item, in constant memory: no
// more than one item is held. The site comes with every item; it is complete from
// the first one on. Items of every type and status are handed over, see
// WordPressPost.Unpublished. An item that is not well-formed is a problem that
// names its line, and those after it are read. The error is only that of emit, of
// ctx, or of a failing src.
func ReadWordPress(ctx context.Context, name string, src io.Reader, emit func(*WordPressSite, *WordPressPost) error) ([]Problem, error) {
	f := &file{name: name}
	buffered := bufio.NewReaderSize(src, sampleBytes)
	sample, err := buffered.Peek(sampleBytes)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	whole := len(sample) < sampleBytes
	if len(bytes.TrimSpace(sample)) == 0 && whole {
		f.reject(1, "the file is empty")
		return f.problems, nil
	}
	if IsWordPress(sample) {
		err = f.wordPressItems(ctx, exportText(buffered, sample, whole), emit)
		return f.problems, err
	}
	cs, err := detect(sample, whole)
	if err != nil {
		f.reject(1, "%v", err)
		return f.problems, nil
	}
	decoded := buffered
	if cs.enc != nil { // UTF-16, in which no name could be seen yet
		decoded = bufio.NewReaderSize(transform.NewReader(buffered, cs.enc.NewDecoder()), sampleBytes)
		if sample, err = decoded.Peek(sampleBytes); err != nil && !errors.Is(err, io.EOF) {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
	}
	if !IsWordPress(sample) {
		f.reject(1, "not a WordPress export (WXR): it does not begin as one")
		return f.problems, nil
	}
	err = f.wordPressItems(ctx, decoded, emit)
	return f.problems, err
}

// exportText decodes an export in whose first bytes the names of XML can be seen.
// What the bytes are decides; the declaration only where they leave it open, as
// where nothing but ASCII was seen so far, for it is often wrong. A stray byte
// makes nothing else of a text.
func exportText(src io.Reader, sample []byte, whole bool) io.Reader {
	sample = bytes.ReplaceAll(sample, []byte{0}, nil)
	cs, err := detect(sample, whole)
	if err != nil || isASCII(string(sample)) {
		cs = declaredExportCharset(sample)
	}
	if cs.enc == nil {
		return src
	}
	return transform.NewReader(src, cs.enc.NewDecoder())
}

// wordPressItems hands over the items of an export that is UTF-8.
func (f *file) wordPressItems(ctx context.Context, src io.Reader, emit func(*WordPressSite, *WordPressPost) error) error {
	s := newItemScanner(src)
	var site *WordPressSite
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		item, err := s.next()
		switch {
		case errors.Is(err, io.EOF):
			if !s.closed {
				f.reject(s.line, "the export ends in the middle: what stands before this line was read, the rest is missing")
			}
			return nil
		case err != nil:
			return fmt.Errorf("read %s: %w", f.name, err)
		}
		if site == nil {
			site = readSite(s.head)
		}
		if item.why != "" {
			f.reject(item.line, "%s", item.why)
			continue
		}
		post, err := f.wordPressItem(item)
		if err != nil {
			f.reject(item.line, "this item of the export was not read: %v", err)
			continue
		}
		if err := emit(site, post); err != nil {
			return err
		}
	}
}

var xmlEncoding = regexp.MustCompile(`^\s*<\?xml[^>]*\sencoding\s*=\s*["']([A-Za-z0-9_.:-]+)["']`)

// declaredExportCharset is what the XML declaration says; UTF-8 where it says nothing
// that is known.
func declaredExportCharset(sample []byte) charset {
	utf8 := charset{name: "UTF-8"}
	m := xmlEncoding.FindSubmatch(sample)
	if m == nil {
		return utf8
	}
	enc, err := htmlindex.Get(string(m[1]))
	if err != nil {
		return utf8
	}
	if name, err := htmlindex.Name(enc); err != nil || strings.HasPrefix(name, "utf-") {
		return utf8
	}
	return charset{name: string(m[1]), enc: enc}
}

// internalTypes are the types of items that WordPress and its widespread plugins
// keep for themselves: no visitor has a page of them.
func internalTypes() []string {
	return []string{
		"attachment", "revision", "nav_menu_item", "custom_css", "customize_changeset", "oembed_cache", "user_request",
		"feedback", "mw-wp-form", "blog_parts", "ad_tag", "tablepress_table", "wpdiscuz_form", "popup", "ml-slider", "scheduled-action",
		"shop_order", "shop_order_refund", "shop_coupon", "product_variation", "elementskit_content", "fl-builder-template", "et_pb_layout", "vc_grid_item", "lazyblocks", "metaslider",
	}
}

// isInternalType reports whether visitors have no page of items of a type.
func isInternalType(t string) bool {
	for _, prefix := range []string{"wp_", "acf-", "acf_", "elementor_", "wpcf7", "flamingo_", "cpt_", "snow-monkey-forms", "wpforms", "ninja-", "nf_", "jp_", "amp_", "mwf_", "smart-custom-fields", "_"} {
		if strings.HasPrefix(t, prefix) {
			return true
		}
	}
	return slices.Contains(internalTypes(), t)
}

// Unpublished says why an item is no article that visitors can read, in a few
// words; empty: it is one. What the export does not say is not taken for public. A
// post that is scheduled is one: its time of publication says when.
func (p *WordPressPost) Unpublished() string {
	switch {
	case p.Type == "":
		return "without a type"
	case isInternalType(p.Type):
		return p.Type
	case p.Locked:
		return "password-protected"
	case p.Status == "publish":
		return ""
	case p.Status == "future" && p.Published != nil:
		return ""
	case p.Status == "":
		return "without a status"
	}
	return p.Status
}

// id is an id that stays when the title, the slug or the category of a post
// change: its guid, which WordPress never changes, else its own id.
func (p *WordPressPost) id(site *WordPressSite) string {
	if p.GUID != "" {
		return html.UnescapeString(p.GUID)
	}
	return p.OwnID(site)
}

// OwnID is an id that no other post has, though its guid may be that of another,
// as copies of posts have it: its number at its site, else its address. Empty: the
// export gives neither.
func (p *WordPressPost) OwnID(site *WordPressSite) string {
	if p.ID != "" && site.URL != "" {
		return site.URL + "/?p=" + p.ID
	}
	return p.Link
}

// HTMLArticle is an article whose text is HTML, as imports store it: a record of a
// JSON corpus with "html" for a text. Empty fields are read from the text.
type HTMLArticle struct {
	ID          string     `json:"id"`
	Title       string     `json:"title"`
	Description string     `json:"description,omitempty"`
	URL         string     `json:"url,omitempty"`
	Image       string     `json:"image,omitempty"`
	Lang        string     `json:"lang,omitempty"`
	Status      string     `json:"status"`
	PublishAt   *time.Time `json:"publish_at,omitempty"`
	Published   *time.Time `json:"published,omitempty"`
	Updated     *time.Time `json:"updated,omitempty"`
	Tags        []string   `json:"tags,omitempty"`
	Author      string     `json:"author,omitempty"` // who wrote it; not who supervised it
	HTML        string     `json:"html"`
}

// Article makes an article of a published post. Parts holds what its content
// refers to. The notes say what the content asks for and is not in the export.
func (p *WordPressPost) Article(site *WordPressSite, parts *WordPressParts) (a *HTMLArticle, notes []string) {
	content, notes := parts.html(p)
	a = &HTMLArticle{
		ID: p.id(site), Title: PlainHTML(p.Title), URL: webAddress(p.Link), Lang: site.Lang, Status: corpus.StatusPublished,
		Published: p.Published, Updated: p.Modified, Author: site.author(p.Author), HTML: content,
	}
	if p.Status == "future" {
		a.PublishAt = p.Published
	}
	if a.Description = p.description(); a.Description == "" {
		a.Description = PlainHTML(p.Excerpt)
	}
	a.Image = webAddress(parts.images[p.Meta["_thumbnail_id"]])
	for _, t := range p.Terms {
		if name := PlainHTML(t.Name); name != "" && !isNoTopic(t) && !slices.Contains(a.Tags, name) {
			a.Tags = append(a.Tags, name)
		}
	}
	return a, notes
}

func (s *WordPressSite) author(login string) string {
	if name := s.Authors[login]; name != "" {
		return name
	}
	return login
}

// isNoTopic reports whether a term says nothing of what a post is about.
func isNoTopic(t WordPressTerm) bool {
	switch t.Taxonomy {
	case "post_format", "language", "post_translations", "nav_menu", "wp_theme":
		return true
	case "category":
		return t.Slug == "uncategorized" || t.Name == "未分類" || strings.EqualFold(t.Name, "uncategorized")
	}
	return false
}

// descriptionFields are where plugins and themes keep the description of a post
// for search engines.
func descriptionFields() []string {
	return []string{"_yoast_wpseo_metadesc", "rank_math_description", "_aioseo_description", "_aioseop_description", "ssp_meta_description", "_seopress_titles_desc",
		"the_page_meta_description", "_genesis_description", "_meta_description", "meta_description"}
}

// description is the description that was written for search engines. One made of
// variables of a plugin is none.
func (p *WordPressPost) description() string {
	for _, name := range descriptionFields() {
		if d := PlainHTML(p.Meta[name]); d != "" && !templateVariable.MatchString(d) {
			return d
		}
	}
	return ""
}

var (
	templateVariable = regexp.MustCompile(`%%?[a-z_]+%%?|#[a-z_]{4,}`)
	anyTag           = regexp.MustCompile(`(?s)<!--.*?-->|<(?:script|style)\b.*?</(?:script|style)\s*>|</?[A-Za-z][^<>]*>`)
)

// PlainHTML is what an HTML fragment says on one line.
func PlainHTML(s string) string {
	if strings.ContainsRune(s, '<') {
		s = anyTag.ReplaceAllString(s, " ")
	}
	return strings.Join(strings.Fields(html.UnescapeString(s)), " ")
}

// webAddress is s if it is an address of the web, else nothing.
func webAddress(s string) string {
	s = strings.TrimSpace(s)
	if u, err := url.Parse(s); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	return s
}
