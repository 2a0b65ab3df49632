package main

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"shirube/index"
)

// Filters that are not facets: bounds, as the HTTP parameters are called.
const (
	costMin       = "cost_min"
	costMax       = "cost_max"
	downtimeMax   = "downtime_max"
	reviewedAfter = "reviewed_after"
	updatedAfter  = "updated_after"
	collection    = "collection"
)

// parseFilters reads name=value filters as the HTTP parameters of the same names
// are read: several values of one name are alternatives, a leading minus
// excludes a value, filters of different names all hold.
func parseFilters(specs []string) (filters []index.Filter, collections []string, err error) {
	facets := slices.Concat(index.ArticleFacets(), index.PassageFacets())
	known := slices.Concat(facets, []string{costMin, costMax, downtimeMax, reviewedAfter, updatedAfter, collection})
	for _, spec := range specs {
		name, value, found := strings.Cut(spec, "=")
		switch {
		case !found || value == "" || value == "-":
			return nil, nil, usagef("--filter %q is not NAME=VALUE", spec)
		case name == collection:
			collections = append(collections, value)
		case slices.Contains(facets, name):
			filters = addValue(filters, name, value)
		case slices.Contains(known, name):
			if filters, err = addBound(filters, name, value); err != nil {
				return nil, nil, err
			}
		default:
			return nil, nil, usagef("--filter %q: there is no filter %q%s; known are %s", spec, name, meant(name, known), strings.Join(known, ", "))
		}
	}
	return filters, collections, nil
}

// of returns the filter of a name, made if it is not there yet.
func of(filters []index.Filter, name string) ([]index.Filter, *index.Filter) {
	i := slices.IndexFunc(filters, func(f index.Filter) bool { return f.Name == name })
	if i < 0 {
		filters = append(filters, index.Filter{Name: name})
		i = len(filters) - 1
	}
	return filters, &filters[i]
}

func addValue(filters []index.Filter, name, value string) []index.Filter {
	filters, f := of(filters, name)
	if without, excluded := strings.CutPrefix(value, "-"); excluded {
		f.None = append(f.None, without)
	} else {
		f.Any = append(f.Any, value)
	}
	return filters
}

func addBound(filters []index.Filter, name, value string) ([]index.Filter, error) {
	var bound float64
	switch name {
	case reviewedAfter, updatedAfter:
		day, err := time.Parse(time.DateOnly, value)
		if err != nil {
			return nil, usagef("--filter %s=%s: write a date such as 2026-04-01", name, value)
		}
		bound = float64(day.Unix() / (24 * 60 * 60))
	default:
		n, err := strconv.ParseFloat(value, 64)
		if err != nil || n < 0 || math.IsInf(n, 0) || math.IsNaN(n) {
			return nil, usagef("--filter %s=%s: write a number, 0 or more", name, value)
		}
		bound = n
	}
	target := map[string]string{costMin: index.RangeCost, costMax: index.RangeCost, downtimeMax: index.RangeDowntime,
		reviewedAfter: index.RangeReviewed, updatedAfter: index.RangeUpdated}[name]
	filters, f := of(filters, target)
	if name == costMax || name == downtimeMax {
		f.Max = &bound
	} else {
		f.Min = &bound
	}
	return filters, nil
}
