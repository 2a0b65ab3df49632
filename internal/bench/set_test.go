package bench

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"shirube/corpus"
)

func writeSet(t *testing.T, passages, queries string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "questions")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"passages.jsonl": passages, "queries.jsonl": queries} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

const oneQuery = `{"id":"q1","query":"灯台","relevant":{"p1":1}}`

// What is analysed, what Kagome alone gets and what is indexed must be the same
// texts, or a ratio compares nothing.
func TestSetReadsTheSameTextsEveryWay(t *testing.T) {
	dir := writeSet(t, `{"id":"p1","title":"灯台","text":"岬の灯台。"}`+"\n"+`{"id":"p2","title":"市場","text":"朝の市場。"}`+"\n", oneQuery)
	set, err := OpenSet(dir + "/")
	if err != nil {
		t.Fatal(err)
	}
	if set.Name != "questions" || len(set.Queries) != 1 {
		t.Errorf("set %q with %d queries", set.Name, len(set.Queries))
	}
	if got := strings.Join(set.Texts(), "|"); got != "灯台|岬の灯台。|市場|朝の市場。" {
		t.Errorf("texts %q", got)
	}
	if got := Bytes(set.Texts()); got != 3*14 {
		t.Errorf("%d bytes", got)
	}
	var ids []string
	err = set.Articles(t.Context(), load(t).Reader, func(a *corpus.Article) error {
		ids = append(ids, a.ID+" "+a.Title+" "+a.Sections[0].Text)
		return nil
	})
	if got := strings.Join(ids, "|"); err != nil || got != "p1 灯台 岬の灯台。|p2 市場 朝の市場。" {
		t.Errorf("articles %q, %v", got, err)
	}
}

func TestSetsThatCannotBeMeasured(t *testing.T) {
	for name, c := range map[string][2]string{
		"no passages":    {"", oneQuery},
		"broken passage": {`{"id":"p1"`, oneQuery},
		"no queries":     {`{"id":"p1","title":"灯台","text":"岬の灯台。"}`, ""},
	} {
		if _, err := OpenSet(writeSet(t, c[0], c[1])); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if _, err := OpenSet(t.TempDir()); err == nil {
		t.Error("an empty folder is a question set")
	}
}

// A rejected article must end a measurement, not make it faster.
func TestBuildRefusesToLeaveAnythingOut(t *testing.T) {
	dir := writeSet(t, `{"id":"p1","title":"灯台","text":"岬の灯台。"}`+"\n"+`{"id":"p1","title":"二度目","text":"同じ名前。"}`, oneQuery)
	set, err := OpenSet(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := load(t).Build(t.Context(), set.Source(), t.TempDir()); err == nil || !strings.Contains(err.Error(), "p1") {
		t.Errorf("error %v, want one that names p1", err)
	}
}
