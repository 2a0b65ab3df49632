package loglinear

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// lessons are examples of fruit and fish: one feature says which, one says nothing, and
// one stands in a single example.
func lessons() []Example {
	var out []Example
	for i := range 20 {
		class, sign := "fruit", "sweet"
		if i%2 == 1 {
			class, sign = "fish", "wet"
		}
		out = append(out, Example{Features: []Feature{{sign, 1}, {"sold", 1}}, Classes: []string{class}, Weight: 1, Group: fmt.Sprint(i)})
	}
	out[0].Features = append(out[0].Features, Feature{"red", 1})
	return out
}

func options() Options {
	return Options{Rounds: 30, Decay: 1, Rate: 0.2, MinGroups: 2, Smallest: 0.1}
}

// best is the class that a model finds most probable, and how probable.
func best(m *Model, features ...Feature) (string, float64) {
	p := m.Probabilities(features)
	top := slices.Max(p)
	return m.Classes()[slices.Index(p, top)], top
}

// A model must tell by what tells, and say how sure it is: callers decide by that.
func TestTrain(t *testing.T) {
	m := Train(lessons(), options())
	for _, tt := range []struct{ sign, want string }{{"sweet", "fruit"}, {"wet", "fish"}} {
		if got, p := best(m, Feature{tt.sign, 1}); got != tt.want || p < 0.8 {
			t.Errorf("%s: %s %.2f, want %s", tt.sign, got, p, tt.want)
		}
	}
	if _, p := best(m, Feature{"sold", 1}, Feature{"never seen", 1}); p > 0.6 {
		t.Errorf("what says nothing says %.2f", p)
	}
	if m.weights["red"] != nil {
		t.Error("a feature of one example alone has weights")
	}
}

// Where several classes are right, the first is learned, but another is no mistake.
func TestTrainSeveralRight(t *testing.T) {
	list := lessons()
	for i := range list {
		if list[i].Classes[0] == "fish" {
			list[i].Classes = []string{"fish", "fruit"}
		}
	}
	m := Train(list, options())
	got, p := best(m, Feature{"wet", 1})
	if _, only := best(Train(lessons(), options()), Feature{"wet", 1}); got != "fish" || p >= only {
		t.Errorf("%s %.2f, want fish less surely than %.2f", got, p, only)
	}
}

// The same pages must make the same weights, or every run would change the file.
func TestTrainIsTheSameEveryTime(t *testing.T) {
	var a, b bytes.Buffer
	for _, out := range []*bytes.Buffer{&a, &b} {
		if err := Train(lessons(), options()).Write(out, "two\nlines"); err != nil {
			t.Fatal(err)
		}
	}
	if a.String() != b.String() {
		t.Errorf("two models of the same:\n%s\n%s", &a, &b)
	}
}

// What is written is read as it was.
func TestWriteAndRead(t *testing.T) {
	m := Train(lessons(), options())
	var b bytes.Buffer
	if err := m.Write(&b, "made by a test"); err != nil {
		t.Fatal(err)
	}
	again, err := Read(&b)
	if err != nil {
		t.Fatal(err)
	}
	if again.Features() != m.Features() {
		t.Errorf("%d features, want %d", again.Features(), m.Features())
	}
	for _, sign := range []string{"sweet", "wet", "sold"} {
		features := []Feature{{sign, 0.7}}
		if got, want := again.Probabilities(features), m.Probabilities(features); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", sign, got, want)
		}
	}
}

// A file that was damaged is refused, with the line, and never half a model.
func TestReadRefuses(t *testing.T) {
	for name, tt := range map[string]struct{ file, want string }{
		"nothing":         {"# only a comment\n", "no classes"},
		"classes alone":   {"\ta\tb\n", "no classes"},
		"empty lines":     {"\n\n", "no classes"},
		"too few weights": {"\ta\tb\n\t1\t2\nx\t1\n", "line 3: 1 weights, 2 classes"},
		"no number":       {"\ta\tb\n\t1\ttwo\n", "line 2: weight"},
		"twice":           {"\ta\tb\n\t1\t2\nx\t1\t2\nx\t1\t2\n", "line 4"},
		"before the bias": {"\ta\tb\nx\t1\t2\n", "line 2"},
	} {
		if m, err := Read(strings.NewReader(tt.file)); m != nil || err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %q", name, err, tt.want)
		}
	}
}
