package main

import (
	"errors"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"shirube/internal/config"
	"shirube/internal/store"
)

func newLog(t terminal) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "log",
		Short: "Export or erase what was asked",
		Long: `What a server notes of searches is in the data directory, with phone numbers, mail
addresses and the like masked. It can be exported and erased beside a running server.`,
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usagef("log has no command %q%s", args[0], meant(args[0], commandNames(cmd)))
			}
			return usagef("name a command: %s", strings.Join(commandNames(cmd), ", "))
		},
	}
	cmd.AddCommand(newLogExport(t), newLogErase(t))
	return cmd
}

// dayFlag reads a day as it begins in Japan, as the log counts days.
func dayFlag(name, text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	at, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return time.Time{}, usagef("--%s: %q is not a day such as 2026-11-01", name, text)
	}
	return store.Day(at), nil
}

func newLogExport(t terminal) *cobra.Command {
	cmd := &cobra.Command{
		Use:     "export",
		Short:   "Print what was noted, one JSON object a line",
		Example: `  shirube log export --since 2026-11-01 > november.jsonl`,
		Args:    exactly(0, "no arguments"),
	}
	since := cmd.Flags().String("since", "", "only from this `DAY` on, such as 2026-11-01")
	load := settings(cmd, t, config.Corpus, config.Data)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		from, err := dayFlag("since", *since)
		if err != nil {
			return err
		}
		return opened(cmd.Context(), load, t, func(s *store.Store) error { return s.Export(cmd.Context(), from, t.stdout) })
	}
	return cmd
}

func newLogErase(t terminal) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "erase --before DAY | --all",
		Short: "Erase what was noted, for good",
		Example: `  shirube log erase --before 2026-11-01
  shirube log erase --all`,
		Args: exactly(0, "no arguments"),
	}
	before := cmd.Flags().String("before", "", "only what was noted before this `DAY`, such as 2026-11-01")
	all := cmd.Flags().Bool("all", false, "everything")
	load := settings(cmd, t, config.Corpus, config.Data)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if *all == (*before != "") {
			return usageError{errors.New("say what to erase: --before with a day, or --all")}
		}
		until, err := dayFlag("before", *before)
		if err != nil {
			return err
		}
		return opened(cmd.Context(), load, t, func(s *store.Store) error { return s.Erase(cmd.Context(), until) })
	}
	return cmd
}
