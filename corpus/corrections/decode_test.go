package corrections

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Whoever mistypes something is told where; nothing is applied half.
func TestLoadErrors(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"corrections:\n  - article: a\n    insurance: covered\n    colour: red\n", "4: a correction: unknown field \"colour\" (known: anchor, approval, "},
		{"corrections:\n  - article: a\n    insurance: maybe\n", `3: insurance: "maybe" is none of covered, self_pay, mixed, unknown`},
		{"corrections:\n  - article: a\n    section: s\n    kind: risk\n", `4: kind: "risk" is none of overview, `},
		{"corrections:\n  - article: a\n    source: {of: x, type: none}\n", `3: type: "none" is none of government, `},
		{"corrections:\n  - article: a\n    cost:\n      min_yen: 3万円\n", `4: min_yen: a whole number is needed, or null where it is unknown, not "3万円"`},
		{"corrections:\n  - article: a\n    cost: {min_yen: 1.5}\n", `3: min_yen: a whole number`},
		{"corrections:\n  - article: a\n    cost: {min_yen: -1}\n", `3: min_yen: -1 is not between 0 and`},
		{"corrections:\n  - article: a\n    cost: {}\n", `3: cost: nothing is corrected`},
		{"corrections:\n  - article: a\n    cost: {per: piece}\n", `3: per: "piece" is none of session, site, tooth`},
		{"corrections:\n  - article: a\n    cost: 30000\n", `3: cost: keys and values are needed`},
		{"corrections:\n  - article: a\n    downtime: []\n", `3: downtime: keys and values are needed (max_days, min_days), not a list`},
		{"corrections:\n  - article: a\n    fees: {label: x}\n", `3: fees: a list is needed, not keys and values`},
		{"corrections:\n  - article: a\n    fees: [{yen: 3}]\n", `3: fees: a fee needs a label`},
		{"corrections:\n  - article: a\n    tags: [[a]]\n", `3: tags: a text is needed, not a list`},
		{"corrections:\n  - article: a\n    supervisors: [{affiliation: x}]\n", `3: supervisors: a supervisor needs a name or a title`},
		{"corrections:\n  - article: a\n    section: s\n    hide: yes please\n", `4: hide: true is needed, not "yes please"`},
		{"corrections:\n  - article: a\n    section: s\n    hide: false\n", `4: hide: only true means something`},
		{"corrections:\n  - article: a\n    kind: risks\n", `2: kind, heading and hide need the section or the passage`},
		{"corrections:\n  - article: a\n    section: s\n    passage: a#1\n    kind: risks\n", `2: section and passage are both named`},
		{"corrections:\n  - article: a\n    passage: b#1\n    hide: true\n", `2: passage "b#1" is not one of article "a"`},
		{"corrections:\n  - insurance: covered\n", `2: article is missing`},
		{"corrections:\n  - article:\n    insurance: covered\n", `2: article: a text is needed, not nothing`},
		{"corrections:\n  - article: a\n    why: いつか\n", `2: nothing is corrected`},
		{"corrections:\n  - article: a\n    faq: {question: 何？}\n", `2: faq: name the question that is corrected with of; a new one needs`},
		{"corrections:\n  - article: a\n    faq: {of: 何？}\n", `2: faq: nothing is corrected`},
		{"corrections:\n  - article: a\n    faq: {of: 何？, remove: true, answer: それ}\n", `2: faq: what is removed has no new`},
		{"corrections:\n  - article: a\n    source: {type: society}\n", `2: source: name the source`},
		{"corrections:\n  - article: a\n    source: {of: 1}\n", `2: source: nothing is corrected`},
		{"corrections:\n  - article: a\n    source: {of: 1, url: example.jp}\n", `3: url: "example.jp" is not a web address`},
		{"corrections:\n  - article: a\n    source: {of: 1, year: 20266}\n", `3: year: 20266 is not between`},
		{"corrections:\n  - article: a\n    insurance: covered\n    date: 昨日\n", `4: date: a day is needed, written as 2026-01-31, not "昨日"`},
		{"corrections:\n  - article: a\n    article: b\n    insurance: covered\n", `3: a correction: article is given twice`},
		{"corrections:\n  - 12\n", `2: a correction: keys and values are needed`},
		{"- article: a\n", `1: the file: keys and values are needed (corrections), not a list`},
		{"correction:\n", `1: the file: unknown field "correction" (known: corrections)`},
		{"corrections:\n  - article: [\n", `corrections.yaml:`},
		{"corrections:\n\t- article: a\n", `2: found character that cannot start any token`},
	} {
		file := filepath.Join(t.TempDir(), "corrections.yaml")
		if err := os.WriteFile(file, []byte(tt.text), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := Load(file)
		if err == nil || !strings.Contains(err.Error(), "corrections.yaml:"+strings.TrimPrefix(tt.want, "corrections.yaml:")) {
			t.Errorf("%q:\n%v\nwant %s", tt.text, err, tt.want)
		}
	}
}

// All that is wrong is said at once, of every file.
func TestLoadReportsAll(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	_, err := Load(write("a.yaml", "corrections:\n- {article: a, insurance: x}\n- {article: a, approval: y}\n"), write("b.yaml", "corrections: 3\n"), filepath.Join(dir, "none.yaml"))
	if err == nil || len(strings.Split(err.Error(), "\n")) != 4 {
		t.Errorf("%v", err)
	}
}

// What stands in the file by an alias is what it stands for.
func TestAlias(t *testing.T) {
	s := load(t, "corrections:\n- &first\n  article: a\n  why: &why 確認済み\n  insurance: covered\n- article: b\n  why: *why\n  insurance: covered\n")
	if got := s.Of("b"); len(got) != 1 || got[0].Why != "確認済み" || got[0].Line != 6 {
		t.Errorf("%+v", got)
	}
}

func FuzzParse(f *testing.F) {
	f.Add("corrections:\n- {article: a, section: s, kind: risks}\n")
	f.Add("corrections:\n- article: a\n  cost: {min_yen: null, per: tooth}\n  fees: [{label: x, yen: 1}]\n")
	f.Add("corrections: &a [*a]\n")
	f.Add("? [a]\n: {<<: *b}\n")
	f.Fuzz(func(t *testing.T, text string) {
		list, err := Parse("f.yaml", []byte(text))
		if err != nil && list != nil {
			t.Error("corrections beside an error")
		}
		for _, c := range list {
			if err := c.Valid(); err != nil {
				t.Errorf("%+v was read, but cannot be written: %v", c, err)
			}
		}
	})
}
