package instantsearch

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"shirube/index"
)

// written is a filter as one line.
func written(f index.Filter) string {
	list := func(fs []index.Filter, between string) string {
		var out []string
		for _, f := range fs {
			out = append(out, written(f))
		}
		return "(" + strings.Join(out, between) + ")"
	}
	switch {
	case f.Not != nil:
		return "not " + written(*f.Not)
	case f.Either != nil:
		return list(f.Either, " or ")
	case f.Any != nil:
		return f.Name + "=" + strings.Join(f.Any, "|")
	case f.None != nil:
		return f.Name + "≠" + strings.Join(f.None, "|")
	}
	low, high := "", ""
	if f.Min != nil {
		low = fmt.Sprintf("%.6g", *f.Min)
	}
	if f.Max != nil {
		high = fmt.Sprintf("%.6g", *f.Max)
	}
	return f.Name + "[" + low + "," + high + "]"
}

func readQuery(t *testing.T, index string, params any) (*query, *Error) {
	t.Helper()
	raw, err := json.Marshal(params)
	if err != nil {
		t.Fatal(err)
	}
	in := Query{IndexName: index, Params: raw}
	return in.read()
}

// What a front end refines by is what is searched for: a filter that is lost shows people
// what they excluded.
func TestFilters(t *testing.T) {
	type params = map[string]any
	type list = []any
	tests := []struct {
		name   string
		params params
		want   string
	}{
		{"or", params{"facetFilters": list{list{"treatment:ハイフ", "treatment:ボトックス"}}}, "treatment=ハイフ|ボトックス"},
		{"and", params{"facetFilters": list{"risk:赤み", "risk:腫れ"}}, "risk=赤み; risk=腫れ"},
		{"not", params{"facetFilters": list{"risk:-赤み"}}, "risk≠赤み"},
		{"a minus that is part of the value", params{"facetFilters": list{`tag:\-x`}}, "tag=-x"},
		{"not a value with a minus", params{"facetFilters": list{`tag:-\-x`}}, "tag≠-x"},
		{"or with not", params{"facetFilters": list{list{"risk:-赤み", "risk:腫れ"}}}, "(risk≠赤み or risk=腫れ)"},
		{"or over facets", params{"facetFilters": list{list{"risk:赤み", "effect:美白"}}}, "(risk=赤み or effect=美白)"},
		{"a value with a colon", params{"facetFilters": list{"supervisor:見本: 皮膚科"}}, "supervisor=見本: 皮膚科"},
		{"a label is its code", params{"facetFilters": list{list{"kind:費用", "kind:risks"}}}, "kind=cost|risks"},
		{"no such kind", params{"facetFilters": list{"kind:なし"}}, "article="},
		{"everything but no such kind", params{"facetFilters": list{"kind:-なし"}}, "article≠"},
		{"empty conditions", params{"facetFilters": list{"", list{}, list{""}}}, ""},
		{"levels", params{"facetFilters": list{list{"departments.lvl0:皮膚科"}}}, "department=皮膚科"},
		{"levels, inside", params{"facetFilters": list{list{"departments.lvl1:皮膚科 > ハイフ"}}}, "not (not department=皮膚科 or not treatment=ハイフ)"},
		{"one string", params{"facetFilters": "risk:赤み,(kind:費用,kind:効果)"}, "risk=赤み; kind=cost|effects"},
		{"JSON in a string", params{"facetFilters": `[["risk:赤み"],"tag:x"]`}, "risk=赤み; tag=x"},
		{"tags", params{"tagFilters": list{"a", list{"b", "c"}, "-d"}}, "tag=a; tag=b|c; tag≠d"},
		{"ids", params{"facetFilters": list{list{"objectID:a", "objectID:b"}}}, "article=a|b"},

		{"range", params{"numericFilters": list{"cost>=10000", "cost<=50000"}}, "cost[10000,]; cost[,50000]"},
		{"exactly", params{"numericFilters": list{"downtime=0"}}, "downtime[0,0]"},
		{"spaces", params{"numericFilters": list{" cost <= 5 "}}, "cost[,5]"},
		{"or of numbers", params{"numericFilters": list{list{"downtime=0", "downtime=3"}}}, "(downtime[0,0] or downtime[3,3])"},
		{"from to", params{"numericFilters": list{"cost:1 TO 5"}}, "cost[1,5]"},
		{"from more to less", params{"numericFilters": list{"cost:5 TO 1"}}, "article="},
		{"seconds are days", params{"numericFilters": list{"updated>=86400"}}, "updated[1,]"},
		{"a number that is not", params{"numericFilters": list{"cost!=5"}}, "(cost[,5] or cost[5,])"},
		{"a number as a facet", params{"facetFilters": list{"downtime:3"}}, "downtime[3,3]"},

		{"expression", params{"filters": `risk:赤み AND (kind:費用 OR kind:"効果") AND NOT tag:x`}, "not (not risk=赤み or not kind=cost|effects or not tag≠x)"},
		{"expression with numbers", params{"filters": `cost < 100000 OR downtime:0 TO 3`}, "(cost[,100000] or downtime[0,3])"},
		{"not a comparison: what is unknown stays out", params{"filters": `NOT cost>100`}, "cost[,100]"},
		{"quotes", params{"filters": `treatment:"A \"B\" C" OR treatment:'D E'`}, `treatment=A "B" C|D E`},
		{"a tag", params{"filters": `注射`}, "tag=注射"},
		{"not of a group", params{"filters": `NOT (risk:a OR effect:b)`}, "not (risk=a or effect=b)"},
		{"parentheses around all", params{"filters": ` ( risk:a ) `}, "risk=a"},
		{"all of them", params{"filters": "tag:a", "facetFilters": "tag:b", "numericFilters": "cost=1", "tagFilters": "c"}, "tag=b; cost[1,1]; tag=c; tag=a"},
		{"null", params{"filters": nil, "facetFilters": nil, "numericFilters": nil}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			q, err := readQuery(t, "articles", tt.params)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, f := range q.filters {
				got = append(got, written(f))
			}
			if s := strings.Join(got, "; "); s != tt.want {
				t.Errorf("got  %s\nwant %s", s, tt.want)
			}
		})
	}
}

