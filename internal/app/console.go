package app

import (
	"shirube/internal/console"
)

// console is the front end for staff.
func (s *server) console() (*console.Console, error) {
	return console.New(console.Config{
		BasePath: s.cfg.BasePath,
		SiteName: s.cfg.SiteName,
		Alone:    !s.public && len(s.cfg.TrustedProxies) == 0,
		Log:      s.queries,
	}, s.gate, s.log)
}
