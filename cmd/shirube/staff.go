package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"shirube/internal/config"
	"shirube/internal/staff"
	"shirube/internal/store"
)

// staffView is an account as JSON.
type staffView struct {
	Name        string     `json:"name"`
	Shown       string     `json:"shown"`
	Role        string     `json:"role"`
	Collections []string   `json:"collections"`
	Disabled    bool       `json:"disabled"`
	Created     time.Time  `json:"created"`
	Seen        *time.Time `json:"seen"`
	Password    string     `json:"password,omitempty"` // once, when it was made
}

func viewOfStaff(a staff.Account) staffView {
	return staffView{a.Name, a.Shown, a.Role.String(), append([]string{}, a.Collections...), a.Disabled, a.Created, a.Seen, ""}
}

func newStaff(t terminal) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "staff",
		Short: "Say who may work with the console",
		Long: `People who work with the console log in with a name and a password. They are kept in
the data directory, passwords as Argon2id hashes. A running server on the same data
directory takes changes up at once: whoever is disabled, or gets another role or
password, is logged out. As long as there is nobody, whoever sits at the computer that
serves is an admin without logging in; once there is somebody, everybody logs in.`,
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usagef("staff has no command %q%s", args[0], meant(args[0], commandNames(cmd)))
			}
			return usagef("name a command: %s", strings.Join(commandNames(cmd), ", "))
		},
	}
	cmd.AddCommand(newStaffAdd(t), newStaffList(t), newStaffPasswd(t), newStaffRole(t),
		newStaffDisable(t, true), newStaffDisable(t, false), newStaffRemove(t))
	return cmd
}

// staffed runs f with the staff of the settings. What somebody typed wrong is a usage error.
func staffed(ctx context.Context, load func() (config.Config, error), t terminal, f func(*staff.Office) error) error {
	return opened(ctx, load, t, func(s *store.Store) error {
		err := f(staff.New(s))
		if staff.IsInputError(err) {
			return usageError{err}
		}
		return err
	})
}

func newStaffAdd(t terminal) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "add NAME",
		Short: "Let somebody work with the console",
		Long: `Let somebody work with the console. The password is asked for at a terminal, and else
read as a line from stdin; with --generate one is made and printed this once. The
first account has to be an admin's.`,
		Example: `  shirube staff add hanako --role admin
  shirube staff add taro --role editor --shown 受付 --collection site --generate`,
		Args: exactly(1, "a login name"),
	}
	var p staff.Person
	f := cmd.Flags()
	role := f.String("role", "reader", "what they may do: reader, editor or admin")
	f.StringVar(&p.Shown, "shown", "", "`NAME` that colleagues see (default: the login name)")
	f.StringArrayVar(&p.Collections, "collection", nil, "`COLLECTION` that they see; repeatable (default: all)")
	generate := f.Bool("generate", false, "make a password and print it")
	asJSON := f.Bool("json", false, "print JSON")
	load := settings(cmd, t, config.Corpus, config.Data)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		var err error
		if p.Name, err = staff.CleanName(args[0]); err != nil {
			return usageError{err}
		}
		if p.Role, err = roleNamed(*role); err != nil {
			return err
		}
		return staffed(cmd.Context(), load, t, func(o *staff.Office) error {
			password, err := t.newPassword(p.Name, *generate)
			if err != nil {
				return err
			}
			a, err := o.Add(cmd.Context(), staff.Command(), p, password)
			if err != nil {
				return err
			}
			return t.made(a, password, *generate, *asJSON)
		})
	}
	return cmd
}

func roleNamed(name string) (staff.Role, error) {
	role, ok := staff.ParseRole(name)
	if !ok {
		return role, usagef("%q is no role: reader, editor or admin", name)
	}
	return role, nil
}

// made prints a password that was made, or the account as JSON.
func (t terminal) made(a staff.Account, password string, generated, asJSON bool) error {
	if asJSON {
		v := viewOfStaff(a)
		if generated {
			v.Password = password
		}
		return writeJSON(t.stdout, v)
	}
	if !generated {
		return nil
	}
	t.say("This password is shown only now:")
	if _, err := fmt.Fprintln(t.stdout, password); err != nil {
		return fmt.Errorf("output: %w", err)
	}
	return nil
}

// newPassword is made, or asked for twice at a terminal, or the first line of stdin.
func (t terminal) newPassword(name string, generate bool) (string, error) {
	if generate {
		return staff.NewPassword(), nil
	}
	if f, ok := t.stdin.(*os.File); ok && isTerminal(f) {
		first, err := t.typed(f, "New password: ")
		if err != nil {
			return "", err
		}
		if err := staff.CheckPassword(name, first); err != nil { // before it is typed again
			return "", err
		}
		second, err := t.typed(f, "Once more: ")
		if err != nil {
			return "", err
		}
		if first != second {
			return "", usagef("the two passwords differ")
		}
		return first, nil
	}
	line, err := bufio.NewReader(io.LimitReader(t.stdin, 4096)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", fmt.Errorf("password: %w", err)
	}
	if line = strings.TrimRight(line, "\r\n"); line == "" {
		return "", usagef("there is no password on stdin: write one there, or let one be made (--generate)")
	}
	return line, nil
}

