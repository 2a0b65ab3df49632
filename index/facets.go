package index

import (
	"slices"

	"shirube/corpus"
)

// FacetsOf is the values of an article's facets, each once.
func FacetsOf(a *corpus.Article) map[string][]string {
	facets := map[string][]string{
		FacetTreatment:        a.Treatments,
		FacetCondition:        a.Conditions,
		FacetDepartment:       a.Departments,
		FacetTag:              a.Tags,
		FacetEffect:           claimed(a.Effects),
		FacetRisk:             claimed(a.Risks),
		FacetContraindication: claimed(a.Contraindications),
		FacetInsurance:        {a.Insurance},
		FacetApproval:         {a.Approval},
	}
	var supervisors []string
	for _, s := range a.Supervisors {
		supervisors = append(supervisors, s.Name)
	}
	facets[FacetSupervisor] = supervisors
	for name, values := range facets {
		facets[name] = Distinct(values)
	}
	return facets
}

// claimed is the labels of what an article says there is: what it only denies
// is not a value.
func claimed(claims []corpus.Claim) []string {
	var out []string
	for _, c := range claims {
		if c.Stance != corpus.Denied {
			out = append(out, c.Label)
		}
	}
	return out
}

// FacetsOfPassage is the values of the facets of a passage of this kind that cites these
// sources.
func FacetsOfPassage(kind corpus.Kind, sources []corpus.Source) map[string][]string {
	var names, types []string
	for _, s := range sources {
		names = append(names, s.Name)
		types = append(types, string(s.Type))
	}
	if len(sources) == 0 {
		types = []string{string(corpus.SourceNone)}
	}
	return map[string][]string{
		FacetKind:       {string(kind)},
		FacetSource:     Distinct(names),
		FacetSourceType: Distinct(types),
	}
}

// Distinct is the values that are not empty, each once.
func Distinct(values []string) []string {
	var out []string
	for _, v := range values {
		if v != "" && !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	return out
}
