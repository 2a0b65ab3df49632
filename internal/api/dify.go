package api

import (
	"context"
	"net/http"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"

	"shirube/index"
	"shirube/internal/dify"
	"shirube/internal/querylog"
)

// difyPath is where Dify asks: it appends it to the address that it was given.
const difyPath = "/retrieval"

// registerDify adds the route for Dify, and says in the document what it takes. It is no
// operation of huma's: its errors, and what it overlooks, are Dify's.
func (s *server) registerDify(group gin.IRouter) {
	group.POST(difyPath, s.dify)
	op := s.operation("retrieval", http.MethodPost, difyPath, "Dify's External Knowledge API",
		"Passages as records for Dify, found as those of POST /v1/retrieve. The address to enter in Dify is this server's, without /retrieval.")
	op.Middlewares = nil
	op.RequestBody = &huma.RequestBody{Required: true, Content: s.jsonContent(reflect.TypeFor[dify.Request]())}
	op.Responses = map[string]*huma.Response{"200": {Description: "The records", Content: s.jsonContent(reflect.TypeFor[dify.Response]())}}
	for _, status := range []int{
		http.StatusBadRequest, http.StatusForbidden, http.StatusNotFound, http.StatusRequestEntityTooLarge,
		http.StatusUnprocessableEntity, http.StatusTooManyRequests, http.StatusInternalServerError, http.StatusServiceUnavailable,
	} {
		op.Responses[strconv.Itoa(status)] = &huma.Response{
			Description: http.StatusText(status), Content: s.jsonContent(reflect.TypeFor[dify.Error]()),
		}
	}
	s.doc.AddOperation(&op)
	s.describeDify()
}

// describeDify says of the request what its types do not: names and operators, and that
// null is as if it were not there.
func (s *server) describeDify() {
	schemas := s.doc.Components.Schemas.Map()
	test := schemas["DifyComparison"].Properties
	name := &huma.Schema{Type: huma.TypeString, Enum: anys(dify.FieldNames())}
	test["name"] = &huma.Schema{
		Description: test["name"].Description, OneOf: []*huma.Schema{name, {Type: huma.TypeArray, Items: name}},
	}
	one := []*huma.Schema{{Type: huma.TypeString}, {Type: huma.TypeNumber}}
	test["value"] = &huma.Schema{
		Description: test["value"].Description,
		OneOf:       append(one, &huma.Schema{Type: huma.TypeArray, Items: &huma.Schema{OneOf: one}}),
	}
	test["comparison_operator"].Enum = anys(dify.OperatorNames())
	for _, optional := range []*huma.Schema{
		schemas["DifyRequest"].Properties["knowledge_id"], schemas["DifyCondition"].Properties["logical_operator"],
		schemas["DifySetting"].Properties["top_k"], schemas["DifySetting"].Properties["score_threshold"],
	} {
		optional.Nullable = true
		if optional.Enum != nil {
			optional.Enum = append(optional.Enum, nil)
		}
	}
}

func (s *server) dify(c *gin.Context) {
	c.Header("Cache-Control", "no-store")
	answer, err := s.askDify(c)
	if err != nil {
		s.writeJSON(c, err.Status, err)
		return
	}
	s.writeJSON(c, http.StatusOK, answer)
}

// askDify answers a request of Dify's. The key comes first: Dify tries an address and its
// key by a request without a body.
func (s *server) askDify(c *gin.Context) (*dify.Response, *dify.Error) {
	if p := s.authorize(c.Request, ScopeRetrieve); p != nil {
		return nil, difyRefusal(p)
	}
	body, p := s.readBody(c)
	if p != nil {
		return nil, dify.Fault(p.Status, p.Detail)
	}
	r, err := dify.Decode(body)
	if err != nil {
		return nil, s.difyError(c.Request.Context(), err)
	}
	if _, p := infoOf(c.Request.Context()).caller.collections([]string{r.Knowledge()}); p != nil {
		return nil, dify.NoSuchKnowledge(r.Knowledge())
	}
	started := time.Now()
	answer, err := dify.Retrieve(c.Request.Context(), s.searcher, r)
	if err != nil {
		return nil, s.difyError(c.Request.Context(), err)
	}
	entry := querylog.Search{
		FrontEnd: querylog.Dify, Collections: []string{r.Knowledge()}, Query: r.Query, View: index.Passages, Page: 1,
		Total: len(answer.Records), Answerable: len(answer.Records) > 0, Took: time.Since(started),
	}
	if entry.Answerable {
		entry.Confidence = answer.Records[0].Score
	}
	s.cfg.Log.Record(c.Request.Context(), entry)
	return answer, nil
}

// difyRefusal is the problem of a key as Dify has it. Only a 403 makes Dify refuse the
// key when it is entered.
func difyRefusal(p *Problem) *dify.Error {
	e := &dify.Error{Status: http.StatusForbidden, Code: dify.CodeRefused, Message: p.Detail}
	if p.Status == http.StatusUnauthorized && !strings.Contains(p.header.Get("WWW-Authenticate"), invalidToken) {
		e.Code = dify.CodeAuthorization
		e.Message = "Invalid Authorization header format. Expected 'Bearer <api-key>' format."
	}
	return e
}

// difyError is any error as Dify reads it.
func (s *server) difyError(ctx context.Context, err error) *dify.Error {
	if e, ok := dify.FromSearch(err); ok {
		return e
	}
	p := s.problem(ctx, err)
	return dify.Fault(p.Status, p.Detail)
}
