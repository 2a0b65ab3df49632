// Package queries is the judged queries over the sample knowledge base, embedded for who edits
// what is found in it: a change is tried on them before it is saved. README.md says how they
// were judged.
package queries

import "embed"

// Articles is the file of queries with the articles that answer them, in FS.
const Articles = "sample-articles.jsonl"

// FS holds Articles.
//
//go:embed sample-articles.jsonl
var FS embed.FS
