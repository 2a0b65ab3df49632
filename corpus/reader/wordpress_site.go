package reader

import (
	"regexp"
	"strings"
)

var (
	siteElement   = regexp.MustCompile(`(?s)<(title|link|language|wp:base_blog_url|wp:base_site_url)>(.*?)</`)
	authorElement = regexp.MustCompile(`(?s)<wp:author>.*?</wp:author>`)
	authorField   = regexp.MustCompile(`(?s)<wp:(author_login|author_display_name)>(.*?)</wp:`)
)

// readSite reads what stands before the first item.
func readSite(head []byte) *WordPressSite {
	s := &WordPressSite{Authors: map[string]string{}}
	said := map[string]string{}
	for _, m := range siteElement.FindAllSubmatch(head, -1) {
		if name := string(m[1]); said[name] == "" {
			said[name] = markupText(m[2])
		}
	}
	s.Title, s.Lang = said["title"], strings.ToLower(said["language"])
	if lang, _, _ := strings.Cut(s.Lang, "-"); lang != "" {
		s.Lang = lang
	}
	for _, name := range []string{"wp:base_blog_url", "link", "wp:base_site_url"} {
		if s.URL = strings.TrimSuffix(webAddress(said[name]), "/"); s.URL != "" {
			break
		}
	}
	for _, a := range authorElement.FindAll(head, -1) {
		fields := map[string]string{}
		for _, m := range authorField.FindAllSubmatch(a, -1) {
			fields[string(m[1])] = markupText(m[2])
		}
		if login := fields["author_login"]; login != "" {
			s.Authors[login] = fields["author_display_name"]
		}
	}
	return s
}

// markupText is the text of an element without children.
func markupText(b []byte) string {
	s := strings.TrimSpace(string(b))
	if inner, ok := strings.CutPrefix(s, "<![CDATA["); ok {
		return strings.TrimSpace(strings.TrimSuffix(inner, "]]>"))
	}
	return PlainHTML(s)
}
