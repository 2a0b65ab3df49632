package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"

	"shirube/internal/app"
	"shirube/internal/config"
	"shirube/internal/importer"
)

func newImport(t terminal) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "import",
		Short: "Bring articles in from WordPress or a web site",
		Long: `Bring articles in from a WordPress export or a web site, as files that are
indexed with the corpus. Importing again changes only what has changed there,
and removes what is gone there.`,
		Args: cobra.ArbitraryArgs,
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usagef("there is nothing to import called %q%s", args[0], meant(args[0], []string{"wordpress", "site"}))
			}
			return usagef("say what to import: wordpress FILE or site URL")
		},
	}
	cmd.AddCommand(newImportWordPress(t), newImportSite(t))
	return cmd
}

// importFlags are what the imports have in common.
type importFlags struct {
	into   *string
	keep   *bool
	many   *bool
	asJSON *bool
	load   func() (config.Config, error)
}

func addImportFlags(cmd *cobra.Command, t terminal) *importFlags {
	return &importFlags{
		into:   cmd.Flags().String("into", "", "`DIR` to write the articles to (default: a folder of the site's name in imported/ of the data directory, which is indexed with the corpus)"),
		keep:   cmd.Flags().Bool("keep", false, "remove nothing: what the import does not find stays as it was"),
		many:   cmd.Flags().Bool("remove-many", false, "remove what is gone even if that is most of what was there"),
		asJSON: cmd.Flags().Bool("json", false, "print the report as JSON"),
		load:   settings(cmd, t, config.Corpus, config.Data),
	}
}

// imported is the folder that holds a folder for every imported site; empty: a
// folder was named.
func (f *importFlags) imported(t terminal) (string, error) {
	cfg, err := f.load()
	if err != nil || *f.into != "" {
		return "", err
	}
	a, err := app.New(cfg, commandLog(t))
	if err != nil {
		return "", err
	}
	return a.Imported()
}

func newImportWordPress(t terminal) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "wordpress FILE...",
		Short: "Import the published posts and pages of a WordPress export",
		Long: `Import a WordPress export (Tools > Export in WordPress, a file .xml), or the files
that a large one was split into. Only what is published is imported: no drafts,
no private or password-protected posts, no revisions. What cannot be read is
named on stderr as file:line: why, the rest is imported, and the exit status is
1; nothing is removed then.`,
		Example: `  shirube import wordpress export.xml
  shirube import wordpress --into ~/articles/site site.000.xml site.001.xml`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usagef("%s takes at least one file", cmd.CommandPath())
			}
			return nil
		},
	}
	types := cmd.Flags().StringArray("type", nil, "import this `TYPE` of posts alone, such as post or page; repeatable (default: every type that visitors have pages of)")
	flags := addImportFlags(cmd, t)
	cmd.RunE = func(cmd *cobra.Command, files []string) error {
		imported, err := flags.imported(t)
		if err != nil {
			return err
		}
		progress, stop := byteProgress(t, "importing")
		report, err := importer.WordPress(cmd.Context(), files, importer.WordPressOptions{
			Into: *flags.into, Imported: imported, Keep: *flags.keep, RemoveMany: *flags.many, Types: *types, Progress: progress,
		})
		stop()
		return t.imported(report, err, flags)
	}
	return cmd
}

// imported prints what an import did.
func (t terminal) imported(r *importer.Report, err error, flags *importFlags) error {
	switch {
	case errors.Is(err, context.Canceled):
		t.say("shirube: what was imported so far is kept; to go on, run the same command again")
		return err
	case err != nil:
		return err
	}
	if *flags.asJSON {
		err = writeJSON(t.stdout, r)
	} else {
		err = writeImport(t.stdout, r)
	}
	if err != nil {
		return err
	}
	for _, p := range r.Problems {
		if !p.Rejected {
			p.Why = "note: " + p.Why
		}
		t.say("%s", p)
	}
	if r.Articles.Total > 0 {
		if *flags.into == "" {
			t.say("Search them with: shirube serve%s (the import is indexed with the corpus of that data directory)", dataFlag(r.Into))
		} else {
			t.say("Search them with: shirube serve --corpus %s", quoted(r.Into))
		}
	}
	if r.Rejected > 0 {
		return errRejected
	}
	return nil
}

// dataFlag names the data directory that a default folder lies in.
func dataFlag(into string) string { return " --data " + quoted(filepath.Dir(filepath.Dir(into))) }

// quoted is a path as a shell takes it.
func quoted(path string) string {
	if strings.ContainsAny(path, " '\"$`\\&;()<>|*?[]#~!") {
		return "'" + strings.ReplaceAll(path, "'", `'\''`) + "'"
	}
	return path
}

func writeImport(w io.Writer, r *importer.Report) error {
	var b strings.Builder
	for _, f := range r.Files {
		if f.Status != importer.Unchanged {
			fmt.Fprintf(&b, "%-9s %s\n", f.Status, harmless(filepath.Join(r.Into, f.File)))
		}
	}
	for _, why := range slices.Sorted(maps.Keys(r.LeftOut)) {
		fmt.Fprintf(&b, "left out  %d: %s\n", r.LeftOut[why], harmless(why))
	}
	state := ""
	if !r.Complete {
		state = "; not complete, so nothing that is gone was removed"
	}
	c := r.Articles
	fmt.Fprintf(&b, "imported in %.1f s: %d articles (%d added, %d changed, %d unchanged, %d removed), %d rejected; in %s%s\n",
		r.Seconds, c.Total, c.Added, c.Changed, c.Unchanged, c.Removed, r.Rejected, r.Into, state)
	if _, err := io.WriteString(w, b.String()); err != nil {
		return fmt.Errorf("output: %w", err)
	}
	return nil
}

// byteProgress draws a bar of bytes on a terminal.
func byteProgress(t terminal, what string) (progress func(done, total int64), stop func()) {
	if !t.stderrIsTerminal {
		return nil, func() {}
	}
	var bar *progressbar.ProgressBar
	return func(done, total int64) {
		if bar == nil {
			bar = newBar(t, total, progressbar.OptionShowBytes(true), progressbar.OptionSetDescription(what), progressbar.OptionThrottle(100*time.Millisecond))
		}
		_ = bar.Set64(min(done, total)) // a bar that cannot be drawn is no reason to stop
	}, func() { clearBar(bar) }
}
