// Package bleve is the embedded engine: an index.Backend over Bleve's scorch
// segments on disk. Bleve keeps the postings, the stored fields and the merging;
// matching, BM25 and facet counts are done here on its postings and bitmaps,
// because Bleve's own scoring is not BM25 (see ARCHITECTURE.md). Generations,
// their swap and the write lock live here too. Terms come from outside.
package bleve
