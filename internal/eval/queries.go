package eval

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxLine is the length in bytes up to which a line of a queries file is read.
const maxLine = 16 << 20

// line is a line of a queries file.
type line struct {
	ID       string         `json:"id"`
	Query    string         `json:"query"`
	Relevant map[string]int `json:"relevant"`
	Type     string         `json:"type"`
	Fold     int            `json:"fold"`
	Plain    string         `json:"plain"`
}

// ReadQueries reads a queries file: one JSON object a line, {"id", "query",
// "relevant": {"<article or passage id>": grade}, "type"?, "fold"?, "plain"?}. Empty
// lines and further fields are skipped. An error names the file and the line.
func ReadQueries(name string, r io.Reader) ([]Query, error) {
	var queries []Query
	first := map[string]int{} // id → line
	scanner := bufio.NewScanner(r)
	scanner.Buffer(nil, maxLine)
	n := 0
	for scanner.Scan() {
		n++
		text := strings.TrimSpace(strings.TrimPrefix(scanner.Text(), "\ufeff"))
		if text == "" {
			continue
		}
		q, err := parseQuery(text)
		if err == nil && first[q.ID] > 0 {
			err = fmt.Errorf("the id %q is that of line %d already", q.ID, first[q.ID])
		}
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", name, n, err)
		}
		first[q.ID] = n
		queries = append(queries, q)
	}
	if err := scanner.Err(); err != nil {
		return nil, fmt.Errorf("%s:%d: %w", name, n+1, err)
	}
	if len(queries) == 0 {
		return nil, fmt.Errorf("%s: no queries in it", name)
	}
	return queries, nil
}

func parseQuery(text string) (Query, error) {
	if !utf8.ValidString(text) {
		return Query{}, errors.New("not UTF-8")
	}
	var l line
	if err := json.Unmarshal([]byte(text), &l); err != nil {
		return Query{}, fmt.Errorf("not a query: %w", err)
	}
	switch {
	case l.ID == "":
		return Query{}, errors.New("the query has no id")
	case strings.IndexFunc(l.ID, unicode.IsSpace) >= 0:
		return Query{}, fmt.Errorf("the id %q has white space in it, which run files cannot hold", l.ID)
	case strings.TrimSpace(l.Query) == "":
		return Query{}, errors.New("the query is empty")
	case l.Relevant == nil:
		return Query{}, errors.New(`no "relevant" (use {} where nothing answers the query)`)
	}
	return Query(l), nil
}
