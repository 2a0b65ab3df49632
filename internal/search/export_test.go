package search

// OddQueries is what a query can hold besides words.
func OddQueries() map[string]string { return oddQueries() }
