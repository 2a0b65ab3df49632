package app

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"shirube/internal/api"
	"shirube/internal/config"
	"shirube/internal/origin"
	"shirube/internal/page"
	"shirube/internal/widget"
)

// handler is everything that is served: the API, and the visitors' pages on the
// same router. Pages ask nobody for a key, so where there are keys, there are
// pages only of collections that the settings name.
func (s *server) handler(keys []api.Key) (http.Handler, error) {
	origins, err := origin.ParseSet(s.cfg.AllowOrigins)
	if err != nil {
		return nil, &config.Error{Where: "--" + config.AllowOrigin, Reason: err.Error()}
	}
	cfg := api.Config{
		BasePath:     s.cfg.BasePath,
		Version:      Version(),
		Keys:         keys,
		Timeout:      s.cfg.RequestTimeout,
		AllowOrigins: origins,
		Stats:        s.gate.stats,
		Keeper:       s,
		Parser:       s,
		Public:       s.public,
	}
	assistants, err := s.assistants(len(keys) > 0, origins)
	if err != nil {
		return nil, err
	}
	cfg.Guarded = append(cfg.Guarded, assistants)
	mount := []func(gin.IRouter){widget.Mount}
	if len(keys) == 0 || len(s.cfg.VisitorCollections) > 0 {
		pages, err := page.New(page.Config{
			BasePath:    s.cfg.BasePath,
			SiteName:    s.cfg.SiteName,
			Collections: s.cfg.VisitorCollections,
		}, s.gate, func() page.Progress { return page.Progress(s.progress()) }, s.log)
		if err != nil {
			return nil, err
		}
		cfg.ErrorPage = pages.ErrorPage
		mount = append(mount, pages.Mount)
	} else {
		s.log.Info("no pages for visitors: there are keys, and no collection is named that needs none")
	}
	handler, err := api.New(cfg, s.gate, s.progress, s.log, mount...)
	if err != nil && len(keys) > 0 {
		return nil, &config.Error{Where: "--" + config.KeyFile, Reason: err.Error()}
	}
	return handler, err
}

// articleURL is where an article is that has no URL of its own.
func (a *App) articleURL(id string) string {
	if a.addressOf != nil {
		return a.addressOf(id)
	}
	return page.ArticlePath(a.cfg.BasePath, id)
}
