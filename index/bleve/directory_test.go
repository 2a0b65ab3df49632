package bleve

import (
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"shirube/corpus"
	"shirube/index"
)

func TestFolderOfOthersIsRefusedAndUntouched(t *testing.T) {
	dir := t.TempDir()
	theirs := filepath.Join(dir, "family.jpg")
	write(t, theirs, "picture")
	if _, err := OpenDirectory(dir); !errors.Is(err, ErrForeign) || !strings.Contains(err.Error(), "family.jpg") {
		t.Errorf("opening a folder of others: %v, want ErrForeign that names a file", err)
	}
	if data, err := os.ReadFile(theirs); err != nil || string(data) != "picture" {
		t.Errorf("their file is %q, %v", data, err)
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 1 {
		t.Errorf("something was written into their folder: %v", entries)
	}
}

func TestMarkOfAnotherProgramOrVersionIsRefused(t *testing.T) {
	for content, want := range map[string]string{
		`{"format":"something else","version":1}`: "not made by Shirube",
		`not json`: "not made by Shirube",
		`{"format":"shirube index directory","version":99}`: "another version",
	} {
		dir := t.TempDir()
		write(t, filepath.Join(dir, markFile), content)
		if _, err := OpenDirectory(dir); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("mark %s: %v, want %q", content, err, want)
		}
	}
}

func TestNothingBuiltYet(t *testing.T) {
	d := openDirectory(t, t.TempDir())
	if _, err := d.Current(t.Context()); !errors.Is(err, ErrNoGeneration) {
		t.Errorf("current of an empty directory: %v, want ErrNoGeneration", err)
	}
	if _, err := d.Update(t.Context()); !errors.Is(err, ErrNoGeneration) {
		t.Errorf("update of an empty directory: %v, want ErrNoGeneration", err)
	}
}

func TestSecondWriterIsToldWhoWrites(t *testing.T) {
	d := openDirectory(t, t.TempDir())
	w, err := d.Build(t.Context(), "one")
	if err != nil {
		t.Fatal(err)
	}
	_, err = openDirectory(t, d.Path()).Build(t.Context(), "two")
	if !errors.Is(err, ErrLocked) || !strings.Contains(err.Error(), strconv.Itoa(os.Getpid())) {
		t.Errorf("second writer: %v, want ErrLocked that names the process", err)
	}
	if err := w.Abort(); err != nil {
		t.Fatal(err)
	}
	build(t, d, "two", "a")
}

func TestFingerprintIsKept(t *testing.T) {
	d := openDirectory(t, t.TempDir())
	build(t, d, "analyzer 7", "a")
	w, err := d.Update(t.Context())
	if err == nil {
		err = w.Commit(t.Context())
	}
	if err != nil {
		t.Fatal(err)
	}
	if x := current(t, d); x.Fingerprint() != "analyzer 7" {
		t.Errorf("fingerprint %q after an update, want the one it was built with", x.Fingerprint())
	}
}

func TestDuplicateArticleIsRefused(t *testing.T) {
	d := openDirectory(t, t.TempDir())
	w, err := d.Build(t.Context(), "f")
	if err != nil {
		t.Fatal(err)
	}
	defer w.Abort()
	if err := w.Put(t.Context(), article("a")); err != nil {
		t.Fatal(err)
	}
	if err := w.Put(t.Context(), article("a")); !errors.Is(err, ErrDuplicate) {
		t.Errorf("second put of an id: %v, want ErrDuplicate", err)
	}
}

// Damage to any byte of any file must be noticed before Bleve maps the file.
func TestDamageIsFoundAndTheGenerationBeforeServes(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	d := openDirectory(t, t.TempDir())
	build(t, d, "f", "old")
	for _, damage := range []func(path string){
		func(path string) { flipByte(t, r, path) },
		func(path string) { check(t, os.Truncate(path, 10)) },
		func(path string) { check(t, os.Remove(path)) },
	} {
		build(t, d, "f", "new")
		newest := d.file(generationName(d.candidates()[0]))
		files, err := os.ReadDir(newest)
		check(t, err)
		for _, f := range files {
			saved, err := os.ReadFile(filepath.Join(newest, f.Name()))
			check(t, err)
			damage(filepath.Join(newest, f.Name()))
			x, err := d.Current(t.Context())
			if err != nil {
				t.Fatalf("with %s damaged nothing is served: %v", f.Name(), err)
			}
			if !has(t, x, "old") {
				t.Errorf("with %s damaged the damaged generation is served", f.Name())
			}
			check(t, x.Close())
			check(t, os.WriteFile(filepath.Join(newest, f.Name()), saved, 0o600))
		}
		if x := current(t, d); !has(t, x, "new") {
			t.Error("the mended generation is not served")
		}
		// Back to two good generations with "old" before the next damage.
		build(t, d, "f", "old")
	}
}

