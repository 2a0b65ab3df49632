package api

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"shirube/internal/querylog"
)

type analyticsInput struct {
	From   string `query:"from" format:"date" doc:"The first day, in Japan. Default: the last thirty days." example:"2026-11-01"`
	To     string `query:"to" format:"date" doc:"The last day. Default: today." example:"2026-11-30"`
	Source string `query:"source" maxLength:"64" doc:"Only what this asked: one of the sources of an answer."`
	Limit  int    `query:"limit" minimum:"1" maximum:"500" default:"50" doc:"At most so many queries a list."`
}

type analyticsOutput struct{ Body *querylog.Analytics }

type logInput struct {
	Before  int64  `query:"before" minimum:"0" doc:"Only entries with an id below this: the last one of the page before."`
	Session string `query:"session" maxLength:"64" doc:"Only this visit."`
	Query   string `query:"query" maxLength:"512" doc:"Only this query, as it was noted."`
	Source  string `query:"source" maxLength:"64" doc:"Only what this asked."`
	Found   string `query:"found" enum:"nothing,low,answered" doc:"Only what found nothing, only what shares words (low), or what was answered."`
	Limit   int    `query:"limit" minimum:"1" maximum:"500" default:"50" doc:"At most so many entries."`
}

// LogPage is the answer to GET /v1/admin/log.
type LogPage struct {
	Entries []querylog.Entry `json:"entries" doc:"The latest first"`
}

type logOutput struct{ Body *LogPage }

// Resolve reports what is wrong with the query string.
func (in *analyticsInput) Resolve(ctx huma.Context) []error {
	errs := queryErrors(ctx)
	if _, err := querylog.SpanOf(in.From, in.To, time.Now()); errors.Is(err, querylog.ErrSpan) {
		errs = append(errs, invalid(nil, "from", in.From, "must be no later than to, and no more than 400 days before it"))
	}
	return errs
}

// Resolve reports what is wrong with the query string.
func (in *logInput) Resolve(ctx huma.Context) []error { return queryErrors(ctx) }

// registerQueries adds the routes that read what was noted of searches.
func (s *server) registerQueries(api huma.API) {
	register(s, api, s.admin("analytics", http.MethodGet, "/v1/admin/analytics", "What was asked, in numbers",
		"Queries asked most, found in vain, or opened least; who asked, and the trend by the day. Personal data is masked before anything is kept."),
		s.analytics)
	register(s, api, s.admin("log", http.MethodGet, "/v1/admin/log", "What was asked",
		"Searches as they were noted, the latest first, a second or so after they were answered."), s.queryLog)
}

func (s *server) analytics(ctx context.Context, in *analyticsInput) (*analyticsOutput, error) {
	if p := s.readsLog(ctx); p != nil {
		return nil, p
	}
	span, err := querylog.SpanOf(in.From, in.To, time.Now())
	if err != nil {
		return nil, problemMalformed("A date cannot be read.") // which huma has refused
	}
	span.Source = in.Source
	a, err := s.cfg.Queries.Analytics(ctx, span, in.Limit)
	if err != nil {
		return nil, err
	}
	return &analyticsOutput{a}, nil
}

func (s *server) queryLog(ctx context.Context, in *logInput) (*logOutput, error) {
	if p := s.readsLog(ctx); p != nil {
		return nil, p
	}
	list, err := s.cfg.Queries.Log(ctx, querylog.Ask{
		Before: in.Before, Session: in.Session, Query: in.Query, Source: in.Source, Found: in.Found, Limit: in.Limit,
	})
	if err != nil {
		return nil, err
	}
	return &logOutput{&LogPage{list}}, nil
}

// readsLog refuses who does not see every collection, and everyone while there is no log.
func (s *server) readsLog(ctx context.Context) *Problem {
	if s.cfg.Queries == nil {
		return s.problemNotReady()
	}
	return seesAll(ctx)
}
