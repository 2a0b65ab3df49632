package main

import (
	"fmt"

	"github.com/ikawaha/kagome-dict/ipa"
	"github.com/ikawaha/kagome/v2/tokenizer"

	"shirube/internal/bench"
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

// beside is the two that are compared, with the same texts.
type beside struct {
	set   *bench.Set
	parts *bench.Parts
	raw   kagome
	texts []string
	cut   [][]string // of each text, its sentences
}

// open reads the question set in the folder dir and loads both.
func open(dir string) (*beside, error) {
	set, err := bench.OpenSet(dir)
	if err != nil {
		return nil, err
	}
	parts, err := bench.Load()
	if err != nil {
		return nil, err
	}
	raw, err := newKagome()
	if err != nil {
		return nil, err
	}
	b := &beside{set: set, parts: parts, raw: raw, texts: set.Texts()}
	for _, t := range b.texts {
		b.cut = append(b.cut, sentences(t))
	}
	return b, nil
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
