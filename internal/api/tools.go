package api

import (
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"

	"shirube/index"
)

// Tool is an operation as chat models with function calling take it: an entry of
// the list at /v1/tools.json, in the form of OpenAI's chat completions.
type Tool struct {
	Type     string       `json:"type" enum:"function"`
	Function ToolFunction `json:"function"`
}

// ToolFunction is what a model reads of a tool. Its parameters keep to the part of
// JSON Schema that strict function calling knows: all properties are required, one
// that may be left out can be null, and nothing is open.
type ToolFunction struct {
	Name        string         `json:"name" doc:"The last part of the path that runs it: POST /v1/tools/{tool}"`
	Description string         `json:"description"`
	Strict      bool           `json:"strict"`
	Parameters  map[string]any `json:"parameters" doc:"A JSON Schema"`
}

// tool says which part of an operation a model is given. What is left out is either
// the caller's to decide (collections, whether risks are paired) or of no use to a
// model (marks, counts of facets).
type tool struct {
	name, operation string
	description     string
	arguments       []string
	filters         []string       // taken in one argument, "filters", wherever the operation has them
	fixed           map[string]any // what every call sends besides

	op   *huma.Operation
	body *huma.Schema // what a call takes
}

// tools are those of /v1/tools.json. Their schemas are those of the operations.
func tools() []*tool {
	filters := []string{
		index.FacetTreatment, index.FacetEffect, index.FacetRisk, index.FacetContraindication, index.FacetCondition,
		index.FacetApproval, index.FacetInsurance, index.FacetKind, index.FacetSourceType,
		"cost_min", "cost_max", "downtime_max", "reviewed_after",
	}
	return []*tool{
		{
			name: "retrieve", operation: "retrieve", arguments: []string{"query", "top_k", "max_chars"}, filters: filters,
			description: "Passages of supervised treatment articles that answer a question, with risks, sources and a citation each. " +
				"Answer from these passages alone and cite them by their numbers. Where answerable is false nothing here answers: say so, and do not answer from memory. " +
				"Never tell an effect without the risks and contraindications that come with it, and show the notices.",
		},
		{
			name: "search", operation: "search-post", arguments: []string{"q", "view", "sort", "page", "per_page"}, filters: filters,
			fixed: map[string]any{"facets": facetsNone, "highlight": "off"},
			description: "Finds treatment articles or their passages, for lists and comparisons; to answer a question use retrieve: texts found here can tell effects without their risks. " +
				"Where answerable is false what was found only shares words with the query.",
		},
		{
			name: "article", operation: "article", arguments: []string{"id"},
			description: "One whole article as it was read: sections by kind, questions, sources, supervision, cost, downtime, effects, risks and contraindications.",
		},
		{
			name: "passage", operation: "passage", arguments: []string{"id"},
			description: "One passage with its sources, its supervision and its article. Its text can tell an effect alone: never tell that without the risks, which article and retrieve have.",
		},
		{
			name: "facets", operation: "facet", arguments: []string{"name", "prefix", "query", "facet_limit"}, filters: filters,
			description: "The values that a filter can take, most frequent first, with how many hits have them: " +
				"ask this before filtering by treatment, effect, risk, contraindication or condition.",
		},
	}
}

// documentTools adds the list of the tools to the OpenAPI document.
func (s *server) documentTools(api huma.API) {
	get := s.operation("tools", http.MethodGet, "/v1/tools.json", "The operations as tools of a chat model",
		"A list to be handed to a model as it is (tools of OpenAI's chat completions), for strict function calling. "+
			"A call is run by sending its arguments, as the model wrote them, to /v1/tools/ and the function's name.")
	get.Security = nil
	clear(get.Responses)
	get.Responses["200"] = jsonResponse("The tools", s.doc.Components.Schemas.Schema(reflect.TypeFor[[]Tool](), true, "Tools"))
	get.Responses["200"].Content["application/json"].Schema.Nullable = false
	api.OpenAPI().AddOperation(&get)

}

func jsonResponse(description string, schema *huma.Schema) *huma.Response {
	return &huma.Response{Description: description, Content: map[string]*huma.MediaType{"application/json": {Schema: schema}}}
}

