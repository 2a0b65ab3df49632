package api

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"shirube/index"
	"shirube/internal/search"
)

// Filters say where to look, in searching, counting and retrieving alike. The tags
// are what the server enforces and what the OpenAPI document says; what they cannot
// say is in constrain (schema.go).
type Filters struct {
	Collection Values `query:"collection,explode" json:"collection,omitempty" doc:"Search these collections only; default: all that the key sees."`

	Treatment        Values `query:"treatment,explode" json:"treatment,omitempty" doc:"The treatments that an article is about."`
	Effect           Values `query:"effect,explode" json:"effect,omitempty" doc:"Effects that the article names."`
	Risk             Values `query:"risk,explode" json:"risk,omitempty" doc:"Risks and side effects that the article names."`
	Contraindication Values `query:"contraindication,explode" json:"contraindication,omitempty" doc:"Who must not have it, as the article says."`
	Condition        Values `query:"condition,explode" json:"condition,omitempty" doc:"Symptoms and diseases that the article is about."`
	Supervisor       Values `query:"supervisor,explode" json:"supervisor,omitempty" doc:"Who supervised the article."`
	Approval         Values `query:"approval,explode" json:"approval,omitempty" doc:"Whether what is used is approved in Japan."`
	Insurance        Values `query:"insurance,explode" json:"insurance,omitempty" doc:"Whether public health insurance pays."`
	Department       Values `query:"department,explode" json:"department,omitempty" doc:"The medical department."`
	Tag              Values `query:"tag,explode" json:"tag,omitempty" doc:"Tags that the article carries."`
	Kind             Values `query:"kind,explode" json:"kind,omitempty" doc:"What the passage is about."`
	Source           Values `query:"source,explode" json:"source,omitempty" doc:"Organisations or works that the passage cites."`
	SourceType       Values `query:"source_type,explode" json:"source_type,omitempty" doc:"What sort of source the passage cites; none is a passage that cites nothing."`

	CostMin       Optional[int] `query:"cost_min" json:"cost_min,omitzero" minimum:"0" maximum:"1000000000" doc:"The least price in yen is this or more. An unknown price never matches." example:"10000"`
	CostMax       Optional[int] `query:"cost_max" json:"cost_max,omitzero" minimum:"0" maximum:"1000000000" doc:"The least price in yen is this or less." example:"100000"`
	DowntimeMax   Optional[int] `query:"downtime_max" json:"downtime_max,omitzero" minimum:"0" maximum:"3650" doc:"The longest downtime in days is this or less." example:"3"`
	ReviewedAfter Day           `query:"reviewed_after" json:"reviewed_after,omitzero" doc:"Last reviewed on this day or later." example:"2025-04-01"`
	UpdatedAfter  Day           `query:"updated_after" json:"updated_after,omitzero" doc:"Updated on this day or later." example:"2025-04-01"`
}

// FilterParams say what to look for and where: the part that searching and counting
// have in common.
type FilterParams struct {
	View string `query:"view" json:"view,omitempty" enum:"articles,passages" default:"articles" doc:"One hit an article with its best passages inside, or one hit a passage."`
	Filters

	Match     string `query:"match" json:"match,omitempty" enum:"auto,all,any" default:"auto" doc:"How many of the things asked for a hit must mention: all of them, relaxed step by step when too few answer (auto), all, or any."`
	Interpret Values `query:"interpret,explode" json:"interpret,omitempty" doc:"What may be read into the query: on, off, or what to keep of it (repeated, or separated by commas). Default: on."`
}

// SearchParams are the parameters of GET /v1/search, and the body of POST.
type SearchParams struct {
	Q string `query:"q" json:"q,omitempty" maxLength:"512" doc:"What was typed, as it was typed; nothing in it is an error. Empty lists everything that the filters allow." example:"妊娠中でも受けられる"`
	FilterParams

	Facets     Values `query:"facets,explode" json:"facets,omitempty" doc:"The facets to count (repeated, or separated by commas); none counts nothing. Default: all."`
	FacetLimit int    `query:"facet_limit" json:"facet_limit,omitempty" minimum:"1" maximum:"200" default:"20" doc:"Values a facet."`
	Sort       string `query:"sort" json:"sort,omitempty" enum:"relevance,updated,cost,downtime" default:"relevance" doc:"Newest first for updated, lowest first for cost and downtime; unknown is last."`
	Page       int    `query:"page" json:"page,omitempty" minimum:"1" maximum:"10000" default:"1" doc:"1-based; page × per_page is at most 10,000."`
	PerPage    int    `query:"per_page" json:"per_page,omitempty" minimum:"1" maximum:"100" default:"10" doc:"Hits a page."`
	Highlight  string `query:"highlight" json:"highlight,omitempty" enum:"on,html,off" default:"on" doc:"Marks in title and snippet as offsets in code points (on), with HTML besides (html), or none (off)."`
	Explain    bool   `query:"explain" json:"explain,omitempty" default:"false" doc:"Say of every hit where its score comes from."`
	PairRisks  bool   `query:"pair_risks" json:"pair_risks,omitempty" default:"false" doc:"Put beside each hit that tells of an effect what its article says of the risks."`

	_ struct{} `additionalProperties:"false"`
}

