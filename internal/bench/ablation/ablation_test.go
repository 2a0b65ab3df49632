package main

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"shirube/internal/bench"
	"shirube/internal/bench/sets"
	"shirube/internal/search"
)

// Two signals switched off at once would be taken for one.
func TestEachChangeSwitchesOffOneSignal(t *testing.T) {
	differing := func(a, b any) (names []string) {
		x, y := reflect.ValueOf(a), reflect.ValueOf(b)
		for i := range x.NumField() {
			if !x.Field(i).Equal(y.Field(i)) {
				names = append(names, x.Type().Field(i).Name)
			}
		}
		return names
	}
	on := everything()
	all := changes()
	for _, c := range all[:len(all)-1] {
		got := append(differing(on.weights, c.weights), differing(on.on, c.on)...)
		if len(got) != 1 || !strings.HasSuffix(c.name, " "+got[0]) {
			t.Errorf("%q changes %q", c.name, got)
		}
	}
	none := all[len(all)-1]
	if got := len(differing(on.weights, none.weights)) + len(differing(on.on, none.on)); got != len(all)-1 {
		t.Errorf("%q changes %d of %d signals", none.name, got, len(all)-1)
	}
	if none.weights.Summary != 1 || none.weights.Pair != 0 || none.on != (search.Interpret{}) {
		t.Errorf("%q is %+v", none.name, none)
	}
}

func TestSelected(t *testing.T) {
	got, err := selected(changes(), []string{"weight Pair", "reading Intent"})
	if err != nil || len(got) != 2 || got[0].weights.Pair != 0 || got[1].on.Intent {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := selected(changes(), []string{"Pear"}); err == nil || !strings.Contains(err.Error(), "weight Pair") {
		t.Errorf("error %v, want one that names the signals", err)
	}
}

// The whole way: a signal that decides a question shows in its row and no other.
func TestTable(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		// The same words twice; only in p2 are they neighbours.
		"passages.jsonl": `{"id":"p1","title":"記録","text":"沖の灯台を見て、岬の風を待つ船。"}` + "\n" + `{"id":"p2","title":"記録","text":"風の船を見て、沖を待つ岬の灯台。"}` + "\n",
		"queries.jsonl":  `{"id":"q1","query":"岬の灯台","relevant":{"p2":1}}` + "\n" + `{"id":"q2","query":"岬の風","relevant":{"p1":1}}` + "\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	parts, err := bench.Load()
	if err != nil {
		t.Fatal(err)
	}
	set, err := sets.Questions(t.Context(), parts, dir, filepath.Join(t.TempDir(), "index"), 1)
	if err != nil {
		t.Fatal(err)
	}
	closeness := everything()
	closeness.name = "closeness"
	closeness.weights.Pair, closeness.weights.Likeness = 0, 0
	kind := everything()
	kind.name, kind.weights.Kind = "kind", 0
	table := newTable([]change{closeness, kind})
	if err := table.measure(t.Context(), []*sets.Set{set}); err != nil {
		t.Fatal(err)
	}
	c := table.columns[0]
	if c.all != 1 || c.queries != 2 || c.cells[0].difference >= 0 || c.cells[1].difference != 0 {
		t.Errorf("%+v", c)
	}
	var b strings.Builder
	if err := table.write(&b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"| everything on | 1.0000 |\n", "| without closeness | -", "| without kind | 0 |\n"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in\n%s", want, b.String())
		}
	}
}

func TestMarks(t *testing.T) {
	for want, c := range map[string]cell{
		"0": {0, 0.001}, "+0.0100": {0.01, 0.05}, "-0.0100 *": {-0.01, 0.02}, "+0.0200 **": {0.02, 0.009},
	} {
		if got := c.String(); got != want {
			t.Errorf("%+v is %q, want %q", c, got, want)
		}
	}
}
