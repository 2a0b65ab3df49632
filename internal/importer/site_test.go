package importer

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/text/encoding/japanese"
)

// testSite is a site on this machine with what real ones have, traps included.
type testSite struct {
	*httptest.Server
	pages map[string]string // HTML by path

	mu       sync.Mutex
	requests []string
	status   map[string]int // conditional answers by path
	tired    map[string]int // how often a path still answers 503
	handlers map[string]http.HandlerFunc
}

// article is a page that is one.
func article(n int) string {
	return fmt.Sprintf(`<!doctype html><html lang="ja"><head><meta charset="utf-8"><title>処置%[1]dの説明</title><script>var t=Date.now()</script></head>
<body><nav><a href="/">ホーム</a></nav><main><h1>処置%[1]dの説明</h1><h2>リスク</h2><p>赤みや腫れが数日続くことがあります。治療%[1]dは自由診療です。次の文も本文の一部です。</p></main></body></html>`, n)
}

func newTestSite(t *testing.T) *testSite {
	t.Helper()
	s := &testSite{pages: map[string]string{}, status: map[string]int{}, tired: map[string]int{}, handlers: map[string]http.HandlerFunc{}}
	s.Server = httptest.NewServer(http.HandlerFunc(s.serve))
	t.Cleanup(s.Close)
	return s
}

func (s *testSite) serve(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.requests = append(s.requests, r.URL.RequestURI())
	tired := s.tired[r.URL.Path] > 0
	if tired {
		s.tired[r.URL.Path]--
	}
	page, ok := s.pages[r.URL.Path]
	handler := s.handlers[r.URL.Path]
	s.mu.Unlock()
	switch {
	case tired:
		w.Header().Set("Retry-After", "0")
		http.Error(w, "busy", http.StatusServiceUnavailable)
	case handler != nil:
		handler(w, r)
	case !ok:
		http.NotFound(w, r)
	default:
		tag := `"` + shortHash(page) + `"`
		w.Header().Set("ETag", tag)
		if r.Header.Get("If-None-Match") == tag {
			s.mu.Lock()
			s.status[r.URL.Path] = http.StatusNotModified
			s.mu.Unlock()
			w.WriteHeader(http.StatusNotModified)
			return
		}
		kind := "text/html; charset=utf-8"
		if strings.HasSuffix(r.URL.Path, ".xml") {
			kind = "application/xml"
		}
		w.Header().Set("Content-Type", kind)
		_, _ = w.Write([]byte(page))
	}
}

func (s *testSite) asked(path string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, r := range s.requests {
		if r == path || strings.HasPrefix(r, path+"?") {
			n++
		}
	}
	return n
}

func (s *testSite) reset() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests, s.status = nil, map[string]int{}
}

func (s *testSite) set(path, html string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pages[path] = html
}

func siteOptions(into string) SiteOptions {
	return SiteOptions{Into: into, Delay: time.Nanosecond, Timeout: 5 * time.Second, AllowPrivate: true, Version: "test", backoff: time.Millisecond}
}

