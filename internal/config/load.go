package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"
	"github.com/knadh/koanf/parsers/yaml"
	"github.com/knadh/koanf/providers/env/v2"
	"github.com/knadh/koanf/providers/file"
	"github.com/knadh/koanf/v2"
	"github.com/spf13/pflag"
)

const (
	envPrefix   = "SHIRUBE_"
	defaultFile = "shirube.yaml"
)

// Error is a setting that cannot be used: Where names it the way its user wrote
// it, with the file it stands in.
type Error struct {
	Where  string
	Reason string
}

func (e *Error) Error() string { return e.Where + ": " + e.Reason }

// Load returns the settings: what flags say (of those, the ones that Register
// added and the user gave), else environ (KEY=value, as os.Environ), else the
// configuration file, else the default. Every source is checked as a whole, a
// setting that a stronger source hides included. Unusable settings are *Error.
func Load(flags *pflag.FlagSet, environ []string) (Config, error) {
	var c Config
	table := c.flags()
	fromEnv, err := readEnv(environ, table)
	if err != nil {
		return Config{}, err
	}
	path, err := filePath(flags, fromEnv)
	if err != nil {
		return Config{}, err
	}
	if path != "" {
		if err := applyFile(path, table); err != nil {
			return Config{}, err
		}
	}
	if err := applyEnv(fromEnv, table); err != nil {
		return Config{}, err
	}
	var failed error
	flags.Visit(func(f *pflag.Flag) {
		if to := table.Lookup(f.Name); to != nil && failed == nil {
			failed = copyValue(to, f)
		}
	})
	if failed != nil {
		return Config{}, failed
	}
	c.File = path
	return c, nil
}

// filePath says which configuration file to read: the one that was named, else
// the default one where it exists, else none.
func filePath(flags *pflag.FlagSet, fromEnv map[string]string) (string, error) {
	path, where := fromEnv[fileFlag], envPrefix+"CONFIG"
	if f := flags.Lookup(fileFlag); f != nil && f.Changed {
		path, where = f.Value.String(), "--"+fileFlag
	}
	if path != "" {
		if _, err := os.Stat(path); err != nil {
			return "", &Error{where, fmt.Sprintf("cannot read %s: %v", path, errors.Unwrap(err))}
		}
		return path, nil
	}
	switch _, err := os.Stat(defaultFile); {
	case err == nil:
		return defaultFile, nil
	case errors.Is(err, fs.ErrNotExist):
		return "", nil
	default:
		return "", &Error{defaultFile, err.Error()}
	}
}

// readEnv returns the values of the environment by their names as flags. An
// empty variable counts as absent.
func readEnv(environ []string, table *pflag.FlagSet) (map[string]string, error) {
	k := koanf.New(".")
	err := k.Load(env.Provider("", env.Opt{
		Prefix:      envPrefix,
		EnvironFunc: func() []string { return environ },
		TransformFunc: func(name, value string) (string, any) {
			return strings.TrimPrefix(name, envPrefix), value
		},
	}), nil)
	if err != nil {
		return nil, fmt.Errorf("config: reading the environment: %w", err)
	}
	names := map[string]string{envName(fileFlag): fileFlag}
	table.VisitAll(func(f *pflag.Flag) { names[envName(f.Name)] = f.Name })
	values := map[string]string{}
	raw := k.Raw()
	for _, suffix := range sortedKeys(raw) {
		value := fmt.Sprint(raw[suffix])
		if value == "" {
			continue
		}
		variable := envPrefix + suffix
		name, known := names[variable]
		if !known {
			return nil, &Error{variable, "unknown setting" + didYouMean(variable, sortedKeys(names))}
		}
		values[name] = value
	}
	return values, nil
}

func applyEnv(values map[string]string, table *pflag.FlagSet) error {
	for _, name := range sortedKeys(values) {
		f := table.Lookup(name)
		if f == nil { // the configuration file's own path
			continue
		}
		list := []string{values[name]}
		if _, many := f.Value.(pflag.SliceValue); many {
			list = split(name, values[name])
		}
		if err := set(f, list); err != nil {
			return &Error{envName(name), err.Error()}
		}
	}
	return nil
}

