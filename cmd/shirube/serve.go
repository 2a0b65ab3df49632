package main

import (
	"github.com/spf13/cobra"

	"shirube/internal/app"
	"shirube/internal/config"
)

func newServe(t terminal) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Serve the search over HTTP: API, reference, search page and console",
		Long: `Serve the search over HTTP: the API under /v1, its reference at /docs, and the
visitors' search page at /search. It listens at once; searches are answered as
soon as there is an index, and /readyz says how far one is. An index of an
earlier run is served while a newer one is made.

With --watch, what changes in the corpus is searchable within two seconds.
Without it, changes are taken up at the start and by POST /v1/admin/reindex.`,
		Example: `  shirube serve
  shirube serve --corpus ~/articles --corpus staff=~/manual --watch
  shirube serve --addr 0.0.0.0:8080 --key-file keys.yaml`,
		Args: exactly(0, "no arguments"),
	}
	load := settings(cmd, t, config.Corpus, config.Ignore, config.Watch, config.Corrections, config.Lexicon, config.Golden, config.Data, config.KeepGenerations, config.Addr, config.AddrFile, config.BasePath,
		config.KeyFile, config.VisitorCollection, config.SiteName, config.SiteURL, config.AllowOrigin, config.RateLimit, config.TrustedProxy,
		config.QueryLog, config.LogRetention, config.InsecurePublic,
		config.RequestTimeout, config.ShutdownTimeout, config.LogFormat, config.LogLevel)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		cfg, err := load()
		if err != nil {
			return err
		}
		log := serverLog(cfg, t)
		log.Debug("settings", "settings", cfg)
		a, err := app.New(cfg, log)
		if err != nil {
			return err
		}
		return a.Serve(cmd.Context())
	}
	return cmd
}