func importSite(t *testing.T, address string, o SiteOptions) *Report {
	t.Helper()
	r, err := Site(context.Background(), address, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func sitemapOf(base string, paths ...string) string {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">`)
	for _, p := range paths {
		fmt.Fprintf(&b, "<url><loc>%s%s</loc></url>", base, p)
	}
	b.WriteString("</urlset>")
	return b.String()
}

func zipped(data []byte) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write(data)
	_ = z.Close()
	return b.Bytes()
}

// trapped is a site with a sitemap and everything that goes wrong on sites.
func trapped(t *testing.T) *testSite {
	s := newTestSite(t)
	var listed []string
	for n := range 12 {
		p := fmt.Sprintf("/column/%d/", n)
		s.pages[p] = article(n)
		listed = append(listed, p)
	}
	s.pages["/"] = `<html><head><title>見本の医院</title></head><body><p>ようこそ。当院の施術について、それぞれのページで詳しく説明しています。</p><a href="/column/0/">一つ目</a></body></html>`
	s.pages["/robots.txt"] = "User-agent: *\nDisallow: /secret/\nCrawl-delay: 0.001\nSitemap: " + s.URL + "/maps/index.xml\n"
	s.pages["/secret/page/"] = article(100)
	s.pages["/noindex/"] = strings.Replace(article(101), "<head>", `<head><meta name="robots" content="noindex">`, 1)
	s.pages["/copy/"] = strings.Replace(article(3), "<head>", `<head><link rel="canonical" href="/column/3/">`, 1)
	s.handlers["/circle/"] = func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/circle/b/", http.StatusFound) }
	s.handlers["/circle/b/"] = func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/circle/", http.StatusFound) }
	s.handlers["/moved/"] = func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/column/5/", http.StatusMovedPermanently)
	}
	s.handlers["/away/"] = func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "http://elsewhere.invalid/", http.StatusFound)
	}
	s.handlers["/broken/"] = func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "no", http.StatusInternalServerError) }
	bomb := zipped(bytes.Repeat([]byte("0"), 64<<20))
	s.handlers["/bomb/"] = func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(bomb)
	}
	s.handlers["/sjis/"] = func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8") // which is not true
		text, _ := japanese.ShiftJIS.NewEncoder().String(article(200))
		_, _ = w.Write([]byte(text))
	}
	s.handlers["/brochure"] = func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/pdf")
		_, _ = w.Write([]byte("%PDF-1.4"))
	}
	s.tired["/column/7/"] = 2
	others := []string{"/secret/page/", "/noindex/", "/copy/", "/circle/", "/moved/", "/away/", "/broken/", "/bomb/", "/sjis/", "/brochure", "/gone/"}
	s.pages["/maps/index.xml"] = `<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>` + s.URL + `/maps/posts.xml.gz</loc></sitemap><sitemap><loc>` + s.URL + `/maps/pages.xml</loc></sitemap></sitemapindex>`
	s.handlers["/maps/posts.xml.gz"] = func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/x-gzip")
		_, _ = w.Write(zipped([]byte(sitemapOf(s.URL, listed...))))
	}
	s.pages["/maps/pages.xml"] = strings.Replace(sitemapOf(s.URL, others...), "</urlset>", "<url><loc>https://other.invalid/x</loc></url></urlset>", 1)
	return s
}

func TestSiteBySitemap(t *testing.T) {
	s := trapped(t)
	dir := t.TempDir()
	o := siteOptions(dir)
	r := importSite(t, s.URL, o)
	if r.Method != MethodSitemap || r.Articles.Added != 13 || r.Articles.Total != 13 {
		t.Errorf("%s, %+v; left out %v; problems %v", r.Method, r.Articles, r.LeftOut, r.Problems)
	}
	for _, p := range []string{"/secret/page/", "/circle/b/x"} {
		if s.asked(p) > 0 {
			t.Errorf("%s was fetched", p)
		}
	}
	problems := map[string]string{"/circle/": "circle", "/broken/": "status 500", "/bomb/": "too large"}
	for path, why := range problems {
		if !slices.ContainsFunc(r.Problems, func(p Problem) bool {
			return p.Rejected && p.Where == s.URL+path && strings.Contains(p.Why, why)
		}) {
			t.Errorf("no problem of %s says %q: %v", path, why, r.Problems)
		}
	}
	if r.Rejected != len(problems) {
		t.Errorf("%d rejected, want %d: %v", r.Rejected, len(problems), r.Problems)
	}
	for why, n := range map[string]int{"noindex": 1, leftOutSame: 2, leftOutMissing: 1, "robots.txt does not allow it": 1, "not a page (application/pdf)": 1, "it leads to another host: elsewhere.invalid": 1} {
		if r.LeftOut[why] != n {
			t.Errorf("left out as %q: %d, want %d (%v)", why, r.LeftOut[why], n, r.LeftOut)
		}
	}
	if n := s.asked("/broken/"); n != maxTries {
		t.Errorf("a page that fails was asked for %d times, want %d", n, maxTries)
	}
	sjis := ""
	for name, data := range contents(t, dir) {
		if strings.HasPrefix(name, "sjis-") {
			sjis = data
		}
	}
	if !strings.Contains(sjis, "赤みや腫れが数日続く") {
		t.Errorf("a page with a wrong charset reads %q", sjis)
	}
}

