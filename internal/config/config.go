// Package config holds the settings of the program: one table of names, defaults
// and meanings (Config.flags), filled from flags, the environment and a file.
// What a setting does is left to internal/app.
package config

import (
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/pflag"
)

// Config is every setting with its value. A setting is called the same
// everywhere: --log-format on the command line, SHIRUBE_LOG_FORMAT in the
// environment, log_format in shirube.yaml; the first of them that says
// something wins.
type Config struct {
	// Corpus is what to serve: files and folders, each PATH or COLLECTION=PATH
	// (see SplitCorpus). Empty: what the data directory was built from, else the
	// embedded sample.
	Corpus []string
	// Ignore is patterns, in the syntax of .gitignore, of what in the corpus is
	// not read.
	Ignore []string
	// Watch has a server take up changes of the corpus while it serves.
	Watch bool
	// Corrections is files of corrections; empty: corrections.yaml in the data
	// directory, where there is one.
	Corrections []string
	// Lexicon is files of own concepts; they win over the embedded ones.
	Lexicon []string
	// Golden is a file of judged queries on which editors' rules are tried; empty: those of the
	// embedded sample, where that is served.
	Golden string
	// Data is the directory of the index; empty: one in the user's cache
	// directory that depends on the corpus.
	Data string

	// KeepGenerations is how many earlier generations of the index stay on disk, for going back.
	KeepGenerations int

	// Addr is the host:port to listen on; port 0 takes a free one.
	Addr string
	// AddrFile is a file to write the address to that is listened on.
	AddrFile string
	// BasePath is the path under which everything is served, such as /kb;
	// empty: the root.
	BasePath string
	// KeyFile is a file with the keys that may ask; empty: everyone may.
	KeyFile string
	// VisitorCollections are those that the visitors' pages show, for which
	// nobody is asked for a key. Empty: all without a key file; with one, there
	// are no such pages.
	VisitorCollections []string
	// SiteName is the name that visitors see; empty: the program's.
	SiteName string
	// SiteURL is the address under which visitors know the site, such as https://example.jp,
	// without the base path; empty: addresses in pages have no host.
	SiteURL string
	// AllowOrigins are the origins of web pages whose scripts may read answers;
	// * allows all.
	AllowOrigins []string
	// RateLimit is how many requests a minute may come from one address without a
	// key, or with one that can only search: RateAuto, or a number; 0 is any.
	RateLimit int
	// TrustedProxies are addresses and networks of proxies that say who asks.
	TrustedProxies []string
	// QueryLog is LogOn or LogOff: whether a server notes what is asked.
	QueryLog string
	// LogRetention is for how many days that is kept; 0: nothing is noted.
	LogRetention int
	// InsecurePublic allows an Addr that other machines can reach although
	// nobody is asked for a key.
	InsecurePublic bool
	// RequestTimeout is how long one request may take.
	RequestTimeout time.Duration
	// ShutdownTimeout is how long requests in flight may take after a signal to end.
	ShutdownTimeout time.Duration

	// LogFormat is LogAuto, LogText or LogJSON.
	LogFormat string
	// LogLevel is the least severe level that is logged: debug, info, warn or error.
	LogLevel string

	// File is the configuration file that was read; empty: none.
	File string
}

// Values of Config.LogFormat. LogAuto is text on a terminal and JSON elsewhere.
const (
	LogAuto = "auto"
	LogText = "text"
	LogJSON = "json"
)

// Values of Config.QueryLog.
const (
	LogOn  = "on"
	LogOff = "off"
)

// RateAuto is the value of Config.RateLimit that leaves it to who serves.
const RateAuto = -1

// Names of the settings, for Register.
const (
	Corpus            = "corpus"
	Ignore            = "ignore"
	Watch             = "watch"
	Corrections       = "corrections"
	Lexicon           = "lexicon"
	Golden            = "golden"
	Data              = "data"
	KeepGenerations   = "keep-generations"
	Addr              = "addr"
	AddrFile          = "addr-file"
	BasePath          = "base-path"
	KeyFile           = "key-file"
	VisitorCollection = "visitor-collection"
	SiteName          = "site-name"
	SiteURL           = "site-url"
	AllowOrigin       = "allow-origin"
	RateLimit         = "rate-limit"
	TrustedProxy      = "trusted-proxy"
	QueryLog          = "query-log"
	LogRetention      = "log-retention"
	InsecurePublic    = "insecure-public"
	RequestTimeout    = "request-timeout"
	ShutdownTimeout   = "shutdown-timeout"
	LogFormat         = "log-format"
	LogLevel          = "log-level"

	fileFlag = "config" // where the others may be: a flag and a variable, never in the file itself
)

