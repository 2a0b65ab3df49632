package retrieve

import "unicode"

// budget is what is left to fill.
type budget struct {
	chars, tokens int
	counted       bool // tokens are limited
}

func newBudget(r Request) budget {
	return budget{chars: r.MaxChars, tokens: r.MaxTokens, counted: r.MaxTokens > 0}
}

// sizeOf is what a text takes of a budget.
func sizeOf(s string) budget {
	b := budget{}
	for range s {
		b.chars++
	}
	b.tokens = EstimateTokens(s)
	return b
}

func (b budget) less(o budget) budget {
	return budget{b.chars - o.chars, b.tokens - o.tokens, b.counted}
}

func (b budget) more(o budget) budget {
	return budget{b.chars + o.chars, b.tokens + o.tokens, b.counted}
}

// atMost is the budget, but no more than so many characters of it.
func (b budget) atMost(chars int) budget {
	b.chars = min(b.chars, chars)
	return b
}

func (b budget) fits(s string) bool {
	size := sizeOf(s)
	return size.chars <= b.chars && (!b.counted || size.tokens <= b.tokens)
}

// EstimateTokens is about how many tokens a text is to a language model: one for every
// three characters of a run of ASCII letters or digits, rounded up, one for any other
// character that is no space. Tokenizers differ; those in use take rarely more for
// Japanese, and often less.
func EstimateTokens(s string) int {
	n, run := 0, 0
	for _, r := range s {
		if r <= unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			if run%3 == 0 {
				n++
			}
			run++
			continue
		}
		run = 0
		if !unicode.IsSpace(r) || r == '\n' {
			n++
		}
	}
	return n
}
