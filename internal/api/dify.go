package api

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"

	"shirube/internal/dify"
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
	op.RequestBody = &huma.RequestBody{Required: true, Content: s.difyContent(reflect.TypeFor[dify.Request]())}
	op.Responses = map[string]*huma.Response{"200": {Description: "The records", Content: s.difyContent(reflect.TypeFor[dify.Response]())}}
	for _, status := range []int{
		http.StatusBadRequest, http.StatusForbidden, http.StatusNotFound, http.StatusRequestEntityTooLarge,
		http.StatusUnprocessableEntity, http.StatusInternalServerError, http.StatusServiceUnavailable,
	} {
		op.Responses[strconv.Itoa(status)] = &huma.Response{
			Description: http.StatusText(status), Content: s.difyContent(reflect.TypeFor[dify.Error]()),
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

func (s *server) difyContent(t reflect.Type) map[string]*huma.MediaType {
	return map[string]*huma.MediaType{"application/json": {Schema: s.doc.Components.Schemas.Schema(t, true, "")}}
}

func (s *server) dify(c *gin.Context) {
	c.Header("Cache-Control", "no-store")
	answer, err := s.askDify(c)
	if err != nil {
		s.writeDify(c, err.Status, err)
		return
	}
	s.writeDify(c, http.StatusOK, answer)
}

// askDify answers a request of Dify's. The key comes first: Dify tries an address and its
// key by a request without a body.
func (s *server) askDify(c *gin.Context) (*dify.Response, *dify.Error) {
	if p := s.authorize(c.Request, ScopeRetrieve); p != nil {
		return nil, difyRefusal(p)
	}
	body, fault := s.readDify(c)
	if fault != nil {
		return nil, fault
	}
	r, err := dify.Decode(body)
	if err != nil {
		return nil, s.difyError(c.Request.Context(), err)
	}
	if _, p := infoOf(c.Request.Context()).caller.collections([]string{r.Knowledge()}); p != nil {
		return nil, dify.NoSuchKnowledge(r.Knowledge())
	}
	answer, err := dify.Retrieve(c.Request.Context(), s.searcher, r)
	if err != nil {
		return nil, s.difyError(c.Request.Context(), err)
	}
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

// readDify reads the body, in no more time than a request may take.
func (s *server) readDify(c *gin.Context) ([]byte, *dify.Error) {
	// Where there is no connection, as in a test, nothing has to be waited for.
	_ = http.NewResponseController(c.Writer).SetReadDeadline(time.Now().Add(s.cfg.Timeout))
	body, err := io.ReadAll(http.MaxBytesReader(c.Writer, c.Request.Body, MaxBody))
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return nil, dify.Fault(http.StatusRequestEntityTooLarge, problemTooLarge(MaxBody).Detail)
	case err != nil:
		return nil, dify.Fault(http.StatusRequestTimeout, problemReadTimeout().Detail)
	}
	return body, nil
}

// difyError is any error as Dify reads it.
func (s *server) difyError(ctx context.Context, err error) *dify.Error {
	if e, ok := dify.FromSearch(err); ok {
		return e
	}
	p := s.problem(ctx, err)
	return dify.Fault(p.Status, p.Detail)
}

func (s *server) writeDify(c *gin.Context, status int, body any) {
	if status == http.StatusServiceUnavailable {
		c.Header("Retry-After", strconv.Itoa(retryAfter))
	}
	c.Header("Content-Type", "application/json")
	c.Status(status)
	encoder := json.NewEncoder(c.Writer)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(body); err != nil {
		s.log.WarnContext(c, "answer not sent", "id", infoOf(c.Request.Context()).id, "error", err)
	}
}
