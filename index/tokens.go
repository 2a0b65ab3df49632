package index

// Tokens are the terms of a text in order of their start, with byte offsets.
type Tokens []Token

// Token is a term that covers the bytes [Start,End) of its text.
type Token struct {
	Term       string
	Start, End int
}
