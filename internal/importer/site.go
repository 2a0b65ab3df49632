package importer

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"path/filepath"
	"strings"
	"time"
)

// SiteOptions is what an import of a site needs. The zero value of a number stands
// for its default.
type SiteOptions struct {
	// Into is the folder; empty: one of the site's name below Imported.
	Into     string
	Imported string
	// Keep leaves in the folder what is on the site no more.
	Keep bool
	// RemoveMany removes what is gone even if that is most of what was there.
	RemoveMany bool
	// Method is how to find the articles; empty: by the first way that the site has.
	Method Method
	// Restart forgets what an interrupted run has done.
	Restart bool
	// MaxPages is how many pages are fetched at most; MaxDepth how many links
	// they may be away from the first.
	MaxPages, MaxDepth int
	// Delay is the pause between two requests, Timeout how long one may take. A site
	// can ask for a longer pause.
	Delay, Timeout time.Duration
	// AllowPrivate fetches from addresses that are not of the public internet.
	AllowPrivate bool
	// Version of this program and Contact, an address of who runs it, are told to the site.
	Version, Contact string
	// Progress, when set, is told how many pages of those known were done.
	Progress func(done, known int)

	backoff time.Duration
	permit  func(netip.Addr) bool
}

// Defaults of SiteOptions.
const (
	DefaultMaxPages = 10_000
	DefaultMaxDepth = 30
	DefaultDelay    = 500 * time.Millisecond
	DefaultTimeout  = 30 * time.Second
)

func (o *SiteOptions) defaults() {
	setDefault(&o.MaxPages, DefaultMaxPages)
	setDefault(&o.MaxDepth, DefaultMaxDepth)
	setDefault(&o.Delay, DefaultDelay)
	setDefault(&o.Timeout, DefaultTimeout)
	setDefault(&o.backoff, 2*time.Second)
	if o.permit == nil {
		o.permit = isPublic
		if o.AllowPrivate {
			o.permit = func(netip.Addr) bool { return true }
		}
	}
}

func setDefault[T comparable](to *T, value T) {
	var zero T
	if *to == zero {
		*to = value
	}
}

// agent is how the program names itself.
func (o *SiteOptions) agent() string {
	name := agentName + "/" + o.Version
	if o.Version == "" {
		name = agentName
	}
	if o.Contact != "" {
		name += " (+" + o.Contact + ")"
	}
	return name
}

// siteImport is an import of a site.
type siteImport struct {
	SiteOptions
	home    *url.URL // where the site begins, after redirects
	asked   *url.URL // the address that was asked for
	scope   string   // the folder of the site to stay in
	fetcher *fetcher
	robots  *robots
	folder  *folder
	report  *Report
	start   *fetched
}

// Site imports the articles of a web site: by the REST API of WordPress where it
// has one that is open, else its pages, by its sitemaps, else by links. What cannot
// be had is named in the report; an import that was interrupted goes on where it
// was. The error is that nothing could be imported, or that of ctx.
func Site(ctx context.Context, address string, o SiteOptions) (*Report, error) {
	began := time.Now()
	u, err := parseAddress(address)
	if err != nil {
		return nil, err
	}
	o.defaults()
	s := &siteImport{SiteOptions: o, asked: normal(u), home: u, report: &Report{Source: u.String()}}
	s.fetcher = newFetcher(ctx, fetchOptions{agent: o.agent(), timeout: o.Timeout, delay: o.Delay, backoff: o.backoff, permit: o.permit})
	s.fetcher.transport.permit = o.permit
	defer s.fetcher.close()
	if err := s.arrive(ctx); err != nil {
		return nil, err
	}
	root := s.home.Scheme + "://" + s.home.Host + s.scope
	s.report.Into = o.Into
	if o.Into == "" {
		s.report.Into = filepath.Join(o.Imported, FolderName(root, ""))
	}
	if s.folder, err = openFolder(s.report.Into, siteKey(root)); err != nil {
		return nil, err
	}
	err = s.run(ctx)
	if err := errors.Join(err, s.folder.close()); err != nil {
		return nil, err
	}
	s.report.Seconds = time.Since(began).Seconds()
	s.report.finish()
	return s.report, nil
}

// arrive reads the rules of the site and its first page.
func (s *siteImport) arrive(ctx context.Context) error {
	for range 3 { // from example.jp to www.example.jp, from http to https
		var err error
		s.fetcher.mayFollow = s.sameHost
		if s.robots, err = readRobots(ctx, s.fetcher, s.home); err != nil {
			return err
		}
		s.fetcher.transport.slowDown(s.robots.delay)
		if asked := s.robots.delay; asked > 30*time.Second {
			s.report.note(s.home.String(), 0, "robots.txt asks for %v between two requests: this import takes long", asked)
		}
		s.fetcher.mayFollow = s.mayFollow
		if !s.robots.allows(s.home) {
			return fmt.Errorf("%s: %w", s.home, errDisallowed)
		}
		if s.start, err = s.fetcher.get(ctx, s.home, "", ""); err != nil {
			return fmt.Errorf("%s: %w", s.home, err)
		}
		if s.start.url.Host == s.home.Host && s.start.url.Scheme == s.home.Scheme {
			break
		}
		s.home = s.start.url // its rules are others
	}
	switch {
	case s.start.problem != nil:
		return fmt.Errorf("%s: %w", s.home, s.start.problem)
	case s.start.status != http.StatusOK:
		return fmt.Errorf("%s: status %d", s.home, s.start.status)
	}
	s.home = normal(s.start.url)
	if s.scope = scope(s.asked); strings.HasPrefix(s.home.Path, s.asked.Path) && s.asked.Path != "/" {
		s.scope = scope(s.home)
	}
	return nil
}

// inScope reports whether an address is below the one that was asked for.
func (s *siteImport) inScope(u *url.URL) bool {
	return strings.HasPrefix(strings.TrimSuffix(u.Path, "/")+"/", s.scope)
}

func (s *siteImport) sameHost(u *url.URL) error {
	if !sameSite(u, s.home) {
		return fmt.Errorf("%w: %s", errOtherHost, u.Host)
	}
	return nil
}

// mayFollow decides about redirects.
func (s *siteImport) mayFollow(u *url.URL) error {
	if err := s.sameHost(u); err != nil {
		return err
	}
	if !s.robots.allows(u) {
		return errDisallowed
	}
	return nil
}

// run imports by the first way that works.
func (s *siteImport) run(ctx context.Context) error {
	if s.Method == "" || s.Method == MethodAPI {
		done, err := s.byAPI(ctx)
		if err != nil || done {
			return err
		}
		if s.Method == MethodAPI {
			return fmt.Errorf("%s: there is no REST API of WordPress that is open", s.home)
		}
	}
	return s.byPages(ctx)
}

// removeVanished deletes the files of what the site has no more, after a run that
// saw all of it.
func (s *siteImport) removeVanished() error {
	names, err := s.folder.vanished()
	if err != nil {
		return err
	}
	keep := !s.report.Complete || s.Keep || s.report.tooManyGone(len(names), len(s.folder.written), s.RemoveMany)
	for _, name := range names {
		if keep {
			s.folder.keep(name)
			continue
		}
		if err := s.folder.remove(name); err != nil {
			return err
		}
		s.report.add(FileReport{File: name, Status: Removed})
	}
	s.report.Articles.Total = len(s.folder.written)
	return nil
}
