package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"shirube/index"
	"shirube/internal/search"
)

// Problem is the body of every error, as RFC 9457 has it: application/problem+json.
type Problem struct {
	Type      string         `json:"type" format:"uri" doc:"What sort of problem this is; stable" example:"urn:shirube:problem:invalid-parameters"`
	Title     string         `json:"title" doc:"The same in words"`
	Status    int            `json:"status" doc:"The HTTP status"`
	Detail    string         `json:"detail" doc:"What is wrong with this request"`
	Errors    []ProblemError `json:"errors" doc:"One entry a parameter that was not accepted; empty for other problems"`
	RequestID string         `json:"request_id" doc:"As in X-Request-Id: tell it when you ask about this answer"`

	header http.Header // further headers of the response
}

// ProblemError says why one parameter was not accepted.
type ProblemError struct {
	Parameter string   `json:"parameter" doc:"Its name in the query string, the path or the body"`
	Value     string   `json:"value" doc:"What was sent, shortened when it is long"`
	Reason    string   `json:"reason" doc:"Why it was not accepted"`
	Allowed   []string `json:"allowed" doc:"What is accepted instead, as far as it can be listed"`
}

const problemType = "application/problem+json"

// kind is the last part of a problem's type, with its title.
type kind struct{ name, title string }

func (k kind) problem(status int, detail string) *Problem {
	return &Problem{
		Type: "urn:shirube:problem:" + k.name, Title: k.title,
		Status: status, Detail: detail, Errors: []ProblemError{},
	}
}

// The constructors of every problem there is. Their names are part of the contract.

func problemMalformed(detail string) *Problem {
	return kind{"malformed-request", "The request cannot be read"}.problem(http.StatusBadRequest, detail)
}

func problemInvalid(errs []ProblemError) *Problem {
	detail := "The request was not accepted."
	if len(errs) > 0 {
		detail = fmt.Sprintf("%s: %s", errs[0].Parameter, errs[0].Reason)
	}
	if n := len(errs) - 1; n > 0 {
		detail += fmt.Sprintf(" (and %d more)", n)
	}
	p := kind{"invalid-parameters", "A parameter was not accepted"}.problem(http.StatusUnprocessableEntity, detail)
	p.Errors = append(p.Errors, errs...)
	return p
}

func problemUnauthorized(detail, challenge string) *Problem {
	p := kind{"unauthorized", "A key is needed"}.problem(http.StatusUnauthorized, detail)
	return p.with("WWW-Authenticate", challenge)
}

func problemForbidden(detail string, errs ...ProblemError) *Problem {
	p := kind{"forbidden", "The key does not allow this"}.problem(http.StatusForbidden, detail)
	p.Errors = append(p.Errors, errs...)
	return p
}

func problemNotFound(detail string) *Problem {
	return kind{"not-found", "There is no such thing"}.problem(http.StatusNotFound, detail)
}

func problemMethod(method, allow string) *Problem {
	return kind{"method-not-allowed", "This path takes other methods"}.problem(http.StatusMethodNotAllowed,
		fmt.Sprintf("%s is not possible here; use %s.", method, allow)).with("Allow", allow)
}

func problemTooLarge(most int64) *Problem {
	return kind{"too-large", "The request body is too large"}.problem(http.StatusRequestEntityTooLarge,
		fmt.Sprintf("At most %d bytes are read.", most))
}

func problemMediaType() *Problem {
	return kind{"unsupported-media-type", "The body must be JSON"}.problem(http.StatusUnsupportedMediaType,
		"Send the body with Content-Type: application/json.")
}

func problemReadTimeout() *Problem {
	return kind{"read-timeout", "The request body did not arrive whole in time"}.problem(http.StatusRequestTimeout,
		"The body was not received whole; send it again.")
}

func problemInternal() *Problem {
	return kind{"internal", "Something went wrong here"}.problem(http.StatusInternalServerError,
		"The request could not be answered. The request id leads to the reason in the server's log.")
}

// retryAfter is how many seconds a client should wait after a 503.
const retryAfter = 2

func problemUnavailable(name, title, detail string) *Problem {
	return kind{name, title}.problem(http.StatusServiceUnavailable, detail).
		with("Retry-After", strconv.Itoa(retryAfter))
}

func (s *server) problemNotReady() *Problem {
	detail := "Nothing can be searched yet."
	if p := s.ready(); !p.Ready {
		detail = fmt.Sprintf("The index is not ready: %s, %d of %d articles.", p.Phase, p.Done, p.Total)
		if p.Total == 0 {
			detail = fmt.Sprintf("The index is not ready: %s.", p.Phase)
		}
	}
	return problemUnavailable("not-ready", "The index is being built", detail)
}

func problemTimeout() *Problem {
	return problemUnavailable("timeout", "It took too long", "The request was given up at its deadline; a simpler one may be answered.")
}

// statusClientGone is what the log shows for a client that left before its answer.
const statusClientGone = 499

// problem is the one place where an error becomes a status. What is not in this
// table is our own fault: it is logged and not shown.
func (s *server) problem(ctx context.Context, err error) *Problem {
	var p *Problem
	var invalid *search.InvalidError
	switch {
	case errors.As(err, &p):
		return p
	case keeperProblem(err) != nil:
		return keeperProblem(err)
	case errors.As(err, &invalid):
		return problemInvalid([]ProblemError{{
			Parameter: invalid.Parameter, Value: shorten(invalid.Value), Reason: invalid.Reason,
			Allowed: append([]string{}, invalid.Allowed...),
		}})
	case errors.Is(err, search.ErrNotFound):
		return problemNotFound("Nothing published has this id.")
	case errors.Is(err, index.ErrNotReady):
		return s.problemNotReady()
	case errors.Is(err, context.DeadlineExceeded), errors.Is(ctx.Err(), context.DeadlineExceeded):
		return problemTimeout()
	case errors.Is(err, context.Canceled) && ctx.Err() != nil:
		return kind{"client-gone", "The client left"}.problem(statusClientGone, "The request was cancelled.")
	}
	s.log.ErrorContext(ctx, "request failed", "id", infoOf(ctx).id, "error", err)
	return problemInternal()
}

func (p *Problem) with(name, value string) *Problem {
	if p.header == nil {
		p.header = http.Header{}
	}
	p.header.Set(name, value)
	return p
}

// Error makes a Problem an error that handlers return.
func (p *Problem) Error() string { return p.Title + ": " + p.Detail }

// GetStatus tells huma the status to send.
func (p *Problem) GetStatus() int { return p.Status }

// GetHeaders tells huma the headers to send.
func (p *Problem) GetHeaders() http.Header { return p.header }

// ContentType tells huma the media type to send.
func (p *Problem) ContentType(string) string { return problemType }

// write sends the problem where no huma operation is at work, as a page to
// people and as JSON to programs.
func (s *server) write(c *gin.Context, p *Problem) {
	for name, values := range p.header {
		c.Writer.Header()[name] = values
	}
	if s.cfg.ErrorPage != nil && prefersHTML(c.Request, s.cfg.BasePath) {
		s.cfg.ErrorPage(c.Writer, c.Request, p.Status)
		c.Abort()
		return
	}
	p.RequestID = infoOf(c.Request.Context()).id
	c.Header("Content-Type", problemType)
	c.Header("Cache-Control", "no-store")
	c.Status(p.Status)
	if err := json.NewEncoder(c.Writer).Encode(p); err != nil {
		s.log.WarnContext(c, "problem not sent", "id", p.RequestID, "error", err)
	}
	c.Abort()
}

// shorten keeps what is echoed in an error readable.
func shorten(s string) string {
	const most = 120
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
