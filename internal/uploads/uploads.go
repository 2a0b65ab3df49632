// Package uploads keeps what the API puts and deletes, outside the index, so that
// a rebuild has it too. In the data directory there are
//
//	articles/3f/name-3f2a….json   an article that was put, as it was sent
//	deleted/3f2a….json            the id of an article that was deleted although a
//	                              file of the corpus has it
//	imported/                     what imports wrote; only its place is known here
//	changes.json                  several changes at once, while they are made
//
// A change is durable when Apply returns. What an article is, and when it becomes
// searchable, is left to the callers: the folders are sources of every run.
package uploads

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/google/renameio/v2"
)

// Store is the stored changes of one data directory. Only one process may write
// to it, which holds the write lock of that directory.
type Store struct{ data string }

// Names in the data directory.
const (
	articlesName = "articles"
	deletedName  = "deleted"
	importedName = "imported"
	journalName  = "changes.json"
)

// New returns the store of a data directory. Nothing is read or made yet.
func New(data string) *Store { return &Store{data} }

// Articles is the folder of the articles that were put. It may be absent.
func (s *Store) Articles() string { return filepath.Join(s.data, articlesName) }

// Imported is the folder of what imports wrote. It may be absent.
func (s *Store) Imported() string { return filepath.Join(s.data, importedName) }

// Tombstones is the folder of what was deleted. It may be absent.
func (s *Store) Tombstones() string { return filepath.Join(s.data, deletedName) }

// Change is what is to become of one article.
type Change struct {
	ID string `json:"id"`
	// Record is the JSON of the article to be kept; nil: none is.
	Record json.RawMessage `json:"record,omitempty"`
	// Deleted: no file of the corpus may stand for the id. It does not concern
	// the Record.
	Deleted bool `json:"deleted"`
}

// tombstone says that an article was deleted.
type tombstone struct {
	ID string    `json:"id"`
	At time.Time `json:"at"`
}

// Recover completes several changes that a crash interrupted. It must be called
// before anything else, by the process that may write.
func (s *Store) Recover() error {
	data, err := os.ReadFile(s.journal())
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	var changes []Change
	if err == nil {
		err = json.Unmarshal(data, &changes)
	}
	if err != nil {
		return fmt.Errorf("stored articles: %s: %w", s.journal(), err)
	}
	for _, c := range changes {
		if err := s.make(c); err != nil {
			return err
		}
	}
	return s.remove(s.journal())
}

// Apply makes all changes or, on an error, none: after a crash in between, Recover
// makes the rest. Undo takes them back; it is for who finds that they cannot be
// indexed.
func (s *Store) Apply(changes []Change) (undo func() error, err error) {
	if err := s.Recover(); err != nil { // what could not be taken back before
		return nil, err
	}
	before := make([]Change, 0, len(changes))
	for _, c := range changes {
		old, err := s.Get(c.ID)
		if err != nil {
			return nil, err
		}
		before = append(before, old)
	}
	slices.Reverse(before) // of two changes to one article the first knows what was before
	undo = func() error { return s.all(before) }
	if err := s.all(changes); err != nil {
		// By way of the journal, too: should that break off, Recover ends it.
		return nil, errors.Join(err, undo())
	}
	return undo, nil
}

// all makes changes; several go through the journal, from which on they will be
// made whatever happens, unless a journal takes its place.
func (s *Store) all(changes []Change) error {
	if len(changes) == 1 {
		return s.make(changes[0])
	}
	data, err := json.Marshal(changes)
	if err != nil {
		return fmt.Errorf("stored articles: %w", err)
	}
	if err := s.file(s.journal(), data); err != nil {
		return err
	}
	for _, c := range changes {
		if err := s.make(c); err != nil {
			return err
		}
	}
	return s.remove(s.journal())
}

// make makes one change. It takes two steps, of which the first alone changes
// nothing that anybody sees or all of it: what was put counts for more than that
// the id is deleted.
func (s *Store) make(c Change) error {
	var stone []byte
	if c.Deleted {
		var err error
		if stone, err = json.Marshal(tombstone{c.ID, time.Now().UTC().Truncate(time.Second)}); err != nil {
			return fmt.Errorf("stored article %s: %w", c.ID, err)
		}
	}
	record := func() error { return s.file(s.articleFile(c.ID), c.Record) }
	deleted := func() error { return s.file(s.tombstoneFile(c.ID), stone) }
	if c.Record == nil {
		return inOrder(deleted, record)
	}
	return inOrder(record, deleted)
}

