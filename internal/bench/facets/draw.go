package main

import (
	"math/rand/v2"
	"slices"
	"strings"

	"shirube/index"
	"shirube/internal/search"
	"shirube/internal/text"
)

// queries are asked with the filters. None of them says a bound or names a filter, and
// none is in need of correction: then what they match does not depend on the filters.
func queries() []string {
	return []string{"", "", "", "", "", "", "", "", "内出血", "妊娠中", "レーザー", "注射 痛み", "麻酔", "副作用", "費用", "傷跡 赤み", "感染 手術", "保険", "再発"}
}

// draw is a random request.
func (m *model) draw(r *rand.Rand) search.Request {
	out := search.Request{
		Query: pick(r, queries()), View: pick(r, []index.View{index.Articles, index.Passages}), Now: now(),
		FacetLimit: pick(r, []int{1, 3, 20, 100, 200}), PerPage: 1, Match: pick(r, []search.Match{search.MatchAll, search.MatchAny, search.MatchAny}),
	}
	if r.IntN(2) == 0 {
		out.Interpret = &search.Interpret{}
	}
	for _, c := range []string{"default", "別院", "職員", "ない"} {
		if r.IntN(5) == 0 {
			out.Collections = append(out.Collections, c)
		}
	}
	names := append(index.ArticleFacets(), index.PassageFacets()...)
	r.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
	meant := pick(r, m.articles) // what most filters are about, so that they find something together
	for range 20 {
		if meant.visible(out) {
			break
		}
		meant = pick(r, m.articles)
	}
	for _, name := range names[:min(r.IntN(5), r.IntN(7))] {
		f := index.Filter{Name: name}
		for range r.IntN(4) {
			if v := m.value(r, &meant, name); !slices.Contains(f.Any, v) {
				f.Any = append(f.Any, v)
			}
		}
		if len(f.Any) == 0 || r.IntN(6) == 0 {
			for range 1 + r.IntN(2) {
				f.None = append(f.None, m.value(r, nil, name))
			}
		}
		out.Filters = append(out.Filters, f)
	}
	ends := map[string][]float64{ // bounds of the ranges that are counted, days, and what lies beside them
		index.RangeCost:     {0, 9_999, 10_000, 49_999, 50_000, 99_999, 100_000, 299_999, 300_000, 123_456},
		index.RangeDowntime: {0, 1, 3, 4, 7, 8, 30},
		index.RangeReviewed: {19_500, 20_000, 20_300, 20_500},
		index.RangeUpdated:  {19_500, 20_000, 20_300, 20_500},
	}
	for _, name := range []string{index.RangeCost, index.RangeDowntime, index.RangeReviewed, index.RangeUpdated} {
		if r.IntN(10) > 0 {
			continue
		}
		from, to := pick(r, ends[name]), pick(r, ends[name])
		f := index.Filter{Name: name, Min: new(min(from, to)), Max: new(max(from, to))}
		switch r.IntN(3) {
		case 0:
			f.Min = nil
		case 1:
			f.Max = nil
		}
		out.Filters = append(out.Filters, f)
	}
	return out
}

// value is one of a facet: mostly of an article that is meant, if there is one; else any
// that another has, or one that there may be and none has.
func (m *model) value(r *rand.Rand, meant *article, name string) string {
	if meant != nil && r.IntN(5) > 0 {
		own := meant.values[name]
		if slices.Contains(index.PassageFacets(), name) && len(meant.passages) > 0 {
			own = meant.passages[0].values[name] // the same for all: they must be had by one passage
		}
		if len(own) > 0 {
			return pick(r, own)
		}
	}
	if closed := search.Labels(name); closed != nil {
		return pick(r, closed).Value
	}
	if list := m.values[name]; len(list) > 0 && r.IntN(20) > 0 {
		return pick(r, list)
	}
	return "どこにもない"
}

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

// part is a piece of a value as somebody could type it: in the other kana, in wide or in
// small letters.
func part(r *rand.Rand, value string) string {
	runes := []rune(value)
	from := r.IntN(len(runes))
	s := string(runes[from : from+1+r.IntN(len(runes)-from)])
	switch r.IntN(4) {
	case 0:
		return kana(s, 'ァ', 'ヶ', 'ぁ'-'ァ')
	case 1:
		return kana(s, 'ぁ', 'ゖ', 'ァ'-'ぁ')
	case 2:
		return strings.ToLower(strings.Map(func(c rune) rune {
			if c > ' ' && c <= '~' {
				return c + '！' - '!'
			}
			return c
		}, s))
	}
	return s
}

// kana moves the characters of a range.
func kana(s string, from, to, by rune) string {
	return strings.Map(func(c rune) rune {
		if c >= from && c <= to {
			return c + by
		}
		return c
	}, s)
}

// folded is a text in the form in which its spellings are equal.
func folded(s string) string { return text.FoldKana(text.Normalize(strings.TrimSpace(s)).String) }
