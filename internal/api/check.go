package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"shirube/internal/adcheck"
)

type checkOutput struct{ Body *adcheck.Report }

// registerCheck adds the route of the advertising items.
func (s *server) registerCheck(api huma.API) {
	register(s, api, s.operation("article-check", http.MethodGet, "/v1/articles/{id}/check", "What an editor would look at",
		"What the rules on advertising by clinics ask an article to show, each found, missing or unclear with its place, and phrases that "+
			"they call a problem. It is help for an editor, not legal advice. Lines are those of the sections: the index knows no finer.",
		http.StatusNotFound), s.check)
}

func (s *server) check(ctx context.Context, in *articleInput) (*checkOutput, error) {
	if infoOf(ctx).caller.public() {
		return nil, problemForbidden("This is for editors, and the key stands in pages.")
	}
	a, err := s.searcher.Article(ctx, in.ID, scope(ctx))
	if err != nil {
		return nil, err
	}
	return &checkOutput{adcheck.Check(a)}, nil
}