func TestOnlyDamagedGenerations(t *testing.T) {
	d := openDirectory(t, t.TempDir())
	build(t, d, "f", "a")
	write(t, d.file(generationName(1), manifestFile), "{")
	if _, err := d.Current(t.Context()); !errors.Is(err, ErrDamaged) {
		t.Errorf("current: %v, want ErrDamaged", err)
	}
	build(t, d, "f", "b")
	if x := current(t, d); !has(t, x, "b") {
		t.Error("a rebuild beside the damaged generation is not served")
	}
}

func TestLostOrFoolishCurrentFileServesTheNewest(t *testing.T) {
	d := openDirectory(t, t.TempDir())
	build(t, d, "f", "old")
	build(t, d, "f", "new")
	for _, content := range []string{"", "nonsense", "000099"} {
		write(t, d.file(currentFile), content)
		if x := current(t, d); !has(t, x, "new") {
			t.Errorf("with CURRENT %q the newest generation is not served", content)
		}
	}
	write(t, d.file(currentFile), "000001")
	if x := current(t, d); !has(t, x, "old") {
		t.Error("CURRENT names the old generation, and another is served")
	}
}

func TestUnfinishedGenerationsAreClearedAndSomeOldOnesKept(t *testing.T) {
	d := openDirectory(t, t.TempDir())
	leftover := d.file(generationName(41) + partSuffix)
	check(t, os.MkdirAll(leftover, 0o755))
	for _, id := range []string{"a", "b", "c", "d"} {
		build(t, d, "f", id)
	}
	if _, err := os.Stat(leftover); !os.IsNotExist(err) {
		t.Errorf("what a crash left is still there: %v", err)
	}
	if n := len(d.generations()); n != 1+DefaultEarlier {
		t.Errorf("%d generations on disk, want %d", n, 1+DefaultEarlier)
	}
	d.KeepEarlier(0)
	build(t, d, "f", "e")
	if n := len(d.generations()); n != 1 {
		t.Errorf("%d generations on disk, want the current one", n)
	}
}

// Many small updates must not pile up segments or what was deleted, nor lose
// anything. The served index is the base of each, as in a server.
func TestManyUpdates(t *testing.T) {
	d := openDirectory(t, t.TempDir())
	build(t, d, "f", "a0")
	x, err := d.Current(t.Context())
	check(t, err)
	const n = 3 * maxSegments
	for i := range n {
		released := false
		w, err := d.UpdateFrom(t.Context(), x, func() { released = true })
		check(t, err)
		check(t, w.Put(t.Context(), article("a"+strconv.Itoa(i+1))))
		check(t, w.Put(t.Context(), article("again")))
		check(t, w.Commit(t.Context()))
		if !released {
			t.Fatal("the base is still held after the commit")
		}
		check(t, x.Close())
		x, err = d.Current(t.Context())
		check(t, err)
	}
	check(t, x.Close())
	x = current(t, d) // from the disk
	for i := range n + 1 {
		if !has(t, x, "a"+strconv.Itoa(i)) {
			t.Fatalf("article a%d was lost", i)
		}
	}
	segments, all, live := x.sizes()
	if len(segments) > maxSegments+1 {
		t.Errorf("%d segments, want at most %d", len(segments), maxSegments+1)
	}
	if all-live > all/2 {
		t.Errorf("%d of %d documents are deleted ones", all-live, all)
	}
}

// Merging the small ones must leave the large ones alone: that is what keeps an
// edit of a large index quick.
func TestSmallSegmentsAreMergedAmongThemselves(t *testing.T) {
	d := openDirectory(t, t.TempDir())
	large := make([]string, smallSegment)
	for i := range large {
		large[i] = "large" + strconv.Itoa(i)
	}
	build(t, d, "f", large...)
	name := func(x *Index) string {
		for _, f := range x.manifest.Files {
			if f.Size > 100_000 && strings.HasSuffix(f.Name, ".zap") {
				return f.Name + f.Hash
			}
		}
		return ""
	}
	before := name(current(t, d))
	for i := range maxSegments + 2 {
		w, err := d.Update(t.Context())
		check(t, err)
		check(t, w.Put(t.Context(), article("s"+strconv.Itoa(i))))
		check(t, w.Commit(t.Context()))
	}
	x := current(t, d)
	segments, _, _ := x.sizes()
	if after := name(x); before == "" || after != before || len(segments) > maxSegments {
		t.Errorf("large segment %q, was %q; %d segments", after, before, len(segments))
	}
}

