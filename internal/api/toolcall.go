package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"
)

// callTool runs a call by turning it into the request that its operation takes, and
// handing that to the router: keys, limits and errors are the operation's own.
func (s *server) callTool(c *gin.Context, byName map[string]*tool) {
	t, ok := byName[c.Param("tool")]
	if !ok {
		s.write(c, problemNotFound("There is no such tool; there are "+strings.Join(sortedKeys(byName), ", ")+"."))
		return
	}
	arguments, problem := readArguments(c)
	if problem == nil {
		problem = s.direct(c.Request, t, arguments)
	}
	if problem != nil {
		s.write(c, problem)
		return
	}
	s.engine.HandleContext(c)
}

// readArguments reads the body: one JSON object. What is null is as if it were not
// there, because strict function calling makes a model write every argument.
func readArguments(c *gin.Context) (map[string]any, *Problem) {
	if media, _, err := mime.ParseMediaType(c.ContentType()); err != nil || media != "application/json" {
		return nil, problemMediaType()
	}
	body, err := io.ReadAll(http.MaxBytesReader(c.Writer, c.Request.Body, MaxBody))
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return nil, problemTooLarge(MaxBody)
	case err != nil:
		return nil, problemReadTimeout()
	}
	var arguments map[string]any
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	if err := decoder.Decode(&arguments); err != nil {
		return nil, problemMalformed("The arguments are not one JSON object: " + err.Error() + ".")
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, problemMalformed("The arguments are not one JSON object: there is more after it.")
	}
	if arguments == nil {
		return nil, problemMalformed("The arguments are not one JSON object: they are null.")
	}
	withoutNulls(arguments)
	return arguments, nil
}

func withoutNulls(object map[string]any) {
	for name, value := range object {
		if inner, ok := value.(map[string]any); ok {
			withoutNulls(inner)
		} else if value == nil {
			delete(object, name)
		}
	}
}

// direct makes of r the request of the tool's operation.
func (s *server) direct(r *http.Request, t *tool, arguments map[string]any) *Problem {
	wholeNumbers(arguments)
	if errs := t.check(arguments); len(errs) > 0 {
		return problemInvalid(errs)
	}
	if errs := s.checkTypes(t, arguments); len(errs) > 0 {
		return problemInvalid(errs)
	}
	maps.Copy(arguments, t.fixed)
	if inner, ok := arguments[filtersField].(map[string]any); ok && !s.nestsFilters(t.op) {
		delete(arguments, filtersField)
		maps.Copy(arguments, inner)
	}
	path := t.op.Path
	for _, p := range t.op.Parameters {
		if p.In == "path" {
			path = strings.ReplaceAll(path, "{"+p.Name+"}", url.PathEscape(fmt.Sprint(arguments[p.Name])))
			delete(arguments, p.Name)
		}
	}
	target := *r.URL
	target.RawPath = s.cfg.BasePath + path
	plain, err := url.PathUnescape(target.RawPath)
	if err != nil {
		return problemMalformed("The path of the operation cannot be made of these arguments.")
	}
	target.Path = plain
	body := []byte{}
	if t.op.RequestBody != nil {
		if body, err = json.Marshal(arguments); err != nil {
			return problemMalformed("The arguments cannot be written again.")
		}
	} else {
		query := target.Query()
		for name, value := range arguments {
			query[name] = queryValues(value)
		}
		target.RawQuery = query.Encode()
	}
	r.Method, r.URL = t.op.Method, &target
	r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	return nil
}

// check is of what the operation cannot tell: arguments that the tool does not have,
// though the operation may, and what belongs into the path.
func (t *tool) check(arguments map[string]any) []ProblemError {
	var errs []ProblemError
	refuse := func(prefix string, object map[string]any, names []string) {
		for _, name := range sortedKeys(object) {
			if !slices.Contains(names, name) {
				errs = append(errs, ProblemError{
					Parameter: shorten(prefix + name), Value: text(object[name]), Reason: "the tool has no such argument", Allowed: names,
				})
			}
		}
	}
	names := slices.Clone(t.arguments)
	if len(t.filters) > 0 {
		names = append(names, filtersField)
	}
	refuse("", arguments, names)
	switch filters := arguments[filtersField].(type) {
	case nil:
	case map[string]any:
		refuse(filtersField+".", filters, t.filters)
	default:
		errs = append(errs, ProblemError{Parameter: filtersField, Value: text(filters), Reason: "must be an object", Allowed: t.filters})
	}
	for _, p := range t.op.Parameters {
		if value, ok := arguments[p.Name].(string); p.In == "path" && (!ok || value == "") {
			errs = append(errs, ProblemError{Parameter: p.Name, Value: text(arguments[p.Name]), Reason: "must be a text that is not empty", Allowed: allowed(p.Schema)})
		}
	}
	return errs
}

// queryValues is a JSON value as parameters of a query string.
func queryValues(value any) []string {
	switch v := value.(type) {
	case string:
		return []string{v}
	case []any:
		out := []string{}
		for _, one := range v {
			out = append(out, queryValues(one)...)
		}
		return out
	}
	b, err := json.Marshal(value)
	if err != nil {
		return nil
	}
	return []string{string(b)}
}