// A page that never ends holds up nothing else.
func TestSiteThatIsSlow(t *testing.T) {
	s := newTestSite(t)
	s.pages["/"] = article(1)
	s.pages["/z/"] = article(2)
	s.pages["/sitemap.xml"] = sitemapOf(s.URL, "/slow/", "/z/")
	s.handlers["/slow/"] = func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(http.StatusOK)
		w.(http.Flusher).Flush()
		<-r.Context().Done() // never more than the beginning
	}
	o := siteOptions(t.TempDir())
	o.Timeout = time.Second
	r := importSite(t, s.URL, o)
	if r.Articles.Added != 1 || r.Rejected != 1 || r.Complete || !strings.Contains(r.Problems[0].Why, "no answer in time") {
		t.Errorf("%+v, complete %v, %v", r.Articles, r.Complete, r.Problems)
	}
}

func TestSiteTwiceFetchesNothingTwice(t *testing.T) {
	s := trapped(t)
	dir := t.TempDir()
	o := siteOptions(dir)
	importSite(t, s.URL, o)
	before := contents(t, dir)
	s.reset()
	r := importSite(t, s.URL, o)
	if r.Articles != (Counts{Total: 13, Unchanged: 13}) {
		t.Errorf("%+v, %v", r.Articles, r.Problems)
	}
	if s.status["/column/1/"] != http.StatusNotModified {
		t.Error("a page that has not changed was sent again")
	}
	for name, data := range contents(t, dir) {
		if strings.HasSuffix(name, ".json") && before[name] != data {
			t.Errorf("%s has changed", name)
		}
	}
}

// Removal waits until every page was seen: a page that fails today is not gone.
func TestSiteRemovals(t *testing.T) {
	s := newTestSite(t)
	for n := range 5 {
		s.pages[fmt.Sprintf("/p%d/", n)] = article(n)
	}
	all := []string{"/p0/", "/p1/", "/p2/", "/p3/", "/p4/"}
	s.pages["/"] = article(50)
	s.pages["/sitemap.xml"] = sitemapOf(s.URL, all...)
	dir := t.TempDir()
	if r := importSite(t, s.URL, siteOptions(dir)); r.Articles.Added != 5 || !r.Complete {
		t.Fatalf("%+v, %v", r.Articles, r.Problems)
	}
	s.set("/sitemap.xml", sitemapOf(s.URL, all[1:]...))
	s.set("/p2/", article(22))
	s.mu.Lock()
	s.tired["/p3/"] = 1000
	s.mu.Unlock()
	r := importSite(t, s.URL, siteOptions(dir))
	if want := (Counts{Total: 4, Changed: 1, Unchanged: 3, Removed: 1}); r.Articles != want {
		t.Errorf("%+v, want %+v: %v", r.Articles, want, r.Problems)
	}
	if r.Rejected != 1 {
		t.Errorf("problems %v", r.Problems)
	}
}

