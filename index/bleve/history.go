package bleve

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/google/renameio/v2"
)

// DefaultEarlier is how many finished generations stay on disk beside the one that is
// current, for going back.
const DefaultEarlier = 2

// heldFile names the generation that somebody went back to. It holds as long as that is
// the current one: the next that is written ends it.
const heldFile = "HELD"

// ErrNoSuchGeneration is that a generation is not there, or not finished.
var ErrNoSuchGeneration = errors.New("there is no such generation")

// Generation is a finished generation on disk.
type Generation struct {
	Name        string // such as 000007
	Built       time.Time
	Fingerprint string // of what made it
	Bytes       int64  // an update shares files with the one before: together they take less
	// Articles and Passages are 0 where an earlier version of the program wrote it.
	Articles, Passages int
	Current            bool
	// Readable: this version of the program reads such an index.
	Readable bool
}

// KeepEarlier sets how many finished generations stay beside the current one from the
// next commit on; DefaultEarlier where nobody says.
func (d *Directory) KeepEarlier(n int) { d.earlier = max(n, 0) }

// Generations lists what is on disk, the newest first. Files are not compared: see SwitchTo.
func (d *Directory) Generations() []Generation {
	current := d.Newest()
	list := []Generation{}
	for _, n := range d.generations() {
		name := generationName(n)
		data, err := os.ReadFile(d.file(name, manifestFile))
		if err != nil {
			continue // it is no generation, or is being removed
		}
		var m manifest
		if json.Unmarshal(data, &m) != nil {
			list = append(list, Generation{Name: name, Current: name == current})
			continue
		}
		g := Generation{
			Name: name, Built: m.Built, Fingerprint: m.Fingerprint, Articles: m.Articles, Passages: m.Passages,
			Current: name == current, Readable: m.Mapping == mappingVersion,
		}
		for _, f := range m.Files {
			g.Bytes += f.Size
		}
		list = append(list, g)
	}
	slices.SortFunc(list, func(a, b Generation) int { return cmp.Compare(b.Name, a.Name) })
	return list
}

// SwitchTo makes a finished generation the current one, after comparing its files with what
// was written; the next Current opens it. Hold keeps it across restarts: see Held.
// ErrNoSuchGeneration, ErrDamaged, ErrLocked.
func (d *Directory) SwitchTo(ctx context.Context, name string, hold bool) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	lock, err := takeLock(d.file(lockFile))
	if err != nil {
		return fmt.Errorf("data directory %s: %w", d.path, err)
	}
	return errors.Join(d.switchTo(name, hold), lock.release())
}

func (d *Directory) switchTo(name string, hold bool) error {
	if n, ok := generationNumber(name); !ok || !slices.Contains(d.generations(), n) {
		return fmt.Errorf("data directory %s: %s: %w", d.path, name, ErrNoSuchGeneration)
	}
	x, err := openIndex(d.file(name), name)
	if err != nil {
		return fmt.Errorf("data directory %s: %w", d.path, err)
	}
	// Before CURRENT: what is held alone has no effect.
	if hold {
		err = renameio.WriteFile(d.file(heldFile), []byte(name+"\n"), 0o644)
	} else {
		err = d.release()
	}
	if err == nil {
		err = renameio.WriteFile(d.file(currentFile), []byte(name+"\n"), 0o644)
	}
	if err == nil {
		err = syncDir(d.path)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("generation %s: %w", name, err), x.Close())
	}
	return d.keepReady(x)
}

// Held names the current generation if somebody went back to it; else it is empty.
func (d *Directory) Held() string {
	data, err := os.ReadFile(d.file(heldFile))
	if err != nil {
		return ""
	}
	if name := strings.TrimSpace(string(data)); name == d.Newest() {
		return name
	}
	return ""
}

// release forgets what is held.
func (d *Directory) release() error {
	if err := os.Remove(d.file(heldFile)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
