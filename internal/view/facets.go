package view

import (
	"slices"
	"strconv"
	"strings"

	"shirube/index"
	"shirube/internal/present"
	"shirube/internal/search"
)

// Facet is a facet that people can choose from.
type Facet struct{ Name, Title string }

// Facets are those that are shown, in the order in which people ask.
func Facets() []Facet {
	return []Facet{
		{index.FacetTreatment, msg("施術・治療")},
		{index.FacetCondition, msg("お悩み・症状")},
		{index.FacetKind, msg("知りたい内容")},
		{index.FacetEffect, msg("期待される効果")},
		{index.FacetRisk, msg("リスク・副作用")},
		{index.FacetContraindication, msg("受けられない・注意が必要な方")},
		{index.FacetInsurance, msg("保険")},
		{index.FacetApproval, msg("国内の承認")},
		{index.FacetSourceType, msg("出典の種類")},
		{index.FacetSource, msg("出典")},
		{index.FacetSupervisor, msg("監修")},
		{index.FacetDepartment, msg("診療科")},
		{index.FacetTag, msg("タグ")},
	}
}

// openFacets is how many of them are unfolded from the start.
const openFacets = 3

// firstValues is how many values of a facet are seen without unfolding the rest.
const firstValues = 6

// FacetChoices is a group of check boxes.
type FacetChoices struct {
	Name, Title string
	Open        bool
	Chosen      int
	First, More Choices
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

// Choices are check boxes of one name.
type Choices struct {
	Name    string
	Choices []Choice
}

// Choice is a check box or an option.
type Choice struct {
	Value, Label string
	Count        int
	Selected     bool
}

// facetChoices are the groups that have something to choose.
func facetChoices(s State, site Site, counts map[string][]search.Facet) []FacetChoices {
	var views []FacetChoices
	for _, f := range Facets() {
		v := FacetChoices{Name: f.Name, Title: site.Label(f.Title)}
		var list []Choice
		for _, c := range counts[f.Name] {
			selected := slices.Contains(s.values[f.Name], c.Value)
			if strings.HasPrefix(c.Value, "-") {
				continue // in an address it would exclude the rest
			}
			if c.Count > 0 || selected {
				list = append(list, Choice{c.Value, c.Label, c.Count, selected})
			}
		}
		for _, value := range s.values[f.Name] {
			switch {
			case strings.HasPrefix(value, "-"):
				v.Excluded = append(v.Excluded, value)
			case !slices.ContainsFunc(list, func(c Choice) bool { return c.Value == value }):
				list = append(list, Choice{value, present.LabelOf(search.Labels(f.Name), value), 0, true})
			}
		}
		v.Find = s.find[f.Name]
		if len(list) == 0 && len(v.Excluded) == 0 && v.Find == "" {
			continue
		}
		shown := s.mostValues(f.Name)
		v.Searchable = v.Find != "" || len(list) > firstValues+2 && search.Labels(f.Name) == nil
		if v.Cut = len(list) > shown; v.Cut {
			list = slices.DeleteFunc(list, func(c Choice) bool { shown--; return shown < 0 && !c.Selected })
		}
		if v.Cut && v.Find == "" && s.more != f.Name {
			v.All = s.change(site, moreValues, f.Name) + "#facet-" + f.Name
		}
		v.FewFound = v.Find != "" && !slices.ContainsFunc(list, func(c Choice) bool { return !c.Selected })
		v.split(list, v.Find != "" || s.more == f.Name)
		v.Open = len(views) < openFacets || v.Chosen > 0 || v.Find != "" || s.more == f.Name
		views = append(views, v)
	}
	return views
}

// split keeps the frequent values in sight. A rest of one or two is not worth folding, and
// nothing that was asked for is folded.
func (v *FacetChoices) split(list []Choice, unfolded bool) {
	n := len(list)
	if n > firstValues+2 && !unfolded {
		n = firstValues
	}
	v.First, v.More = Choices{v.Name, list[:n]}, Choices{v.Name, list[n:]}
	for _, c := range list {
		if c.Selected {
			v.Chosen++
		}
	}
	v.MoreOpen = slices.ContainsFunc(v.More.Choices, func(c Choice) bool { return c.Selected })
}

// How many values of a facet are shown: at first, and where more or some were asked for. Who
// looks for one of ten thousand searches for it.
const (
	SomeValues = 20
	ManyValues = 100
)

func (s State) mostValues(facet string) int {
	if s.more == facet || s.find[facet] != "" {
		return ManyValues
	}
	return SomeValues
}

// Limit is a number with one bound or two.
type Limit struct {
	Title  string
	Bounds []Bound
}

// Bound is a choice of a bound.
type Bound struct {
	Name, Title string
	Options     []Choice
}

// limits offer bounds on cost and downtime; a bound of the address that is not among them
// is offered as well.
func limits(s State, site Site) []Limit {
	prices := []int{10_000, 30_000, 50_000, 100_000, 300_000, 500_000, 1_000_000}
	days := func(n int) string {
		if n == 0 {
			return site.T("ほぼなし")
		}
		return site.T("%d日以内", n)
	}
	return []Limit{
		{site.T("費用"), []Bound{
			boundOf(s, costMin, site.T("費用の下限"), site.T("下限なし"), prices, present.Yen),
			boundOf(s, costMax, site.T("費用の上限"), site.T("上限なし"), prices, present.Yen),
		}},
		{site.T("ダウンタイム"), []Bound{boundOf(s, downtimeMax, site.T("ダウンタイム"), site.T("指定なし"), []int{0, 1, 3, 7, 14, 30}, days)}},
	}
}

func boundOf(s State, name, title, none string, steps []int, word func(int) string) Bound {
	chosen, is := s.ranges[name]
	if is && !slices.Contains(steps, chosen) {
		steps = append(slices.Clone(steps), chosen)
		slices.Sort(steps)
	}
	v := Bound{Name: name, Title: title, Options: []Choice{{Label: none, Selected: !is}}}
	for _, n := range steps {
		v.Options = append(v.Options, Choice{Value: strconv.Itoa(n), Label: word(n), Selected: is && n == chosen})
	}
	return v
}

// Chip is a filter that was applied, with the address without it.
type Chip struct{ Title, Label, Remove string }

func chips(s State, site Site, counts map[string][]search.Facet) []Chip {
	var out []Chip
	for _, f := range Facets() {
		for _, value := range s.values[f.Name] {
			plain, excluded := strings.CutPrefix(value, "-")
			c := Chip{Title: site.Label(f.Title), Label: facetLabel(f.Name, plain, counts[f.Name]), Remove: s.remove(site, f.Name, value)}
			if excluded {
				c.Label = site.T("%sを除く", c.Label)
			}
			out = append(out, c)
		}
	}
	for _, name := range []string{costMin, costMax, downtimeMax} {
		if n, ok := s.ranges[name]; ok {
			c := Chip{Remove: s.change(site, name, "")}
			switch {
			case name == costMin:
				c.Title, c.Label = site.T("費用"), site.T("%s以上", present.Yen(n))
			case name == costMax:
				c.Title, c.Label = site.T("費用"), site.T("%s以下", present.Yen(n))
			case n == 0:
				c.Title, c.Label = site.T("ダウンタイム"), site.T("ほぼなし")
			default:
				c.Title, c.Label = site.T("ダウンタイム"), site.T("%d日以内", n)
			}
			out = append(out, c)
		}
	}
	for _, d := range []Facet{{reviewedAfter, msg("最終確認日")}, {updatedAfter, msg("更新日")}} {
		if day, ok := s.days[d.Name]; ok {
			out = append(out, Chip{Title: site.Label(d.Title), Label: site.T("%s以降", strings.ReplaceAll(day, "-", "/")), Remove: s.change(site, d.Name, "")})
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
