package reader

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"

	"shirube/internal/pattern"
)

// blockComment is how the block editor marks where a block begins and ends. Its
// attributes are JSON in which -- is always escaped.
var blockComment = regexp.MustCompile(`(?s)<!--\s+(/)?wp:([a-z][a-z0-9_-]*(?:/[a-z][a-z0-9_-]*)?)\s+(\{.*?\}\s+)?(/)?-->`)

// openBlock is a block that has begun.
type openBlock struct {
	name  string
	attrs string
	text  strings.Builder
}

// blocks takes the marks of blocks out of content: what a block stores stays, what
// it refers to is put in, what only a plugin could make is noted.
func (c *wpContent) blocks(content string) string {
	stack := []*openBlock{{}}
	closeTo := func(depth int) {
		for len(stack) > depth {
			b := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			stack[len(stack)-1].text.WriteString(c.block(b.name, b.attrs, b.text.String()))
		}
	}
	at := 0
	for _, m := range blockComment.FindAllStringSubmatchIndex(content, -1) {
		stack[len(stack)-1].text.WriteString(content[at:m[0]])
		at = m[1]
		name, attrs := content[m[4]:m[5]], ""
		if m[6] >= 0 {
			attrs = content[m[6]:m[7]]
		}
		name = strings.TrimPrefix(name, "core/")
		switch {
		case m[2] >= 0: // an end
			for d := len(stack) - 1; d > 0; d-- {
				if stack[d].name == name {
					closeTo(d)
					break
				}
			}
		case name == "jetpack/paywall":
			c.note("what follows the paywall is for subscribers: it was left out")
			closeTo(1)
			return stack[0].text.String()
		case m[8] >= 0:
			stack[len(stack)-1].text.WriteString(c.block(name, attrs, ""))
		default:
			stack = append(stack, &openBlock{name: name, attrs: attrs})
		}
	}
	stack[len(stack)-1].text.WriteString(content[at:])
	closeTo(1)
	return stack[0].text.String()
}

// block is what one block shows.
func (c *wpContent) block(name, attrs, inner string) string {
	var known struct {
		Ref      json.Number `json:"ref"`
		Metadata struct {
			Visibility json.RawMessage `json:"blockVisibility"`
		} `json:"metadata"`
	}
	if attrs != "" {
		_ = json.Unmarshal([]byte(attrs), &known) // what is odd there concerns nobody but the editor
	}
	switch {
	case string(known.Metadata.Visibility) == "false":
		return "<div hidden>" + inner + "</div>"
	case forMembers(name):
		c.note("the block %s is for members: it was left out", name)
		return ""
	case name == "block":
		return "\n" + c.part(known.Ref.String(), "the reusable block") + "\n"
	case name == "footnotes":
		return c.footnotes()
	case name == "shortcode":
		return paragraphs(inner)
	case name == "embed" || strings.HasPrefix(name, "core-embed/"):
		return embeddedAddress.ReplaceAllString(inner, "$1$2")
	case isFurniture(name):
		return asNoise(inner)
	case !strings.Contains(name, "/"):
		if name == "pattern" {
			c.note("a pattern of the theme is not in the export: what it says is missing")
		}
		return inner
	}
	return c.pluginBlock(name, attrs, inner)
}

// pluginBlock is a block that WordPress itself does not know.
func (c *wpContent) pluginBlock(name, attrs, inner string) string {
	ownFields := strings.HasPrefix(name, "acf/") || strings.HasPrefix(name, "lazyblock/")
	if PlainHTML(inner) != "" && !ownFields {
		return inner
	}
	texts := blockTexts(attrs)
	if len(texts) == 0 && PlainHTML(inner) == "" && !isFurniture(name) && !strings.Contains(inner, "<img") && !hasWord(name, silentWords()...) {
		c.note("the block %s is made by its plugin when the page is shown: what it says is not in the export", name)
	}
	return inner + attributeHTML(texts)
}

// silentWords are in the names of what has no text that an article could miss.
func silentWords() []string {
	return []string{"form", "forms", "map", "maps", "image", "images", "icon", "icons", "video", "audio", "slider", "carousel", "gallery", "banner", "ad", "ads", "cta", "posts", "css", "script", "anchor", "search", "rating", "social", "sns"}
}

// embeddedAddress is the address of a video or a post, which visitors never see.
var embeddedAddress = regexp.MustCompile(`(<div class="wp-block-embed__wrapper">)\s*https?://[^\s<]+\s*(</div>)`)

// asNoise marks what is no part of an article so that it is listed as left out.
func asNoise(inner string) string {
	if PlainHTML(inner) == "" {
		return ""
	}
	return "<nav>" + inner + "</nav>"
}

// isFurniture reports whether a block belongs to a site and not to an article.
func isFurniture(name string) bool {
	switch name {
	case "navigation", "navigation-link", "navigation-submenu", "social-links", "social-link", "query", "latest-posts", "latest-comments", "comments", "post-comments", "search", "loginout",
		"archives", "calendar", "categories", "tag-cloud", "rss", "page-list", "template-part", "read-more", "table-of-contents", "spacer", "separator", "more", "nextpage":
		return true
	}
	if !strings.Contains(name, "/") {
		return false
	}
	for _, part := range []string{"table-of-contents", "tableofcontents", "blog-card", "related-posts", "post-list", "ad-tag"} {
		if strings.Contains(name, part) {
			return true
		}
	}
	return hasWord(name, "toc", "breadcrumb", "breadcrumbs", "spacer", "divider", "separator", "share", "blogcard")
}

// hasWord reports whether a name of a block or a shortcode has one of the words.
func hasWord(name string, words ...string) bool {
	return slices.ContainsFunc(strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return r == '/' || r == '-' || r == '_' }), func(w string) bool {
		return slices.Contains(words, w)
	})
}

var membersOnly = regexp.MustCompile(pattern.Joined(`(?i)(?:^|[_/-])(?:
	members?|memberships?|memberful
	|restrict(?:ed|ion)?
	|protect(?:ed|or)?
	|private|premium-content|paywall|password|passster|logged-?_?in|loggedin|is_logged_in|mepr[a-z-]*
	|pmpro[a-z_-]*|s2if|s2member|swpm[a-z_]*|wlm[a-z_]*
)(?:$|[_/-])`))

// forMembers reports whether a block or a shortcode shows what it holds to some
// visitors alone.
func forMembers(name string) bool {
	return membersOnly.MatchString(name) && !strings.Contains(name, "not_logged") && !strings.Contains(name, "not-logged") && !strings.Contains(name, "logged-out")
}