// Values is a parameter that may be repeated. In a JSON body it is an array of
// strings, or one string.
type Values []string

// UnmarshalJSON reads either form; null is as if it were not there.
func (v *Values) UnmarshalJSON(b []byte) error {
	var many []string
	if err := json.Unmarshal(b, &many); err == nil {
		*v = many
		return nil
	}
	var one string
	if err := json.Unmarshal(b, &one); err != nil {
		return fmt.Errorf("neither a string nor an array of strings: %w", err)
	}
	*v = Values{one}
	return nil
}

// Optional is a parameter for which there is no default: Set tells 0 from absent.
type Optional[T any] struct {
	Value T
	Set   bool
}

// Receiver tells huma where to put the value of a query parameter.
func (o *Optional[T]) Receiver() reflect.Value { return reflect.ValueOf(o).Elem().Field(0) }

// OnParamSet is told by huma whether there was one.
func (o *Optional[T]) OnParamSet(isSet bool, _ any) { o.Set = isSet }

// Schema is that of T.
func (o Optional[T]) Schema(r huma.Registry) *huma.Schema {
	return huma.SchemaFromType(r, reflect.TypeFor[T]())
}

// UnmarshalJSON reads a T; null is as if it were not there.
func (o *Optional[T]) UnmarshalJSON(b []byte) error {
	if string(b) == "null" {
		return nil
	}
	if err := json.Unmarshal(b, &o.Value); err != nil {
		return fmt.Errorf("not a value: %w", err)
	}
	o.Set = true
	return nil
}

// Day is a calendar day, written as a date or as an RFC 3339 time, of which the
// day as written counts. The zero Day is absent.
type Day struct{ t time.Time }

// UnmarshalText reads either form.
func (d *Day) UnmarshalText(b []byte) error {
	t, err := time.Parse(time.DateOnly, string(b))
	if err != nil {
		t, err = time.Parse(time.RFC3339, string(b))
	}
	if err != nil {
		return fmt.Errorf("%s", dayForm)
	}
	d.t = time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
	return nil
}

const dayForm = "expected a date such as 2025-04-01, or an RFC 3339 time"

// Schema says that both forms are accepted.
func (d Day) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, AnyOf: []*huma.Schema{
		{Type: huma.TypeString, Format: "date"}, {Type: huma.TypeString, Format: "date-time"},
	}}
}

// since is the day as index.RangeReviewed counts it; nil when absent.
func (d Day) since() *float64 {
	if d.t.IsZero() {
		return nil
	}
	days := float64(d.t.Unix() / (24 * 60 * 60))
	return &days
}

// facets pairs the facet names with their parameters.
func (p *Filters) facets() []struct {
	name   string
	values Values
} {
	return []struct {
		name   string
		values Values
	}{
		{index.FacetTreatment, p.Treatment}, {index.FacetEffect, p.Effect}, {index.FacetRisk, p.Risk},
		{index.FacetContraindication, p.Contraindication}, {index.FacetCondition, p.Condition},
		{index.FacetSupervisor, p.Supervisor}, {index.FacetApproval, p.Approval},
		{index.FacetInsurance, p.Insurance}, {index.FacetDepartment, p.Department}, {index.FacetTag, p.Tag},
		{index.FacetKind, p.Kind}, {index.FacetSource, p.Source}, {index.FacetSourceType, p.SourceType},
	}
}

// filters are the parameters as the index takes them: values of a facet are
// alternatives, and a leading minus excludes.
func (p *Filters) filters() []index.Filter {
	var filters []index.Filter
	for _, facet := range p.facets() {
		f := index.Filter{Name: facet.name}
		for _, v := range facet.values {
			if without, excluded := strings.CutPrefix(v, "-"); excluded {
				f.None = append(f.None, without)
			} else if v != "" {
				f.Any = append(f.Any, v)
			}
		}
		if f.Any != nil || f.None != nil {
			filters = append(filters, f)
		}
	}
	ranges := []index.Filter{
		{Name: index.RangeCost, Min: number(p.CostMin), Max: number(p.CostMax)},
		{Name: index.RangeDowntime, Max: number(p.DowntimeMax)},
		{Name: index.RangeReviewed, Min: p.ReviewedAfter.since()},
		{Name: index.RangeUpdated, Min: p.UpdatedAfter.since()},
	}
	for _, f := range ranges {
		if f.Min != nil || f.Max != nil {
			filters = append(filters, f)
		}
	}
	return filters
}

