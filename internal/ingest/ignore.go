package ingest

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing/format/gitignore"

	"shirube/corpus"
)

// IgnoreFile is the name of files that say, in the syntax of .gitignore, what of
// their folder and those in it is not read.
const IgnoreFile = ".shirubeignore"

// View is how a corpus is looked at, beyond its sources. The zero value sees all.
type View struct {
	// Ignore are patterns in the syntax of .gitignore, for every source but those
	// that override others: what was put by name is never ignored. They win over
	// those of IgnoreFile.
	Ignore []string
	// Except is a folder that is never read, by its path without links: the data
	// directory, where it is inside a source.
	Except string
	// Deleted are ids of articles that are kept out of the index, whatever source
	// has them, unless one that Overrides does.
	Deleted map[string]bool
	// Corrections are applied to articles after they are read; nil: none.
	Corrections Corrections

	patterns []gitignore.Pattern // of Ignore
}

// Corrections put right what a reader got wrong.
type Corrections interface {
	// Apply corrects an article and says which corrections no longer apply, and why.
	Apply(a *corpus.Article) []string
	// Fingerprint changes when the article's corrections do; empty: it has none.
	Fingerprint(articleID string) string
	// IDs are the ids of the articles that have corrections.
	IDs() []string
	// Where is where the corrections of an article stand; no file: that is not known.
	Where(articleID string) (file string, line int)
}

// ignores is what the ignore files on the way to a folder say, outermost first.
type ignores []gitignore.Pattern

// maxIgnoreBytes bounds what is read of an ignore file.
const maxIgnoreBytes = 1 << 20

// parse makes the patterns of a view.
func (v *View) parse() {
	v.patterns = nil
	for _, p := range v.Ignore {
		v.patterns = append(v.patterns, patterns(p, nil)...)
	}
}

// ignored reports whether a file or folder of a source is left out.
func (v *View) ignored(from ignores, name string, isDir bool) bool {
	if len(from)+len(v.patterns) == 0 {
		return false
	}
	return gitignore.NewMatcher(slices.Concat(from, v.patterns)).Match(strings.Split(name, "/"), isDir)
}

// ignoring adds what the ignore file of a folder says, where it has one.
func (w *walker) ignoring(folder string, entries []fs.DirEntry, above ignores) ignores {
	if !slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return e.Name() == IgnoreFile }) {
		return above
	}
	name := path.Join(folder, IgnoreFile)
	data, err := fs.ReadFile(w.fsys, name)
	if err == nil && len(data) > maxIgnoreBytes {
		err = fmt.Errorf("it is larger than %d bytes", maxIgnoreBytes)
	}
	if err != nil {
		w.reject(name, "cannot be read, so that nothing is ignored by it: %v", reason(err))
		return above
	}
	var domain []string
	if folder != "." {
		domain = strings.Split(folder, "/")
	}
	return slices.Concat(above, patterns(string(data), domain))
}

// patterns are those of the lines of a text that are neither empty nor comments.
func patterns(text string, domain []string) []gitignore.Pattern {
	var out []gitignore.Pattern
	for line := range strings.Lines(strings.TrimPrefix(text, "\ufeff")) {
		line = strings.TrimRight(line, "\r\n")
		if strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#") {
			continue
		}
		out = append(out, gitignore.ParsePattern(line, domain))
	}
	return out
}

// Skipped counts what is in the sources and was not looked at.
type Skipped struct {
	// Ignored are files and folders that patterns leave out.
	Ignored int `json:"ignored"`
	// Formats are files that are no articles by their names, by extension or name.
	Formats map[string]int `json:"formats"`
}

func (s *Skipped) count(format string) {
	if s.Formats == nil {
		s.Formats = map[string]int{}
	}
	s.Formats[format]++
}

func (s *Skipped) add(other Skipped) {
	s.Ignored += other.Ignored
	for format, n := range other.Formats {
		if s.Formats == nil {
			s.Formats = map[string]int{}
		}
		s.Formats[format] += n
	}
}

// isForeignFolder reports whether a folder holds what tools put there.
func isForeignFolder(name string) bool { return name == "node_modules" || name == "__MACOSX" }

// formatOf tells by a file's name whether it may hold articles, and if not, as
// what it is counted. It knows what a site's folder has besides its pages, and
// what editors leave while they write. A name that is not known may.
func formatOf(name string) (format string, article bool) {
	lower := strings.ToLower(name)
	switch lower {
	case "robots.txt", "ads.txt", "humans.txt", "security.txt", "llms.txt", "cname", "license", "license.txt", "license.md",
		"licence", "makefile", "dockerfile", "gemfile", "procfile", "package.json", "package-lock.json", "composer.json",
		"tsconfig.json", "manifest.json", "thumbs.db", "desktop.ini":
		return lower, false
	}
	if strings.HasSuffix(lower, "~") || strings.HasPrefix(lower, "#") && strings.HasSuffix(lower, "#") || strings.HasPrefix(lower, "~$") {
		return "~", false
	}
	if base := strings.TrimSuffix(lower, ".xml"); base != lower && (base == "sitemap" || strings.HasPrefix(base, "sitemap-") || strings.HasPrefix(base, "sitemap_")) {
		return "sitemap.xml", false
	}
	ext := path.Ext(lower)
	for _, list := range otherFormats() {
		if slices.Contains(list, ext) {
			return ext, false
		}
	}
	return "", true
}

// otherFormats are the extensions of what is no article.
func otherFormats() [][]string {
	return [][]string{
		{".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".svg", ".ico", ".bmp", ".tif", ".tiff", ".heic", ".psd", ".ai", ".eps"},
		{".mp4", ".webm", ".mov", ".avi", ".m4v", ".mp3", ".m4a", ".wav", ".ogg", ".vtt", ".srt"},
		{".woff", ".woff2", ".ttf", ".otf", ".eot"},
		{".css", ".scss", ".sass", ".less", ".js", ".mjs", ".cjs", ".jsx", ".ts", ".tsx", ".vue", ".map", ".wasm", ".webmanifest"},
		{".pdf", ".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".odt", ".ods", ".key", ".pages", ".numbers"},
		{".zip", ".gz", ".tgz", ".tar", ".bz2", ".xz", ".7z", ".rar", ".exe", ".dll", ".so", ".dylib", ".bin", ".dat", ".db", ".sqlite", ".sqlite3"},
		{".sh", ".py", ".rb", ".pl", ".go", ".java", ".c", ".h", ".sql", ".lock", ".log", ".ini", ".toml", ".yaml", ".yml", ".conf", ".pem", ".crt"},
		{".swp", ".swo", ".swx", ".tmp", ".temp", ".bak", ".orig", ".part", ".crdownload", ".download"},
	}
}
