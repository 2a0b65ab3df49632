package config

import (
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/spf13/pflag"
)

// load calls Load as a command would, in a working directory that holds the
// files given.
func load(t *testing.T, files map[string]string, environ []string, args ...string) (Config, error) {
	t.Helper()
	t.Chdir(t.TempDir())
	for name, text := range files {
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	fs := pflag.NewFlagSet("test", pflag.ContinueOnError)
	if err := Register(fs, Corpus, Lexicon, Data, Addr, RequestTimeout, InsecurePublic, LogFormat); err != nil {
		t.Fatal(err)
	}
	if err := fs.Parse(args); err != nil {
		t.Fatalf("arguments %q: %v", args, err)
	}
	return Load(fs, environ)
}

func TestPrecedence(t *testing.T) {
	file := map[string]string{"shirube.yaml": "addr: 127.0.0.1:1\nrequest_timeout: 1s\nlog_format: text\ninsecure_public: true\n"}
	c, err := load(t, file, []string{"SHIRUBE_ADDR=127.0.0.1:2", "SHIRUBE_REQUEST_TIMEOUT=2s", "PATH=/bin"}, "--addr", "127.0.0.1:3")
	if err != nil {
		t.Fatal(err)
	}
	want := Default()
	want.Addr = "127.0.0.1:3"
	want.RequestTimeout = 2 * time.Second
	want.LogFormat = LogText
	want.InsecurePublic = true
	want.File = "shirube.yaml"
	if !reflect.DeepEqual(c, want) {
		t.Errorf("got  %+v\nwant %+v", c, want)
	}
}

func TestDefaults(t *testing.T) {
	c, err := load(t, nil, []string{"SHIRUBE_DATA=", "SHIRUBE_NOTHING="})
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(c, Default()) {
		t.Errorf("got %+v, want the defaults %+v", c, Default())
	}
	if c.Addr != "127.0.0.1:8080" || c.InsecurePublic || c.LogFormat != LogAuto || c.RequestTimeout <= 0 {
		t.Errorf("unsafe or missing defaults: %+v", c)
	}
}

func TestListsReplaceOneAnother(t *testing.T) {
	file := map[string]string{"shirube.yaml": "corpus: [a, staff=b]\nlexicon: own.yaml\n"}
	for _, c := range []struct {
		name    string
		environ []string
		args    []string
		want    []string
	}{
		{"file", nil, nil, []string{"a", "staff=b"}},
		{"environment", []string{"SHIRUBE_CORPUS=x" + string(filepath.ListSeparator) + "clinic=y"}, nil, []string{"x", "clinic=y"}},
		{"flags", []string{"SHIRUBE_CORPUS=x"}, []string{"--corpus", "1,2", "--corpus", "k=3"}, []string{"1,2", "k=3"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := load(t, file, c.environ, c.args...)
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(got.Corpus, c.want) {
				t.Errorf("corpus %q, want %q", got.Corpus, c.want)
			}
			if !reflect.DeepEqual(got.Lexicon, []string{"own.yaml"}) {
				t.Errorf("lexicon %q", got.Lexicon)
			}
		})
	}
}

// What holds colons is not taken apart at them.
func TestListsOfAddresses(t *testing.T) {
	c, err := load(t, nil, []string{"SHIRUBE_ALLOW_ORIGIN=https://a.example,http://localhost:3000", "SHIRUBE_TRUSTED_PROXY=10.0.0.0/8, fd00::/8", "SHIRUBE_RATE_LIMIT=0"})
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(c.AllowOrigins, []string{"https://a.example", "http://localhost:3000"}) ||
		!reflect.DeepEqual(c.TrustedProxies, []string{"10.0.0.0/8", "fd00::/8"}) || c.RateLimit != 0 || Default().RateLimit != RateAuto {
		t.Errorf("%q %q %d", c.AllowOrigins, c.TrustedProxies, c.RateLimit)
	}
}

func TestPathsInAFileAreRelativeToIt(t *testing.T) {
	files := map[string]string{"etc/site.yaml": "corpus: [articles, staff=manual, /abs]\ndata: index\n"}
	c, err := load(t, files, nil, "--config", "etc/site.yaml")
	if err != nil {
		t.Fatal(err)
	}
	want := []string{filepath.Join("etc", "articles"), "staff=" + filepath.Join("etc", "manual"), "/abs"}
	if !reflect.DeepEqual(c.Corpus, want) || c.Data != filepath.Join("etc", "index") {
		t.Errorf("corpus %q data %q", c.Corpus, c.Data)
	}
	// The variable names the file too, and the flag is stronger.
	files["other.yaml"] = "data: other\n"
	if c, err = load(t, files, []string{"SHIRUBE_CONFIG=other.yaml"}); err != nil || c.Data != "other" || c.File != "other.yaml" {
		t.Errorf("by variable: data %q file %q, %v", c.Data, c.File, err)
	}
	if c, err = load(t, files, []string{"SHIRUBE_CONFIG=other.yaml"}, "--config", "etc/site.yaml"); err != nil || c.File != "etc/site.yaml" {
		t.Errorf("flag over variable: file %q, %v", c.File, err)
	}
}

func TestErrorsNameTheSetting(t *testing.T) {
	for _, c := range []struct {
		name    string
		file    string
		environ []string
		args    []string
		want    []string // each must be in the message
	}{
		{"unknown key", "adress: 127.0.0.1:1\n", nil, nil, []string{"shirube.yaml", "adress", "unknown"}},
		{"near key", "log-format: text\n", nil, nil, []string{"log-format", "did you mean log_format"}},
		{"unknown key hidden by a flag", "adr: x\n", nil, []string{"--addr", "127.0.0.1:1"}, []string{"adr", "did you mean addr"}},
		{"unknown variable", "", []string{"SHIRUBE_ADDRR=x"}, nil, []string{"SHIRUBE_ADDRR", "did you mean SHIRUBE_ADDR"}},
		{"unlike anything", "", []string{"SHIRUBE_FOOBARBAZ=x"}, nil, []string{"SHIRUBE_FOOBARBAZ", "known are", "SHIRUBE_DATA"}},
		{"bad value in the file", "request_timeout: soon\n", nil, nil, []string{"shirube.yaml: request_timeout", "soon"}},
		{"bad value hidden by the environment", "request_timeout: 0s\n", []string{"SHIRUBE_REQUEST_TIMEOUT=1s"}, nil, []string{"request_timeout", "above zero"}},
		{"bad duration", "", []string{"SHIRUBE_REQUEST_TIMEOUT=-1s"}, nil, []string{"SHIRUBE_REQUEST_TIMEOUT", "-1s"}},
		{"bad boolean", "", []string{"SHIRUBE_INSECURE_PUBLIC=perhaps"}, nil, []string{"SHIRUBE_INSECURE_PUBLIC", "perhaps", "true or false"}},
		{"bad address", "addr: 8080\n", nil, nil, []string{"addr", "8080", "HOST:PORT"}},
		{"bad port", "", []string{"SHIRUBE_ADDR=localhost:99999"}, nil, []string{"SHIRUBE_ADDR", "99999"}},
		{"bad rate", "rate_limit: many\n", nil, nil, []string{"rate_limit", "many", "auto"}},
		{"bad rate below zero", "", []string{"SHIRUBE_RATE_LIMIT=-1"}, nil, []string{"SHIRUBE_RATE_LIMIT", "-1"}},
		{"bad choice", "", []string{"SHIRUBE_LOG_FORMAT=xml"}, nil, []string{"SHIRUBE_LOG_FORMAT", "xml", "json"}},
		{"bad retention", "", []string{"SHIRUBE_LOG_RETENTION=-1"}, nil, []string{"SHIRUBE_LOG_RETENTION", "0 to 3650"}},
		{"bad query log", "query_log: maybe\n", nil, nil, []string{"query_log", "on, off"}},
		{"bad base path", "base_path: kb/\n", nil, nil, []string{"base_path", "kb/"}},
		{"base path with dots", "base_path: /kb/..\n", nil, nil, []string{"base_path", "/kb/.."}},
		{"no value", "data:\n", nil, nil, []string{"shirube.yaml: data", "no value"}},
		{"mapping", "data: {dir: x}\n", nil, nil, []string{"shirube.yaml: data", "mapping"}},
		{"too many", "data: [a, b]\n", nil, nil, []string{"shirube.yaml: data", "one value"}},
		{"broken file", "data: [a\n", nil, nil, []string{"shirube.yaml", "line"}},
		{"key twice", "data: a\ndata: b\n", nil, nil, []string{"shirube.yaml", "data", "already"}},
		{"not a mapping", "- a\n", nil, nil, []string{"shirube.yaml"}},
		{"file that is not there", "", nil, []string{"--config", "none.yaml"}, []string{"--config", "none.yaml", "no such file"}},
		{"file of the environment that is not there", "", []string{"SHIRUBE_CONFIG=none.yaml"}, nil, []string{"SHIRUBE_CONFIG", "none.yaml"}},
		{"config in the file", "config: a\n", nil, nil, []string{"config", "unknown"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			files := map[string]string{}
			if c.file != "" {
				files["shirube.yaml"] = c.file
			}
			_, err := load(t, files, c.environ, c.args...)
			var bad *Error
			if !errors.As(err, &bad) {
				t.Fatalf("got %v, want an *Error", err)
			}
			for _, part := range c.want {
				if !strings.Contains(err.Error(), part) {
					t.Errorf("%q does not mention %q", err, part)
				}
			}
			if strings.ContainsRune(err.Error(), '\n') {
				t.Errorf("more than one line: %q", err)
			}
		})
	}
}

func TestRegisterRefusesUnknownNames(t *testing.T) {
	if err := Register(pflag.NewFlagSet("test", pflag.ContinueOnError), "nothing"); err == nil {
		t.Error("a setting that does not exist was registered")
	}
}

func TestSplitCorpus(t *testing.T) {
	for _, c := range []struct{ spec, collection, path string }{
		{"articles", "", "articles"},
		{"staff=manual/2026", "staff", "manual/2026"},
		{"院内=/srv/a=b", "院内", "/srv/a=b"},
		{"./a=b", "", "./a=b"},
		{"dir/a=b", "", "dir/a=b"},
		{"=x", "", "=x"},
		{"staff=", "staff", ""},
	} {
		if name, path := SplitCorpus(c.spec); name != c.collection || path != c.path {
			t.Errorf("%q: %q, %q; want %q, %q", c.spec, name, path, c.collection, c.path)
		}
	}
}

func TestLogValueShowsEverySetting(t *testing.T) {
	c := Default()
	c.Corpus, c.File = []string{"a", "b"}, "x.yaml"
	shown := map[string]string{}
	for _, a := range c.LogValue().Group() {
		shown[a.Key] = a.Value.String()
	}
	// Every field is a setting: one that the table forgets could never be set.
	if want := reflect.TypeFor[Config]().NumField(); len(shown) != want {
		t.Errorf("%d settings are shown of %d: %v", len(shown), want, shown)
	}
	if shown["corpus"] != "[a,b]" || shown["addr"] != c.Addr || shown["request_timeout"] != "10s" || shown["file"] != "x.yaml" {
		t.Errorf("%v", shown)
	}
	var _ slog.LogValuer = c
}
