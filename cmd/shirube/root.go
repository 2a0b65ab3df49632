package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"golang.org/x/term"

	"shirube/internal/config"
	"shirube/internal/ingest"
	"shirube/internal/search"
)

// Exit statuses.
const (
	exitDone     = 0
	exitRejected = 1 // done, but some inputs were rejected
	exitUsage    = 2
	exitFailed   = 3
)

// terminal is what a command may touch of the outside: data goes to stdout, talk
// to stderr.
type terminal struct {
	stdin                              io.Reader
	stdout, stderr                     io.Writer
	environ                            []string
	stdoutIsTerminal, stderrIsTerminal bool
}

func isTerminal(f *os.File) bool { return term.IsTerminal(int(f.Fd())) }

// errRejected is that a command did what it should, but some inputs were
// rejected; they have been named.
var errRejected = errors.New("some inputs were rejected")

// usageError is that a command was called in a way that it does not have.
type usageError struct{ err error }

func (e usageError) Error() string { return e.err.Error() }
func (e usageError) Unwrap() error { return e.err }

func usagef(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

// run runs a command line and returns its exit status.
func run(ctx context.Context, args []string, t terminal) int {
	root := newRoot(t)
	root.SetArgs(args)
	root.SetOut(t.stdout)
	root.SetErr(t.stderr)
	started := false // before that, every error is one of usage
	root.PersistentPreRun = func(*cobra.Command, []string) { started = true }
	cmd, err := root.ExecuteContextC(ctx)
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, errRejected):
		return exitRejected
	case errors.Is(err, context.Canceled) && ctx.Err() != nil:
		t.say("shirube: interrupted")
		return exitFailed
	}
	for _, line := range strings.Split(err.Error(), "\n") { // joined errors have one each
		t.say("shirube: %s", line)
	}
	if !started || isUsage(err) {
		t.say("See %s --help", cmd.CommandPath())
		return exitUsage
	}
	return exitFailed
}

func isUsage(err error) bool {
	var usage usageError
	var setting *config.Error
	var request *search.InvalidError
	return errors.As(err, &usage) || errors.As(err, &setting) || errors.As(err, &request)
}

func newRoot(t terminal) *cobra.Command {
	root := &cobra.Command{
		Use:   "shirube",
		Short: "Search articles about treatments",
		Long: `Shirube searches Japanese articles about treatments. It reads what an article
is made of (effects, procedure, risks, contraindications, costs, questions,
sources, supervision) and finds the passage that answers.

Every setting is a flag, an environment variable (--data is SHIRUBE_DATA) or a
line of shirube.yaml (data: …); the first of them that says something wins.

Exit status: 0 done; 1 done, but some inputs were rejected; 2 wrong usage;
3 failed.`,
		Args:          cobra.ArbitraryArgs,
		SilenceErrors: true,
		SilenceUsage:  true,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usagef("there is no command %q%s", args[0], meant(args[0], commandNames(cmd)))
			}
			return usagef("name a command: %s", strings.Join(commandNames(cmd), ", "))
		},
	}
	root.CompletionOptions.HiddenDefaultCmd = true
	root.SetHelpCommand(&cobra.Command{Use: "no-help", Hidden: true}) // --help is enough
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		var unknown *pflag.NotExistError
		if errors.As(err, &unknown) {
			return usagef("unknown flag --%s%s", unknown.GetSpecifiedName(), meant(unknown.GetSpecifiedName(), flagNames(cmd)))
		}
		return usageError{err}
	})
	for _, command := range []func(terminal) *cobra.Command{
		newServe, newMCP, newIndex, newSearch, newParse, newCheck, newCorrect, newAnalyze, newEval, newImport, newLexicon, newCuration, newKeys, newStaff, newLog, newHealth, newVersion,
	} {
		root.AddCommand(command(t))
	}
	return root
}

func commandNames(root *cobra.Command) []string {
	var names []string
	for _, c := range root.Commands() {
		if !c.Hidden && c.IsAvailableCommand() && c.Name() != "completion" {
			names = append(names, c.Name())
		}
	}
	return names
}

func flagNames(cmd *cobra.Command) []string {
	var names []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
	return names
}

func meant(name string, known []string) string {
	if near := config.Nearest(name, known); near != "" {
		return fmt.Sprintf(" (did you mean %s?)", near)
	}
	return ""
}

// settings registers the flags of settings on a command and returns the function
// that reads them when it runs.
func settings(cmd *cobra.Command, t terminal, names ...string) func() (config.Config, error) {
	registered := config.Register(cmd.Flags(), names...)
	return func() (config.Config, error) {
		if registered != nil {
			return config.Config{}, registered
		}
		return config.Load(cmd.Flags(), t.environ)
	}
}

// exactly refuses any other number of arguments; what says what they are.
func exactly(n int, what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) != n {
			return usagef("%s takes %s, not %d arguments", cmd.CommandPath(), what, len(args))
		}
		return nil
	}
}

// say writes a line to stderr. Who closed it does not want to hear that it is closed.
func (t terminal) say(format string, args ...any) {
	_, _ = fmt.Fprintln(t.stderr, harmless(fmt.Sprintf(format, args...)))
}

// name writes every problem as file:line: why to stderr, and returns errRejected
// if anything was rejected.
func (t terminal) name(problems []ingest.Problem) error {
	rejected := false
	for _, p := range problems {
		kind := ""
		if !p.Rejected {
			kind = "note: "
		}
		rejected = rejected || p.Rejected
		t.say("%s:%d: %s%s", p.File, p.Line, kind, p.Why)
	}
	if rejected {
		return errRejected
	}
	return nil
}
