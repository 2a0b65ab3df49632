package reader

import (
	"encoding/json"
	"strings"
	"testing"

	"shirube/corpus"
)

// Front matter in TOML, as some site generators have it, says the same as in YAML.
func TestTOMLFrontMatter(t *testing.T) {
	yaml := "---\nid: post-1\ntitle: 光治療\ndate: 2026-04-01\nupdated: 2026-04-02T09:00:00+09:00\ndraft: true\ntags: [しみ, 光]\nsupervisors:\n  - name: 見本 花子\n    title: 院長\nsources:\n  - name: 見本学会\n    title: 指針\n    year: 2020\n    supports: [リスク]\n---\n"
	toml := "+++\nid = \"post-1\"\ntitle = '光治療'\ndate = 2026-04-01\nupdated = 2026-04-02T09:00:00+09:00\ndraft = true\ntags = [\"しみ\", \"光\"]\n\n[[supervisors]]\nname = \"見本 花子\"\ntitle = \"院長\"\n\n[[sources]]\nname = \"見本学会\"\ntitle = \"指針\"\nyear = 2020\nsupports = [\"リスク\"]\n+++\n"
	body := "# 光治療\n\n## リスク\n\n赤みが出ることがあります。\n"
	want, problems := readAll(t, "a.md", []byte(yaml+body))
	if len(want) != 1 || len(problems) > 0 {
		t.Fatalf("%d articles, %v", len(want), problems)
	}
	got, problems := readAll(t, "a.md", []byte(toml+body))
	if len(got) != 1 || len(problems) > 0 {
		t.Fatalf("%d articles, %v", len(got), problems)
	}
	asJSON := func(t *testing.T, a *corpus.Article) string {
		t.Helper()
		data, err := json.Marshal(a)
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	for i := range got[0].Sections {
		got[0].Sections[i].StartLine = want[0].Sections[i].StartLine
	}
	got[0].Dropped = want[0].Dropped // but for their lines
	if g, w := asJSON(t, got[0]), asJSON(t, want[0]); g != w {
		t.Errorf("TOML reads as\n%s\nYAML as\n%s", g, w)
	}
	// Lines count from the top of the file, front matter included.
	got, _ = readAll(t, "a.md", []byte(toml+body))
	line := strings.Count((toml + body)[:strings.Index(toml+body, "## リスク")], "\n") + 1
	if s := got[0].Sections[0]; s.Heading != "リスク" || s.StartLine != line {
		t.Errorf("%s begins on line %d, want %d", s.Heading, s.StartLine, line)
	}
	// Three plus signs that are never closed are text.
	got, problems = readAll(t, "b.md", []byte("+++\n本文です。\n"))
	if len(got) != 1 || !strings.Contains(asJSON(t, got[0]), "本文です。") {
		t.Errorf("%d articles, %v", len(got), problems)
	}
}
