package api

import (
	"errors"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// documentTool says in the OpenAPI document what a call of a tool takes and answers: what
// its operation does, of the arguments that the tool has.
func (s *server) documentTool(t *tool) {
	t.body = s.toolBody(t)
	op := s.operation("tool-"+t.name, http.MethodPost, "/v1/tools/"+t.name, "Run a call of the tool "+t.name,
		"Takes the arguments of a model's call as its body, null for what is left to its default, and answers as the operation "+
			t.operation+" does, under the same keys and limits.",
		http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType)
	op.RequestBody = &huma.RequestBody{
		Required: true, Description: "The arguments, by the parameters of the tool in /v1/tools.json",
		Content: map[string]*huma.MediaType{"application/json": {Schema: t.body}},
	}
	for _, status := range []string{"200", "404"} {
		if r := t.op.Responses[status]; r != nil {
			op.Responses[status] = r
		}
	}
	s.doc.AddOperation(&op)
}

// toolBody is the schema of a tool's arguments with every bound of the operation's.
func (s *server) toolBody(t *tool) *huma.Schema {
	body := s.argumentsOf(t.op, t.arguments)
	if len(t.filters) > 0 {
		filters := s.argumentsOf(t.op, s.filterNames(t))
		filters.Description = "Only what meets all of these"
		body.Properties[filtersField] = filters
	}
	body.PrecomputeMessages()
	return body
}

func (s *server) argumentsOf(op *huma.Operation, names []string) *huma.Schema {
	object := &huma.Schema{Type: huma.TypeObject, Properties: map[string]*huma.Schema{}, AdditionalProperties: false}
	for _, name := range names {
		schema := *s.schemaOf(op, name)
		if schema.Type == huma.TypeArray { // a parameter that may be repeated: also one string, as in bodies
			array := schema
			array.Description = ""
			schema = huma.Schema{Description: schema.Description, OneOf: []*huma.Schema{array.Items, &array}}
		}
		short := strings.TrimPrefix(name, filtersField+".")
		object.Properties[short] = &schema
		if s.isRequired(op, name) {
			object.Required = append(object.Required, short)
		}
	}
	return object
}

// checkTypes refuses arguments of the wrong type for an operation without a body: in a
// query string every value is text, and the mistake would not show.
func (s *server) checkTypes(t *tool, arguments map[string]any) []ProblemError {
	if t.op.RequestBody != nil {
		return nil
	}
	plain, err := asNode(arguments)
	if err != nil {
		return nil // it came from JSON
	}
	res := &huma.ValidateResult{}
	huma.Validate(s.doc.Components.Schemas, t.body, huma.NewPathBuffer([]byte{}, 0), huma.ModeWriteToServer, plain, res)
	var errs []ProblemError
	for _, err := range res.Errors {
		var d *huma.ErrorDetail
		if errors.As(err, &d) {
			name := strings.TrimPrefix(d.Location, "body.")
			if missing, ok := missingProperty(d.Message); ok {
				name, d.Message, d.Value = missing, "is missing", nil
			}
			e := ProblemError{Parameter: name, Value: text(d.Value), Reason: d.Message, Allowed: []string{}}
			if schema := s.schemaOf(t.op, name); schema != nil {
				e.Allowed = allowed(schema)
			}
			errs = append(errs, e)
		}
	}
	return errs
}
