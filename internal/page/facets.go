package page

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"shirube/index"
	"shirube/internal/present"
	"shirube/internal/search"
)

// shownFacet is a facet that visitors can choose from.
type shownFacet struct{ name, title string }

// shownFacets are in the order in which people ask.
func shownFacets() []shownFacet {
	return []shownFacet{
		{index.FacetTreatment, "施術・治療"},
		{index.FacetCondition, "お悩み・症状"},
		{index.FacetKind, "知りたい内容"},
		{index.FacetEffect, "期待される効果"},
		{index.FacetRisk, "リスク・副作用"},
		{index.FacetContraindication, "受けられない・注意が必要な方"},
		{index.FacetInsurance, "保険"},
		{index.FacetApproval, "国内の承認"},
		{index.FacetSourceType, "出典の種類"},
		{index.FacetSource, "出典"},
		{index.FacetSupervisor, "監修"},
		{index.FacetDepartment, "診療科"},
		{index.FacetTag, "タグ"},
	}
}

// openFacets is how many of them are unfolded from the start.
const openFacets = 3

// firstValues is how many values of a facet are seen without unfolding the rest.
const firstValues = 6

// facetView is a group of check boxes.
type facetView struct {
	Name, Title string
	Open        bool
	Chosen      int
	First, More choices
	MoreOpen    bool
	Excluded    []string // values with their minus: they stay, as hidden fields
	// Find is what values are searched for; Searchable, that there are enough for it. FewFound:
	// none has it.
	Find                 string
	Searchable, FewFound bool
	// All leads to many more values; there are more than are shown where Cut.
	All string
	Cut bool
}

// choices are check boxes of one name.
type choices struct {
	Name    string
	Choices []choice
}

// choice is a check box or an option.
type choice struct {
	Value, Label string
	Count        int
	Selected     bool
}

// facetViews are the groups that have something to choose.
func facetViews(s state, base string, counts map[string][]search.Facet) []facetView {
	var views []facetView
	for _, f := range shownFacets() {
		v := facetView{Name: f.name, Title: f.title}
		var list []choice
		for _, c := range counts[f.name] {
			selected := slices.Contains(s.values[f.name], c.Value)
			if strings.HasPrefix(c.Value, "-") {
				continue // in an address it would exclude the rest
			}
			if c.Count > 0 || selected {
				list = append(list, choice{c.Value, c.Label, c.Count, selected})
			}
		}
		for _, value := range s.values[f.name] {
			switch {
			case strings.HasPrefix(value, "-"):
				v.Excluded = append(v.Excluded, value)
			case !slices.ContainsFunc(list, func(c choice) bool { return c.Value == value }):
				list = append(list, choice{value, present.LabelOf(search.Labels(f.name), value), 0, true})
			}
		}
		v.Find = s.find[f.name]
		if len(list) == 0 && len(v.Excluded) == 0 && v.Find == "" {
			continue
		}
		shown := s.mostValues(f.name)
		v.Searchable = v.Find != "" || len(list) > firstValues+2 && search.Labels(f.name) == nil
		if v.Cut = len(list) > shown; v.Cut {
			list = slices.DeleteFunc(list, func(c choice) bool { shown--; return shown < 0 && !c.Selected })
		}
		if v.Cut && v.Find == "" && s.more != f.name {
			v.All = s.change(base, moreValues, f.name) + "#facet-" + f.name
		}
		v.FewFound = v.Find != "" && !slices.ContainsFunc(list, func(c choice) bool { return !c.Selected })
		v.split(list, v.Find != "" || s.more == f.name)
		v.Open = len(views) < openFacets || v.Chosen > 0 || v.Find != "" || s.more == f.name
		views = append(views, v)
	}
	return views
}