// typed reads a line that is not shown.
func (t terminal) typed(f *os.File, prompt string) (string, error) {
	_, _ = fmt.Fprint(t.stderr, prompt)
	text, err := term.ReadPassword(int(f.Fd()))
	_, _ = fmt.Fprintln(t.stderr)
	if err != nil {
		return "", fmt.Errorf("password: %w", err)
	}
	return string(text), nil
}

func newStaffList(t terminal) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List who may work with the console",
		Args:  exactly(0, "no arguments"),
	}
	asJSON := cmd.Flags().Bool("json", false, "print JSON")
	load := settings(cmd, t, config.Corpus, config.Data)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		return staffed(cmd.Context(), load, t, func(o *staff.Office) error {
			accounts, err := o.Staff(cmd.Context())
			if err != nil {
				return err
			}
			if *asJSON {
				views := make([]staffView, 0, len(accounts))
				for _, a := range accounts {
					views = append(views, viewOfStaff(a))
				}
				return writeJSON(t.stdout, views)
			}
			return t.listStaff(accounts)
		})
	}
	return cmd
}

func (t terminal) listStaff(accounts []staff.Account) error {
	w := tabwriter.NewWriter(t.stdout, 0, 0, 2, ' ', 0)
	lines := []string{"NAME\tSHOWN\tROLE\tCOLLECTIONS\tCREATED\tLAST LOGIN\tSTATE"}
	for _, a := range accounts {
		state := "enabled"
		if a.Disabled {
			state = "disabled"
		}
		lines = append(lines, strings.Join([]string{
			harmless(a.Name), harmless(a.Shown), a.Role.String(), listed(a.Collections, "all"), day(&a.Created), day(a.Seen), state,
		}, "\t"))
	}
	if _, err := fmt.Fprintln(w, strings.Join(lines, "\n")); err != nil {
		return fmt.Errorf("output: %w", err)
	}
	if err := w.Flush(); err != nil {
		return fmt.Errorf("output: %w", err)
	}
	return nil
}

func newStaffPasswd(t terminal) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "passwd NAME",
		Short: "Give somebody a new password, and log them out",
		Long: `Give somebody a new password, and log them out. It is asked for at a terminal, and
else read as a line from stdin; with --generate one is made and printed this once.`,
		Args: exactly(1, "a login name"),
	}
	generate := cmd.Flags().Bool("generate", false, "make a password and print it")
	load := settings(cmd, t, config.Corpus, config.Data)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		return staffed(cmd.Context(), load, t, func(o *staff.Office) error {
			password, err := t.newPassword(args[0], *generate)
			if err != nil {
				return err
			}
			if err := o.SetPassword(cmd.Context(), staff.Command(), args[0], password); err != nil {
				return err
			}
			return t.made(staff.Account{}, password, *generate, false)
		})
	}
	return cmd
}

func newStaffRole(t terminal) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "role NAME ROLE",
		Short: "Change what somebody may do, and log them out",
		Long: `Change what somebody may do, and log them out. With --collection, change which
collections they see; --all-collections lets them see all.`,
		Args: exactly(2, "a login name and a role (reader, editor, admin)"),
	}
	collections := cmd.Flags().StringArray("collection", nil, "`COLLECTION` that they see; repeatable (default: as before)")
	all := cmd.Flags().Bool("all-collections", false, "let them see all collections")
	load := settings(cmd, t, config.Corpus, config.Data)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		role, err := roleNamed(args[1])
		if err != nil {
			return err
		}
		if *all && len(*collections) > 0 {
			return usagef("--all-collections and --collection say different things")
		}
		return staffed(cmd.Context(), load, t, func(o *staff.Office) error {
			a, err := o.Account(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			p := a.Person
			p.Role = role
			if *all || len(*collections) > 0 {
				p.Collections = *collections
			}
			_, err = o.Change(cmd.Context(), staff.Command(), p)
			return err
		})
	}
	return cmd
}

func newStaffDisable(t terminal, disabled bool) *cobra.Command {
	cmd := &cobra.Command{Use: "enable NAME", Short: "Let somebody who was disabled log in again", Args: exactly(1, "a login name")}
	if disabled {
		cmd.Use, cmd.Short = "disable NAME", "Log somebody out and keep them out"
	}
	load := settings(cmd, t, config.Corpus, config.Data)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		return staffed(cmd.Context(), load, t, func(o *staff.Office) error {
			return o.SetDisabled(cmd.Context(), staff.Command(), args[0], disabled)
		})
	}
	return cmd
}

func newStaffRemove(t terminal) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "remove NAME",
		Short: "Take somebody off the list",
		Long: `Take somebody off the list, and log them out. What they did stays in the audit log. When
nobody is left, a server that is started on a loopback address asks for no login.`,
		Args: exactly(1, "a login name"),
	}
	load := settings(cmd, t, config.Corpus, config.Data)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		return staffed(cmd.Context(), load, t, func(o *staff.Office) error {
			return o.Remove(cmd.Context(), staff.Command(), args[0])
		})
	}
	return cmd
}