func TestSiteByLinks(t *testing.T) {
	s := newTestSite(t)
	links := func(body string) string {
		return strings.Replace(article(1), "</main>", "</main>"+body, 1)
	}
	s.pages["/"] = links(`<a href="/a/">a</a> <a href="/calendar?month=0">暦</a> <a href="/deep/0/">奥</a> <a href="//elsewhere.invalid/">他</a> <a href="/a/?utm_source=x">a</a> <a href="/a/#top">a</a> <a href="/a/?replytocom=3">返信</a> <a href="mailto:a@clinic.example">m</a> <a href="/photo.jpg">写真</a> <a href="javascript:void(0)">j</a> <a rel="nofollow" href="/nofollow/">n</a>`)
	s.pages["/a/"] = links(`<a href="b/">b</a>`)
	s.pages["/a/b/"] = links(`<a href="../../">home</a>`)
	s.pages["/nofollow/"] = article(7)
	s.handlers["/calendar"] = func(w http.ResponseWriter, r *http.Request) {
		n, _ := strconv.Atoi(r.URL.Query().Get("month"))
		var next strings.Builder
		for i := range 10 {
			fmt.Fprintf(&next, `<a href="/calendar?month=%d">次</a>`, n+i)
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write([]byte(links(next.String())))
	}
	for n := range 60 {
		s.pages[fmt.Sprintf("/deep/%d/", n)] = strings.Replace(article(n), "</main>", fmt.Sprintf(`</main><a href="/deep/%d/">次</a>`, n+1), 1)
	}
	dir := t.TempDir()
	o := siteOptions(dir)
	o.MaxDepth = 12
	r := importSite(t, s.URL, o)
	if r.Method != MethodLinks || r.Complete {
		t.Errorf("%s, complete %v", r.Method, r.Complete)
	}
	if n := s.asked("/calendar"); n != maxQueries {
		t.Errorf("the calendar was asked for %d times, want %d", n, maxQueries)
	}
	if s.asked("/deep/11/") != 1 || s.asked("/deep/12/") != 0 {
		t.Error("links were not followed as deep as asked, and no deeper")
	}
	for path, n := range map[string]int{"/a/": 1, "/a/b/": 1, "/photo.jpg": 0, "/nofollow/": 0} {
		if s.asked(path) != n {
			t.Errorf("%s was fetched %d times, want %d", path, s.asked(path), n)
		}
	}
}

func TestSiteGoesOnAfterAnInterruption(t *testing.T) {
	s := newTestSite(t)
	s.pages["/"] = article(99)
	var paths []string
	for n := range 30 {
		p := fmt.Sprintf("/column/%d/", n)
		s.pages[p] = article(n)
		paths = append(paths, p)
	}
	s.pages["/sitemap.xml"] = sitemapOf(s.URL, paths...)
	whole := t.TempDir()
	importSite(t, s.URL, siteOptions(whole))

	s.reset()
	dir := t.TempDir()
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	o := siteOptions(dir)
	o.Progress = func(done, _ int) {
		if done == 12 {
			stop()
		}
	}
	if _, err := Site(ctx, s.URL, o); err == nil {
		t.Fatal("an interrupted import says that it is done")
	}
	o.Progress = nil
	r := importSite(t, s.URL, o)
	if r.Resumed != 12 || r.Articles != (Counts{Total: 30, Added: 30}) || !r.Complete {
		t.Errorf("resumed %d, %+v, complete %v", r.Resumed, r.Articles, r.Complete)
	}
	for _, p := range paths {
		if n := s.asked(p); n != 1 {
			t.Errorf("%s was fetched %d times", p, n)
		}
	}
	want, got := contents(t, whole), contents(t, dir)
	for name, data := range want {
		if strings.HasSuffix(name, ".json") && got[name] != data {
			t.Errorf("%s is another file than without the interruption", name)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, journalName)); err == nil {
		t.Error("the journal of a run that is complete is still there")
	}
}

func TestSiteMaxPages(t *testing.T) {
	s := newTestSite(t)
	s.pages["/"] = article(99)
	var paths []string
	for n := range 20 {
		p := fmt.Sprintf("/column/%d/", n)
		s.pages[p] = article(n)
		paths = append(paths, p)
	}
	s.pages["/sitemap.xml"] = sitemapOf(s.URL, paths...)
	o := siteOptions(t.TempDir())
	o.MaxPages = 5
	if r := importSite(t, s.URL, o); r.Complete || r.Articles.Total != 5 {
		t.Errorf("complete %v, %+v", r.Complete, r.Articles)
	}
}

func TestSiteRobots(t *testing.T) {
	s := newTestSite(t)
	s.pages["/"] = article(1)
	s.handlers["/robots.txt"] = func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "no", http.StatusBadGateway) }
	_, err := Site(context.Background(), s.URL, siteOptions(t.TempDir()))
	if err == nil || !strings.Contains(err.Error(), "status 502") || s.asked("/") != 0 {
		t.Errorf("rules that cannot be read: %v, the first page was fetched %d times", err, s.asked("/"))
	}
	delete(s.handlers, "/robots.txt")
	s.set("/robots.txt", "User-agent: *\nDisallow:\n\nUser-agent: shirube\nDisallow: /\n")
	_, err = Site(context.Background(), s.URL, siteOptions(t.TempDir()))
	if err == nil || !strings.Contains(err.Error(), "robots.txt") || s.asked("/") != 0 {
		t.Errorf("a site that does not want this program: %v", err)
	}
}

