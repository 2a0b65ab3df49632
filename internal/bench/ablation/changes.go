package main

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strconv"

	"shirube/internal/bench"
	"shirube/internal/bench/sets"
	"shirube/internal/search"
)

// change is one signal that is switched off.
type change struct {
	name    string
	weights search.Weights
	on      search.Interpret
}

// everything is what a server does.
func everything() change {
	return change{
		name: "everything on", weights: search.DefaultWeights(),
		on: search.Interpret{Spelling: true, Synonyms: true, Intent: true, Numbers: true, Negation: true},
	}
}

// changes are the signals, each switched off: the weights by 0, or by what their tag
// `off` names, the parts of reading a query by leaving them out; and all at once.
func changes() []change {
	var out []change
	none := everything()
	none.name = "words alone"
	weights := reflect.TypeFor[search.Weights]()
	for i := range weights.NumField() {
		c := everything()
		c.name = "weight " + weights.Field(i).Name
		off, err := strconv.ParseFloat(weights.Field(i).Tag.Get("off"), 64)
		if err != nil {
			off = 0
		}
		for _, w := range []*search.Weights{&c.weights, &none.weights} {
			reflect.ValueOf(w).Elem().Field(i).SetFloat(off)
		}
		out = append(out, c)
	}
	parts := reflect.TypeFor[search.Interpret]()
	for i := range parts.NumField() {
		c := everything()
		c.name = "reading " + parts.Field(i).Name
		for _, on := range []*search.Interpret{&c.on, &none.on} {
			reflect.ValueOf(on).Elem().Field(i).SetBool(false)
		}
		out = append(out, c)
	}
	return append(out, none)
}

// selected are those of the changes that are named, all where none is.
func selected(all []change, names []string) ([]change, error) {
	if len(names) == 0 {
		return all, nil
	}
	var out []change
	for _, name := range names {
		i := slices.IndexFunc(all, func(c change) bool { return c.name == name })
		if i < 0 {
			var known []string
			for _, c := range all {
				known = append(known, c.name)
			}
			return nil, fmt.Errorf("there is no signal %q; there are %q", name, known)
		}
		out = append(out, all[i])
	}
	return out, nil
}

// engine is a server with the change.
type engine struct {
	*bench.Served
	on search.Interpret
}

// Search reads the query as the change says.
func (e engine) Search(ctx context.Context, r search.Request) (*search.Response, error) {
	r.Interpret = &e.on
	return e.Served.Search(ctx, r)
}

// serve opens the corpus of a set with the change.
func (c *change) serve(ctx context.Context, corpus *sets.Corpus) (engine, error) {
	served, err := corpus.Serve(ctx, search.WithWeights(c.weights))
	return engine{served, c.on}, err
}
