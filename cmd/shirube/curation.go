package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"shirube/internal/app"
	"shirube/internal/config"
	"shirube/internal/curation"
	"shirube/internal/ingest"
	"shirube/internal/store"
)

func newCuration(t terminal) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "curation",
		Short: "Export, import and undo the editors' rules: synonyms, pins, redirects, hidden passages",
		Long: `What editors decide about what is found is one document in the data directory, with
all its revisions. A running server on the same data directory takes changes up
within a second. No index is rebuilt for them.`,
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usagef("curation has no command %q%s", args[0], meant(args[0], commandNames(cmd)))
			}
			return usagef("name a command: %s", strings.Join(commandNames(cmd), ", "))
		},
	}
	cmd.AddCommand(newCurationExport(t), newCurationImport(t), newCurationLog(t), newCurationUndo(t))
	return cmd
}

func newCurationExport(t terminal) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "export",
		Short: "Print the rules as YAML",
		Example: `  shirube curation export > rules.yaml
  shirube curation export --revision 12`,
		Args: exactly(0, "no arguments"),
	}
	revision := cmd.Flags().Int("revision", 0, "the rules as they were at this `NUMBER`; 0: as they are")
	load := settings(cmd, t, config.Corpus, config.Data)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		return opened(cmd.Context(), load, t, func(s *store.Store) error {
			d, _, err := curation.NewBook(s).At(cmd.Context(), *revision)
			if err != nil {
				return revisionError(err)
			}
			src, err := d.YAML()
			if err != nil {
				return err
			}
			_, err = t.stdout.Write(src)
			return err
		})
	}
	return cmd
}

// revisionError makes wrong usage of what asks for a revision that there is not.
func revisionError(err error) error {
	if errors.Is(err, curation.ErrNoRevision) || errors.Is(err, curation.ErrNoReason) {
		return usageError{err}
	}
	return err
}

// savedView is a saved revision as JSON.
type savedView struct {
	Revision int       `json:"revision"`
	When     time.Time `json:"when"`
	Who      string    `json:"who"`
	Why      string    `json:"why"`
	Changes  []string  `json:"changes,omitempty"`
}

func viewOfRevision(r curation.Revision, changes []curation.Change) savedView {
	v := savedView{Revision: r.Number, When: r.When, Who: r.Who, Why: r.Why}
	for _, c := range changes {
		v.Changes = append(v.Changes, c.String())
	}
	return v
}

func newCurationImport(t terminal) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "import FILE --why REASON",
		Short: "Save a file of rules in place of those that there are",
		Long: `Save a file of rules, as export prints it, as the next revision. Problems are named as
file:line: why, and then nothing is saved. Articles and passages that are not
there are named too, but their rules are kept: they may come back. A passage on
risks or on who must not be treated is not hidden without a note.

--base NUMBER refuses to save over what others saved after that revision.`,
		Example: `  shirube curation import rules.yaml --why "names of the clinic's own treatments"
  shirube curation import - --why review --base 12 < rules.yaml`,
		Args: exactly(1, "one file, or - for stdin"),
	}
	why := cmd.Flags().String("why", "", "`REASON` of the change, for the history")
	by := cmd.Flags().String("by", "shirube curation import", "`WHO` changes it, for the history")
	base := cmd.Flags().Int("base", -1, "`NUMBER` of the revision that the file was made from (default: the latest)")
	asJSON := cmd.Flags().Bool("json", false, "print JSON")
	load := settings(cmd, t, config.Corpus, config.Lexicon, config.Data)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if strings.TrimSpace(*why) == "" {
			return usageError{errors.New("say why: --why REASON")}
		}
		src, err := t.readRules(args[0])
		if err != nil {
			return err
		}
		d, err := curation.Parse(args[0], src)
		if err != nil {
			return err
		}
		cfg, err := load()
		if err != nil {
			return err
		}
		program, err := app.New(cfg, commandLog(t))
		if err != nil {
			return err
		}
		saved, changes, err := t.importRules(cmd.Context(), program, d, *base, *by, *why)
		if err != nil || saved.Number == 0 {
			return revisionError(err)
		}
		if *asJSON {
			return writeJSON(t.stdout, viewOfRevision(saved, changes))
		}
		return t.showChanges(changes)
	}
	return cmd
}

// readRules reads a file, or stdin for -.
func (t terminal) readRules(name string) ([]byte, error) {
	if name == "-" {
		return io.ReadAll(io.LimitReader(t.stdin, curation.MaxBytes+1))
	}
	return os.ReadFile(name)
}

// importRules saves a document after looking at it beside the articles; a revision without a
// number: it is the one that is there.
func (t terminal) importRules(ctx context.Context, program *app.App, d *curation.Document, base int, who, why string) (curation.Revision, []curation.Change, error) {
	session, err := program.Open(ctx, "curation import", &ingest.Meter{})
	if err != nil {
		return curation.Revision{}, nil, err
	}
	defer session.Close()
	kept, err := program.Store(ctx)
	if err != nil {
		return curation.Revision{}, nil, err
	}
	saved, changes, err := t.saveRules(ctx, session, curation.NewBook(kept), d, base, who, why)
	return saved, changes, errors.Join(err, kept.Close())
}

