package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"
	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/danielgtaylor/huma/v2/validation"
)

type queryErrorsKey struct{}

// queryErrors are the errors that readQuery found; a resolver reports them
// together with those that huma finds in the values.
func queryErrors(ctx huma.Context) []error {
	errs, _ := ctx.Context().Value(queryErrorsKey{}).([]error)
	return slices.Clone(errs)
}

// readQuery is a middleware before huma's parsing. It refuses query strings
// that cannot be read, finds unknown and repeated names, and drops empty values,
// which are what forms send for fields that were left alone.
func (s *server) readQuery(ctx huma.Context, next func(huma.Context)) {
	c := humagin.Unwrap(ctx)
	if c.Request.URL.RawQuery == "" {
		next(ctx)
		return
	}
	values, err := url.ParseQuery(c.Request.URL.RawQuery)
	if err != nil {
		s.write(c, problemMalformed("The query string cannot be read: "+err.Error()+"."))
		return
	}
	params := queryParams(ctx.Operation())
	var errs []error
	for _, name := range sortedKeys(values) {
		if name == "q" { // what was typed is never an error, as in a JSON body
			for i, v := range values[name] {
				values[name][i] = strings.ToValidUTF8(v, string(utf8.RuneError))
			}
		}
		if !utf8.ValidString(name + strings.Join(values[name], "")) {
			s.write(c, problemMalformed(fmt.Sprintf("The query string is not UTF-8 (parameter %q).", shorten(name))))
			return
		}
		given := slices.DeleteFunc(values[name], func(v string) bool { return v == "" })
		values[name] = given
		param, known := params[name]
		switch {
		case !known && ctx.Operation().RequestBody != nil:
			errs = append(errs, invalid(nil, name, strings.Join(given, ", "), "this path takes its parameters in the JSON body, not in the query string"))
		case !known:
			errs = append(errs, &huma.ErrorDetail{Location: "query." + name, Message: unknownParameter})
		case len(given) > 1 && param.Type != huma.TypeArray:
			errs = append(errs, invalid(nil, name, strings.Join(given, ", "), "is given more than once, but takes one value"))
		}
	}
	c.Request.URL.RawQuery = values.Encode()
	next(huma.WithValue(ctx, queryErrorsKey{}, errs))
}

const unknownParameter = "unknown parameter"

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// queryParams are the query parameters of an operation with their schemas.
func queryParams(op *huma.Operation) map[string]*huma.Schema {
	params := map[string]*huma.Schema{}
	for _, p := range op.Parameters {
		if p.In == "query" {
			params[p.Name] = p.Schema
		}
	}
	return params
}

// transform is where huma hands over what it is about to send: its own errors
// become Problems, and every Problem gets the id of its request.
func (s *server) transform(ctx huma.Context, _ string, v any) (any, error) {
	if m, ok := v.(*huma.ErrorModel); ok {
		v = s.fromHuma(ctx, m)
	}
	if p, ok := v.(*Problem); ok {
		p.RequestID = infoOf(ctx.Context()).id
	}
	return v, nil
}

// fromHuma says in our terms what huma found wrong with a request.
func (s *server) fromHuma(ctx huma.Context, m *huma.ErrorModel) *Problem {
	switch m.Status {
	case http.StatusUnprocessableEntity:
		errs := make([]ProblemError, 0, len(m.Errors))
		for _, e := range m.Errors {
			errs = append(errs, s.refine(ctx.Operation(), e)...)
		}
		slices.SortStableFunc(errs, func(a, b ProblemError) int { return strings.Compare(a.Parameter, b.Parameter) })
		return problemInvalid(errs)
	case http.StatusBadRequest:
		detail := "The request body is missing."
		if len(m.Errors) > 0 {
			detail = "The body is not JSON: " + m.Errors[0].Message + "."
		}
		return problemMalformed(detail)
	case http.StatusRequestEntityTooLarge:
		return problemTooLarge(ctx.Operation().MaxBodyBytes - 1)
	case http.StatusUnsupportedMediaType:
		return problemMediaType()
	case http.StatusRequestTimeout:
		return problemReadTimeout()
	}
	return s.problem(ctx.Context(), errors.New(m.Detail))
}

// refine turns one of huma's errors into what is reported of the parameter.
// Where a value had to be a string or an array of strings and was neither one
// that is accepted, it looks again at each string to say which is wrong.
func (s *server) refine(op *huma.Operation, e *huma.ErrorDetail) []ProblemError {
	_, name, _ := strings.Cut(e.Location, ".")
	name, _, _ = strings.Cut(name, "[")
	if missing, ok := missingProperty(e.Message); ok && name == "" {
		return []ProblemError{{Parameter: missing, Reason: "is missing", Allowed: []string{}}}
	}
	if name == "" {
		name = "body"
	}
	schema := s.schemaOf(op, name)
	switch {
	case schema == nil && (e.Message == unknownParameter || e.Message == validation.MsgUnexpectedProperty):
		return []ProblemError{unknown(name, e, s.names(op))}
	case schema == nil:
		return []ProblemError{{Parameter: shorten(name), Value: text(e.Value), Reason: e.Message, Allowed: []string{}}}
	}
	if e.Message == validation.MsgExpectedMatchExactlyOneSchema && len(schema.OneOf) == 2 {
		if errs := s.refineValues(name, schema.OneOf[1], e.Value); len(errs) > 0 {
			return errs
		}
	}
	reason := e.Message
	if e.Message == validation.MsgExpectedMatchAtLeastOneSchema || strings.HasSuffix(e.Message, dayForm) {
		reason = dayForm
	}
	return []ProblemError{{Parameter: name, Value: text(e.Value), Reason: reason, Allowed: allowed(schema)}}
}

