package mcp

import (
	"slices"
	"strings"
	"time"

	"shirube/index"
	"shirube/internal/search"
)

// Filters say where to look. The tags are what models read; which values a closed
// list has is added by inputSchema.
type Filters struct {
	Collection []string `json:"collection,omitempty" jsonschema:"Collections to search; default: all that can be seen."`

	Treatment        []string `json:"treatment,omitempty" jsonschema:"Treatments that the article is about, as the facets tool names them."`
	Effect           []string `json:"effect,omitempty" jsonschema:"Effects that the article names."`
	Risk             []string `json:"risk,omitempty" jsonschema:"Risks and side effects that the article names."`
	Contraindication []string `json:"contraindication,omitempty" jsonschema:"Who must not have it, as the article says."`
	Condition        []string `json:"condition,omitempty" jsonschema:"Symptoms and diseases that the article is about."`
	Supervisor       []string `json:"supervisor,omitempty" jsonschema:"Who supervised the article."`
	Approval         []string `json:"approval,omitempty" jsonschema:"Whether what is used is approved in Japan."`
	Insurance        []string `json:"insurance,omitempty" jsonschema:"Whether public health insurance pays."`
	Department       []string `json:"department,omitempty" jsonschema:"The medical department."`
	Tag              []string `json:"tag,omitempty" jsonschema:"Tags that the article carries."`
	Kind             []string `json:"kind,omitempty" jsonschema:"What the passage is about."`
	Source           []string `json:"source,omitempty" jsonschema:"Organisations or works that the passage cites."`
	SourceType       []string `json:"source_type,omitempty" jsonschema:"What sort of source the passage cites; none: it cites nothing."`

	CostMin       *int   `json:"cost_min,omitempty" jsonschema:"The least price in yen is this or more; an unknown price never matches."`
	CostMax       *int   `json:"cost_max,omitempty" jsonschema:"The least price in yen is this or less."`
	DowntimeMax   *int   `json:"downtime_max,omitempty" jsonschema:"The longest downtime in days is this or less."`
	ReviewedAfter string `json:"reviewed_after,omitempty" jsonschema:"Last reviewed on this day or later, such as 2025-04-01."`
	UpdatedAfter  string `json:"updated_after,omitempty" jsonschema:"Updated on this day or later, such as 2025-04-01."`
}

// values are the filters by values, by the name of the facet.
func (f Filters) values() map[string][]string {
	return map[string][]string{
		index.FacetTreatment: f.Treatment, index.FacetEffect: f.Effect, index.FacetRisk: f.Risk,
		index.FacetContraindication: f.Contraindication, index.FacetCondition: f.Condition,
		index.FacetSupervisor: f.Supervisor, index.FacetApproval: f.Approval, index.FacetInsurance: f.Insurance,
		index.FacetDepartment: f.Department, index.FacetTag: f.Tag,
		index.FacetKind: f.Kind, index.FacetSource: f.Source, index.FacetSourceType: f.SourceType,
	}
}

// filters are the parameters as the index takes them: values of one facet are
// alternatives, and a leading minus excludes.
func (f Filters) filters() ([]index.Filter, error) {
	var out []index.Filter
	values := f.values()
	for _, name := range slices.Concat(index.ArticleFacets(), index.PassageFacets()) {
		filter := index.Filter{Name: name}
		for _, v := range values[name] {
			without, excluded := strings.CutPrefix(v, "-")
			switch {
			case without == "":
				return nil, &search.InvalidError{Parameter: name, Value: v, Reason: "names no value"}
			case excluded:
				filter.None = append(filter.None, without)
			default:
				filter.Any = append(filter.Any, v)
			}
		}
		if filter.Any != nil || filter.None != nil {
			out = append(out, filter)
		}
	}
	reviewed, err := day("reviewed_after", f.ReviewedAfter)
	if err != nil {
		return nil, err
	}
	updated, err := day("updated_after", f.UpdatedAfter)
	if err != nil {
		return nil, err
	}
	for _, r := range []index.Filter{
		{Name: index.RangeCost, Min: number(f.CostMin), Max: number(f.CostMax)},
		{Name: index.RangeDowntime, Max: number(f.DowntimeMax)},
		{Name: index.RangeReviewed, Min: reviewed},
		{Name: index.RangeUpdated, Min: updated},
	} {
		if r.Min != nil || r.Max != nil {
			out = append(out, r)
		}
	}
	return out, nil
}

func number(v *int) *float64 {
	if v == nil {
		return nil
	}
	f := float64(*v)
	return &f
}

// day is a date as the index counts it, in days since 1970; nil for none.
func day(name, s string) (*float64, error) {
	if s == "" {
		return nil, nil
	}
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return nil, &search.InvalidError{Parameter: name, Value: s, Reason: "expected a date such as 2025-04-01"}
	}
	days := float64(t.Unix() / (24 * 60 * 60))
	return &days, nil
}
