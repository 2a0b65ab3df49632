package importer

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/gocolly/colly/v2"

	"shirube/corpus/reader"
)

// Limits of what is fetched. Sizes are after decompression.
const (
	maxPageBytes   = 16 << 20
	maxDataBytes   = 64 << 20 // sitemaps, answers of an API
	maxRobotsBytes = 512 << 10
	maxRedirects   = 10
	maxTries       = 4
	maxRetryWait   = 2 * time.Minute
)

// fetched is an answer.
type fetched struct {
	url      *url.URL // after redirects
	status   int
	header   http.Header
	kind     string // media type, such as text/html
	body     []byte // of a page as UTF-8
	doc      []found
	problem  error // why the body could not be taken
	moved    bool  // there were redirects
	canon    string
	robots   string // what the page says to robots
	apiLinks []string
	bodyTag  string // classes of <body>
}

// found is a link of a page.
type found struct {
	address string
	rel     string
}

// fetcher fetches pages of one site politely: one at a time, with a pause between
// two, and again later where a server is only tired.
type fetcher struct {
	collector *colly.Collector
	transport *politeTransport
	backoff   time.Duration // before the second try, doubled before each further one
	// mayFollow says why a redirect is not followed; nil: it is.
	mayFollow func(*url.URL) error
}

// fetchOptions is what a fetcher needs.
type fetchOptions struct {
	agent   string
	timeout time.Duration // for one request with its answer
	delay   time.Duration // between two requests
	backoff time.Duration
	permit  func(netip.Addr) bool
}

func newFetcher(ctx context.Context, o fetchOptions) *fetcher {
	f := &fetcher{backoff: o.backoff, transport: &politeTransport{delay: o.delay, timeout: o.timeout, base: &http.Transport{
		// No proxy of the environment: it would connect to addresses that are refused here.
		Proxy:                  nil,
		DialContext:            guardedDialer(o.permit).DialContext,
		TLSHandshakeTimeout:    15 * time.Second,
		ResponseHeaderTimeout:  o.timeout,
		MaxResponseHeaderBytes: 256 << 10,
		MaxConnsPerHost:        2,
		IdleConnTimeout:        30 * time.Second,
		TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12},
		ForceAttemptHTTP2:      true,
	}}}
	c := colly.NewCollector(colly.StdlibContext(ctx))
	// Every setting is set, so that none comes from the environment.
	c.UserAgent, c.Async, c.MaxDepth, c.MaxRequests, c.CacheDir = o.agent, false, 0, 0, ""
	c.AllowURLRevisit, c.ParseHTTPErrorResponse, c.MaxBodySize, c.DetectCharset = true, true, 0, false
	c.AllowedDomains, c.DisallowedDomains, c.URLFilters, c.DisallowedURLFilters = nil, nil, nil, nil
	c.IgnoreRobotsTxt = true // its rules are checked here, with Crawl-delay and what redirects lead to
	c.TraceHTTP, c.CheckHead = false, false
	c.DisableCookies()
	c.WithTransport(f.transport)
	c.SetRequestTimeout(0) // the transport's own leaves out the pause before a request
	c.SetRedirectHandler(f.redirect)
	f.collector = c
	f.read()
	return f
}

// close ends the connections that are kept open.
func (f *fetcher) close() { f.transport.base.CloseIdleConnections() }

var (
	errCircle    = errors.New("it redirects in a circle")
	errRedirects = fmt.Errorf("it redirects more than %d times", maxRedirects)
	errTooLarge  = errors.New("it is too large")
)

// redirect decides about every redirect anew, as if it were a link.
func (f *fetcher) redirect(req *http.Request, via []*http.Request) error {
	if len(via) > maxRedirects {
		return errRedirects
	}
	for _, before := range via {
		if before.URL.String() == req.URL.String() {
			return errCircle
		}
	}
	if _, err := parseAddress(req.URL.String()); err != nil {
		return fmt.Errorf("it redirects to what is no page: %w", err)
	}
	if ip, err := netip.ParseAddr(strings.Trim(req.URL.Hostname(), "[]")); err == nil && f.transport.permit != nil && !f.transport.permit(ip) {
		return fmt.Errorf("it redirects to %s: %w", req.URL.Host, errRefused)
	}
	if f.mayFollow != nil {
		return f.mayFollow(req.URL)
	}
	return nil
}

const resultKey = "result"