// split takes a variable apart that names several things: paths as the system does it,
// and what holds colons itself at commas.
func split(name, value string) []string {
	if name != AllowOrigin && name != TrustedProxy {
		return filepath.SplitList(value)
	}
	return strings.FieldsFunc(value, func(r rune) bool { return r == ',' || r == ' ' })
}

// applyFile reads a configuration file. Paths in it are relative to its folder.
func applyFile(path string, table *pflag.FlagSet) error {
	k := koanf.New("\x00") // no setting is inside another: a dot in a key is a part of its name
	if err := k.Load(file.Provider(path), yaml.Parser()); err != nil {
		line := strings.Join(strings.Fields(err.Error()), " ")
		return &Error{path, strings.TrimPrefix(line, "yaml: ")}
	}
	names := map[string]string{}
	table.VisitAll(func(f *pflag.Flag) { names[key(f.Name)] = f.Name })
	raw := k.Raw()
	for _, name := range sortedKeys(raw) {
		where := path + ": " + name
		if _, known := names[name]; !known {
			return &Error{where, "unknown setting" + didYouMean(name, sortedKeys(names))}
		}
		f := table.Lookup(names[name])
		list, err := scalars(raw[name])
		if err == nil {
			err = set(f, relativeTo(filepath.Dir(path), f.Name, list))
		}
		if err != nil {
			return &Error{where, err.Error()}
		}
	}
	return nil
}

// scalars returns a value of the file as the texts that a flag would be given.
func scalars(v any) ([]string, error) {
	switch v := v.(type) {
	case nil:
		return nil, errors.New("has no value")
	case map[string]any:
		return nil, errors.New("is a mapping where a value is expected")
	case []any:
		var list []string
		for _, item := range v {
			one, err := scalars(item)
			if err != nil {
				return nil, err
			}
			list = append(list, one...)
		}
		return list, nil
	default:
		return []string{fmt.Sprint(v)}, nil
	}
}

// relativeTo makes the paths among a file's settings relative to its folder.
func relativeTo(dir, name string, list []string) []string {
	out := slices.Clone(list)
	for i, v := range out {
		switch name {
		case Corpus:
			if collection, path := SplitCorpus(v); collection != "" {
				out[i] = collection + "=" + join(dir, path)
			} else {
				out[i] = join(dir, path)
			}
		case Lexicon, Corrections, Golden, Data, AddrFile, KeyFile:
			out[i] = join(dir, v)
		}
	}
	return out
}

func join(dir, path string) string {
	if path == "" || filepath.IsAbs(path) || dir == "." {
		return path
	}
	return filepath.Join(dir, path)
}

// set gives a flag a value, or a flag that takes several all of them.
func set(f *pflag.Flag, list []string) error {
	if s, many := f.Value.(pflag.SliceValue); many {
		return s.Replace(list)
	}
	if len(list) != 1 {
		return fmt.Errorf("takes one value, not %d", len(list))
	}
	if err := f.Value.Set(list[0]); err != nil {
		if f.Value.Type() == "bool" {
			return fmt.Errorf("%q is not true or false", list[0])
		}
		return err
	}
	return nil
}

func copyValue(to, from *pflag.Flag) error {
	list := []string{from.Value.String()}
	if s, many := from.Value.(pflag.SliceValue); many {
		list = s.GetSlice()
	}
	if err := set(to, list); err != nil {
		return &Error{"--" + from.Name, err.Error()}
	}
	return nil
}

func envName(name string) string { return envPrefix + strings.ToUpper(key(name)) }

func didYouMean(name string, known []string) string {
	if near := Nearest(name, known); near != "" {
		return fmt.Sprintf("; did you mean %s?", near)
	}
	return "; known are " + strings.Join(known, ", ")
}

// Nearest returns the known name that a mistyped one is likely meant to be: the
// one with the fewest changed letters, if at most a third of them. Empty: none.
func Nearest(name string, known []string) string {
	best, least := "", max(len(strings.TrimPrefix(name, envPrefix))/3, 1)+1
	for _, k := range known {
		if d := levenshtein.ComputeDistance(name, k); d < least {
			best, least = k, d
		}
	}
	return best
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
