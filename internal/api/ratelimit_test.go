package api

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
)

// timed is a server whose limits know only the time that the test tells them.
func timed(t *testing.T, edit func(*Config)) (http.Handler, *time.Time) {
	t.Helper()
	now := time.Date(2026, 11, 1, 9, 0, 0, 0, time.UTC)
	cfg := Config{BasePath: "/kb", Rate: 60, ErrorPage: func(w http.ResponseWriter, _ *http.Request, status int) {
		w.WriteHeader(status)
		_, _ = io.WriteString(w, "<p>"+w.Header().Get("Retry-After")+"</p>")
	}}
	if edit != nil {
		edit(&cfg)
	}
	srv, err := newServer(cfg, &fake{}, ready, discard(), func(r gin.IRouter) {
		for _, path := range []string{"/search", "/assets/style.css", "/widget/shirube.js"} {
			r.GET(path, func(c *gin.Context) { c.String(http.StatusOK, "ok") })
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	srv.limiter.now = func() time.Time { return now }
	h, err := srv.wrap(srv.engine)
	if err != nil {
		t.Fatal(err)
	}
	return h, &now
}

// from asks from an address.
func from(h http.Handler, addr, target string, header ...string) *httptest.ResponseRecorder {
	r := newRequest(http.MethodGet, target, "")
	r.RemoteAddr = netip.AddrPortFrom(netip.MustParseAddr(addr), 4711).String()
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	return serve(h, r)
}

// passed asks until it is refused, at most n times.
func passed(h http.Handler, n int, addr, target string, header ...string) int {
	for i := range n {
		if from(h, addr, target, header...).Code == http.StatusTooManyRequests {
			return i
		}
	}
	return n
}

func TestRateLimit(t *testing.T) {
	h, now := timed(t, nil)
	w := from(h, "192.0.2.1", "/kb/v1/search")
	if w.Code != http.StatusOK || w.Header().Get("RateLimit-Policy") != `"requests";q=60;w=60` || w.Header().Get("RateLimit") != `"requests";r=9;t=1` {
		t.Errorf("%d %v", w.Code, w.Header())
	}
	if n := passed(h, 100, "192.0.2.1", "/kb/v1/search"); n != 9 {
		t.Errorf("%d more at once, want 9", n)
	}
	w = from(h, "192.0.2.1", "/kb/v1/search")
	p := problemOf(t, w, http.StatusTooManyRequests)
	if w.Header().Get("Retry-After") != "1" || w.Header().Get("RateLimit") != `"requests";r=0;t=10` ||
		!strings.HasSuffix(p.Type, ":too-many-requests") || w.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("%v %s", w.Header(), w.Body)
	}
	if n := passed(h, 1, "192.0.2.2", "/kb/v1/search"); n != 1 {
		t.Error("another address is refused")
	}
	*now = now.Add(3 * time.Second)
	if n := passed(h, 100, "192.0.2.1", "/kb/v1/search"); n != 3 {
		t.Errorf("%d after three seconds, want 3", n)
	}
	*now = now.Add(time.Hour)
	if n := passed(h, 100, "192.0.2.1", "/kb/v1/search"); n != 10 {
		t.Errorf("%d after an hour, want 10", n)
	}
}

// What costs nothing, and what says whether the server lives, is never refused, and says
// nothing of limits.
func TestRateLimitLeavesOut(t *testing.T) {
	h, _ := timed(t, func(c *Config) { c.AllowOrigins = origins(t, allowedPage) })
	passed(h, 100, "192.0.2.1", "/kb/v1/search")
	for _, target := range []string{"/kb/healthz", "/kb/readyz", "/kb/openapi.json", "/kb/docs", "/kb/assets/style.css", "/kb/widget/shirube.js"} {
		if w := from(h, "192.0.2.1", target); w.Code != http.StatusOK || w.Header().Get("RateLimit") != "" {
			t.Errorf("%s: %d %v", target, w.Code, w.Header())
		}
	}
	r := newRequest(http.MethodOptions, "/kb/v1/search", "")
	r.RemoteAddr = "192.0.2.1:1"
	r.Header.Set("Origin", allowedPage)
	r.Header.Set("Access-Control-Request-Method", "POST")
	if w := serve(h, r); w.Code != http.StatusNoContent {
		t.Errorf("preflight: %d", w.Code)
	}
	for _, target := range []string{"/kb/v1/articles/a", "/kb/v1/facets/kind", "/kb/nothing", "/kb/v1/tools.json", "/kb/metrics"} {
		if w := from(h, "192.0.2.1", target); w.Code != http.StatusTooManyRequests {
			t.Errorf("%s: %d", target, w.Code)
		}
	}
	if w := from(h, "192.0.2.1", "/kb/search", "Accept", "text/html"); w.Code != http.StatusTooManyRequests || w.Body.String() != "<p>1</p>" {
		t.Errorf("a page: %d %s", w.Code, w.Body)
	}
}

// Each key is counted alone, by its own rate; a key that is not known is no key.
func TestRateLimitOfKeys(t *testing.T) {
	keys := func(c *Config) {
		withKeys(c)
		c.Keys = append(c.Keys.(KeyList),
			Key{Name: "slow", Secret: "slow-secret", Scopes: []Scope{ScopeSearch}, Rate: 3},
			Key{Name: "bot", Secret: "bot-secret-1", Scopes: []Scope{ScopeRetrieve}},
			Key{Name: "slowbot", Secret: "slowbot-secret", Scopes: []Scope{ScopeRetrieve}, Rate: 3})
	}
	h, _ := timed(t, keys)
	for _, tt := range []struct {
		key  string
		want int
	}{
		{"site-secret", 10}, {"all-secret-1", 10}, {"slow-secret", 3}, {"bot-secret-1", 50}, {"slowbot-secret", 3}, {"ops-secret-1", 50},
		{"a-guess-at-keys", 10}, {"another-guess", 0}, {"", 0},
	} {
		if n := passed(h, 50, "192.0.2.1", "/kb/v1/search", "X-Shirube-Key", tt.key); n != tt.want {
			t.Errorf("%q: %d, want %d", tt.key, n, tt.want)
		}
	}
	w := from(h, "192.0.2.1", "/kb/v1/search", "X-Shirube-Key", "slow-secret")
	if w.Header().Get("RateLimit-Policy") != `"requests";q=3;w=60` || w.Header().Get("Retry-After") != "20" {
		t.Errorf("%v", w.Header())
	}
	for keyed, want := range map[bool]int{false: 50, true: 10} {
		alone, _ := timed(t, func(c *Config) {
			c.Alone = true
			if keyed {
				withKeys(c)
			}
		})
		if n := passed(alone, 50, "127.0.0.1", "/kb/v1/search"); n != want {
			t.Errorf("this machine alone, keys %v: %d, want %d", keyed, n, want)
		}
	}
	off, _ := timed(t, func(c *Config) { c.Rate = 0 })
	if n := passed(off, 200, "192.0.2.1", "/kb/v1/search"); n != 200 {
		t.Errorf("without a limit: %d", n)
	}
}

// A call of a tool is one request, though it is handed on.
func TestRateLimitOfTools(t *testing.T) {
	h, _ := timed(t, nil)
	w := do(h, http.MethodPost, "/kb/v1/tools/search", `{"q":"a"}`)
	if w.Code != http.StatusOK || len(w.Header().Values("RateLimit")) != 1 || !strings.Contains(w.Header().Get("RateLimit"), "r=9;") {
		t.Errorf("%d %v", w.Code, w.Header())
	}
}

// InstantSearch reads a message.
func TestRateLimitForInstantSearch(t *testing.T) {
	h, _ := timed(t, nil)
	const body = `{"requests":[{"indexName":"articles","params":{"query":"a"}}]}`
	for range 10 {
		do(h, http.MethodPost, "/kb/instantsearch", body)
	}
	for _, path := range []string{"/kb/instantsearch", "/kb/instantsearch/facets"} {
		if w := do(h, http.MethodPost, path, body); w.Code != http.StatusTooManyRequests || !strings.Contains(w.Body.String(), `"message"`) || w.Header().Get("Retry-After") != "1" {
			t.Errorf("%s: %d %v %s", path, w.Code, w.Header(), w.Body)
		}
	}
}

// Dify reads errors of its own form only.
func TestRateLimitForDify(t *testing.T) {
	h, _ := timed(t, func(c *Config) {
		c.Keys = KeyList{{Name: "dify", Secret: "dify-secret", Scopes: []Scope{ScopeRetrieve}, Rate: 1}}
	})
	ask := func() *httptest.ResponseRecorder {
		return do(h, http.MethodPost, "/kb/retrieval", `{"knowledge_id":"default","query":"a","retrieval_setting":{"top_k":1,"score_threshold":0}}`,
			"Authorization", "Bearer dify-secret")
	}
	ask()
	if w := ask(); w.Code != http.StatusTooManyRequests || !strings.Contains(w.Body.String(), `"error_msg"`) || w.Header().Get("Retry-After") != "60" {
		t.Errorf("%d %v %s", w.Code, w.Header(), w.Body)
	}
}

// A line of IPv6 is one, whatever address of its many it asks from, and a client
// behind a proxy is not the proxy.
func TestRateLimitByAddress(t *testing.T) {
	h, _ := timed(t, func(c *Config) { c.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("10.0.0.1/32")} })
	n := 0
	for i := range 50 {
		n += passed(h, 1, fmt.Sprintf("2001:db8:1:2::%x", i+1), "/kb/v1/search")
	}
	if n != 10 {
		t.Errorf("one line of IPv6: %d, want 10", n)
	}
	if passed(h, 1, "2001:db8:1:3::1", "/kb/v1/search") != 1 {
		t.Error("its neighbour is refused")
	}
	for _, client := range []string{"198.51.100.1", "198.51.100.2"} {
		if n := passed(h, 50, "10.0.0.1", "/kb/v1/search", "X-Forwarded-For", client); n != 10 {
			t.Errorf("%s: %d, want 10", client, n)
		}
	}
	n = 0
	for i := range 50 { // who lies about where they come from is counted all the same
		n += passed(h, 1, "10.0.0.1", "/kb/v1/search", "X-Forwarded-For", fmt.Sprintf("1.1.1.%d, 198.51.100.3", i))
		n += passed(h, 1, "198.51.100.3", "/kb/v1/search", "X-Forwarded-For", fmt.Sprintf("1.1.1.%d", i))
	}
	if n != 10 {
		t.Errorf("one who lies: %d, want 10", n)
	}
}

// However many ask, little is remembered, and who is idle is forgotten first.
func TestRateLimitMemory(t *testing.T) {
	l := newLimiter()
	now := time.Unix(0, 0)
	l.now = func() time.Time { return now }
	who := func(i int) counted {
		return counted{net: netip.PrefixFrom(netip.AddrFrom4([4]byte{10, byte(i >> 16), byte(i >> 8), byte(i)}), 32)}
	}
	for i := range mostBuckets + 1000 {
		l.take(who(i), 600)
	}
	if n := l.order.Len(); n != mostBuckets || len(l.buckets) != n {
		t.Errorf("%d remembered, want %d", n, mostBuckets)
	}
	now = now.Add(time.Minute)
	for i := range mostBuckets {
		l.take(who(1<<20+i), 600)
		now = now.Add(10 * time.Millisecond)
	}
	if n := l.order.Len(); n > 1000 { // those of a few seconds
		t.Errorf("%d remembered when all but a few are idle", n)
	}
}

// Two keys of one name with different rates do not fill up each other's bucket by taking turns.
func TestRateLimitOfTwoKeysWithOneName(t *testing.T) {
	l := newLimiter()
	now := time.Now()
	l.now = func() time.Time { return now }
	who := counted{"site", netip.MustParsePrefix("192.0.2.1/32")}
	n := 0
	for i := range 1000 {
		if l.take(who, 60+60*(i%2)).allowed {
			n++
		}
	}
	if n > burst(60) {
		t.Errorf("%d requests at once, want %d at most", n, burst(60))
	}
	now = now.Add(time.Minute)
	if v := l.take(who, 600); v.perMinute != 600 || v.left > burst(600) || !v.allowed {
		t.Errorf("%+v", v)
	}
}

// Whom a proxy of ours names stands in the log; whom a stranger names does not.
func TestAddressInLog(t *testing.T) {
	for remote, want := range map[string]string{"10.0.0.1:1": "remote=198.51.100.1", "203.0.113.9:1": "remote=203.0.113.9"} {
		log := &strings.Builder{}
		h := handlerWith(t, &fake{}, func(c *Config) {
			c.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}
		}, ready, textLog(log))
		r := newRequest(http.MethodGet, "/v1/search", "")
		r.RemoteAddr = remote
		r.Header.Set("X-Forwarded-For", "198.51.100.1")
		serve(h, r)
		if !strings.Contains(log.String(), want) {
			t.Errorf("%s: %s", remote, log)
		}
	}
}
