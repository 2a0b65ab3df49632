// Package articles is the sample knowledge base: treatment articles written for
// this project, each marked 見本, in the formats that real collections come in.
// It holds the files alone; reading them is left to corpus/reader. Which work
// supports which section, and how its existence was confirmed, is in SOURCES.md,
// which is not part of the corpus.
package articles

import "embed"

// FS holds the articles at its root: Markdown with front matter, plain text
// with unmarked headings, JSON lines, and HTML pages with what surrounds an
// article on a site. Their names begin in lower case; what does not is about
// the corpus, not in it.
//
//go:embed [a-z]*.md [a-z]*.txt [a-z]*.jsonl [a-z]*.html
var FS embed.FS
