package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"shirube/internal/search"
)

// understands URL FILE: asks the server at URL each query of a table and compares what it
// says it understood. A line is
//
//	query | terms: a, b=concept ; corrected: … ; intent: … ; filters: name=value<from ; denies: … ; excludes: … ; expands: from>to
//
// What a line does not name was not understood: only expansions may be more than those
// named, and terms may be left out.
func understands(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: understands url file")
	}
	lines := 0
	for line := range strings.Lines(ts.ReadFile(args[1])) {
		line = strings.TrimSuffix(line, "\n")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		query, table, ok := strings.Cut(line, " | ")
		if !ok {
			ts.Fatalf("no table row: %s", line)
		}
		lines++
		got, err := interpretationOf(args[0], query)
		ts.Check(err)
		for _, problem := range compare(cells(table), got) {
			ts.Logf("%s: %s", query, problem)
			ts.Fatalf("%s: %s", query, problem)
		}
	}
	ts.Setenv("CASES", fmt.Sprint(lines))
}

func interpretationOf(base, query string) (*search.Interpretation, error) {
	resp, err := http.Get(base + "/v1/search?per_page=1&q=" + url.QueryEscape(query))
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	var answer struct {
		Interpretation search.Interpretation `json:"interpretation"`
	}
	if err := json.NewDecoder(resp.Body).Decode(&answer); err != nil {
		return nil, err
	}
	return &answer.Interpretation, nil
}

// cells are the cells of a row by their name, each a list.
func cells(row string) map[string][]string {
	out := map[string][]string{}
	for cell := range strings.SplitSeq(row, " ; ") {
		name, list, _ := strings.Cut(cell, ": ")
		if list = strings.TrimSpace(list); list != "-" {
			out[strings.TrimSpace(name)] = strings.Split(list, ", ")
		} else {
			out[strings.TrimSpace(name)] = nil
		}
	}
	return out
}

func compare(want map[string][]string, got *search.Interpretation) []string {
	said := map[string][]string{"intent": got.Intent, "denies": got.Negations, "excludes": got.Excluded}
	for _, t := range got.Terms {
		name := t.Text
		if t.Concept != "" {
			name += "=" + t.Concept
		}
		said["terms"] = append(said["terms"], name)
	}
	for _, f := range got.Filters {
		said["filters"] = append(said["filters"], f.Name+"="+f.Value+"<"+f.From)
	}
	if got.Corrected != nil {
		said["corrected"] = []string{got.Corrected.To}
	}
	var out []string
	for _, name := range []string{"terms", "corrected", "intent", "filters", "denies", "excludes"} {
		if _, given := want[name]; (given || name != "terms") && !slices.Equal(said[name], want[name]) {
			out = append(out, fmt.Sprintf("%s %q, want %q", name, said[name], want[name]))
		}
	}
	for _, e := range want["expands"] {
		from, to, _ := strings.Cut(e, ">")
		if !slices.ContainsFunc(got.Expansions, func(g search.Expansion) bool { return g.From == from && slices.Contains(g.To, to) }) {
			out = append(out, fmt.Sprintf("%s is not looked for as %s: %+v", from, to, got.Expansions))
		}
	}
	return out
}
