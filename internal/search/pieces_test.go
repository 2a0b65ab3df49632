package search_test

import (
	"io/fs"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"shirube/corpus"
	sample "shirube/corpus/articles"
	"shirube/corpus/reader"
	"shirube/index"
	"shirube/internal/lexicon"
	"shirube/internal/search"
	"shirube/internal/text"
)

// Nothing that is written in an article is unfindable: whatever somebody copies out of a
// sentence finds it, wherever they begin and end, if it has more than grammar in it.
func TestEveryPieceOfASentenceFindsIt(t *testing.T) {
	list := sampleArticles(t)
	e := newEngine(t, list)
	random := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // to be repeated
	var passages []corpus.Passage
	for _, a := range list {
		passages = append(passages, a.Passages()...)
	}
	lost := 0
	const asked = 2000
	// Amounts are read as bounds of the price otherwise.
	on := &search.Interpret{Spelling: true, Synonyms: true, Intent: true, Negation: true}
	for range asked {
		p := passages[random.IntN(len(passages))]
		piece := pieceOf(p.Text, random)
		if piece == "" {
			continue
		}
		found := false
		for page := 1; page <= 10 && !found; page++ {
			r := ask(t, e, search.Request{Query: piece, Interpret: on, View: index.Passages, Page: page, PerPage: 100, Facets: []string{}, Highlight: search.HighlightOff})
			found = slices.ContainsFunc(r.Hits, func(h search.Hit) bool { return h.ID == p.ID })
			if page*100 >= r.Total {
				break
			}
		}
		if !found {
			lost++
			t.Logf("%q of %s is not found", piece, p.ID)
		}
	}
	if lost > 0 {
		t.Errorf("%d of %d pieces do not find what they are from", lost, asked)
	}
}

// pieceOf is some characters of one sentence, without marks that mean something in a query, empty
// where they are grammar alone.
func pieceOf(s string, random *rand.Rand) string {
	spans := text.Sentences(s)
	if len(spans) == 0 {
		return ""
	}
	span := spans[random.IntN(len(spans))]
	runes := []rune(strings.TrimSpace(s[span.Start:span.End]))
	if len(runes) < 2 {
		return ""
	}
	from := random.IntN(len(runes) - 1)
	piece := strings.TrimFunc(string(runes[from:min(len(runes), from+2+random.IntN(14))]), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) || r == 'ー' })
	if utf8.RuneCountInString(piece) < 2 || strings.ContainsAny(piece, "\"“” 　\n-－−:：|") || len(text.DistinctPairs(piece)) == 0 {
		return ""
	}
	return piece
}

func sampleArticles(t *testing.T) []*corpus.Article {
	t.Helper()
	lex, err := lexicon.Default()
	check(t, err)
	names, err := fs.Glob(sample.FS, "*")
	check(t, err)
	var list []*corpus.Article
	for _, name := range names {
		f, err := sample.FS.Open(name)
		check(t, err)
		_, err = reader.New(lex).Read(t.Context(), name, f, func(a *corpus.Article) error {
			list = append(list, a)
			return nil
		})
		check(t, err)
		check(t, f.Close())
	}
	return list
}

// What is found by its characters alone shows where they stand.
func TestPiecesAreMarked(t *testing.T) {
	e := newEngine(t, []*corpus.Article{
		articleOf("cream", "塗り薬の使い方", nil, section{corpus.KindProcedure, "手順", "患部に白色ワセリン軟膏をうすく塗ります。", ""}),
		articleOf("other", "包帯の巻き方", nil, section{corpus.KindProcedure, "手順", "ゆるめに巻きます。", ""}),
	})
	for query, want := range map[string]string{"セリン軟": "セリン軟", "リン軟": "リン軟", "ｾﾘﾝ軟": "セリン軟"} {
		got := ask(t, e, search.Request{Query: query, View: index.Passages})
		if len(got.Hits) == 0 {
			t.Errorf("%s finds nothing", query)
			continue
		}
		runes := []rune(got.Hits[0].Snippet.Text)
		marked := ""
		for _, m := range got.Hits[0].Snippet.Marks {
			marked += string(runes[m[0]:m[1]])
		}
		if got.Hits[0].Article.ID != "cream" || marked != want {
			t.Errorf("%s marks %q of %q, want %q", query, marked, got.Hits[0].Snippet.Text, want)
		}
	}
}
