package api

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"shirube/corpus"
	"shirube/index"
	"shirube/internal/dify"
	"shirube/internal/instantsearch"
	"shirube/internal/retrieve"
	"shirube/internal/search"
)

// valuesExtension lists, beside the pattern of a parameter's values, those that
// stand without a minus or a comma.
const valuesExtension = "x-values"

// Bounds of what one request may filter by.
const (
	maxValues      = 50
	maxValueLength = 200
)

// excludePattern is how the pattern of values begins that a minus may precede.
const excludePattern = "^(-?("

// rule is what a repeatable parameter accepts beyond what tags can say.
type rule struct {
	values  []string // none: free text
	exclude bool     // a leading minus is possible
	commas  bool     // several values, separated by commas
}

// rules are those of every repeatable parameter, from the lists that the
// packages below keep.
func rules() map[string]rule {
	m := map[string]rule{
		"collection":                {},
		index.FacetKind:             {values: labelValues(corpus.KindLabels()), exclude: true},
		index.FacetSourceType:       {values: labelValues(corpus.SourceTypeLabels()), exclude: true},
		index.FacetApproval:         {values: labelValues(corpus.ApprovalLabels()), exclude: true},
		index.FacetInsurance:        {values: labelValues(corpus.InsuranceLabels()), exclude: true},
		"interpret":                 {values: []string{interpretOn, interpretOff, "spelling", "synonyms", "intent", "numbers", "negation"}, commas: true},
		"facets":                    {values: append(facetEnum(), facetsNone), commas: true},
		index.FacetTreatment:        {exclude: true},
		index.FacetEffect:           {exclude: true},
		index.FacetRisk:             {exclude: true},
		index.FacetCondition:        {exclude: true},
		index.FacetSupervisor:       {exclude: true},
		index.FacetDepartment:       {exclude: true},
		index.FacetTag:              {exclude: true},
		index.FacetSource:           {exclude: true},
		index.FacetContraindication: {exclude: true},
	}
	return m
}

// facetEnum lists the facets that can be counted.
func facetEnum() []string {
	return slices.Concat(index.ArticleFacets(), index.PassageFacets(), []string{index.RangeCost, index.RangeDowntime})
}

func labelValues(labels []corpus.Label) []string {
	values := make([]string, 0, len(labels))
	for _, l := range labels {
		values = append(values, l.Value)
	}
	return values
}

// repeatAndExclude says how the values of a filter are written.
const repeatAndExclude = " Repeat it for alternatives; a leading - excludes. Values are not split at commas."

// apply puts the rule into the schema of a parameter: an array of strings.
func (r rule) apply(array *huma.Schema) {
	most, length := maxValues, maxValueLength
	array.Nullable = false
	array.MaxItems = &most
	array.Items.MaxLength = &length
	switch {
	case r.exclude:
		array.Description += repeatAndExclude
	case !r.commas:
		array.Description += " Repeat it for alternatives."
	}
	if len(r.values) == 0 {
		if r.exclude {
			array.Items.Pattern, array.Items.PatternDescription = `^($|[^-]|-[\s\S])`, "a value, or a minus and the value that is left out"
		}
		array.PrecomputeMessages()
		return
	}
	quoted := make([]string, len(r.values))
	for i, v := range r.values {
		quoted[i] = regexp.QuoteMeta(v)
	}
	one := "(" + strings.Join(quoted, "|") + ")"
	described := "one of " + strings.Join(r.values, ", ")
	switch {
	case r.commas:
		array.Items.Pattern = "^( *" + one + " *(,|$))*$"
		described = "names out of " + strings.Join(r.values, ", ") + ", separated by commas"
	case r.exclude:
		array.Items.Pattern = excludePattern + one[1:] + ")?$"
		described += ", or the same after a minus"
	}
	array.Items.PatternDescription = described
	array.Items.Extensions = map[string]any{valuesExtension: r.values}
	array.PrecomputeMessages()
}

// constrain applies the rules to the parameters of an operation and to the
// fields of its body, where one string may stand for an array of one.
func (s *server) constrain(op *huma.Operation) {
	rules := rules()
	for _, p := range op.Parameters {
		if r, ok := rules[p.Name]; ok && p.In == "query" && p.Schema.Type == huma.TypeArray {
			r.apply(p.Schema)
			p.Description = p.Schema.Description
		}
	}
	if body := s.bodySchema(op); body != nil {
		s.constrainBody(body, rules)
	}
}

// constrainBody applies the rules to the fields of a body, and of the filters in it.
func (s *server) constrainBody(body *huma.Schema, rules map[string]rule) {
	for name, field := range body.Properties {
		if inner := s.resolve(field); name == filtersField && inner != nil {
			s.constrainBody(inner, rules)
			continue
		}
		if r, ok := rules[name]; ok && field.Type == huma.TypeArray {
			r.apply(field)
			array := *field
			array.Description = ""
			body.Properties[name] = &huma.Schema{
				Description: field.Description, OneOf: []*huma.Schema{field.Items, &array},
			}
		}
	}
	body.PrecomputeMessages()
}