func (t terminal) saveRules(ctx context.Context, library curation.Library, book *curation.Book, d *curation.Document, base int, who, why string) (curation.Revision, []curation.Change, error) {
	before, latest, err := book.Current(ctx)
	if err != nil {
		return curation.Revision{}, nil, err
	}
	if base < 0 {
		base = latest.Number
	}
	unreasoned, err := curation.Unreasoned(ctx, library, before, d)
	if err != nil {
		return curation.Revision{}, nil, err
	}
	if len(unreasoned) > 0 {
		var errs []error
		for _, r := range unreasoned {
			errs = append(errs, fmt.Errorf("rule %s hides what a treatment can do, or who must not have it (%s): its note must say why", r.ID, r.Passage))
		}
		return curation.Revision{}, nil, errors.Join(errs...)
	}
	lost, err := curation.Lost(ctx, library, d)
	if err != nil {
		return curation.Revision{}, nil, err
	}
	for _, l := range lost {
		t.say("note: rule %s: %s is not there: it does nothing until it is", l.Rule.ID, l.Rule.About())
	}
	saved, err := book.Save(ctx, base, d, who, why)
	if errors.Is(err, curation.ErrUnchanged) {
		t.say("nothing has changed since revision %d", latest.Number)
		return curation.Revision{}, nil, nil
	}
	if err != nil {
		return curation.Revision{}, nil, err
	}
	t.say("revision %d", saved.Number)
	return saved, curation.Diff(before, d), nil
}

func (t terminal) showChanges(changes []curation.Change) error {
	for _, c := range changes {
		for line := range strings.SplitSeq(c.String(), "\n") {
			if _, err := fmt.Fprintln(t.stdout, harmless(line)); err != nil {
				return err
			}
		}
	}
	return nil
}

// revisionsListed is how many revisions are listed where nobody says how many.
const revisionsListed = 20

func newCurationLog(t terminal) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "log [NUMBER]",
		Short: "List the revisions, or show what one changed",
		Example: `  shirube curation log
  shirube curation log 12`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usagef("%s takes one number at most, not %d arguments", cmd.CommandPath(), len(args))
			}
			return nil
		},
	}
	limit := cmd.Flags().Int("limit", revisionsListed, "at most `NUMBER` of them, the latest first")
	asJSON := cmd.Flags().Bool("json", false, "print JSON")
	load := settings(cmd, t, config.Corpus, config.Data)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		return opened(cmd.Context(), load, t, func(s *store.Store) error {
			book := curation.NewBook(s)
			if len(args) == 1 {
				return t.showRevision(cmd.Context(), book, args[0], *asJSON)
			}
			list, err := book.History(cmd.Context(), 0, *limit)
			if err != nil {
				return err
			}
			views := []savedView{}
			for _, r := range list {
				views = append(views, viewOfRevision(r, nil))
			}
			if *asJSON {
				return writeJSON(t.stdout, views)
			}
			for _, v := range views {
				if _, err := fmt.Fprintln(t.stdout, harmless(fmt.Sprintf("%d  %s  %s  %s", v.Revision, v.When.Format(time.RFC3339), v.Who, v.Why))); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return cmd
}

func (t terminal) showRevision(ctx context.Context, book *curation.Book, number string, asJSON bool) error {
	n, err := revisionNumber(number)
	if err != nil {
		return err
	}
	changes, r, err := book.Changes(ctx, n)
	if err != nil {
		return revisionError(err)
	}
	if asJSON {
		return writeJSON(t.stdout, viewOfRevision(r, changes))
	}
	t.say("revision %d, %s, %s: %s", r.Number, r.When.Format(time.RFC3339), r.Who, r.Why)
	return t.showChanges(changes)
}

func revisionNumber(s string) (int, error) {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 {
		return 0, usagef("%q is not the number of a revision", s)
	}
	return n, nil
}

func newCurationUndo(t terminal) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "undo [NUMBER]",
		Short: "Save an earlier revision again",
		Long: `Save the rules as they were at a revision, as the next revision: nothing is lost, and
an undo can be undone. Without a number it is the one before the latest; 0 is
without rules.`,
		Example: `  shirube curation undo --why "the synonym was too wide"
  shirube curation undo 12`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usagef("%s takes one number at most, not %d arguments", cmd.CommandPath(), len(args))
			}
			return nil
		},
	}
	why := cmd.Flags().String("why", "", "`REASON`, for the history (default: back to revision N)")
	by := cmd.Flags().String("by", "shirube curation undo", "`WHO` changes it, for the history")
	load := settings(cmd, t, config.Corpus, config.Data)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		return opened(cmd.Context(), load, t, func(s *store.Store) error {
			book := curation.NewBook(s)
			before, latest, err := book.Current(cmd.Context())
			if err != nil {
				return err
			}
			if latest.Number == 0 {
				return usageError{errors.New("there is nothing to undo")}
			}
			to := latest.Number - 1
			if len(args) == 1 {
				if to, err = revisionNumber(args[0]); err != nil {
					return err
				}
			}
			reason := *why
			if reason == "" {
				reason = fmt.Sprintf("back to revision %d", to)
			}
			saved, err := book.Restore(cmd.Context(), latest.Number, to, *by, reason)
			if errors.Is(err, curation.ErrUnchanged) {
				return usagef("the rules are those of revision %d already", to)
			}
			if err != nil {
				return revisionError(err)
			}
			t.say("revision %d", saved.Number)
			after, _, err := book.At(cmd.Context(), saved.Number)
			if err != nil {
				return err
			}
			return t.showChanges(curation.Diff(before, after))
		})
	}
	return cmd
}
