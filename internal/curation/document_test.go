package curation_test

import (
	"strings"
	"testing"
	"time"

	"shirube/internal/curation"
)

const written = `schema: 1
rules:
  - id: synonym-1
    kind: synonym
    words: [ハイフ, HIFU]
    note: 院内の呼び名
    who: 編集
    when: "2026-05-01T09:00:00Z"
  - id: synonym-2
    kind: synonym
    words: [ツルリンコース]
    to: [ハイフ]
    collection: clinic
    until: "2026-12-31"
  - id: pin-1
    kind: pin
    queries: [予約, 受付]
    match: contains
    target: hifu#0123456789
    position: 2
    quote: 予約の方法
  - id: redirect-1
    kind: redirect
    queries: [採用]
    match: exact
    url: https://example.jp/jobs
    text: 採用情報
  - id: hide-1
    kind: hide
    passage: hifu#abcdef0123
    quote: 古い説明
`

// A document is read as it was written, byte for byte, so that a diff of exports shows what
// changed and nothing else.
func TestRoundTrip(t *testing.T) {
	d, err := curation.Parse("rules.yaml", []byte(written))
	if err != nil {
		t.Fatal(err)
	}
	got, err := d.YAML()
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != written {
		t.Errorf("written again:\n%s", got)
	}
	empty, err := new(curation.Document).YAML()
	if err != nil || string(empty) != "schema: 1\nrules: []\n" {
		t.Errorf("%q %v", empty, err)
	}
	if _, err := curation.Parse("empty", empty); err != nil {
		t.Error(err)
	}
}

// Whoever imports a file is told of all that is wrong with it, by line; nothing of it is taken.
func TestProblemsHaveLines(t *testing.T) {
	_, err := curation.Parse("rules.yaml", []byte(`schema: 1
rules:
  - kind: synonym
    words: [ハイフ]
  - id: a
    kind: pin
    queries: [予約]
    match: maybe
    position: 99
  - id: a
    kind: hide
    passage: x#1
    words: [a]
  - kind: redirect
    queries: [採用]
    url: javascript:alert(1)
  - kind: redirect
    queries: [採用]
    url: //evil.example/
    when: yesterday
  - kind: wish
  - 3
  - id: b
    kind: hide
    passage: x#2
    until: soon
  - id: b
    kind: redirect
    queries: [はいふ]
    query: ハイフ
`))
	if err == nil {
		t.Fatal("accepted")
	}
	for _, want := range []string{
		"rules.yaml:4: rule: words: at least 2 needed", "rules.yaml:8: rule a: match: it is exact or contains", "rules.yaml:9: rule a: position: ",
		"rules.yaml:5: rule a: target: it is missing", "rules.yaml:13: rule a: unknown key \"words\"", "rules.yaml:16: rule: url: ", "rules.yaml:19: rule: url: ",
		"rules.yaml:20: rule: when: ", "rules.yaml:21: rule: kind \"wish\"", "rules.yaml:22: rule: keys and values", "rules.yaml:26: rule b: until: ", "rules.yaml:30: rule b: query: it leads to itself",
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not told of", want)
		}
	}
	for _, src := range []string{"", "a", "rules: []", "schema: 2\nrules: []", "schema: 1", "schema: 1\nrules: 3", "schema: [", "schema: 1\nrules: []\nmore: 1"} {
		if _, err := curation.Parse("f", []byte(src)); err == nil || !strings.HasPrefix(err.Error(), "f:") {
			t.Errorf("%q: %v", src, err)
		}
	}
}

func TestSafeURL(t *testing.T) {
	for url, want := range map[string]bool{
		"https://example.jp/a?b=c": true, "http://example.jp": true, "/articles/a": true, "/search?q=%E8%B2%BB": true,
		"": false, "//example.jp": false, "javascript:alert(1)": false, "data:text/html,x": false, "https:": false, "https:///x": false, "example.jp": false,
		"/\\evil.example": false, "https://a@example.jp": false, "/a b": false, "\x00/": false, "ftp://example.jp/": false, "HTTPS://example.jp/": true, "/\t/evil": false,
	} {
		if curation.SafeURL(url) != want {
			t.Errorf("%q: %v", url, !want)
		}
	}
}

// A rule holds through its last day in Japan, and its end is noticed.
func TestUntil(t *testing.T) {
	d, err := curation.Parse("f", []byte(written))
	if err != nil {
		t.Fatal(err)
	}
	last := time.Date(2026, 12, 31, 14, 59, 59, 0, time.UTC)
	if n := len(d.At(last).Synonyms); n != 2 {
		t.Errorf("on its last day: %d synonyms", n)
	}
	if n := len(d.At(last.Add(time.Second)).Synonyms); n != 1 || !d.Changes(last, last.Add(time.Second)) || d.Changes(last.Add(-time.Hour), last) {
		t.Errorf("the day after: %d synonyms", n)
	}
	rules := d.At(last)
	if len(rules.Pins) != 1 || !rules.Pins[0].Contains || len(rules.Redirects) != 1 || len(rules.Hidden) != 1 || rules.Synonyms[0].To[0] != "ハイフ" || rules.Synonyms[1].To[0] != "ハイフ" {
		t.Errorf("%+v", rules)
	}
}

func TestDiff(t *testing.T) {
	before, err := curation.Parse("f", []byte(written))
	if err != nil {
		t.Fatal(err)
	}
	moved := *before.Rule("pin-1")
	moved.Position, moved.Who, moved.When = 1, "だれか", time.Now()
	touched := *before.Rule("synonym-1")
	touched.Who = "だれか"
	after := before.With(moved).With(touched).Without("hide-1").With(curation.Rule{ID: "new", Kind: curation.KindHide, Passage: "a#1"})
	var lines []string
	for _, c := range curation.Diff(before, after) {
		lines = append(lines, c.String())
	}
	want := "~ pin: 予約, 受付 → 1. hifu#0123456789\n    position: \"2\" → \"1\"\n+ hide: a#1\n- hide: hifu#abcdef0123"
	if got := strings.Join(lines, "\n"); got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
}