// resolve is what a schema refers to, or itself.
func (s *server) resolve(schema *huma.Schema) *huma.Schema {
	if schema != nil && schema.Ref != "" {
		return s.doc.Components.Schemas.SchemaFromRef(schema.Ref)
	}
	return schema
}

// schemaNames names the schemas that would not say what they are.
func schemaNames(t reflect.Type, hint string) string {
	named := t
	if t.Kind() == reflect.Pointer {
		named = t.Elem()
	}
	switch named {
	case reflect.TypeFor[SearchParams]():
		return "SearchRequest"
	case reflect.TypeFor[RetrieveParams]():
		return "RetrieveRequest"
	case reflect.TypeFor[search.Evidence]():
		return "HitEvidence"
	case reflect.TypeFor[retrieve.Answer]():
		return "RetrieveResponse"
	case reflect.TypeFor[retrieve.Passage]():
		return "RetrievedPassage"
	case reflect.TypeFor[retrieve.Interpretation]():
		return "RetrieveInterpretation"
	}
	name := huma.DefaultSchemaNamer(t, hint)
	if named.PkgPath() == reflect.TypeFor[dify.Request]().PkgPath() {
		return "Dify" + named.Name()
	}
	if named.PkgPath() == reflect.TypeFor[instantsearch.Request]().PkgPath() {
		return "InstantSearch" + named.Name()
	}
	if name == "Response" {
		return "SearchResponse"
	}
	return name
}

// honest corrects what huma derives of the response types: arrays are never
// null there, pointers to objects may be, and closed lists of values are known.
func honest(reg huma.Registry) error {
	enums := map[reflect.Type][]string{
		reflect.TypeFor[corpus.Kind]():           labelValues(corpus.KindLabels()),
		reflect.TypeFor[corpus.SourceType]():     labelValues(corpus.SourceTypeLabels()),
		reflect.TypeFor[corpus.Stance]():         {string(corpus.Asserted), string(corpus.Hedged), string(corpus.Denied)},
		reflect.TypeFor[search.SuggestionKind](): suggestionKinds(),
		reflect.TypeFor[index.View]():            {string(index.Articles), string(index.Passages)},
	}
	for name, schema := range reg.Map() {
		t := reg.TypeFromRef("#/components/schemas/" + name)
		for _, f := range reflect.VisibleFields(t) {
			field, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			prop := schema.Properties[field]
			if prop == nil {
				continue
			}
			notNull(prop)
			if values, ok := enums[f.Type]; ok {
				prop.Enum = anys(values)
			}
			if isObjectPointer(f.Type) && prop.Ref != "" {
				schema.Properties[field] = &huma.Schema{OneOf: []*huma.Schema{prop, {Type: "null"}}}
			}
		}
	}
	for where, values := range fieldEnums() {
		if err := setEnum(reg, where, values); err != nil {
			return err
		}
	}
	return describe(reg)
}

func isObjectPointer(t reflect.Type) bool {
	return t.Kind() == reflect.Pointer && t.Elem().Kind() == reflect.Struct && t.Elem() != reflect.TypeFor[time.Time]()
}

// notNull takes null away from arrays, at every depth.
func notNull(s *huma.Schema) {
	for ; s != nil && s.Type == huma.TypeArray; s = s.Items {
		s.Nullable = false
	}
	if s == nil {
		return
	}
	if values, ok := s.AdditionalProperties.(*huma.Schema); ok {
		notNull(values)
	}
}

// fieldEnums are the values of fields whose Go type is a plain string.
func fieldEnums() map[string][]string {
	insurance, approval := labelValues(corpus.InsuranceLabels()), labelValues(corpus.ApprovalLabels())
	return map[string][]string{
		"Article.insurance":             insurance,
		"Article.approval":              approval,
		"Article.status":                {corpus.StatusPublished, corpus.StatusDraft},
		"ArticleSummary.insurance":      insurance,
		"ArticleSummary.approval":       approval,
		"RetrievedPassage.role":         {string(retrieve.RoleMatch), string(retrieve.RoleRiskPair), string(retrieve.RoleContraindication)},
		"SearchResponse.total_relation": {"eq"},
	}
}

func setEnum(reg huma.Registry, where string, values []string) error {
	prop, err := property(reg, where)
	if err != nil {
		return err
	}
	prop.Enum = anys(values)
	return nil
}

// property finds a field by "Schema.field".
func property(reg huma.Registry, where string) (*huma.Schema, error) {
	name, field, _ := strings.Cut(where, ".")
	schema := reg.Map()[name]
	if schema == nil || schema.Properties[field] == nil {
		return nil, fmt.Errorf("openapi: there is no %s", where)
	}
	return schema.Properties[field], nil
}

func anys(values []string) []any {
	out := make([]any, len(values))
	for i, v := range values {
		out[i] = v
	}
	return out
}