// read registers what is read of a page.
func (f *fetcher) read() {
	c := f.collector
	result := func(ctx *colly.Context) *fetched {
		r, _ := ctx.GetAny(resultKey).(*fetched)
		if r == nil {
			r = &fetched{}
		}
		return r
	}
	c.OnResponse(func(r *colly.Response) {
		to := result(r.Ctx)
		to.url, to.status, to.header, to.body = r.Request.URL, r.StatusCode, *r.Headers, r.Body
		to.kind, _, _ = mime.ParseMediaType(r.Headers.Get("Content-Type"))
	})
	c.OnHTML("a[href], area[href]", func(e *colly.HTMLElement) {
		to := result(e.Request.Ctx)
		const most = 5000
		if len(to.doc) < most {
			to.doc = append(to.doc, found{e.Request.AbsoluteURL(strings.TrimSpace(e.Attr("href"))), e.Attr("rel")})
		}
	})
	c.OnHTML("link[rel][href]", func(e *colly.HTMLElement) {
		to := result(e.Request.Ctx)
		switch rel := strings.ToLower(e.Attr("rel")); {
		case rel == "canonical" && to.canon == "":
			to.canon = e.Request.AbsoluteURL(strings.TrimSpace(e.Attr("href")))
		case rel == apiRel:
			to.apiLinks = append(to.apiLinks, e.Request.AbsoluteURL(e.Attr("href")))
		case rel == "next" || rel == "prev":
			to.doc = append(to.doc, found{e.Request.AbsoluteURL(strings.TrimSpace(e.Attr("href"))), rel})
		}
	})
	c.OnHTML("meta[name][content]", func(e *colly.HTMLElement) {
		switch strings.ToLower(e.Attr("name")) {
		case "robots", "shirube":
			to := result(e.Request.Ctx)
			to.robots += "," + strings.ToLower(e.Attr("content"))
		}
	})
	c.OnHTML("body[class]", func(e *colly.HTMLElement) {
		to := result(e.Request.Ctx)
		if to.bodyTag == "" {
			to.bodyTag = " " + strings.ToLower(e.Attr("class")) + " "
		}
	})
}

// get fetches an address once it may, with what was known of it before. An answer
// of any status is one. The error is that there is none, after as many tries as
// make sense.
func (f *fetcher) get(ctx context.Context, u *url.URL, etag, modified string) (*fetched, error) {
	wait := f.backoff
	for try := 1; ; try++ {
		r, err := f.once(u, etag, modified)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		again, after := retry(r, err)
		if !again || try == maxTries {
			return r, err
		}
		if after > maxRetryWait {
			return r, err // not now: it says itself how much later
		}
		if err := sleep(ctx, max(wait, after)); err != nil {
			return nil, err
		}
		wait *= 2
	}
}

func (f *fetcher) once(u *url.URL, etag, modified string) (*fetched, error) {
	r := &fetched{url: u}
	header := http.Header{"User-Agent": {f.collector.UserAgent}, "Accept": {"text/html,application/xhtml+xml,application/xml;q=0.9,application/json;q=0.9,*/*;q=0.5"}, "Accept-Language": {"ja,en;q=0.5"}}
	if etag != "" {
		header.Set("If-None-Match", etag)
	}
	if modified != "" {
		header.Set("If-Modified-Since", modified)
	}
	pass := colly.NewContext()
	pass.Put(resultKey, r)
	if err := f.collector.Request(http.MethodGet, u.String(), nil, pass, header); err != nil {
		return nil, explain(err)
	}
	r.moved = r.url.String() != u.String()
	if why := r.header.Get(problemHeader); why != "" {
		r.problem = errors.New(why)
	}
	for _, said := range r.header.Values("X-Robots-Tag") {
		r.robots += "," + forUs(strings.ToLower(said))
	}
	return r, nil
}

// explain words an error for people, without the address, which is said already.
func explain(err error) error {
	var u *url.Error
	late := errors.Is(err, context.DeadlineExceeded)
	if errors.As(err, &u) {
		late = late || u.Timeout()
		err = u.Err
	}
	if late {
		return fmt.Errorf("no answer in time: %w", err)
	}
	return err
}

// retry says whether an answer can be better later, and how much later it says
// itself.
func retry(r *fetched, err error) (again bool, after time.Duration) {
	var n net.Error
	switch {
	case errors.Is(err, errRefused), errors.Is(err, errCircle), errors.Is(err, errRedirects), errors.Is(err, errOtherHost), errors.Is(err, errDisallowed), errors.Is(err, errTooLarge):
		return false, 0
	case errors.As(err, &n), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return true, 0
	case err != nil || r.status != http.StatusTooManyRequests && r.status < 500:
		return false, 0
	}
	return true, retryAfter(r.header.Get("Retry-After"), time.Now())
}

