package main

import (
	"fmt"
	"time"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"

	"shirube/internal/app"
	"shirube/internal/importer"
)

func newImportSite(t terminal) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "site URL",
		Short: "Import the articles of a web site",
		Long: `Import the articles of a web site: by the REST API of WordPress where the site has
it open, else the pages that its sitemaps list, else those that links lead to.
Only pages of the same host below the address are fetched, one at a time, as
robots.txt allows. Interrupted, the same command goes on where it was; done
again, only what has changed is fetched in full. What could not be had is named
on stderr, and the exit status is 1.`,
		Example: `  shirube import site https://clinic.example/
  shirube import site https://clinic.example/column/ --into ~/articles/column --contact it@clinic.example`,
		Args: exactly(1, "the address of a site"),
	}
	fs := cmd.Flags()
	o := importer.SiteOptions{Version: app.Version()}
	method := fs.String("method", "auto", "`HOW` to find the articles: api, sitemap, links, or auto: the first of them that the site has")
	fs.IntVar(&o.MaxPages, "max-pages", importer.DefaultMaxPages, "fetch at most `N` pages")
	fs.IntVar(&o.MaxDepth, "max-depth", importer.DefaultMaxDepth, "follow at most `N` links from the first page")
	fs.DurationVar(&o.Delay, "delay", importer.DefaultDelay, "pause between two requests; robots.txt can ask for a longer one")
	fs.DurationVar(&o.Timeout, "timeout", importer.DefaultTimeout, "how long one request may take")
	fs.BoolVar(&o.AllowPrivate, "allow-private", false, "fetch from this machine and from private networks, too")
	fs.BoolVar(&o.Restart, "restart", false, "begin anew instead of going on with an interrupted import")
	fs.StringVar(&o.Contact, "contact", "", "`ADDRESS`, of mail or of a page, that the site is told for questions")
	flags := addImportFlags(cmd, t)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		switch m := importer.Method(*method); m {
		case "auto":
		case importer.MethodAPI, importer.MethodSitemap, importer.MethodLinks:
			o.Method = m
		default:
			return usagef("--method is auto, api, sitemap or links, not %q", *method)
		}
		if o.MaxPages < 1 || o.MaxDepth < 1 || o.Delay < 0 || o.Timeout <= 0 {
			return usagef("--max-pages, --max-depth and --timeout are above zero, and --delay is not below")
		}
		if err := importer.CheckAddress(args[0]); err != nil {
			return usageError{err}
		}
		imported, err := flags.imported(t)
		if err != nil {
			return err
		}
		o.Into, o.Imported, o.Keep, o.RemoveMany = *flags.into, imported, *flags.keep, *flags.many
		progress, stop := pageProgress(t)
		o.Progress = progress
		report, err := importer.Site(cmd.Context(), args[0], o)
		stop()
		return t.imported(report, err, flags)
	}
	return cmd
}

// pageProgress draws a bar of pages on a terminal.
func pageProgress(t terminal) (progress func(done, known int), stop func()) {
	if !t.stderrIsTerminal {
		return nil, func() {}
	}
	var bar *progressbar.ProgressBar
	return func(done, known int) {
		if bar == nil {
			bar = newBar(t, int64(max(known, done, 1)), progressbar.OptionThrottle(100*time.Millisecond))
		}
		bar.ChangeMax(max(known, done, 1))
		bar.Describe(fmt.Sprintf("importing, %d pages", done))
		_ = bar.Set(done) // a bar that cannot be drawn is no reason to stop
	}, func() { clearBar(bar) }
}