// A generation that another process made current meanwhile is what is updated.
func TestUpdateFromAnOldBase(t *testing.T) {
	d := openDirectory(t, t.TempDir())
	build(t, d, "f", "a")
	old := current(t, d)
	build(t, d, "f", "b")
	w, err := d.UpdateFrom(t.Context(), old, func() {})
	check(t, err)
	check(t, w.Put(t.Context(), article("c")))
	check(t, w.Commit(t.Context()))
	x := current(t, d)
	if has(t, x, "a") || !has(t, x, "b") || !has(t, x, "c") {
		t.Error("the update was not made to the current generation")
	}
}

func TestPassageOfAnotherArticleIsRefused(t *testing.T) {
	d := openDirectory(t, t.TempDir())
	w, err := d.Build(t.Context(), "f")
	check(t, err)
	defer w.Abort()
	a := article("a")
	a.Passages[0].Passage.ID = "b#1"
	if err := w.Put(t.Context(), a); err == nil {
		t.Error("an article with a passage of another was taken")
	}
}

func openDirectory(t *testing.T, path string) *Directory {
	t.Helper()
	d, err := OpenDirectory(path)
	check(t, err)
	return d
}

func build(t *testing.T, d *Directory, fingerprint string, ids ...string) {
	t.Helper()
	w, err := d.Build(t.Context(), fingerprint)
	check(t, err)
	for _, id := range ids {
		check(t, w.Put(t.Context(), article(id)))
	}
	check(t, w.Commit(t.Context()))
	check(t, d.keepReady(nil)) // as when the process that built it has ended
}

func current(t *testing.T, d *Directory) *Index {
	t.Helper()
	x, err := d.Current(t.Context())
	check(t, err)
	t.Cleanup(func() { check(t, x.Close()) })
	return x
}

func has(t *testing.T, x *Index, id string) bool {
	t.Helper()
	got, err := x.Articles(t.Context(), []string{id}, true)
	check(t, err)
	return got[0] != nil
}

func article(id string) *index.ArticleDocument {
	a := &corpus.Article{ID: id, Title: id}
	a.Normalize()
	return &index.ArticleDocument{Article: a, Passages: []index.PassageDocument{{
		Passage: corpus.Passage{ID: id + "#1", Article: id, Kind: corpus.KindOther},
		Words:   map[string]int{id: 1}, Length: 1,
		Signals: []string{index.SignalKind + string(corpus.KindOther)},
	}}}
}

func flipByte(t *testing.T, r *rand.Rand, path string) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	check(t, err)
	defer f.Close()
	size, err := f.Seek(0, io.SeekEnd)
	check(t, err)
	at := r.Int64N(size)
	b := []byte{0}
	_, err = f.ReadAt(b, at)
	check(t, err)
	_, err = f.WriteAt([]byte{b[0] ^ 0x40}, at)
	check(t, err)
}

func write(t *testing.T, path, content string) {
	t.Helper()
	check(t, os.WriteFile(path, []byte(content), 0o600))
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestMarkThatWasNeverFinishedIsNoFileOfOthers(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "."+markFile+"8437"), "{")
	build(t, openDirectory(t, dir), "f", "a")
}

func TestManyOpenANewDirectoryAtOnce(t *testing.T) {
	for range 50 {
		path := filepath.Join(t.TempDir(), "data")
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() {
				if _, err := OpenDirectory(path); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
	}
}

// A generation that readers could not open must not become current.
func TestCommitOfWhatCannotBeOpenedFails(t *testing.T) {
	d := openDirectory(t, t.TempDir())
	build(t, d, "f", "good")
	w, err := d.Build(t.Context(), "f")
	check(t, err)
	a := article("bad")
	for i := range 20 { // more facts than a column holds
		a.Passages[0].Signals = append(a.Passages[0].Signals, index.SignalFact+strconv.Itoa(i))
	}
	check(t, w.Put(t.Context(), a))
	if err := w.Commit(t.Context()); err == nil {
		t.Error("commit said nothing")
	}
	if x := current(t, d); !has(t, x, "good") || x.Skipped() != nil {
		t.Errorf("the good generation is not what is served: %v", x.Skipped())
	}
	build(t, d, "f", "next")
}

func TestSkippedSaysWhatIsDamaged(t *testing.T) {
	d := openDirectory(t, t.TempDir())
	build(t, d, "f", "old")
	build(t, d, "f", "new")
	write(t, d.file(generationName(2), manifestFile), "{")
	if x := current(t, d); !errors.Is(x.Skipped(), ErrDamaged) {
		t.Errorf("skipped: %v, want ErrDamaged", x.Skipped())
	}
}