// missingProperty is the name in huma's message about a field that is not there.
func missingProperty(message string) (string, bool) {
	before, after, _ := strings.Cut(validation.MsgExpectedRequiredProperty, "%s")
	if !strings.HasPrefix(message, before) || !strings.HasSuffix(message, after) {
		return "", false
	}
	return message[len(before) : len(message)-len(after)], true
}

func (s *server) refineValues(name string, array *huma.Schema, value any) []ProblemError {
	many, ok := value.([]any)
	if !ok {
		many = []any{value}
	}
	res := &huma.ValidateResult{}
	huma.Validate(s.doc.Components.Schemas, array, huma.NewPathBuffer([]byte{}, 0), huma.ModeWriteToServer, many, res)
	var errs []ProblemError
	for _, err := range res.Errors {
		var d *huma.ErrorDetail
		if errors.As(err, &d) {
			errs = append(errs, ProblemError{Parameter: name, Value: text(d.Value), Reason: d.Message, Allowed: allowed(array)})
		}
	}
	return errs
}

// unknown is the error for a name that the operation does not have. Huma's
// value is the whole body then, of which only the field is shown.
func unknown(name string, e *huma.ErrorDetail, names []string) ProblemError {
	value := e.Value
	if body, ok := value.(map[string]any); ok {
		value = body[name]
	}
	near := nearest(name, names)
	reason := unknownParameter
	if len(near) == 0 {
		near = names
	} else {
		reason += "; did you mean " + near[0] + "?"
	}
	return ProblemError{Parameter: shorten(name), Value: text(value), Reason: reason, Allowed: near}
}

// nearest returns at most three names that one may have meant, the best first.
func nearest(name string, names []string) []string {
	name = strings.ReplaceAll(strings.ToLower(name), "-", "_")
	distance := func(other string) int {
		d := levenshtein.ComputeDistance(name, other)
		if len(name) >= 3 && (strings.HasPrefix(other, name) || strings.HasPrefix(name, other)) {
			d = min(d, 1)
		}
		return d
	}
	var near []string
	for _, n := range names {
		if distance(n) <= max(1, len(n)/3) && len(name) < 64 {
			near = append(near, n)
		}
	}
	slices.SortStableFunc(near, func(a, b string) int { return distance(a) - distance(b) })
	return near[:min(len(near), 3)]
}

// schemaOf finds the schema of a parameter, or of a field of the body.
func (s *server) schemaOf(op *huma.Operation, name string) *huma.Schema {
	for _, p := range op.Parameters {
		if p.Name == name {
			return p.Schema
		}
	}
	body := s.bodySchema(op)
	if body != nil && name == "body" {
		return body
	}
	if body == nil {
		return nil
	}
	if inner, ok := strings.CutPrefix(name, filtersField+"."); ok {
		if filters := s.resolve(body.Properties[filtersField]); filters != nil {
			return filters.Properties[inner]
		}
	}
	return body.Properties[name]
}

func (s *server) bodySchema(op *huma.Operation) *huma.Schema {
	if op.RequestBody == nil {
		return nil
	}
	media := op.RequestBody.Content["application/json"]
	if media == nil || media.Schema == nil {
		return nil
	}
	return s.resolve(media.Schema)
}

// names are those an operation takes, in the query string or the body.
func (s *server) names(op *huma.Operation) []string {
	if body := s.bodySchema(op); body != nil {
		return sortedKeys(body.Properties)
	}
	return sortedKeys(queryParams(op))
}

// allowed lists what a schema accepts, as far as it can be listed.
func allowed(s *huma.Schema) []string {
	if s.Type == huma.TypeArray {
		s = s.Items
	}
	out := []string{}
	if values, ok := s.Extensions[valuesExtension].([]string); ok {
		return append(out, values...)
	}
	for _, v := range s.Enum {
		out = append(out, fmt.Sprint(v))
	}
	switch {
	case s.Minimum != nil && s.Maximum != nil:
		out = append(out, fmt.Sprintf("%.0f to %.0f", *s.Minimum, *s.Maximum))
	case s.MaxLength != nil:
		out = append(out, fmt.Sprintf("at most %d characters", *s.MaxLength))
	case s.Type == huma.TypeBoolean:
		out = append(out, "true", "false")
	}
	return out
}

// text shows a value in an error.
func text(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return shorten(v)
	}
	b, err := json.Marshal(v)
	if err != nil {
		return ""
	}
	return shorten(string(b))
}

// adapt lets a handler return any error: the table of problem turns it into what
// the caller is told.
func adapt[I, O any](s *server, handle func(context.Context, *I) (*O, error)) func(context.Context, *I) (*O, error) {
	return func(ctx context.Context, in *I) (*O, error) {
		out, err := handle(ctx, in)
		if err != nil {
			return nil, s.problem(ctx, err)
		}
		return out, nil
	}
}
