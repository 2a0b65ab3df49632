package api

import (
	"maps"
	"net/http"
	"reflect"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"
)

// humaConfig is huma without its own pages: those load scripts from elsewhere.
func (s *server) humaConfig() huma.Config {
	cfg := huma.DefaultConfig("Shirube", s.cfg.Version)
	cfg.OpenAPIPath, cfg.DocsPath, cfg.SchemasPath = "", "", ""
	cfg.CreateHooks = nil // no $schema links in answers
	cfg.Formats = jsonFormats()
	cfg.OnAddOperation = append(cfg.OnAddOperation, func(_ *huma.OpenAPI, op *huma.Operation) {
		s.operations = append(s.operations, op)
	})
	cfg.Transformers = []huma.Transformer{s.transform}
	cfg.Components.Schemas = huma.NewMapRegistry("#/components/schemas/", schemaNames)
	cfg.AllowAdditionalPropertiesByDefault = true // answers may gain fields
	cfg.Info.Description = "Search in Japanese treatment articles: effects, procedure, candidates, risks, " +
		"contraindications, costs, downtime and questions, each passage with its sources and its supervision. " +
		"Unknown is null, zero is 0; arrays and strings are never null; money is in yen, durations in days."
	if s.cfg.BasePath != "" {
		cfg.Servers = []*huma.Server{{URL: s.cfg.BasePath}}
	}
	cfg.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"bearer": {Type: "http", Scheme: "bearer"},
		"key":    {Type: "apiKey", In: "header", Name: keyHeader},
	}
	return cfg
}

func progressType() reflect.Type { return reflect.TypeFor[Progress]() }

func (s *server) problemResponse(status int) *huma.Response {
	r := &huma.Response{
		Description: http.StatusText(status),
		Content: map[string]*huma.MediaType{
			problemType: {Schema: s.doc.Components.Schemas.Schema(reflect.TypeFor[Problem](), true, "")},
		},
	}
	if status == http.StatusServiceUnavailable || status == http.StatusTooManyRequests {
		r.Headers = map[string]*huma.Param{"Retry-After": {
			Description: "Seconds to wait", Schema: &huma.Schema{Type: huma.TypeInteger},
		}}
	}
	if status == http.StatusTooManyRequests {
		maps.Copy(r.Headers, rateHeaders())
	}
	return r
}

// rateHeaders are on every answer to a request that was counted, and told of here.
func rateHeaders() map[string]*huma.Param {
	text := func(description, example string) *huma.Param {
		return &huma.Param{Description: description, Schema: &huma.Schema{Type: huma.TypeString, Examples: []any{example}}}
	}
	return map[string]*huma.Param{
		"RateLimit-Policy": text("How many requests (q) are answered in how many seconds (w), as draft-ietf-httpapi-ratelimit-headers has it", `"requests";q=600;w=60`),
		"RateLimit":        text("How many more could follow at once (r), and in how many seconds as many as ever (t)", `"requests";r=59;t=1`),
	}
}

// finishDocument makes the document say all that the server enforces, and makes
// the server enforce it: huma validates by these same schemas.
func (s *server) finishDocument() error {
	reg := s.doc.Components.Schemas
	for _, op := range s.operations {
		s.constrain(op)
		facetNamesSchema(op)
		delete(op.Responses, "default") // huma's own error type, as are those below
	}
	for _, own := range []string{"ErrorModel", "ErrorDetail"} {
		delete(reg.Map(), own) // they never leave the server: see transform
	}
	return honest(reg)
}

// registerDocument serves the document itself.
func (s *server) registerDocument(r gin.IRouter) error {
	document, err := s.published()
	if err != nil {
		return err
	}
	r.GET("/openapi.json", func(c *gin.Context) {
		c.Data(http.StatusOK, "application/json", document)
	})
	return nil
}
