package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"shirube/internal/app"
	"shirube/internal/lexicon"
)

func newLexicon(t terminal) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "lexicon",
		Short: "Check your own concepts",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return usagef("%s: name what to do: check", cmd.CommandPath())
		},
	}
	cmd.AddCommand(newLexiconCheck(t))
	return cmd
}

func newLexiconCheck(t terminal) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "check FILE...",
		Short: "Check YAML files of concepts, and show what they change",
		Long: `Read files of concepts on top of the built-in ones, as --lexicon does, and show
what they add, what they replace and which names they take from other concepts.
What is wrong with them is named on stderr as file:line: why, all of it at once,
and the exit status is 1.`,
		Example: `  shirube lexicon check concepts.yaml
  shirube lexicon check --json concepts.yaml`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usagef("%s takes at least one file", cmd.CommandPath())
			}
			return nil
		},
	}
	asJSON := cmd.Flags().Bool("json", false, "print JSON")
	cmd.RunE = func(_ *cobra.Command, files []string) error {
		changes, problems, err := app.CheckLexicon(files)
		if err != nil {
			return err
		}
		if len(problems) > 0 {
			for _, p := range problems {
				t.say("%s", p)
			}
			return errRejected
		}
		if *asJSON {
			return writeJSON(t.stdout, changes)
		}
		_, err = fmt.Fprint(t.stdout, changesText(changes))
		return err
	}
	return cmd
}

// changesText is what lexicon files change, a concept a line.
func changesText(changes []lexicon.Change) string {
	var b strings.Builder
	for _, c := range changes {
		what := "added"
		if c.Replaces {
			what = "replaced"
		}
		fmt.Fprintf(&b, "%s:%d: %s %s (%s)", c.File, c.Line, what, c.ID, c.Label)
		for i, n := range c.Taken {
			sep := "; takes "
			if i > 0 {
				sep = ", "
			}
			fmt.Fprintf(&b, "%s%s from %s", sep, n.Name, n.From)
		}
		b.WriteByte('\n')
	}
	fmt.Fprintf(&b, "%d concepts, no problem\n", len(changes))
	return b.String()
}
