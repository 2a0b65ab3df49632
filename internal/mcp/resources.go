package mcp

import (
	"context"
	"errors"
	"net/url"
	"strconv"
	"strings"

	"github.com/modelcontextprotocol/go-sdk/jsonrpc"
	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"shirube/index"
	"shirube/internal/search"
)

// resourcePrefix is before the id of an article in its resource's address.
const resourcePrefix = "shirube://articles/"

const markdown = "text/markdown"

// resourcePage is how many articles one page of the list has.
const resourcePage = search.MaxPerPage

// ResourceURI is the address of an article: its id, with everything but letters,
// digits and -._~ escaped, as the template wants it.
func ResourceURI(id string) string {
	return resourcePrefix + strings.ReplaceAll(url.QueryEscape(id), "+", "%20")
}

func (s *Server) addResources() {
	s.sdk.AddResourceTemplate(&sdk.ResourceTemplate{
		Name: "article", Title: "Treatment article", URITemplate: resourcePrefix + "{id}", MIMEType: markdown,
		Description: "A whole article, in its own words, with its sources, supervision and review date in _meta.",
	}, s.readArticle)
}

func (s *Server) readArticle(ctx context.Context, req *sdk.ReadResourceRequest) (*sdk.ReadResourceResult, error) {
	uri := req.Params.URI
	id, err := url.PathUnescape(strings.TrimPrefix(uri, resourcePrefix))
	if err != nil {
		return nil, notFound(uri)
	}
	a, err := s.searcher.Article(ctx, id, scope(ctx))
	if errors.Is(err, search.ErrNotFound) {
		return nil, notFound(uri)
	}
	if err != nil {
		return nil, s.failed(ctx, err)
	}
	document := articleDocument(a)
	return &sdk.ReadResourceResult{Contents: []*sdk.ResourceContents{{
		URI: uri, MIMEType: markdown, Text: document.Text,
		Meta: sdk.Meta{"title": document.Title, "url": document.URL, "metadata": document.Metadata},
	}}}, nil
}

func notFound(uri string) error { return sdk.ResourceNotFoundError(shorten(uri)) }

// failed is an error of a request that is not a tool's.
func (s *Server) failed(ctx context.Context, err error) error {
	return &jsonrpc.Error{Code: jsonrpc.CodeInternalError, Message: s.explain(ctx, err).Error()}
}

// listing answers the list of resources: the SDK's own would hold all articles, and
// show them to everyone.
func (s *Server) listing(next sdk.MethodHandler) sdk.MethodHandler {
	return func(ctx context.Context, method string, req sdk.Request) (sdk.Result, error) {
		if list, ok := req.(*sdk.ListResourcesRequest); ok {
			return s.listArticles(ctx, list.Params)
		}
		return next(ctx, method, req)
	}
}

// listArticles lists the articles that the caller may see, newest first, as far as
// a search can be paged through. A cursor is the number of the page.
func (s *Server) listArticles(ctx context.Context, params *sdk.ListResourcesParams) (*sdk.ListResourcesResult, error) {
	page := 1
	if params != nil && params.Cursor != "" {
		n, err := strconv.Atoi(params.Cursor)
		if err != nil || n < 2 || n > search.MaxWindow/resourcePage {
			return nil, &jsonrpc.Error{Code: jsonrpc.CodeInvalidParams, Message: "the cursor is not one of this server"}
		}
		page = n
	}
	found, err := s.searcher.Search(ctx, search.Request{
		Collections: scope(ctx).Collections, View: index.Articles, Sort: index.ByUpdated, Page: page, PerPage: resourcePage,
		Facets: []string{}, Highlight: search.HighlightOff,
	})
	if err != nil {
		return nil, s.failed(ctx, err)
	}
	list := &sdk.ListResourcesResult{Resources: make([]*sdk.Resource, 0, len(found.Hits))}
	private(ctx, nil, &list.Cacheable)
	for _, h := range found.Hits {
		list.Resources = append(list.Resources, &sdk.Resource{
			URI: ResourceURI(h.Article.ID), Name: h.Article.ID, Title: h.Article.Title, Description: h.Article.Description, MIMEType: markdown,
		})
	}
	if next := page + 1; page*resourcePage < found.Total && next*resourcePage <= search.MaxWindow {
		list.NextCursor = strconv.Itoa(next)
	}
	return list, nil
}