func TestSiteRefusesPrivateAddresses(t *testing.T) {
	s := newTestSite(t)
	s.pages["/"] = article(1)
	o := siteOptions(t.TempDir())
	o.AllowPrivate = false
	_, err := Site(context.Background(), s.URL, o)
	if err == nil || !strings.Contains(err.Error(), "--allow-private") || len(s.requests) > 0 {
		t.Errorf("a private address: %v, %v", err, s.requests)
	}
	_, err = Site(context.Background(), strings.Replace(s.URL, "127.0.0.1", "localhost", 1), o)
	if err == nil || !strings.Contains(err.Error(), "--allow-private") || len(s.requests) > 0 {
		t.Errorf("a name of a private address: %v, %v", err, s.requests)
	}
	for _, bad := range []string{"ftp://clinic.example/", "https://user:secret@clinic.example/", "/etc/passwd", "https:///x", "file:///etc/passwd"} {
		if err := CheckAddress(bad); err == nil {
			t.Errorf("%s was taken for a site", bad)
		} else if strings.Contains(err.Error(), "secret") {
			t.Errorf("the error tells the password: %v", err)
		}
	}
}

// A public site must not be able to send the program into a private network.
func TestRedirectsToPrivateAddressesAreRefused(t *testing.T) {
	inside := newTestSite(t)
	inside.pages["/"] = article(1)
	outside := newTestSite(t)
	outside.handlers["/"] = func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, inside.URL, http.StatusFound) }
	outside.handlers["/name"] = func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, strings.Replace(inside.URL, "127.0.0.1", "localhost", 1), http.StatusFound)
	}
	first := true
	f := newFetcher(context.Background(), fetchOptions{agent: "test", timeout: time.Second, backoff: time.Millisecond, permit: func(netip.Addr) bool {
		if first { // the site itself counts as public
			first = false
			return true
		}
		return false
	}})
	defer f.close()
	for _, path := range []string{"/", "/name"} {
		first = true
		u, err := parseAddress(outside.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.get(context.Background(), u, "", ""); err == nil || !strings.Contains(err.Error(), "refused") {
			t.Errorf("%s: %v", path, err)
		}
	}
	if len(inside.requests) > 0 {
		t.Errorf("the inner site was asked for %v", inside.requests)
	}
}

func TestIsPublic(t *testing.T) {
	for address, want := range map[string]bool{
		"8.8.8.8": true, "203.0.114.1": true, "2606:4700::1111": true,
		"127.0.0.1": false, "10.1.2.3": false, "172.16.0.1": false, "192.168.1.1": false, "169.254.169.254": false, "100.64.0.1": false, "100.100.100.200": false, "0.0.0.0": false, "224.0.0.1": false,
		"255.255.255.255": false, "198.18.0.1": false, "::1": false, "::": false, "fe80::1": false, "fc00::1": false, "fd00:ec2::254": false, "ff02::1": false, "::ffff:127.0.0.1": false, "::ffff:10.0.0.1": false,
		"64:ff9b::7f00:1": false, "2002:7f00:1::": false, "::7f00:1": false, "2001:db8::1": false, "fe80::1%eth0": false,
	} {
		if got := isPublic(netip.MustParseAddr(address)); got != want {
			t.Errorf("%s: public %v, want %v", address, got, want)
		}
	}
}

func TestGuardLooksAtWhatIsDialled(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	if _, err := guardedDialer(isPublic).DialContext(context.Background(), "tcp", ln.Addr().String()); err == nil || !strings.Contains(err.Error(), "refused") {
		t.Errorf("dialled a private address: %v", err)
	}
}
