package importer

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

// A site that asks for a longer pause than one request may take is imported
// slowly, and not given up as one that does not answer.
func TestPauseIsNoPartOfTheTimeout(t *testing.T) {
	s := newTestSite(t)
	s.pages["/"] = article(1)
	s.pages["/a/"] = article(2)
	s.pages["/sitemap.xml"] = sitemapOf(s.URL, "/a/")
	o := siteOptions(t.TempDir())
	o.Delay, o.Timeout = 400*time.Millisecond, 200*time.Millisecond
	if r := importSite(t, s.URL, o); r.Articles.Added != 1 || r.Rejected != 0 {
		t.Errorf("%+v, %v", r.Articles, r.Problems)
	}
}

// One wrong line of robots.txt does not hide the others, as RFC 9309 has it.
func TestRobotsWithFaultsIsReadAsFarAsItGoes(t *testing.T) {
	for name, rules := range map[string]string{
		"a rule of nobody":      "Disallow: /\nUser-agent: *\nDisallow: /secret/\n",
		"a pause in words":      "User-agent: *\nCrawl-delay: some time\nDisallow: /secret/\n",
		"an unknown directive":  "\ufeffUser-agent: *\nNoindex: /x/\nnonsense\nDisallow: /secret/\n",
		"a page in their place": "<!doctype html><html><body>Disallow: nothing</body></html>",
	} {
		s := newTestSite(t)
		s.pages["/"] = article(1)
		s.pages["/a/"] = article(2)
		s.pages["/secret/"] = article(3)
		s.pages["/sitemap.xml"] = sitemapOf(s.URL, "/a/", "/secret/")
		s.pages["/robots.txt"] = rules
		r := importSite(t, s.URL, siteOptions(t.TempDir()))
		want := 1
		if strings.HasPrefix(rules, "<") {
			want = 2
		}
		if r.Articles.Added != want || s.asked("/secret/") != want-1 {
			t.Errorf("%s: %+v, left out %v", name, r.Articles, r.LeftOut)
		}
	}
}

// Pages that name one another as the right address are still stored, once.
func TestCanonicalAddressesInACircle(t *testing.T) {
	s := newTestSite(t)
	names := func(n int, path string) string {
		return strings.Replace(article(n), "<head>", `<head><link rel="canonical" href="`+path+`">`, 1)
	}
	s.pages["/"] = article(1)
	s.pages["/a/"] = names(2, "/b/")
	s.pages["/b/"] = names(2, "/a/")
	// The address that the page names only leads back to it.
	s.pages["/c"] = names(3, "/c/")
	s.handlers["/c/"] = func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/c", http.StatusMovedPermanently) }
	for _, listed := range [][]string{{"/a/", "/b/", "/c"}, {"/b/", "/c/"}} {
		s.set("/sitemap.xml", sitemapOf(s.URL, listed...))
		r := importSite(t, s.URL, siteOptions(t.TempDir()))
		if r.Articles.Added != 2 {
			t.Errorf("listed %v: %+v, left out %v, %v", listed, r.Articles, r.LeftOut, r.Files)
		}
	}
}

// A sitemap that cannot be had today says nothing of what is gone.
func TestSitemapThatFailsRemovesNothing(t *testing.T) {
	s := newTestSite(t)
	s.pages["/"] = article(1)
	s.pages["/a/"] = article(2)
	s.pages["/sitemap.xml"] = sitemapOf(s.URL, "/", "/a/")
	dir := t.TempDir()
	if r := importSite(t, s.URL, siteOptions(dir)); r.Articles.Added != 2 {
		t.Fatalf("%+v", r.Articles)
	}
	s.mu.Lock()
	s.tired["/sitemap.xml"] = 1000
	s.mu.Unlock()
	if r := importSite(t, s.URL, siteOptions(dir)); r.Articles.Removed != 0 || r.Articles.Total != 2 || r.Complete {
		t.Errorf("%+v, complete %v", r.Articles, r.Complete)
	}
}

// What a header says to other robots is not for this one.
func TestRobotsHeaderOfOthers(t *testing.T) {
	s := newTestSite(t)
	s.pages["/"] = article(1)
	for path, tag := range map[string]string{"/others/": "googlebot: noindex, nofollow", "/ours/": "noindex", "/named/": "shirube: noindex", "/later/": "unavailable_after: 25 Jun 2099 15:00:00 PST"} {
		s.handlers[path] = func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("X-Robots-Tag", tag)
			w.Header().Set("Content-Type", "text/html")
			_, _ = fmt.Fprint(w, article(len(path)))
		}
	}
	s.pages["/sitemap.xml"] = sitemapOf(s.URL, "/others/", "/ours/", "/named/", "/later/")
	r := importSite(t, s.URL, siteOptions(t.TempDir()))
	if r.Articles.Added != 2 || r.LeftOut[leftOutNoindex] != 2 {
		t.Errorf("%+v, %v", r.Articles, r.LeftOut)
	}
}

// A server that gives the same page of a list for ever is not asked for ever.
func TestAPIThatRepeatsItself(t *testing.T) {
	s := newTestSite(t)
	withAPI(s, 250)
	posts := s.handlers["/wp-json/wp/v2/posts"]
	s.handlers["/wp-json/wp/v2/posts"] = func(w http.ResponseWriter, r *http.Request) {
		if s.asked("/wp-json/wp/v2/posts") > 5 {
			t.Error("asked again and again")
			http.Error(w, "enough", http.StatusBadRequest)
			return
		}
		q := r.URL.Query()
		q.Set("page", "1")
		r.URL.RawQuery = q.Encode()
		posts(headless{w}, r)
	}
	if r := importSite(t, s.URL, siteOptions(t.TempDir())); r.Complete || r.Articles.Added != 102 {
		t.Errorf("complete %v, %+v, %v", r.Complete, r.Articles, r.Problems)
	}
}

// headless answers without saying how many pages there are.
type headless struct{ http.ResponseWriter }

func (h headless) WriteHeader(status int) {
	h.Header().Del("X-WP-TotalPages")
	h.ResponseWriter.WriteHeader(status)
}

func (h headless) Write(p []byte) (int, error) {
	h.Header().Del("X-WP-TotalPages")
	return h.ResponseWriter.Write(p)
}

// Names in Japanese and the form that they have on the wire are one site.
func TestAddressesOfJapaneseNames(t *testing.T) {
	a, err := parseAddress("https://医院.example/施術/")
	if err != nil {
		t.Fatal(err)
	}
	b, err := parseAddress("https://xn--ekrs67m.example/")
	if err != nil || !sameSite(a, b) {
		t.Errorf("%s and %s: %v", a, b, err)
	}
}
