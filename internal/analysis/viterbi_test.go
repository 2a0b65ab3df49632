package analysis

import (
	"bufio"
	"encoding/json"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/ikawaha/kagome/v2/tokenizer/lattice"

	"shirube/corpus/articles"
	"shirube/internal/text"
)

// kagomeBest is the best path by Kagome's own lattice.
func kagomeBest(d *dictionary, path []node, s string, mode lattice.TokenizeMode) []node {
	la := lattice.New(d.kagome, nil)
	defer la.Free()
	la.Build(s)
	la.Forward(mode)
	la.Backward(mode)
	for i := len(la.Output) - 1; i >= 0; i-- { // the output runs backwards
		if n := la.Output[i]; n.ID != lattice.BosEosID {
			path = append(path, node{start: n.Position, end: n.Position + len(n.Surface), id: n.ID, known: n.Class == lattice.KNOWN})
		}
	}
	return path
}

// samePath compares the two node by node, in both modes.
func samePath(t *testing.T, d *dictionary, s string) {
	t.Helper()
	for _, mode := range []lattice.TokenizeMode{lattice.Normal, lattice.Search} {
		want := kagomeBest(d, nil, s, mode)
		if got := d.best(nil, s, mode); !slices.Equal(got, want) {
			t.Fatalf("mode %d: %q\n got %v\nwant %v", mode, s, got, want)
		}
	}
}

func TestViterbiFindsKagomesPathInRealSentences(t *testing.T) {
	d, err := process.get()
	if err != nil {
		t.Fatal(err)
	}
	sentences := 0
	compare := func(s string) {
		s = text.Normalize(s).String
		for _, span := range text.Sentences(s) {
			sentences++
			samePath(t, d, s[span.Start:span.End])
		}
	}
	files, err := articles.FS.ReadDir(".")
	if err != nil || len(files) == 0 {
		t.Fatalf("no sample articles: %v", err)
	}
	for _, f := range files {
		data, err := articles.FS.ReadFile(f.Name())
		if err != nil {
			t.Fatal(err)
		}
		compare(string(data))
	}
	for _, s := range sharedPassages(t) {
		compare(s)
	}
	t.Logf("%d sentences", sentences)
}

// sharedPassages is the texts of a question set, none where there is no such folder.
func sharedPassages(t *testing.T) []string {
	t.Helper()
	shared := os.Getenv("SHIRUBE_SHARED")
	if shared == "" {
		t.Log("SHIRUBE_SHARED is not set: the sample articles alone are compared")
		return nil
	}
	f, err := os.Open(filepath.Join(shared, "data", "jsquad-valid", "passages.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []string
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var p struct{ Text string }
		if err := json.Unmarshal(lines.Bytes(), &p); err != nil {
			t.Fatal(err)
		}
		out = append(out, p.Text)
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestViterbiFindsKagomesPathInAnything(t *testing.T) {
	d, err := process.get()
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(1, 1))
	pieces := strings.Split("痛|くない|ダウンタイム|ー|ヴ|ㇰ|ｱ|㍿|𠮷|👩‍⚕️|が|、|\x00|\xff|\xe3\x81|A|z|1|２|々|ﾞ|か\u3099|二重|ほうれい線|株式会社|　| |\n|αβγ|ЖЖ|東京特許許可局|アイウエオカキクケコサシスセソ|・|ああああ|・・・|－|ⅷ|한국|\u0301|\ufffd", "|")
	for range 20_000 {
		var b strings.Builder
		for range r.IntN(12) {
			b.WriteString(pieces[r.IntN(len(pieces))])
			if r.IntN(3) == 0 {
				b.WriteRune(rune(0x3041 + r.IntN(0x60)))
			}
			if r.IntN(4) == 0 {
				b.WriteRune(rune(0x4e00 + r.IntN(0x5000)))
			}
		}
		samePath(t, d, b.String())
	}
	for _, long := range []string{strings.Repeat("ア", 1500), strings.Repeat("A", 3000), strings.Repeat("漢字", 900)} {
		samePath(t, d, long)
	}
}

func BenchmarkBestPath(b *testing.B) {
	d, err := process.get()
	if err != nil {
		b.Fatal(err)
	}
	s := "ヒアルロン酸注射のダウンタイムは数日程度で、内出血や腫れが出ることがありますが、多くの場合は一週間ほどで落ち着きます。"
	for name, best := range map[string]func(path []node) []node{
		"kagome": func(path []node) []node { return kagomeBest(d, path, s, lattice.Normal) },
		"ours":   func(path []node) []node { return d.best(path, s, lattice.Normal) },
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(s)))
			var path []node
			for b.Loop() {
				path = best(path[:0])
			}
		})
	}
}