// split keeps the frequent values in sight. A rest of one or two is not worth folding, and
// nothing that was asked for is folded.
func (v *facetView) split(list []choice, unfolded bool) {
	n := len(list)
	if n > firstValues+2 && !unfolded {
		n = firstValues
	}
	v.First, v.More = choices{v.Name, list[:n]}, choices{v.Name, list[n:]}
	for _, c := range list {
		if c.Selected {
			v.Chosen++
		}
	}
	v.MoreOpen = slices.ContainsFunc(v.More.Choices, func(c choice) bool { return c.Selected })
}

// How many values of a facet are shown: at first, and where more or some were asked for. Who
// looks for one of ten thousand searches for it.
const (
	someValues = 20
	manyValues = 100
)

func (s state) mostValues(facet string) int {
	if s.more == facet || s.find[facet] != "" {
		return manyValues
	}
	return someValues
}

// limitView is a number with one bound or two.
type limitView struct {
	Title  string
	Bounds []boundView
}

// boundView is a choice of a bound.
type boundView struct {
	Name, Title string
	Options     []choice
}

// limitViews offer bounds on cost and downtime; a bound of the address that is not among them
// is offered as well.
func limitViews(s state) []limitView {
	prices := []int{10_000, 30_000, 50_000, 100_000, 300_000, 500_000, 1_000_000}
	days := func(n int) string {
		if n == 0 {
			return "ほぼなし"
		}
		return fmt.Sprintf("%d日以内", n)
	}
	return []limitView{
		{"費用", []boundView{
			boundOf(s, costMin, "費用の下限", "下限なし", prices, present.Yen),
			boundOf(s, costMax, "費用の上限", "上限なし", prices, present.Yen),
		}},
		{"ダウンタイム", []boundView{boundOf(s, downtimeMax, "ダウンタイム", "指定なし", []int{0, 1, 3, 7, 14, 30}, days)}},
	}
}

func boundOf(s state, name, title, none string, steps []int, word func(int) string) boundView {
	chosen, is := s.ranges[name]
	if is && !slices.Contains(steps, chosen) {
		steps = append(slices.Clone(steps), chosen)
		slices.Sort(steps)
	}
	v := boundView{Name: name, Title: title, Options: []choice{{Label: none, Selected: !is}}}
	for _, n := range steps {
		v.Options = append(v.Options, choice{Value: strconv.Itoa(n), Label: word(n), Selected: is && n == chosen})
	}
	return v
}

// chip is a filter that was applied, with the address without it.
type chip struct{ Title, Label, Remove string }

func chips(s state, base string, counts map[string][]search.Facet) []chip {
	var out []chip
	for _, f := range shownFacets() {
		for _, value := range s.values[f.name] {
			plain, excluded := strings.CutPrefix(value, "-")
			c := chip{Title: f.title, Label: facetLabel(f.name, plain, counts[f.name]), Remove: s.remove(base, f.name, value)}
			if excluded {
				c.Label += "を除く"
			}
			out = append(out, c)
		}
	}
	for _, name := range []string{costMin, costMax, downtimeMax} {
		if n, ok := s.ranges[name]; ok {
			c := chip{Remove: s.change(base, name, "")}
			switch {
			case name == costMin:
				c.Title, c.Label = "費用", present.Yen(n)+"以上"
			case name == costMax:
				c.Title, c.Label = "費用", present.Yen(n)+"以下"
			case n == 0:
				c.Title, c.Label = "ダウンタイム", "ほぼなし"
			default:
				c.Title, c.Label = "ダウンタイム", strconv.Itoa(n)+"日以内"
			}
			out = append(out, c)
		}
	}
	for _, d := range []shownFacet{{reviewedAfter, "最終確認日"}, {updatedAfter, "更新日"}} {
		if day, ok := s.days[d.name]; ok {
			out = append(out, chip{Title: d.title, Label: strings.ReplaceAll(day, "-", "/") + "以降", Remove: s.change(base, d.name, "")})
		}
	}
	return out
}

func facetLabel(facet, value string, counts []search.Facet) string {
	for _, c := range counts {
		if c.Value == value && c.Label != "" {
			return c.Label
		}
	}
	return present.LabelOf(search.Labels(facet), value)
}
