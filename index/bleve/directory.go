package bleve

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"sync"

	"github.com/google/renameio/v2"

	"shirube/index"
)

// Directory is a data directory with the generations of one index:
//
//	shirube.json   the mark that Shirube made it
//	LOCK           held by the one process that writes
//	CURRENT        the number of the generation that is served
//	HELD           the same, if somebody went back to it
//	000007/        a generation: Bleve's files and generation.json
//	000008.part/   a generation that was never finished
//	trial-123456/  a Trial, or what was left of one
//
// A generation is never changed after it was finished: it is opened read-only,
// by any number of processes, and an update is a new generation that shares the
// unchanged files by hard links. So what is served cannot be torn by a crash.
type Directory struct {
	path    string
	earlier int // finished generations beside the current one that stay

	mu sync.Mutex
	// ready is the generation that this process committed last, still open from
	// its check, until Current hands it over: opening it once is enough.
	ready *Index
}

// Errors of a Directory, to be tested with errors.Is.
var (
	ErrNoGeneration = errors.New("there is no finished index generation")
	ErrDamaged      = errors.New("the index is damaged")
	ErrForeign      = errors.New("the directory was not made by Shirube")
	ErrLocked       = errors.New("another process is writing the index")
)

const (
	markFile    = "shirube.json"
	lockFile    = "LOCK"
	currentFile = "CURRENT"
	partSuffix  = ".part"
)

type mark struct {
	Format  string `json:"format"`
	Version int    `json:"version"`
}

const (
	markFormat  = "shirube index directory"
	markVersion = 1
)

// OpenDirectory opens a data directory and makes it if it is absent or empty. A
// folder with other contents is refused (ErrForeign): nothing in it is touched.
func OpenDirectory(path string) (*Directory, error) {
	if err := os.MkdirAll(path, 0o755); err != nil {
		return nil, fmt.Errorf("data directory %s: %w", path, err)
	}
	d := &Directory{path: path, earlier: DefaultEarlier}
	switch err := d.checkMark(); {
	case err == nil:
		return d, nil
	case !errors.Is(err, fs.ErrNotExist):
		return nil, err
	}
	theirs, err := d.foreign()
	if err != nil {
		return nil, err
	}
	if theirs != "" {
		// Perhaps another process has just made it ours.
		if err := d.checkMark(); err == nil {
			return d, nil
		}
		return nil, fmt.Errorf("data directory %s: %w (it has no %s, but %q): choose an empty folder", path, ErrForeign, markFile, theirs)
	}
	data, err := json.Marshal(mark{markFormat, markVersion})
	if err != nil {
		return nil, fmt.Errorf("data directory %s: %w", path, err)
	}
	if err := renameio.WriteFile(d.file(markFile), append(data, '\n'), 0o644); err != nil {
		return nil, fmt.Errorf("data directory %s: %w", path, err)
	}
	return d, nil
}

// foreign names a file of others in a directory without a mark. A mark that is
// being written, or was when its writer died, is none.
func (d *Directory) foreign() (string, error) {
	entries, err := os.ReadDir(d.path)
	if err != nil {
		return "", fmt.Errorf("data directory %s: %w", d.path, err)
	}
	for _, e := range entries {
		if e.Name() != markFile && !strings.HasPrefix(e.Name(), "."+markFile) {
			return e.Name(), nil
		}
	}
	return "", nil
}

func (d *Directory) checkMark() error {
	data, err := os.ReadFile(d.file(markFile))
	if err != nil {
		return fmt.Errorf("data directory %s: %w", d.path, err)
	}
	var m mark
	if err := json.Unmarshal(data, &m); err != nil || m.Format != markFormat {
		return fmt.Errorf("data directory %s: %w (its %s says otherwise): choose another folder", d.path, ErrForeign, markFile)
	}
	if m.Version != markVersion {
		return fmt.Errorf("data directory %s: made by another version of Shirube (layout %d, this is %d): choose another folder", d.path, m.Version, markVersion)
	}
	return nil
}

// Path is where the directory is.
func (d *Directory) Path() string { return d.path }

func (d *Directory) file(name ...string) string {
	return filepath.Join(append([]string{d.path}, name...)...)
}

// Current opens the generation that CURRENT names. When that one is damaged or
// CURRENT is lost, it opens the newest good one instead. ErrNoGeneration: there
// is none yet. ErrDamaged: there are some, and none is good.
func (d *Directory) Current(ctx context.Context) (*Index, error) {
	candidates := d.candidates()
	if x := d.takeReady(candidates); x != nil {
		return x, nil
	}
	var firstErr error
	for _, n := range candidates {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		x, err := openIndex(d.file(generationName(n)), generationName(n))
		if err == nil {
			x.skipped = firstErr
			return x, nil
		}
		if firstErr == nil {
			firstErr = err
		}
	}
	if firstErr != nil {
		return nil, fmt.Errorf("data directory %s: %w", d.path, firstErr)
	}
	return nil, fmt.Errorf("data directory %s: %w", d.path, ErrNoGeneration)
}

// Newest names the generation that Current would open first; empty: there is none.
func (d *Directory) Newest() string {
	if c := d.candidates(); len(c) > 0 {
		return generationName(c[0])
	}
	return ""
}

// keepReady holds a generation that was just committed for the next Current.
func (d *Directory) keepReady(x *Index) error {
	d.mu.Lock()
	old := d.ready
	d.ready = x
	d.mu.Unlock()
	if old == nil {
		return nil
	}
	return old.Close()
}