// registerTools serves the list, made once from the finished document, and runs calls.
func (s *server) registerTools(r gin.IRouter) error {
	byName, list := map[string]*tool{}, []Tool{}
	for _, t := range tools() {
		parameters, err := s.toolParameters(t)
		if err != nil {
			return fmt.Errorf("tool %s: %w", t.name, err)
		}
		byName[t.name] = t
		s.documentTool(t)
		list = append(list, Tool{Type: "function", Function: ToolFunction{
			Name: t.name, Description: t.description, Strict: true, Parameters: parameters,
		}})
	}
	document, err := json.MarshalIndent(list, "", "  ")
	if err != nil {
		return fmt.Errorf("tools: %w", err)
	}
	document = append(document, '\n')
	r.GET("/v1/tools.json", func(c *gin.Context) { c.Data(http.StatusOK, "application/json", document) })
	r.POST("/v1/tools/:tool", func(c *gin.Context) { s.callTool(c, byName) })
	return nil
}

// toolParameters is the strict schema of a tool's arguments. A name that its
// operation does not have is an error: tools cannot drift from what is served.
func (s *server) toolParameters(t *tool) (map[string]any, error) {
	at := slices.IndexFunc(s.operations, func(op *huma.Operation) bool { return op.OperationID == t.operation })
	if at < 0 {
		return nil, fmt.Errorf("there is no operation %s", t.operation)
	}
	t.op = s.operations[at]
	properties, err := s.strictProperties(t.op, t.arguments)
	if err != nil {
		return nil, err
	}
	if len(t.filters) > 0 {
		filters, err := s.strictProperties(t.op, s.filterNames(t))
		if err != nil {
			return nil, err
		}
		properties[filtersField] = map[string]any{
			"description": "Only what meets all of these; null for none. In one filter values are alternatives.",
			"anyOf":       []any{strictObject(filters), map[string]any{"type": "null"}},
		}
	}
	return strictObject(properties), nil
}

// filterNames are the filters of a tool by their names in its operation.
func (s *server) filterNames(t *tool) []string {
	if !s.nestsFilters(t.op) {
		return t.filters
	}
	names := make([]string, len(t.filters))
	for i, name := range t.filters {
		names[i] = filtersField + "." + name
	}
	return names
}

// nestsFilters: the operation takes filters in a field of their own.
func (s *server) nestsFilters(op *huma.Operation) bool {
	body := s.bodySchema(op)
	return body != nil && body.Properties[filtersField] != nil
}

func (s *server) strictProperties(op *huma.Operation, names []string) (map[string]any, error) {
	properties := map[string]any{}
	for _, name := range names {
		schema := s.schemaOf(op, name)
		if schema == nil {
			return nil, fmt.Errorf("the operation %s has no %s", op.OperationID, name)
		}
		_, short, nested := strings.Cut(name, ".")
		if !nested {
			short = name
		}
		properties[short] = strict(schema, s.isRequired(op, name))
	}
	return properties, nil
}

func (s *server) isRequired(op *huma.Operation, name string) bool {
	for _, p := range op.Parameters {
		if p.Name == name {
			return p.Required
		}
	}
	body := s.bodySchema(op)
	return body != nil && slices.Contains(body.Required, name)
}

// strictObject closes an object and requires all of its properties.
func strictObject(properties map[string]any) map[string]any {
	return map[string]any{
		"type": huma.TypeObject, "properties": properties,
		"required": sortedKeys(properties), "additionalProperties": false,
	}
}

// strict says in types, enumerations and words what a schema accepts: bounds,
// defaults and formats are keywords that strict function calling refuses, wholly or
// with some providers. The operation still enforces them.
func strict(schema *huma.Schema, required bool) map[string]any {
	out := map[string]any{}
	words := []string{strings.TrimSuffix(schema.Description, repeatAndExclude)}
	source := schema
	if len(schema.OneOf) == 2 { // one string, or an array of strings
		source = schema.OneOf[1]
	}
	switch {
	case source.Type == huma.TypeArray:
		items := map[string]any{"type": source.Items.Type}
		if values, ok := source.Items.Extensions[valuesExtension].([]string); ok {
			items["enum"] = values
		} else {
			words = append(words, "A leading - excludes a value.")
		}
		out["items"] = items
	case len(source.Enum) > 0:
		out["enum"] = source.Enum
	case len(source.AnyOf) > 0:
		words = append(words, "A date such as 2025-04-01.")
	default:
		if bounds := allowed(source); len(bounds) == 1 {
			words = append(words, strings.ToUpper(bounds[0][:1])+bounds[0][1:]+".")
		}
	}
	if source.Default != nil {
		words = append(words, fmt.Sprintf("Null: %v.", source.Default))
	}
	out["type"] = source.Type
	description := strings.TrimSpace(strings.Join(words, " "))
	switch {
	case required:
	case out["enum"] != nil: // null would have to be one of the values
		out = map[string]any{"anyOf": []any{out, map[string]any{"type": "null"}}}
	default:
		out["type"] = []string{source.Type, "null"}
	}
	out["description"] = description
	return out
}
