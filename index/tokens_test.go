package index

import (
	"errors"
	"math/rand/v2"
	"reflect"
	"testing"
)

func TestTokensComeBackAsTheyWere(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	terms := []string{"痛い", "ナイ", "効果", ConceptTerm("bruise"), "a"}
	for range 200 {
		var tokens []Token
		start := 0
		for position := range r.IntN(40) {
			start += r.IntN(300)
			tokens = append(tokens, Token{Term: terms[r.IntN(len(terms))], Start: start, End: start + r.IntN(200), Position: position})
		}
		packed := PackTokens(tokens)
		all, err := packed.Select(nil, setOf(terms...))
		if err != nil || !reflect.DeepEqual(all, tokens) {
			t.Fatalf("came back as %v, %v; were %v", all, err, tokens)
		}
		want := []Token{{Term: "before"}}
		some, err := packed.Select(want, setOf("痛い", "痛み", ""))
		if err != nil {
			t.Fatal(err)
		}
		for _, token := range tokens {
			if token.Term == "痛い" {
				want = append(want, token)
			}
		}
		if !reflect.DeepEqual(some, want) {
			t.Fatalf("selected %v, want %v", some, want)
		}
	}
}

func setOf(terms ...string) *TermSet {
	var s TermSet
	for _, t := range terms {
		s.Add(t)
	}
	return &s
}

func FuzzSelect(f *testing.F) {
	f.Add([]byte(PackTokens([]Token{{Term: "痛い", Start: 3, End: 9}})))
	f.Add([]byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01})
	f.Fuzz(func(t *testing.T, data []byte) {
		var set TermSet // all that can be terms in it
		for i := range min(len(data), 64) {
			for j := i + 1; j <= min(len(data), i+12); j++ {
				set.Add(string(data[i:j]))
			}
		}
		tokens, err := Tokens(data).Select(nil, &set)
		if err != nil && (!errors.Is(err, ErrTokens) || tokens != nil) {
			t.Fatalf("%v with %v", err, tokens)
		}
	})
}
