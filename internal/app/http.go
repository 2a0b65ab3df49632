package app

import (
	"fmt"
	"net/http"
	"net/netip"
	"strings"

	"shirube/internal/api"
	"shirube/internal/config"
	"shirube/internal/origin"
	"shirube/internal/page"
	"shirube/internal/widget"
)

// handler is everything that is served: the API, and the visitors' pages on the
// same router. Pages ask nobody for a key, so where there are keys, there are
// pages only of collections that the settings name.
func (s *server) handler() (http.Handler, error) {
	origins, err := origin.ParseSet(s.cfg.AllowOrigins)
	if err != nil {
		return nil, &config.Error{Where: "--" + config.AllowOrigin, Reason: err.Error()}
	}
	proxies, err := networks(s.cfg.TrustedProxies)
	if err != nil {
		return nil, &config.Error{Where: "--" + config.TrustedProxy, Reason: err.Error()}
	}
	cfg := api.Config{
		BasePath:       s.cfg.BasePath,
		Version:        Version(),
		Keys:           s.keys,
		Log:            s.queries,
		Timeout:        s.cfg.RequestTimeout,
		AllowOrigins:   origins,
		Rate:           s.rate(),
		Alone:          s.alone(),
		TrustedProxies: proxies,
		Stats:          s.gate.stats,
		Keeper:         s,
		Parser:         s,
		Public:         s.public,
		Queries:        s.kept,
	}
	assistants, err := s.assistants(origins)
	if err != nil {
		return nil, err
	}
	cfg.Guarded = append(cfg.Guarded, assistants)
	// The first key may be made while this runs: then the pages of everything are gone.
	shown := func() bool { return len(s.cfg.VisitorCollections) > 0 || !s.keys.Any() }
	pages, err := page.New(page.Config{
		BasePath:    s.cfg.BasePath,
		SiteName:    s.cfg.SiteName,
		SiteURL:     s.cfg.SiteURL,
		Box:         s.boxPath,
		Collections: s.cfg.VisitorCollections,
		Shown:       shown,
		Log:         s.queries,
	}, s.gate, func() page.Progress { return page.Progress(s.progress()) }, s.log)
	if err != nil {
		return nil, err
	}
	desk, err := s.console(proxies)
	if err != nil {
		return nil, err
	}
	s.desk = desk
	cfg.ErrorPage = func(w http.ResponseWriter, r *http.Request, status int) {
		if strings.HasPrefix(r.URL.Path, s.cfg.BasePath+"/console/") {
			desk.ErrorPage(w, r, status)
			return
		}
		pages.ErrorPage(w, r, status)
	}
	if !shown() {
		s.log.Info("no pages for visitors: there are keys, and no collection is named that needs none")
	}
	return api.New(cfg, s.gate, s.progress, s.log, widget.Mount, pages.Mount, desk.Mount)
}

// rate is how many requests a minute may come from one address.
func (s *server) rate() int {
	if s.cfg.RateLimit == config.RateAuto {
		return api.DefaultRate
	}
	return s.cfg.RateLimit
}

// alone: nobody but this machine can ask, as far as is known, and nobody said how often
// it may.
func (s *server) alone() bool {
	return s.cfg.RateLimit == config.RateAuto && !s.public && len(s.cfg.TrustedProxies) == 0
}

// networks reads addresses and networks.
func networks(specs []string) ([]netip.Prefix, error) {
	var out []netip.Prefix
	for _, spec := range specs {
		p, err := netip.ParsePrefix(spec)
		if err != nil {
			addr, err := netip.ParseAddr(spec)
			if err != nil {
				return nil, fmt.Errorf("%q is not a network such as 10.0.0.0/8, nor an address", spec)
			}
			p = netip.PrefixFrom(addr, addr.BitLen())
		}
		out = append(out, p.Masked())
	}
	return out, nil
}

// boxPath is where pages have the search box from, as long as it may ask without a key.
func (s *server) boxPath() string {
	if s.keys.Any() {
		return ""
	}
	return widget.Path
}

// articleURL is where an article is that has no URL of its own.
func (a *App) articleURL(id string) string {
	if a.addressOf != nil {
		return a.addressOf(id)
	}
	return page.ArticlePath(a.cfg.BasePath, id)
}
