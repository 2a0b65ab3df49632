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
		all, err := packed.Select(func([]byte) bool { return true })
		if err != nil || !reflect.DeepEqual(all, tokens) {
			t.Fatalf("came back as %v, %v; were %v", all, err, tokens)
		}
		some, err := packed.Select(func(term []byte) bool { return string(term) == "痛い" })
		if err != nil {
			t.Fatal(err)
		}
		var want []Token
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

func FuzzSelect(f *testing.F) {
	f.Add([]byte(PackTokens([]Token{{Term: "痛い", Start: 3, End: 9}})))
	f.Add([]byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01})
	f.Fuzz(func(t *testing.T, data []byte) {
		tokens, err := Tokens(data).Select(func([]byte) bool { return true })
		if err != nil && (!errors.Is(err, ErrTokens) || tokens != nil) {
			t.Fatalf("%v with %v", err, tokens)
		}
	})
}
