package importer

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"unicode"

	"github.com/gofrs/flock"
	"github.com/google/renameio/v2"

	"shirube/corpus"
	"shirube/corpus/reader"
)

// lockName is the file that keeps two imports out of one folder.
const lockName = ".import.lock"

// folder is where articles are written. Every file says which site it is of, so
// that files of others, or of nobody, are never touched.
type folder struct {
	dir  string
	site string // whose articles these are
	lock *flock.Flock

	written map[string]bool // names of this run
}

// stored is a file of the folder.
type stored struct {
	Import string `json:"import"` // the site it is of
	*reader.HTMLArticle
}

// openFolder opens a folder for one import at a time, and makes it if need be.
func openFolder(dir, site string) (*folder, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("folder %s: %w", dir, reason(err))
	}
	f := &folder{dir: dir, site: site, lock: flock.New(filepath.Join(dir, lockName)), written: map[string]bool{}}
	ok, err := f.lock.TryLock()
	if err != nil {
		return nil, fmt.Errorf("folder %s: cannot be written: %w", dir, reason(err))
	}
	if !ok {
		return nil, fmt.Errorf("folder %s: another import is writing to it", dir)
	}
	return f, nil
}

func (f *folder) close() error {
	if err := f.lock.Unlock(); err != nil {
		return fmt.Errorf("folder %s: %w", f.dir, err)
	}
	return nil
}

// errForeign is that a file in the way was not written by an import of this site.
var errForeign = errors.New("the file was not written by an import of this site, so it is left alone")

// put writes an article unless its file holds it already.
func (f *folder) put(name string, a *reader.HTMLArticle) (Status, error) {
	data, err := encode(stored{f.site, a})
	if err != nil {
		return "", err
	}
	if len(data) > corpus.MaxArticleBytes {
		return "", fmt.Errorf("the article is larger than %d MiB", corpus.MaxArticleBytes>>20)
	}
	path := filepath.Join(f.dir, name)
	before, err := os.ReadFile(path)
	status := Changed
	switch {
	case errors.Is(err, fs.ErrNotExist):
		status = Added
	case err != nil:
		return "", fmt.Errorf("%s: %w", path, reason(err))
	case bytes.Equal(before, data):
		f.written[name] = true
		return Unchanged, nil
	case !f.owns(before):
		return "", fmt.Errorf("%s: %w", path, errForeign)
	}
	if err := renameio.WriteFile(path, data, 0o644); err != nil {
		return "", &diskError{fmt.Errorf("%s: %w", path, reason(err))}
	}
	f.written[name] = true
	return status, nil
}

// diskError is that the folder cannot be written: nothing that comes after can be.
type diskError struct{ err error }

func (e *diskError) Error() string { return e.err.Error() }
func (e *diskError) Unwrap() error { return e.err }

// owns reports whether a file was written by an import of this site.
func (f *folder) owns(data []byte) bool {
	var s struct {
		Import string `json:"import"`
	}
	return json.Unmarshal(data, &s) == nil && s.Import == f.site
}

// keep says that a file is still what it should be.
func (f *folder) keep(name string) { f.written[name] = true }

// holds reports whether a file is there.
func (f *folder) holds(name string) bool {
	info, err := os.Stat(filepath.Join(f.dir, name))
	return err == nil && info.Mode().IsRegular()
}

// vanished are the files of this site that this run has not seen, by name.
func (f *folder) vanished() ([]string, error) {
	entries, err := os.ReadDir(f.dir)
	if err != nil {
		return nil, fmt.Errorf("folder %s: %w", f.dir, reason(err))
	}
	var names []string
	for _, e := range entries {
		name := e.Name()
		if f.written[name] || strings.HasPrefix(name, ".") || filepath.Ext(name) != ".json" || !e.Type().IsRegular() {
			continue
		}
		data, err := os.ReadFile(filepath.Join(f.dir, name))
		if err != nil {
			return nil, fmt.Errorf("folder %s: %w", f.dir, reason(err))
		}
		if f.owns(data) {
			names = append(names, name)
		}
	}
	return names, nil
}

// remove deletes a file.
func (f *folder) remove(name string) error {
	if err := os.Remove(filepath.Join(f.dir, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s: %w", filepath.Join(f.dir, name), reason(err))
	}
	return nil
}

// encode makes the same bytes of the same value.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	if err := enc.Encode(v); err != nil {
		return nil, fmt.Errorf("encode: %w", err)
	}
	return b.Bytes(), nil
}

// FolderName is the name of the folder for a site: its host, with the path where
// the site is only a part of that. Fallback is for a site without an address.
func FolderName(site, fallback string) string {
	name := siteKey(site)
	if name == "" {
		name = strings.TrimSuffix(filepath.Base(fallback), filepath.Ext(fallback))
	}
	name = strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '-' || r == '.' || r == '_' {
			return r
		}
		return '-'
	}, name)
	if name = strings.Trim(name, "-."); name == "" {
		return "import"
	}
	if r := []rune(name); len(r) > 100 {
		name = string(r[:80]) + "-" + shortHash(name)
	}
	return name
}

// siteKey tells sites apart: the host without www., the port where it is not the
// usual one, and the path. Whether http or https makes no other site.
func siteKey(site string) string {
	u, err := url.Parse(site)
	if err != nil || u.Host == "" {
		return ""
	}
	key := strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
	if port := u.Port(); port != "" && port != "80" && port != "443" {
		key += ":" + port
	}
	return key + strings.TrimSuffix(u.Path, "/")
}

// shortHash is 10 hexadecimal digits of a hash.
func shortHash(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:5])
}

// reason takes the operation and the path off an error of the file system: they
// are said already.
func reason(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}
