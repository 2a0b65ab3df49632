package api

import (
	chain "container/list"
	"fmt"
	"math"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/gin-gonic/gin"
	"golang.org/x/time/rate"

	"shirube/internal/dify"
	"shirube/internal/instantsearch"
	"shirube/internal/peer"
)

// DefaultRate is how many requests a minute one address may make with one key, where
// nothing else is said: ten a second are more than anybody types, and a page's search
// box asks once or twice a keystroke.
const DefaultRate = 600

// mostBuckets bounds what is remembered of who asked, to about 20 MB. When there are
// more at a time, who has not asked for longest is forgotten, and starts anew.
const mostBuckets = 1 << 16

// limiter counts requests, by key and network.
type limiter struct {
	mu      sync.Mutex
	buckets map[counted]*chain.Element // of order, which holds *bucket
	order   *chain.List                // who asked last is at the front
	now     func() time.Time
}

// counted is who is counted as one. The name of no key is empty.
type counted struct {
	key string
	net netip.Prefix
}

// bucket holds as many tokens as there may be requests at once, and fills up steadily.
type bucket struct {
	of        counted
	perMinute int
	tokens    *rate.Limiter
}

func newLimiter() *limiter {
	return &limiter{buckets: map[counted]*chain.Element{}, order: chain.New(), now: time.Now}
}

// verdict is what became of a request.
type verdict struct {
	allowed   bool
	perMinute int
	left      int           // requests that could follow at once
	full      time.Duration // until as many can as ever
	retry     time.Duration // until one can, where this could not
}

// take counts a request of who may make perMinute of them, a tenth of that at once.
func (l *limiter) take(who counted, perMinute int) verdict {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	b := l.bucketOf(who, perMinute, now)
	v := verdict{allowed: b.tokens.AllowN(now, 1), perMinute: perMinute}
	tokens := max(b.tokens.TokensAt(now), 0)
	wait := func(tokens float64) time.Duration {
		return time.Duration(tokens / float64(b.tokens.Limit()) * float64(time.Second))
	}
	v.left = int(tokens)
	v.full = wait(float64(b.tokens.Burst()) - tokens)
	if !v.allowed {
		v.retry = wait(1 - tokens)
	}
	return v
}

func (l *limiter) bucketOf(who counted, perMinute int, now time.Time) *bucket {
	e, ok := l.buckets[who]
	if !ok {
		l.forget(now)
		e = l.order.PushFront((*bucket)(nil))
		l.buckets[who] = e
	}
	l.order.MoveToFront(e)
	b, _ := e.Value.(*bucket)
	switch {
	case b == nil:
		b = &bucket{who, perMinute, rate.NewLimiter(rate.Limit(float64(perMinute)/60), burst(perMinute))}
		e.Value = b
	case b.perMinute != perMinute: // what was used up stays so: two keys of one name may take turns
		b.perMinute = perMinute
		b.tokens.SetLimitAt(now, rate.Limit(float64(perMinute)/60))
		b.tokens.SetBurstAt(now, burst(perMinute))
	}
	return b
}

// forget makes room for a bucket. It drops those that are full again, which are as good
// as new ones: it looks at two for each that comes, so that idle ones go faster than
// others come. Where all are in use the one that was for longest not goes.
func (l *limiter) forget(now time.Time) {
	for range 2 {
		e := l.order.Back()
		if e == nil {
			return
		}
		b, _ := e.Value.(*bucket)
		if full := b.tokens.TokensAt(now) >= float64(b.tokens.Burst()); !full && l.order.Len() < mostBuckets {
			return
		}
		l.order.Remove(e)
		delete(l.buckets, b.of)
	}
}

// burst is how many requests may come at once: those of six seconds, but a page that
// asks for several things at a time can do so under any rate.
func burst(perMinute int) int { return min(perMinute, max(perMinute/10, 10)) }

// unlimited are routes that cost nothing, and that must answer when nothing else does.
func unlimited(method, path string) bool {
	switch path {
	case "/healthz", "/readyz", "/openapi.json", "/docs":
		return true
	}
	return method == http.MethodOptions || strings.HasPrefix(path, widgetPath) ||
		strings.HasPrefix(path, "/assets/") || strings.HasPrefix(path, "/docs/")
}

// rateOf is how many requests a minute somebody with this key may make from one
// address; 0: any number. Keys that can do more than search are secrets of programs
// that ask for many people at once: they are limited if they say so.
func (s *server) rateOf(k Key) int {
	switch {
	case k.Rate > 0:
		return k.Rate
	case k.allows(ScopeRetrieve), k.allows(ScopeAdmin), s.cfg.Alone && !s.cfg.Keys.Any():
		return 0
	}
	return s.cfg.Rate
}

// limit refuses who asks too often. A key that is not known is no key: guesses at
// keys are counted by address.
func (s *server) limit(c *gin.Context) {
	i := infoOf(c.Request.Context())
	if i.counted || unlimited(c.Request.Method, strings.TrimPrefix(c.FullPath(), s.cfg.BasePath)) {
		return // a call of a tool comes here twice
	}
	i.counted = true
	key, _ := s.identify(c.Request)
	perMinute := s.rateOf(key)
	if perMinute == 0 {
		return
	}
	v := s.limiter.take(counted{key.Name, peer.Network(i.remote)}, perMinute)
	c.Header("RateLimit-Policy", fmt.Sprintf(`"requests";q=%d;w=60`, v.perMinute))
	c.Header("RateLimit", fmt.Sprintf(`"requests";r=%d;t=%d`, v.left, seconds(v.full)))
	if v.allowed {
		return
	}
	i.caller = key // for the log
	p := problemTooMany(max(seconds(v.retry), 1))
	s.refuse(c, p)
}

// refuse writes the problem in the form that the clients of the route read.
func (s *server) refuse(c *gin.Context, p *Problem) {
	var body any
	switch strings.TrimPrefix(c.FullPath(), s.cfg.BasePath) {
	case difyPath:
		body = dify.Fault(p.Status, p.Detail)
	case instantSearchPath, instantSearchFacetsPath:
		body = instantsearch.Fault(p.Status, "%s", p.Detail)
	default:
		s.write(c, p)
		return
	}
	c.Header("Retry-After", p.header.Get("Retry-After"))
	c.Header("Cache-Control", "no-store")
	s.writeJSON(c, p.Status, body)
	c.Abort()
}

func seconds(d time.Duration) int { return int(math.Ceil(d.Seconds())) }

func problemTooMany(retry int) *Problem {
	return kind{"too-many-requests", "Too many requests"}.problem(http.StatusTooManyRequests,
		fmt.Sprintf("There were too many requests from this address; the next one is answered in %d s.", retry)).
		with("Retry-After", strconv.Itoa(retry))
}
