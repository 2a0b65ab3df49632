package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"reflect"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"

	"shirube/internal/querylog"
)

// maxEvent is the size in bytes of the largest event.
const maxEvent = 4 << 10

// EventParams are the body of POST /v1/events.
type EventParams struct {
	_ struct{} `additionalProperties:"true"`

	Type      string `json:"type" enum:"click,copy,helpful,unhelpful,suggestion" doc:"What was done: a hit was opened or copied, said to help or not to help, or a suggestion was taken."`
	RequestID string `json:"request_id" minLength:"1" maxLength:"128" doc:"X-Request-Id of the answer that it was done with. One that is not known is kept as it is."`
	ID        string `json:"id,omitempty" maxLength:"600" doc:"Id of the hit."`
	Position  int    `json:"position,omitempty" minimum:"0" maximum:"100000" doc:"Place of the hit among the hits, from 1."`
	Query     string `json:"query,omitempty" maxLength:"512" doc:"The suggestion that was taken."`
	Session   string `json:"session,omitempty" maxLength:"64" pattern:"^[A-Za-z0-9_-]*$" doc:"As X-Shirube-Session, for beacons, which cannot send headers."`
	Client    string `json:"client,omitempty" maxLength:"64" pattern:"^[A-Za-z0-9_-]*$" doc:"As X-Shirube-Client, for beacons."`
	Key       string `json:"key,omitempty" maxLength:"200" doc:"The key, for beacons."`
}

type eventInput struct{ RawBody []byte }

// Resolve reports what is wrong with the query string.
func (in *eventInput) Resolve(ctx huma.Context) []error { return queryErrors(ctx) }

// registerEvents adds the route by which pages tell what became of an answer.
func (s *server) registerEvents(api huma.API) {
	op := s.operation("event", http.MethodPost, "/v1/events", "Tell what was done with an answer",
		"A click, a copy, a word on whether it helped. No cookie is set, and no address is kept. The body may come as text/plain, "+
			"as beacons of browsers do. Nobody needs to wait for the answer: what there is no room for is dropped.",
		http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType)
	op.MaxBodyBytes = maxEvent + 1
	op.DefaultStatus = http.StatusAccepted
	op.Responses["202"] = &huma.Response{Description: "Taken"}
	schema := s.doc.Components.Schemas.Schema(reflect.TypeFor[EventParams](), true, "")
	op.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{
		"application/json": {Schema: schema}, "text/plain": {Schema: schema},
	}}
	op.Middlewares = huma.Middlewares{s.beacon, s.require(ScopeSearch), s.readQuery}
	op.SkipValidateBody = true // event does it: a beacon's media type is not JSON's
	register(s, api, op, func(ctx context.Context, in *eventInput) (*struct{}, error) { return s.event(ctx, in, schema) })
}

// beacon reads the body before the key is asked for, because a beacon cannot send its
// key in a header.
func (s *server) beacon(ctx huma.Context, next func(huma.Context)) {
	c := humagin.Unwrap(ctx)
	if media, _, err := mime.ParseMediaType(c.ContentType()); err != nil || media != "application/json" && media != "text/plain" {
		s.write(c, problemMediaType())
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(c.Writer, c.Request.Body, maxEvent))
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		s.write(c, problemTooLarge(maxEvent))
		return
	case err != nil:
		s.write(c, problemReadTimeout())
		return
	}
	var sent struct{ Key, Session, Client string }
	if json.Unmarshal(body, &sent) == nil { // else event says what is wrong
		header := c.Request.Header
		if sent.Key != "" && header.Get("Authorization") == "" && header.Get(keyHeader) == "" {
			header.Set(keyHeader, sent.Key)
			infoOf(c.Request.Context()).identified = false // who counted the request saw no key
		}
		noted := querylog.CallerOf(c.Request.Context())
		if noted.Session == "" {
			noted.Session = label(sent.Session)
		}
		if noted.Client == "" {
			noted.Client = label(sent.Client)
		}
	}
	c.Request.Body = io.NopCloser(bytes.NewReader(body))
	next(ctx)
}

func (s *server) event(ctx context.Context, in *eventInput, schema *huma.Schema) (*struct{}, error) {
	var sent any
	if err := json.Unmarshal(in.RawBody, &sent); err != nil {
		return nil, problemMalformed("The body is not JSON: " + err.Error() + ".")
	}
	if p := s.validEvent(sent, schema); p != nil {
		return nil, p
	}
	var e EventParams
	if err := decodeBody(in.RawBody, &e); err != nil {
		return nil, problemMalformed("The body is no event: " + err.Error() + ".")
	}
	s.cfg.Log.Happened(ctx, querylog.Event{
		Type: querylog.Type(e.Type), RequestID: e.RequestID, Hit: e.ID, Position: e.Position, Query: e.Query,
	})
	return nil, nil
}

// validEvent holds a body against the schema of the document.
func (s *server) validEvent(body any, schema *huma.Schema) *Problem {
	result := &huma.ValidateResult{}
	huma.Validate(s.doc.Components.Schemas, schema, huma.NewPathBuffer([]byte("body"), 4), huma.ModeWriteToServer, body, result)
	if len(result.Errors) == 0 {
		return nil
	}
	op := s.doc.Paths["/v1/events"].Post
	var errs []ProblemError
	for _, err := range result.Errors {
		var d *huma.ErrorDetail
		if errors.As(err, &d) {
			errs = append(errs, s.refine(op, d)...)
		}
	}
	return problemInvalid(errs)
}
