package reader

import (
	"context"
	"io"

	"shirube/corpus"
)

// maxHeldPosts is how many bytes of posts are held back because they refer to what
// may still come in an export.
const maxHeldPosts = 64 << 20

// exportReader reads the articles of an export that lies in a corpus. It is read
// once, so a post that refers to what has not come yet waits until the end.
type exportReader struct {
	*file
	parts *WordPressParts
	site  *WordPressSite
	held  []*WordPressPost
	size  int // bytes of what is held
}

// readWordPress reads the published posts of an export, one article each.
func (f *file) readWordPress(ctx context.Context, src io.Reader) error {
	e := &exportReader{file: f, parts: NewWordPressParts()}
	err := f.wordPressItems(ctx, src, func(site *WordPressSite, p *WordPressPost) error {
		e.site = site
		e.parts.Add(p)
		if p.Unpublished() != "" {
			return nil
		}
		if n := len(p.Content); e.parts.Missing(p) && e.size+n <= maxHeldPosts {
			e.size += n
			e.held = append(e.held, p)
			return nil
		}
		return e.post(p)
	})
	if err != nil {
		return err
	}
	for _, p := range e.held {
		if err := e.post(p); err != nil {
			return err
		}
	}
	return nil
}

// post hands over the article of a published post.
func (e *exportReader) post(p *WordPressPost) error {
	a, notes := p.Article(e.site, e.parts)
	for _, n := range notes {
		e.warn(p.Line, "%s", n)
	}
	if a.ID == "" {
		e.reject(p.Line, "this item of the export has neither a number nor an address")
		return nil
	}
	if len(a.HTML) > corpus.MaxArticleBytes {
		e.reject(p.Line, "the article is larger than %d MiB", corpus.MaxArticleBytes>>20)
		return nil
	}
	return e.readRecord(a.record(), p.Line)
}

// record is what a stored article is read as.
func (a *HTMLArticle) record() *record {
	return &record{
		Article: corpus.Article{
			ID: a.ID, Title: a.Title, Description: a.Description, URL: a.URL, Image: a.Image, Lang: a.Lang, Status: a.Status,
			PublishAt: a.PublishAt, Published: a.Published, Updated: a.Updated, Tags: a.Tags,
		},
		HTML: a.HTML,
	}
}
