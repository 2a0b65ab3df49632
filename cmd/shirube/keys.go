package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"shirube/internal/api"
	"shirube/internal/app"
	"shirube/internal/config"
	"shirube/internal/store"
)

// keyView is a key as JSON. The secret is there once, when the key is made.
type keyView struct {
	Name        string     `json:"name"`
	Secret      string     `json:"secret,omitempty"`
	Hint        string     `json:"hint"`
	Scopes      []string   `json:"scopes"`
	Collections []string   `json:"collections"`
	Origins     []string   `json:"origins"`
	Rate        int        `json:"rate"`
	Created     time.Time  `json:"created"`
	Used        *time.Time `json:"used"`
	Revoked     *time.Time `json:"revoked"`
}

func viewOfKey(k store.Key) keyView {
	v := keyView{k.Name, "", k.Hint, k.Scopes, k.Collections, k.Origins, k.Rate, k.Created, k.Used, k.Revoked}
	for _, list := range []*[]string{&v.Scopes, &v.Collections, &v.Origins} {
		if *list == nil {
			*list = []string{}
		}
	}
	return v
}

func newKeys(t terminal) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "keys",
		Short: "Make, list and revoke the keys that may ask",
		Long: `Keys say who may ask a server and what. They are kept in the data directory, as
hashes: a secret is shown once, when the key is made. A running server on the same
data directory takes changes up within a second. Once there is a key, everybody is
asked for one, and the visitors' pages show only what --visitor-collection names.`,
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usagef("keys has no command %q%s", args[0], meant(args[0], commandNames(cmd)))
			}
			return usagef("name a command: %s", strings.Join(commandNames(cmd), ", "))
		},
	}
	cmd.AddCommand(newKeysCreate(t), newKeysList(t), newKeysRevoke(t))
	return cmd
}

// opened runs f with the database of the settings.
func opened(ctx context.Context, load func() (config.Config, error), t terminal, f func(*store.Store) error) error {
	cfg, err := load()
	if err != nil {
		return err
	}
	program, err := app.New(cfg, commandLog(t))
	if err != nil {
		return err
	}
	s, err := program.Store(ctx)
	if err != nil {
		return err
	}
	return errors.Join(f(s), s.Close())
}

func newKeysCreate(t terminal) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "create --name NAME",
		Short: "Make a key and print its secret, which is shown only now",
		Example: `  shirube keys create --name website --origin https://clinic.example --rate 120
  shirube keys create --name chatbot --scope retrieve --collection default
  shirube keys create --name editors --scope admin`,
		Args: exactly(0, "no arguments"),
	}
	var k store.Key
	f := cmd.Flags()
	f.StringVar(&k.Name, "name", "", "`NAME` of the key, for the log and the list")
	f.StringArrayVar(&k.Scopes, "scope", []string{string(api.ScopeSearch)}, "what it may do: search, retrieve or admin (everything); repeatable")
	f.StringArrayVar(&k.Collections, "collection", nil, "`COLLECTION` that it sees; repeatable (default: all)")
	f.StringArrayVar(&k.Origins, "origin", nil, "`ORIGIN` of pages that may use it, such as https://clinic.example; repeatable (default: whoever has it)")
	f.IntVar(&k.Rate, "rate", 0, "requests a minute from one address; 0: the server's own limit")
	asJSON := f.Bool("json", false, "print JSON")
	load := settings(cmd, t, config.Corpus, config.Data)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		cfg, err := load()
		if err != nil {
			return err
		}
		program, err := app.New(cfg, commandLog(t))
		if err != nil {
			return err
		}
		made, secret, err := program.CreateKey(cmd.Context(), k)
		if errors.Is(err, store.ErrNameTaken) {
			return usagef("a key is called %q: choose another name, or revoke it", k.Name)
		}
		if err != nil {
			return err
		}
		if *asJSON {
			v := viewOfKey(made)
			v.Secret = secret
			return writeJSON(t.stdout, v)
		}
		t.say("This secret is shown only now:")
		if _, err := fmt.Fprintln(t.stdout, secret); err != nil {
			return fmt.Errorf("output: %w", err)
		}
		return nil
	}
	return cmd
}

func newKeysList(t terminal) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List the keys, those that were revoked too",
		Args:  exactly(0, "no arguments"),
	}
	asJSON := cmd.Flags().Bool("json", false, "print JSON")
	load := settings(cmd, t, config.Corpus, config.Data)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		return opened(cmd.Context(), load, t, func(s *store.Store) error {
			keys, err := s.Keys(cmd.Context())
			if err != nil {
				return err
			}
			if *asJSON {
				views := make([]keyView, 0, len(keys))
				for _, k := range keys {
					views = append(views, viewOfKey(k))
				}
				return writeJSON(t.stdout, views)
			}
			return t.listKeys(keys)
		})
	}
	return cmd
}

func (t terminal) listKeys(keys []store.Key) error {
	w := tabwriter.NewWriter(t.stdout, 0, 0, 2, ' ', 0)
	lines := []string{"NAME\tENDS IN\tSCOPES\tCOLLECTIONS\tORIGINS\tRATE\tCREATED\tUSED\tREVOKED"}
	for _, k := range keys {
		rate := "-"
		if k.Rate > 0 {
			rate = strconv.Itoa(k.Rate) + "/min"
		}
		lines = append(lines, strings.Join([]string{
			harmless(k.Name), "…" + k.Hint, listed(k.Scopes, "none"), listed(k.Collections, "all"), listed(k.Origins, "any"), rate,
			day(&k.Created), day(k.Used), day(k.Revoked),
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

func listed(values []string, none string) string {
	if len(values) == 0 {
		return none
	}
	return harmless(strings.Join(values, ","))
}

func day(at *time.Time) string {
	if at == nil {
		return "-"
	}
	return at.Local().Format("2006-01-02")
}

func newKeysRevoke(t terminal) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "revoke NAME",
		Short: "Let nobody in any more with a key",
		Long: `Let nobody in any more with a key. It stays in the list, and everybody is still
asked for a key. With --forget it is taken out of the list; a server that is started
when no key is left asks for none.`,
		Args: exactly(1, "the name of a key"),
	}
	forget := cmd.Flags().Bool("forget", false, "take it out of the list, too")
	load := settings(cmd, t, config.Corpus, config.Data)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		return opened(cmd.Context(), load, t, func(s *store.Store) error {
			err := s.RevokeKey(cmd.Context(), args[0])
			if *forget && (err == nil || errors.Is(err, store.ErrNoSuchKey)) {
				err = s.ForgetKeys(cmd.Context(), args[0])
			}
			if errors.Is(err, store.ErrNoSuchKey) {
				return usagef("no key that is not revoked is called %q: see shirube keys list", args[0])
			}
			return err
		})
	}
	return cmd
}
