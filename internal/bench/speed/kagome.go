package main

import (
	"fmt"

	"github.com/ikawaha/kagome-dict/ipa"
	"github.com/ikawaha/kagome/v2/tokenizer"

	"shirube/internal/text"
)

// kagome is Kagome alone: its own tokenizer in search mode, nothing done with
// the tokens.
type kagome struct{ *tokenizer.Tokenizer }

func newKagome() (kagome, error) {
	t, err := tokenizer.New(ipa.Dict(), tokenizer.OmitBosEos())
	if err != nil {
		return kagome{}, fmt.Errorf("kagome: %w", err)
	}
	return kagome{t}, nil
}

// run segments the sentences and counts the tokens.
func (k kagome) run(sentences []string) int {
	n := 0
	for _, s := range sentences {
		n += len(k.Analyze(s, tokenizer.Search))
	}
	return n
}

// sentences cuts a text as the analyzer does, so that Kagome gets the same
// stretches without the time to find them.
func sentences(s string) []string {
	normal := text.Normalize(s).String
	spans := text.Sentences(normal)
	out := make([]string, len(spans))
	for i, sp := range spans {
		out[i] = normal[sp.Start:sp.End]
	}
	return out
}