// Strictly less is not the bound itself, however near.
func TestStrictBounds(t *testing.T) {
	q, err := readQuery(t, "articles", map[string]any{"numericFilters": []string{"cost<5", "cost>5"}})
	if err != nil {
		t.Fatal(err)
	}
	if *q.filters[0].Max >= 5 || *q.filters[1].Min <= 5 {
		t.Errorf("below %v, above %v", *q.filters[0].Max, *q.filters[1].Min)
	}
}

// Who writes a filter wrongly is told where, and gets no hits as if it were not there.
func TestMalformedFilters(t *testing.T) {
	for params, want := range map[string]string{
		`{"facetFilters":["risk"]}`:                               `facetFilters[0]: "risk" is not written like`,
		`{"facetFilters":["risk:a",["tag:a","x:b"]]}`:             `facetFilters[1][1]: there is no attribute "x"`,
		`{"facetFilters":[1]}`:                                    `facetFilters[0]: is no string`,
		`{"facetFilters":{"risk":"a"}}`:                           `facetFilters: neither an array nor a string`,
		`{"facetFilters":"[\"risk:a\""}`:                          `facetFilters: begins like a JSON array`,
		`{"facetFilters":"(risk:a,risk:b"}`:                       `facetFilters: at character 14: the parenthesis is not closed`,
		`{"numericFilters":["cost"]}`:                             `numericFilters[0]: "cost" is not written like`,
		`{"numericFilters":["price<5"]}`:                          `numericFilters[0]: there is no number "price"`,
		`{"numericFilters":["cost<NaN"]}`:                         `numericFilters[0]: "NaN" is no number`,
		`{"numericFilters":[["cost<1","cost<x"]]}`:                `numericFilters[0][1]: "x" is no number`,
		`{"filters":"risk:a AND"}`:                                `filters: at character 11: a condition was expected, not the end`,
		`{"filters":"risk:a risk:b"}`:                             `filters: at character 8: AND, OR or the end was expected, not "risk:b"`,
		`{"filters":"risk:a AND tag:b OR tag:c"}`:                 `filters: at character 18: put parentheses`,
		`{"filters":"(risk:a OR risk:b"}`:                         `filters: at character 1: the parenthesis is not closed`,
		`{"filters":"risk:\"a"}`:                                  `filters: at character 6: the quotation mark is not closed`,
		`{"filters":"色:a"}`:                                       `filters: at character 1: there is no attribute "色"`,
		`{"filters":"risk:a OR cost<x"}`:                          `filters: at character 11: "x" is no number`,
		`{"filters":"AND"}`:                                       `filters: at character 1: a condition was expected`,
		`{"filters":")"}`:                                         `filters: at character 1: a condition was expected`,
		`{"filters":"risk:"}`:                                     `filters: at character 6: a condition was expected`,
		`{"filters":"` + strings.Repeat("(", 50) + `"}`:           `too many parentheses`,
		`{"filters":"` + strings.Repeat("NOT ", 50) + `tag:a"}`:   `too many parentheses`,
		`{"filters":"` + strings.Repeat("tag:a OR ", 501) + `b"}`: `more than 500 conditions`,
		`{"tagFilters":"` + strings.Repeat("a,", 501) + `b"}`:     `more than 500 conditions`,
		`{"page":-1}`:                                             `page: -1 is no whole number from 0`,
		`{"hitsPerPage":1000}`:                                    `hitsPerPage: 1000 is no whole number from 0 to 100`,
		`{"page":"x"}`:                                            `page: x is no whole number`,
		`{"facets":[1]}`:                                          `facets[0]: is no string`,
		`{"match":"some"}`:                                        `match: "some" is none of`,
		`[1]`:                                                     `params: neither an object nor`,
		`"a=%zz"`:                                                 `params: not URL-encoded`,
	} {
		in := Query{IndexName: "articles", Params: json.RawMessage(params)}
		if _, err := in.read(); err == nil || err.Status != 400 || !strings.Contains(err.Message, want) {
			t.Errorf("%.60s: %v, want %s", params, err, want)
		}
	}
}