// takeReady hands over what keepReady holds, if it is the first candidate; else
// it is of no more use.
func (d *Directory) takeReady(candidates []int) *Index {
	d.mu.Lock()
	x := d.ready
	d.ready = nil
	d.mu.Unlock()
	if x == nil {
		return nil
	}
	if len(candidates) > 0 && x.generation == generationName(candidates[0]) {
		return x
	}
	_ = x.Close() // it was only read
	return nil
}

// candidates lists the finished generations: first the one CURRENT names, then
// the others, newest first.
func (d *Directory) candidates() []int {
	numbers := d.generations()
	sort.Sort(sort.Reverse(sort.IntSlice(numbers)))
	data, err := os.ReadFile(d.file(currentFile))
	if err != nil {
		return numbers
	}
	current, err := strconv.Atoi(strings.TrimSpace(string(data)))
	if err != nil {
		return numbers
	}
	ordered := []int{}
	for _, n := range numbers {
		if n == current {
			ordered = append([]int{n}, ordered...)
		} else {
			ordered = append(ordered, n)
		}
	}
	return ordered
}

// generations lists the numbers of the finished generations, in no order.
func (d *Directory) generations() []int {
	entries, err := os.ReadDir(d.path)
	if err != nil {
		return nil
	}
	var out []int
	for _, e := range entries {
		if n, ok := generationNumber(e.Name()); ok && e.IsDir() {
			out = append(out, n)
		}
	}
	return out
}

func generationName(n int) string { return fmt.Sprintf("%06d", n) }

func generationNumber(name string) (int, bool) {
	n, err := strconv.Atoi(name)
	return n, err == nil && n > 0 && generationName(n) == name
}

// Build begins a new generation from nothing. The fingerprint says what made it
// (Index.Fingerprint returns it). ErrLocked: another process is writing.
func (d *Directory) Build(ctx context.Context, fingerprint string) (index.Writer, error) {
	p, err := d.begin(ctx)
	if err != nil {
		return nil, err
	}
	p.fingerprint = fingerprint
	w, err := newBuildWriter(p)
	if err != nil {
		return nil, errors.Join(err, p.abort())
	}
	return w, nil
}

// Update begins a new generation that starts as the current one. The current one
// is opened under the write lock: what another writer committed just before is
// in it.
func (d *Directory) Update(ctx context.Context) (index.Writer, error) {
	p, err := d.begin(ctx)
	if err != nil {
		return nil, err
	}
	base, err := d.Current(ctx)
	if err != nil {
		return nil, errors.Join(err, p.abort())
	}
	return d.update(p, base, base.Close)
}

// UpdateFrom is Update for who has the current generation open already: it is not
// opened once more. Done is called when base is no longer needed, whatever came
// of it. Where another generation has become the current one meanwhile, that one
// is updated.
func (d *Directory) UpdateFrom(ctx context.Context, base *Index, done func()) (index.Writer, error) {
	if current := d.candidates(); len(current) == 0 || base.generation != generationName(current[0]) {
		done()
		return d.Update(ctx)
	}
	p, err := d.begin(ctx)
	if err != nil {
		done()
		return nil, err
	}
	return d.update(p, base, func() error { done(); return nil })
}

func (d *Directory) update(p *pending, base *Index, done func() error) (index.Writer, error) {
	p.fingerprint = base.Fingerprint()
	w, err := newUpdateWriter(p, base, done)
	if err != nil {
		return nil, errors.Join(err, p.abort(), done())
	}
	return w, nil
}

// begin takes the write lock, clears what earlier crashes left, and makes the
// folder of the next generation.
func (d *Directory) begin(ctx context.Context) (*pending, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	lock, err := takeLock(d.file(lockFile))
	if err != nil {
		return nil, fmt.Errorf("data directory %s: %w", d.path, err)
	}
	if err := d.removeUnfinished(); err != nil {
		return nil, errors.Join(err, lock.release())
	}
	next := 1
	for _, n := range d.generations() {
		next = max(next, n+1)
	}
	p := &pending{dir: d, lock: lock, number: next, folder: d.file(generationName(next) + partSuffix)}
	if err := os.Mkdir(p.path(), 0o755); err != nil {
		return nil, errors.Join(fmt.Errorf("new generation: %w", err), lock.release())
	}
	return p, nil
}

func (d *Directory) removeUnfinished() error {
	entries, err := os.ReadDir(d.path)
	if err != nil {
		return fmt.Errorf("data directory %s: %w", d.path, err)
	}
	for _, e := range entries {
		name, unfinished := strings.CutSuffix(e.Name(), partSuffix)
		if _, ours := generationNumber(name); unfinished && ours {
			if err := os.RemoveAll(d.file(e.Name())); err != nil {
				return fmt.Errorf("unfinished generation: %w", err)
			}
		}
	}
	return nil
}

// removeOld deletes all finished generations but the current one and the newest of the
// others, as many as are kept. Processes that still read one keep its files
// open and go on.
func (d *Directory) removeOld() error {
	numbers := d.candidates()
	for i, n := range numbers {
		if i <= d.earlier {
			continue
		}
		if err := os.RemoveAll(d.file(generationName(n))); err != nil {
			return fmt.Errorf("old generation: %w", err)
		}
	}
	return nil
}
