package app

import (
	"shirube/internal/adcheck"
	"shirube/internal/console"
	"shirube/internal/peer"
	"shirube/internal/staff"
)

// console is the front end for staff.
func (s *server) console(proxies peer.Proxies) (*console.Console, error) {
	return console.New(console.Config{
		BasePath:    s.cfg.BasePath,
		SiteName:    s.cfg.SiteName,
		Alone:       !s.public && len(proxies) == 0,
		Office:      staff.New(s.kept),
		Operations:  operations{s},
		Sessions:    s.kept.Sessions(),
		Proxies:     proxies,
		Log:         s.queries,
		Shelf:       s.gate,
		Queries:     s.kept,
		Curator:     s.rules,
		SiteURL:     s.cfg.SiteURL,
		Check:       adcheck.Check,
		Corrections: corrector{s},
		Drafts:      drafts{s},
	}, s.gate, s.log)
}