// retryAfter reads a header that holds seconds or a date.
func retryAfter(s string, now time.Time) time.Duration {
	if n, err := strconv.Atoi(strings.TrimSpace(s)); err == nil && n >= 0 {
		return time.Duration(min(n, 1<<30)) * time.Second
	}
	if t, err := http.ParseTime(s); err == nil {
		return max(t.Sub(now), 0)
	}
	return 0
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// problemHeader carries, from the transport to the fetcher, why a body could not
// be taken. It is deleted from what servers send.
const problemHeader = "X-Shirube-Problem"

// politeTransport makes the requests: one after another with a pause between, and
// with answers of a limited size, decompressed, pages as UTF-8.
type politeTransport struct {
	base    *http.Transport
	permit  func(netip.Addr) bool // of redirects; nil: every one
	timeout time.Duration         // for one request with its answer

	mu    sync.Mutex
	delay time.Duration
	next  time.Time // when the next request may be made
}

// slowDown makes the pause between two requests at least as long as d.
func (t *politeTransport) slowDown(d time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.delay = max(t.delay, d)
}

// wait waits for the turn of a request.
func (t *politeTransport) wait(ctx context.Context) error {
	t.mu.Lock()
	now := time.Now()
	at := t.next
	if at.Before(now) {
		at = now
	}
	t.next = at.Add(t.delay)
	t.mu.Unlock()
	return sleep(ctx, at.Sub(now))
}

// RoundTrip makes one request.
func (t *politeTransport) RoundTrip(req *http.Request) (*http.Response, error) {
	if err := t.wait(req.Context()); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(req.Context(), t.timeout)
	defer cancel() // the body is read to its end here
	res, err := t.base.RoundTrip(req.WithContext(ctx))
	if err != nil {
		return nil, err
	}
	res.Header.Del(problemHeader)
	body, err := takeBody(req.URL, res)
	if closed := res.Body.Close(); err == nil {
		err = closed
	}
	switch {
	case errors.Is(err, errTooLarge) || errors.Is(err, errNoText):
		body = nil
		res.Header.Set(problemHeader, err.Error())
	case err != nil:
		return nil, err // a body that broke off: to be tried again
	}
	res.Body = io.NopCloser(bytes.NewReader(body))
	res.ContentLength, res.Uncompressed = int64(len(body)), true
	res.Header.Del("Content-Encoding")
	return res, nil
}

var errNoText = errors.New("it is no text that can be read")

// takeBody reads the body of an answer within its limit. What nobody asked for,
// such as pictures, is not read.
func takeBody(u *url.URL, res *http.Response) ([]byte, error) {
	if res.StatusCode >= 300 && res.StatusCode < 400 {
		return nil, nil
	}
	kind, params, err := mime.ParseMediaType(res.Header.Get("Content-Type"))
	if err != nil {
		kind = ""
	}
	limit, cut := int64(maxPageBytes), false
	switch {
	case u.Path == "/robots.txt":
		limit, cut = maxRobotsBytes, true
	case strings.HasSuffix(kind, "json"), strings.HasSuffix(kind, "xml") && kind != "application/xhtml+xml", strings.Contains(kind, "gzip"), strings.HasSuffix(u.Path, ".gz"), strings.HasSuffix(u.Path, ".xml"):
		limit = maxDataBytes
	case kind != "" && !strings.HasPrefix(kind, "text/") && kind != "application/xhtml+xml" && kind != "application/octet-stream":
		return nil, nil
	}
	body, err := readLimited(res.Body, limit)
	if errors.Is(err, errTooLarge) && cut {
		err = nil
	}
	if err == nil && bytes.HasPrefix(body, []byte("\x1f\x8b")) { // a file that is compressed itself
		body, err = gunzip(body, limit)
	}
	if err != nil {
		return nil, err
	}
	if kind == "" || kind == "application/octet-stream" || kind == "text/plain" && bytes.HasPrefix(bytes.TrimSpace(body), []byte("<")) {
		kind, _, _ = mime.ParseMediaType(http.DetectContentType(body))
	}
	if kind == "text/html" || kind == "application/xhtml+xml" {
		declared := ""
		if params["charset"] != "" {
			declared = "text/html; charset=" + params["charset"]
		}
		if len(bytes.TrimSpace(body)) > 0 {
			if body, _, err = reader.DecodePage(body, declared); err != nil {
				return nil, fmt.Errorf("%w: %w", errNoText, err)
			}
			body = bytes.ToValidUTF8(body, []byte("\ufffd"))
		}
		kind = "text/html"
	}
	if kind != "" {
		res.Header.Set("Content-Type", kind+"; charset=utf-8")
	}
	return body, nil
}

// readLimited reads all of src, or returns what fits with errTooLarge.
func readLimited(src io.Reader, limit int64) ([]byte, error) {
	body, err := io.ReadAll(io.LimitReader(src, limit+1))
	if err != nil {
		return nil, fmt.Errorf("the answer broke off: %w", err)
	}
	if int64(len(body)) > limit {
		return body[:limit], fmt.Errorf("%w: more than %d KiB", errTooLarge, limit>>10)
	}
	return body, nil
}

func gunzip(body []byte, limit int64) ([]byte, error) {
	z, err := gzip.NewReader(bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errNoText, err)
	}
	out, err := readLimited(z, limit)
	if err != nil && !errors.Is(err, errTooLarge) {
		return nil, fmt.Errorf("%w: %w", errNoText, err)
	}
	return out, err
}