// flags is the table of settings: it sets every field to its default and
// returns the flags that fill them. A value is checked as it is set, so that an
// error can name where it came from.
func (c *Config) flags() *pflag.FlagSet {
	fs := pflag.NewFlagSet("settings", pflag.ContinueOnError)
	fs.SortFlags = false
	fs.StringArrayVar(&c.Corpus, Corpus, nil,
		"`PATH` of articles, a file or a folder; COLLECTION=PATH puts them into a collection; repeatable\n(default: what the data directory was built from, else the embedded sample)")
	fs.StringArrayVar(&c.Ignore, Ignore, nil, "`PATTERN` of files or folders of the corpus that are not read, as in .gitignore; repeatable")
	fs.BoolVar(&c.Watch, Watch, false, "take up changes of the corpus while serving")
	fs.StringArrayVar(&c.Corrections, Corrections, nil,
		"YAML `FILE` of corrections of what was read; repeatable\n(default: corrections.yaml in the data directory, where there is one)")
	fs.StringArrayVar(&c.Lexicon, Lexicon, nil, "YAML `FILE` of your own concepts; they win over the built-in ones; repeatable")
	fs.StringVar(&c.Golden, Golden, "",
		"JSONL `FILE` of judged queries on which editors' rules are tried before they are saved\n(default: those of the embedded sample, where that is served)")
	fs.StringVar(&c.Data, Data, "", "`DIR` of the index (default: one in your cache directory that depends on the corpus)")
	fs.Var(newNumber(&c.KeepGenerations, 2, 20), KeepGenerations, "how many earlier `GENERATIONS` of the index stay on disk, for going back to")

	fs.Var(newValue(&c.Addr, "127.0.0.1:8080", checkAddr), Addr, "`HOST:PORT` to listen on; port 0 takes a free one")
	fs.StringVar(&c.AddrFile, AddrFile, "", "write the address that is listened on to this `FILE`")
	fs.Var(newValue(&c.BasePath, "", checkBasePath), BasePath, "serve everything under this `PATH`, such as /kb")
	fs.StringVar(&c.KeyFile, KeyFile, "", "YAML `FILE` of the keys that may ask: a list of name, secret, scopes, collections, origins, rate")
	fs.StringArrayVar(&c.VisitorCollections, VisitorCollection, nil,
		"`COLLECTION` that the visitors' pages show without a key; repeatable\n(default: all; with a key file there are no such pages unless this names what they show)")
	fs.StringVar(&c.SiteName, SiteName, "", "`NAME` of the site that visitors see")
	fs.Var(newValue(&c.SiteURL, "", checkSiteURL), SiteURL, "`URL` under which visitors know the site, such as https://example.jp: pages name their canonical address with it")
	fs.StringArrayVar(&c.AllowOrigins, AllowOrigin, nil, "`ORIGIN` of web pages whose scripts may read answers, such as https://example.jp; * allows all; repeatable")
	fs.Var(newRate(&c.RateLimit, RateAuto), RateLimit,
		"`REQUESTS` a minute from one address without a key, or with one that can only search; 0: any number\n(auto: 600, and any number where only this machine asks and there are no keys)")
	fs.StringArrayVar(&c.TrustedProxies, TrustedProxy, nil,
		"`NETWORK` or address of a proxy in front of the server, such as 10.0.0.0/8, which says who asks\n(X-Forwarded-For, Forwarded); repeatable")
	fs.Var(newValue(&c.QueryLog, LogOn, oneOf(LogOn, LogOff)), QueryLog,
		"note what is asked, without what could tell who asked: on or off")
	fs.Var(newDays(&c.LogRetention, 90), LogRetention, "for how many `DAYS` that is kept; 0: nothing is noted, and what was is erased")
	fs.BoolVar(&c.InsecurePublic, InsecurePublic, false,
		"listen on an address that other machines can reach although no key is asked for:\neveryone who reaches it can read every published article")
	fs.Var(newDuration(&c.RequestTimeout, 10*time.Second), RequestTimeout, "how long one request may take, such as 10s")
	fs.Var(newDuration(&c.ShutdownTimeout, 20*time.Second), ShutdownTimeout, "how long requests in flight may take after a signal to end")

	fs.Var(newValue(&c.LogFormat, LogAuto, oneOf(LogAuto, LogText, LogJSON)), LogFormat,
		"`FORMAT` of the log on stderr: text, json, or auto: text on a terminal, else json")
	fs.Var(newValue(&c.LogLevel, "info", oneOf("debug", "info", "warn", "error")), LogLevel,
		"least severe `LEVEL` to log: debug, info, warn or error")
	return fs
}

// Register adds the flags of the named settings to a command, and --config,
// where the settings may be read from. A name that is no setting is an error of
// the program, found by its first test.
func Register(fs *pflag.FlagSet, names ...string) error {
	all := new(Config).flags()
	for _, name := range names {
		f := all.Lookup(name)
		if f == nil {
			return fmt.Errorf("config: no setting is called %q", name)
		}
		fs.AddFlag(f)
	}
	fs.String(fileFlag, "", "read settings from this `FILE` (default: shirube.yaml in the working directory, where there is one)")
	return nil
}

// Default returns the settings as they are when nobody says anything.
func Default() Config {
	var c Config
	c.flags()
	return c
}

// SplitCorpus takes a corpus setting apart: COLLECTION=PATH, or PATH alone, with
// an empty collection. What precedes the first = is a collection unless it is
// empty, starts with a dot or holds a path separator: a path with = in its first
// element is written ./a=b.
func SplitCorpus(spec string) (collection, path string) {
	name, rest, found := strings.Cut(spec, "=")
	if !found || name == "" || strings.HasPrefix(name, ".") || strings.ContainsAny(name, `/\`) || strings.ContainsRune(name, filepath.Separator) {
		return "", spec
	}
	return name, rest
}

// LogValue lists every setting with its value, for the log.
func (c Config) LogValue() slog.Value {
	var shown Config
	table := shown.flags()
	shown = c // the flags of the table point into shown
	var attrs []slog.Attr
	table.VisitAll(func(f *pflag.Flag) {
		attrs = append(attrs, slog.String(key(f.Name), f.Value.String()))
	})
	return slog.GroupValue(append(attrs, slog.String("file", c.File))...)
}

// key is a setting's name in the file.
func key(name string) string { return strings.ReplaceAll(name, "-", "_") }
