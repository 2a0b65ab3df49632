package api

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"fmt"
	"html/template"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"
)

//go:embed docs/reference.html.tmpl
var docsTemplate string

//go:embed docs/reference.css
var docsStyle []byte

// docsPolicy lets the reference load its own style sheet and nothing else.
const docsPolicy = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// reference is the OpenAPI document as people read it.
type reference struct {
	Title, Version, Description string
	Base, Style                 string
	Operations                  []refOperation
	Types                       []refType
}

type refOperation struct {
	ID, Method, Path, Summary, Description string
	Parameters                             []refField
	Body                                   string // name of the body's type
	Responses                              []refResponse
}

type refResponse struct{ Status, Description, Type string }

type refType struct {
	Name   string
	Fields []refField
}

type refField struct {
	Name, In, Type, Link, Default, Example, Description string
	Allowed                                             []string
	Required                                            bool
}

// registerDocs serves the reference, written once from the document.
func (s *server) registerDocs(r gin.IRouter) error {
	sum := sha256.Sum256(docsStyle)
	style := "/docs/" + hex.EncodeToString(sum[:6]) + ".css"
	t, err := template.New("reference").Parse(docsTemplate)
	if err != nil {
		return fmt.Errorf("reference: %w", err)
	}
	var page bytes.Buffer
	if err := t.Execute(&page, s.reference(s.cfg.BasePath+style)); err != nil {
		return fmt.Errorf("reference: %w", err)
	}
	r.GET("/docs", func(c *gin.Context) {
		c.Header("Content-Security-Policy", docsPolicy)
		c.Header("Referrer-Policy", "same-origin")
		c.Data(http.StatusOK, "text/html; charset=utf-8", page.Bytes())
	})
	r.GET(style, func(c *gin.Context) {
		c.Header("Cache-Control", "public, max-age=31536000, immutable")
		c.Data(http.StatusOK, "text/css; charset=utf-8", docsStyle)
	})
	return nil
}

func (s *server) reference(style string) reference {
	ref := reference{
		Title: s.doc.Info.Title, Version: s.doc.Info.Version, Description: s.doc.Info.Description,
		Base: s.cfg.BasePath, Style: style,
	}
	for _, op := range s.operations {
		ref.Operations = append(ref.Operations, refOperationOf(op))
	}
	schemas := s.doc.Components.Schemas.Map()
	for _, name := range sortedKeys(schemas) {
		ref.Types = append(ref.Types, refType{Name: name, Fields: refFields(schemas[name])})
	}
	return ref
}

func refOperationOf(op *huma.Operation) refOperation {
	out := refOperation{
		ID: op.OperationID, Method: op.Method, Path: op.Path,
		Summary: op.Summary, Description: op.Description,
	}
	for _, p := range op.Parameters {
		f := refFieldOf(p.Name, p.Schema)
		f.In, f.Required, f.Description = p.In, p.Required, p.Description
		out.Parameters = append(out.Parameters, f)
	}
	if op.RequestBody != nil && op.RequestBody.Content["application/json"] != nil {
		_, out.Body = typeName(op.RequestBody.Content["application/json"].Schema)
	}
	for _, status := range sortedKeys(op.Responses) {
		r := refResponse{Status: status, Description: op.Responses[status].Description}
		for _, media := range op.Responses[status].Content {
			_, r.Type = typeName(media.Schema)
		}
		out.Responses = append(out.Responses, r)
	}
	return out
}

func refFields(s *huma.Schema) []refField {
	var fields []refField
	for _, name := range sortedKeys(s.Properties) {
		f := refFieldOf(name, s.Properties[name])
		f.Required = slices.Contains(s.Required, name)
		fields = append(fields, f)
	}
	return fields
}

func refFieldOf(name string, s *huma.Schema) refField {
	f := refField{Name: name, Description: s.Description, Allowed: allowed(s)}
	if len(s.OneOf) == 2 && s.OneOf[1].Type == huma.TypeArray {
		f.Allowed = allowed(s.OneOf[1])
	}
	f.Type, f.Link = typeName(s)
	if s.Default != nil {
		f.Default = fmt.Sprint(s.Default)
	}
	if len(s.Examples) > 0 {
		f.Example = fmt.Sprint(s.Examples[0])
	}
	return f
}

// typeName says what a schema is, and which named type it leads to.
func typeName(s *huma.Schema) (name, link string) {
	switch {
	case s.Ref != "":
		link = s.Ref[strings.LastIndex(s.Ref, "/")+1:]
		return link, link
	case len(s.OneOf) == 2:
		first, link := typeName(s.OneOf[0])
		second, _ := typeName(s.OneOf[1])
		return first + " or " + second, link
	case s.Type == huma.TypeArray:
		name, link = typeName(s.Items)
		return "array of " + name, link
	case s.Type == huma.TypeObject:
		if values, ok := s.AdditionalProperties.(*huma.Schema); ok {
			name, link = typeName(values)
			return "object of " + name, link
		}
	case len(s.AnyOf) > 0:
		return "date or date-time", ""
	case s.Type == huma.TypeString && s.Format != "":
		name = s.Format
	default:
		name = s.Type
	}
	if s.Nullable {
		name += " or null"
	}
	return name, link
}
