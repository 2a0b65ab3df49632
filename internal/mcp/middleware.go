package mcp

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"runtime/debug"
	"strings"
	"time"

	"github.com/modelcontextprotocol/go-sdk/jsonrpc"
	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"shirube/index"
	"shirube/internal/search"
)

// requestKey is where the context of an HTTP request is kept: the SDK gives
// handlers its values, but not its end.
type requestKey struct{}

// bounded ends the handling of a message with the HTTP request that brought it:
// when its client is gone or its deadline is over, nobody can get the answer.
func (s *Server) bounded(next sdk.MethodHandler) sdk.MethodHandler {
	return func(ctx context.Context, method string, req sdk.Request) (sdk.Result, error) {
		request, ok := ctx.Value(requestKey{}).(context.Context)
		if !ok {
			return next(ctx, method, req)
		}
		ctx, cancel := context.WithCancelCause(ctx)
		defer cancel(nil)
		defer context.AfterFunc(request, func() { cancel(context.Cause(request)) })()
		return next(ctx, method, req)
	}
}

// guarded turns a panic into an error: handlers run in goroutines of the SDK, where
// it would end the process.
func (s *Server) guarded(next sdk.MethodHandler) sdk.MethodHandler {
	return func(ctx context.Context, method string, req sdk.Request) (result sdk.Result, err error) {
		defer func() {
			if v := recover(); v != nil {
				s.log.ErrorContext(ctx, "panic", "method", method, "panic", fmt.Sprint(v), "stack", string(debug.Stack()))
				result, err = nil, internalError()
			}
		}()
		return next(ctx, method, req)
	}
}

func internalError() error {
	return &jsonrpc.Error{Code: jsonrpc.CodeInternalError, Message: "internal error: the server's log says why"}
}

// waited is how often progress is looked at while a request waits.
const waited = 200 * time.Millisecond

// patient lets requests that need the index wait for the first one, and tells a
// client that asked for it how far that is.
func (s *Server) patient(next sdk.MethodHandler) sdk.MethodHandler {
	return func(ctx context.Context, method string, req sdk.Request) (sdk.Result, error) {
		if method == "tools/call" || method == "resources/list" || method == "resources/read" {
			if err := s.await(ctx, req); err != nil {
				return nil, err
			}
		}
		return next(ctx, method, req)
	}
}

// await returns when there is an index, or with an error when ctx ends before.
func (s *Server) await(ctx context.Context, req sdk.Request) error {
	p := s.cfg.Progress()
	if p.Ready {
		return nil
	}
	ticker := time.NewTicker(waited)
	defer ticker.Stop()
	told := -1.0
	for ; !p.Ready; p = s.cfg.Progress() {
		// Progress must grow with every notification.
		if done := float64(p.Done); done > told {
			told = done
			s.notify(ctx, req, p)
		}
		select {
		case <-ctx.Done():
			return &jsonrpc.Error{Code: jsonrpc.CodeInternalError, Message: "the index is not ready: " + state(p)}
		case <-ticker.C:
		}
	}
	return nil
}

// notify tells a client that asked for it how far the index is. One that cannot be
// told will notice when the answer comes.
func (s *Server) notify(ctx context.Context, req sdk.Request, p Progress) {
	params, ok := req.GetParams().(sdk.RequestParams)
	if !ok || reflect.ValueOf(params).IsNil() || params.GetProgressToken() == nil { // a request can come without any
		return
	}
	session, ok := req.GetSession().(*sdk.ServerSession)
	if !ok {
		return
	}
	err := session.NotifyProgress(ctx, &sdk.ProgressNotificationParams{
		ProgressToken: params.GetProgressToken(), Message: state(p), Progress: float64(p.Done), Total: float64(p.Total),
	})
	if err != nil {
		s.log.DebugContext(ctx, "progress", "error", err)
	}
}

func state(p Progress) string {
	if p.Total == 0 {
		return p.Phase
	}
	return fmt.Sprintf("%s, %d of %d articles", p.Phase, p.Done, p.Total)
}

// explain is what a client is told of an error: what it can do something about in
// full, all else only in the log.
func (s *Server) explain(ctx context.Context, err error) error {
	var invalid *search.InvalidError
	switch {
	case errors.As(err, &invalid):
		shown := *invalid
		shown.Value = shorten(shown.Value)
		return &shown
	case errors.Is(err, search.ErrNotFound):
		return errors.New("nothing published has this id: take ids from the answers of search and retrieve")
	case errors.Is(err, index.ErrNotReady):
		return errors.New("the index is not ready: " + state(s.cfg.Progress()))
	case ctx.Err() != nil && isAny(context.Cause(ctx), context.DeadlineExceeded), errors.Is(err, context.DeadlineExceeded):
		return errors.New("it took too long and was given up: a simpler question may be answered")
	case ctx.Err() != nil:
		return ctx.Err()
	}
	s.log.ErrorContext(ctx, "request", "error", err)
	return errors.New("something went wrong here: the server's log says why")
}

// shorten keeps an echoed value from being as long as what was sent.
func shorten(v string) string {
	const most = 80
	if runes := []rune(v); len(runes) > most {
		v = string(runes[:most]) + "…"
	}
	return strings.ToValidUTF8(v, "�")
}