func inOrder(steps ...func() error) error {
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// file makes a file hold data; nil: makes it absent. It is so even if the power
// fails right after.
func (s *Store) file(path string, data []byte) error {
	if data == nil {
		return s.remove(path)
	}
	dir := filepath.Dir(path)
	if err := makeDir(dir); err != nil {
		return fmt.Errorf("stored articles: %w", err)
	}
	if err := renameio.WriteFile(path, append(data[:len(data):len(data)], '\n'), 0o644); err != nil {
		return fmt.Errorf("stored articles: %w", err)
	}
	return syncDir(dir)
}

// makeDir makes a folder with those it is in, each entered in its parent for good.
func makeDir(dir string) error {
	if _, err := os.Stat(dir); err == nil {
		return nil
	}
	if parent := filepath.Dir(dir); parent != dir {
		if err := makeDir(parent); err != nil {
			return err
		}
	}
	if err := os.Mkdir(dir, 0o755); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return syncDir(filepath.Dir(dir))
}

func (s *Store) remove(path string) error {
	switch err := os.Remove(path); {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("stored articles: %w", err)
	}
	return syncDir(filepath.Dir(path))
}

// syncDir makes what was made or removed in a folder last through a power cut:
// writing a file and renaming it is not enough.
func syncDir(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("stored articles: %w", err)
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("stored articles: %s: %w", dir, err)
	}
	return nil
}

// Get is what is stored of an id, as the change that would make it so.
func (s *Store) Get(id string) (Change, error) {
	c := Change{ID: id}
	record, err := os.ReadFile(s.articleFile(id))
	switch {
	case err == nil:
		c.Record = record[:len(record):len(record)]
		if n := len(record); n > 0 && record[n-1] == '\n' {
			c.Record = record[: n-1 : n-1]
		}
	case !errors.Is(err, fs.ErrNotExist):
		return c, fmt.Errorf("stored article %s: %w", id, err)
	}
	_, err = os.Stat(s.tombstoneFile(id))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return c, fmt.Errorf("stored article %s: %w", id, err)
	}
	c.Deleted = err == nil
	return c, nil
}

// Deleted are the ids for which no file of the corpus may stand.
func (s *Store) Deleted() (map[string]bool, error) {
	entries, err := os.ReadDir(s.Tombstones())
	if errors.Is(err, fs.ErrNotExist) {
		return map[string]bool{}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("deleted articles: %w", err)
	}
	out := make(map[string]bool, len(entries))
	for _, e := range entries {
		if e.IsDir() || filepath.Ext(e.Name()) != ".json" || strings.HasPrefix(e.Name(), ".") {
			continue
		}
		path := filepath.Join(s.Tombstones(), e.Name())
		data, err := os.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) {
			continue // taken away just now
		}
		var t tombstone
		if err == nil {
			err = json.Unmarshal(data, &t)
		}
		if err == nil && t.ID == "" {
			err = errors.New("it names no id")
		}
		if err != nil {
			return nil, fmt.Errorf("deleted articles: %s: %w", path, err)
		}
		out[t.ID] = true
	}
	return out, nil
}

// Holds reports whether there is an article, put or imported.
func (s *Store) Holds() bool {
	for _, dir := range []string{s.Articles(), s.Imported()} {
		found := errors.New("found")
		err := filepath.WalkDir(dir, func(_ string, e fs.DirEntry, err error) error {
			if err == nil && e.Type().IsRegular() && !strings.HasPrefix(e.Name(), ".") {
				return found
			}
			return nil // a folder that cannot be read holds nothing
		})
		if errors.Is(err, found) {
			return true
		}
	}
	return false
}

// Counts are how many articles are kept that were put, and how many ids that were
// deleted.
func (s *Store) Counts() (put, deleted int) {
	count := func(dir string) (n int) {
		// What cannot be read is not counted: these are figures for people.
		_ = filepath.WalkDir(dir, func(_ string, e fs.DirEntry, err error) error {
			if err == nil && e.Type().IsRegular() && strings.HasSuffix(e.Name(), ".json") && !strings.HasPrefix(e.Name(), ".") {
				n++
			}
			return nil
		})
		return n
	}
	return count(s.Articles()), count(s.Tombstones())
}

func (s *Store) journal() string { return filepath.Join(s.data, journalName) }

// articleFile is where an article is kept: under a name that shows its id as far
// as every file system can, and tells it from every other.
func (s *Store) articleFile(id string) string {
	hash := hashOf(id)
	return filepath.Join(s.Articles(), hash[:2], readable(id)+hash+".json")
}

func (s *Store) tombstoneFile(id string) string {
	return filepath.Join(s.Tombstones(), readable(id)+hashOf(id)+".json")
}

func hashOf(id string) string {
	sum := sha256.Sum256([]byte(id))
	return hex.EncodeToString(sum[:10])
}

// readable is an id without what file systems or shells make trouble of, with a
// dash behind it; empty where nothing is left.
func readable(id string) string {
	clean := strings.Trim(strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_' {
			return r
		}
		return '-'
	}, id), "-")
	if r := []rune(clean); len(r) > 40 {
		clean = string(r[:40])
	}
	if clean == "" {
		return ""
	}
	return clean + "-"
}