// Algolia's own clients write the parameters into a string.
func TestURLEncodedParameters(t *testing.T) {
	encoded := url.Values{
		"query": {"内出血 & 腫れ"}, "page": {"2"}, "hitsPerPage": {"7"}, "facets": {`["kind","cost"]`}, "facetFilters": {`[["kind:費用"]]`},
		"numericFilters": {`["cost<=5"]`}, "clickAnalytics": {"true"}, "attributesToRetrieve": {"title,url"}, "colour": {"red"},
	}.Encode()
	a, err := readQuery(t, "passages", encoded)
	if err != nil {
		t.Fatal(err)
	}
	b, err := readQuery(t, "passages", map[string]any{
		"query": "内出血 & 腫れ", "page": 2, "hitsPerPage": 7, "facets": []string{"kind", "cost"}, "facetFilters": [][]string{{"kind:費用"}},
		"numericFilters": []string{"cost<=5"}, "clickAnalytics": true, "attributesToRetrieve": []string{"title", "url"}, "colour": "red",
	})
	if err != nil {
		t.Fatal(err)
	}
	a.echo, b.echo = "", ""
	if got, want := fmt.Sprintf("%+v %s", a.request(Caller{}), a.retrieve), fmt.Sprintf("%+v %s", b.request(Caller{}), b.retrieve); stripped(got) != stripped(want) {
		t.Errorf("encoded %s\nan object %s", got, want)
	}
	if written(a.filters[1]) != written(b.filters[1]) || a.text != "内出血 & 腫れ" || a.hits != 7 || a.page != 2 || !a.clicks {
		t.Errorf("%+v", a)
	}
}

// stripped is s without addresses of numbers.
func stripped(s string) string {
	for {
		before, after, ok := strings.Cut(s, "0x")
		if !ok {
			return s
		}
		s = before + strings.TrimLeft(after, "0123456789abcdef")
	}
}

func TestIndexNames(t *testing.T) {
	for name, want := range map[string]string{
		"articles": "articles relevance", "passages": "passages relevance", "articles_updated": "articles updated",
		"articles_cost": "articles cost", "passages_downtime": "passages downtime",
	} {
		if view, sort, err := indexOf(name); err != nil || string(view)+" "+string(sort) != want {
			t.Errorf("%s: %s %s %v", name, view, sort, err)
		}
	}
	for _, name := range []string{"", "products", "articles_", "articles_price", "_cost"} {
		if _, _, err := indexOf(name); err == nil || err.Status != 404 {
			t.Errorf("%q: %v, want 404", name, err)
		}
	}
}

// Whatever is sent is read or refused.
func FuzzRead(f *testing.F) {
	for _, s := range []string{`{"filters":"a:b AND (c OR NOT \"d\") AND cost:1 TO 2"}`, `"query=a&facetFilters=%5B%22kind%3A-a%22%5D"`, `{"numericFilters":["cost<=1",["cost:1 TO 2"]]}`,
		`{"tagFilters":"a,(b,-c)"}`, `{"facets":"*","page":"3"}`} {
		f.Add(s)
	}
	f.Fuzz(func(_ *testing.T, params string) {
		in := Query{IndexName: "articles", Params: json.RawMessage(params)}
		if q, err := in.read(); err == nil {
			q.asked()
		}
	})
}