func number(o Optional[int]) *float64 {
	if !o.Set {
		return nil
	}
	v := float64(o.Value)
	return &v
}

// request is the search for a query under these filters, in these collections.
func (p *FilterParams) request(query string, collections []string) search.Request {
	return search.Request{
		Query:       query,
		View:        index.View(p.View),
		Collections: collections,
		Filters:     p.filters(),
		Match:       search.Match(p.Match),
		Interpret:   interpret(p.Interpret),
	}
}

func (p *SearchParams) request(collections []string) search.Request {
	r := p.FilterParams.request(p.Q, collections)
	r.Facets = facetNames(p.Facets)
	r.FacetLimit = p.FacetLimit
	r.Sort = index.Sort(p.Sort)
	r.Page, r.PerPage = p.Page, p.PerPage
	r.Highlight = search.Highlight(p.Highlight)
	r.Explain = p.Explain
	r.PairRisks = p.PairRisks
	r.Answer = true
	return r
}

const (
	facetsNone   = "none"
	interpretOn  = "on"
	interpretOff = "off"
)

// facetNames returns nil for all facets, an empty slice for none.
func facetNames(v Values) []string {
	names := list(v)
	switch {
	case slices.Contains(names, facetsNone), v != nil && len(v) == 0:
		return []string{}
	case len(names) == 0:
		return nil
	}
	return names
}

// interpret returns nil for everything on.
func interpret(v Values) *search.Interpret {
	keep := list(v)
	if len(keep) == 0 || slices.Contains(keep, interpretOn) {
		return nil
	}
	has := func(name string) bool { return slices.Contains(keep, name) }
	return &search.Interpret{
		Spelling: has("spelling"), Synonyms: has("synonyms"), Intent: has("intent"),
		Numbers: has("numbers"), Negation: has("negation"),
	}
}

// list is what repeated, comma-separated values name, each once.
func list(v Values) []string {
	var names []string
	for _, part := range v {
		for name := range strings.SplitSeq(part, ",") {
			if name = strings.TrimSpace(name); name != "" && !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return names
}

// Resolve is huma's hook after parsing: it checks what concerns several
// parameters at once.
func (p *SearchParams) Resolve(ctx huma.Context, prefix *huma.PathBuffer) []error {
	errs := p.check(ctx, prefix)
	if window := p.Page * p.PerPage; window > search.MaxWindow {
		errs = append(errs, invalid(prefix, "page", p.Page,
			fmt.Sprintf("page × per_page is %d; it can be at most %d", window, search.MaxWindow)))
	}
	names := list(p.Facets)
	if slices.Contains(names, facetsNone) && len(names) > 1 {
		errs = append(errs, invalid(prefix, "facets", strings.Join(names, ","), "none cannot stand beside facets"))
	}
	return errs
}

// check is what SearchParams and FacetParams have to check alike.
func (p *FilterParams) check(ctx huma.Context, prefix *huma.PathBuffer) []error {
	errs := append(queryErrors(ctx), p.Filters.check(prefix)...)
	return append(errs, checkInterpret(p.Interpret, prefix)...)
}

// check is of filters that contradict themselves.
func (p *Filters) check(prefix *huma.PathBuffer) []error {
	var errs []error
	if p.CostMin.Set && p.CostMax.Set && p.CostMin.Value > p.CostMax.Value {
		errs = append(errs, invalid(prefix, "cost_min", p.CostMin.Value,
			fmt.Sprintf("is more than cost_max, %d: no price can be both", p.CostMax.Value)))
	}
	return errs
}

func checkInterpret(v Values, prefix *huma.PathBuffer) []error {
	names := list(v)
	if len(names) > 1 && (slices.Contains(names, interpretOn) || slices.Contains(names, interpretOff)) {
		return []error{invalid(prefix, "interpret", strings.Join(names, ","), "on and off stand alone")}
	}
	return nil
}

func invalid(prefix *huma.PathBuffer, name string, value any, reason string) error {
	location := "query." + name
	if prefix != nil && prefix.Len() > 0 {
		location = prefix.With(name)
	}
	return &huma.ErrorDetail{Location: location, Message: reason, Value: value}
}
