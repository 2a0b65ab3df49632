package origin

import (
	"net/http"
	"strings"
	"testing"
)

func TestSet(t *testing.T) {
	tests := []struct {
		patterns string // separated by spaces
		in, out  string
	}{
		{"https://example.jp", "https://example.jp https://example.jp:443 https://EXAMPLE.jp",
			"http://example.jp https://example.jp:8443 https://www.example.jp https://example.jp.evil.example " +
				"https://evilexample.jp https://example.jp/ https://example.jp@evil.example https://evil.example@example.jp " +
				"https://example.jp. null file:// example.jp HTTPS://example.jp https://example.jp#a https://example.jp?a"},
		{"http://localhost:3000", "http://localhost:3000", "http://localhost http://localhost:30000 https://localhost:3000"},
		{"https://*.example.jp", "https://www.example.jp https://a.b.example.jp https://WWW.example.jp",
			"https://example.jp https://.example.jp https://wwwexample.jp https://www.example.jp.evil.example http://www.example.jp https://www.example.jp:8443"},
		{"https://*.example.jp:8443", "https://www.example.jp:8443", "https://www.example.jp"},
		{"https://クリニック.jp", "https://xn--pcka3d5a7l.jp", "https://クリニツク.jp"},
		{"http://[::1]:8080", "http://[::1]:8080", "http://[::2]:8080"},
		{"https://a.example https://b.example", "https://a.example https://b.example", "https://c.example"},
		{"*", "https://anything.example null", ""},
		{"", "", "https://example.jp null"},
	}
	for _, tt := range tests {
		set, err := ParseSet(strings.Fields(tt.patterns))
		if err != nil {
			t.Errorf("%s: %v", tt.patterns, err)
		}
		for _, o := range strings.Fields(tt.in) {
			if !set.Has(o) {
				t.Errorf("%s: %s is not in it", tt.patterns, o)
			}
		}
		for _, o := range append(strings.Fields(tt.out), "") {
			if set.Has(o) {
				t.Errorf("%s: %s is in it", tt.patterns, o)
			}
		}
	}
}

// What an operator mistypes is an error that says so, and never an origin that
// nobody has or everybody.
func TestParseRefuses(t *testing.T) {
	for s, want := range map[string]string{
		"":                          "https://example.jp",
		"example.jp":                "https://example.jp",
		"ftp://example.jp":          "http or https",
		"https://":                  "host",
		"https://example.jp/":       "nothing after",
		"https://example.jp/a":      "nothing after",
		"https://example.jp?a":      "nothing after",
		"https://example.jp#a":      "nothing after",
		"https://a@example.jp":      "nothing after",
		"https://example.jp:":       "nothing after",
		"https://example.jp:0":      "port",
		"https://example.jp:99999":  "port",
		"https://a b.jp":            "nothing after",
		"https://*":                 "first part",
		"https://www.*.example.jp":  "first part",
		"https://*.*.example.jp":    "first part",
		"https://*example.jp":       "first part",
		"https://*.jp":              "everyone can have a host under jp",
		"https://*.co.jp":           "everyone can have a host under co.jp",
		"https://*.github.io":       "everyone can have a host under github.io",
		"https://*.127.0.0.1":       "address",
		"https://exa mple.jp":       "nothing after",
		"https://exa_mple!.jp":      "name of a host",
		"https://example.jp, https": "nothing after",
		"*":                         "https://example.jp",
	} {
		if _, err := Parse(s); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", s, err, want)
		}
	}
}

func TestOf(t *testing.T) {
	tests := []struct{ name, origins, referers, want string }{
		{"a request to elsewhere", "https://a.example", "", "https://a.example"},
		{"the origin decides", "https://a.example", "https://b.example/x", "https://a.example"},
		{"none is said to be", "null", "https://b.example/x", "null"},
		{"a request to the page's own origin", "", "https://b.example:8443/x?y#z", "https://b.example:8443"},
		{"two origins", "https://a.example https://b.example", "", ""},
		{"two referers", "", "https://a.example https://b.example", ""},
		{"a name that is not the host", "", "https://a.example@b.example/", ""},
		{"no page", "", "", ""},
		{"a referer that is none", "", "about:blank", ""},
	}
	for _, tt := range tests {
		h := http.Header{"Origin": strings.Fields(tt.origins), "Referer": strings.Fields(tt.referers)}
		if got := Of(h); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}
