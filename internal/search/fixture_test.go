package search_test

import (
	"testing"
	"time"

	"shirube/corpus"
	"shirube/index"
	"shirube/index/bleve"
	"shirube/internal/analysis"
	"shirube/internal/ingest"
	"shirube/internal/lexicon"
	"shirube/internal/search"
)

// section is a section of a test article: kind, heading, text, and the name of a
// source it cites.
type section struct {
	kind          corpus.Kind
	heading, text string
	source        string
}

func articleOf(id, title string, treatments []string, sections ...section) *corpus.Article {
	a := &corpus.Article{ID: id, Title: title, Treatments: treatments}
	for i, s := range sections {
		cited := []int{}
		if s.source != "" {
			cited = append(cited, len(a.Sources))
			a.Sources = append(a.Sources, corpus.Source{Name: s.source, Type: corpus.SourceSociety})
		}
		a.Sections = append(a.Sections, corpus.Section{
			ID: string(rune('a' + i)), Kind: s.kind, Heading: s.heading, Level: 1, Path: []string{s.heading}, Text: s.text, Sources: cited,
		})
	}
	a.Normalize()
	return a
}

func articles() []*corpus.Article {
	hifu := articleOf("hifu", "医療ハイフの効果と費用・リスクを解説", []string{"ハイフ"},
		section{corpus.KindOverview, "ハイフとは", "高密度の超音波を皮下に集めて熱を与える施術です。", ""},
		section{corpus.KindEffects, "期待される効果", "フェイスラインのたるみの改善が期待できます。", "日本皮膚科学会"},
		section{corpus.KindRisks, "リスク・副作用", "赤みや腫れ、まれにやけど、神経の損傷が起こることがあります。", ""},
		section{corpus.KindPrecautions, "受けられない方", "妊娠中の方、金属プレートが入っている方は受けられません。", ""},
		section{corpus.KindCost, "費用の目安", "全顔1回で5万円から12万円程度です。", ""},
	)
	hifu.Insurance = corpus.InsuranceSelfPay
	hifu.Cost.MinYen = ptr(50_000)
	hifu.Downtime.MaxDays = ptr(2)
	hifu.Updated = day(2026, 3, 1)
	hifu.Risks = []corpus.Claim{{Label: "やけど", Section: "c", Sentence: "まれにやけど", Stance: corpus.Asserted}}

	filler := articleOf("filler", "ほうれい線のヒアルロン酸注入", []string{"ヒアルロン酸注入"},
		section{corpus.KindOverview, "ヒアルロン酸注入とは", "ヒアルロン酸製剤を注射してしわの溝を持ち上げる施術です。", ""},
		section{corpus.KindRisks, "副作用", "あざや腫れが数日続くことがあります。ごくまれに血管閉塞が起こります。", "日本形成外科学会"},
		section{corpus.KindCost, "値段", "1本あたり6万円前後の医療機関が多いようです。", ""},
		section{corpus.KindSummary, "まとめ", "ヒアルロン酸注入の副作用、腫れ、費用、値段を説明しました。医師と相談してください。", ""},
	)
	filler.Insurance = corpus.InsuranceSelfPay
	filler.Approval = corpus.ApprovalUnapproved
	filler.Cost.MinYen = ptr(60_000)
	filler.Updated = day(2026, 5, 1)

	cataract := articleOf("cataract", "白内障手術の流れと保険", []string{"白内障手術"},
		section{corpus.KindProcedure, "手術の流れ", "点眼麻酔をして濁った水晶体を取り除き、眼内レンズを入れます。", "日本眼科学会"},
		section{corpus.KindRisks, "合併症", "細菌による眼内炎が起こることがあります。", "日本眼科学会"},
	)
	cataract.Insurance = corpus.InsuranceCovered
	cataract.Collection = "eye"
	return []*corpus.Article{hifu, filler, cataract}
}

func ptr(v int) *int { return &v }

func day(y int, m time.Month, d int) *time.Time {
	t := time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	return &t
}

// newEngine indexes the articles on disk and serves them.
func newEngine(t testing.TB, list []*corpus.Article, options ...search.Option) *search.Engine {
	t.Helper()
	e, _ := changingEngine(t, list)
	for _, option := range options {
		option(e)
	}
	return e
}

// changingEngine is an engine on these articles; serve takes others in their place.
func changingEngine(t testing.TB, list []*corpus.Article, between ...func(index.Backend) index.Backend) (e *search.Engine, serve func([]*corpus.Article)) {
	t.Helper()
	lex, err := lexicon.Default()
	check(t, err)
	an, err := analysis.New(lex)
	check(t, err)
	dir, err := bleve.OpenDirectory(t.TempDir())
	check(t, err)
	builder := ingest.NewBuilder(an, lex)
	sw := index.NewSwitch(nil)
	serve = func(list []*corpus.Article) {
		t.Helper()
		w, err := dir.Build(t.Context(), builder.Fingerprint())
		check(t, err)
		for _, a := range list {
			doc, err := builder.Document(a)
			check(t, err)
			check(t, w.Put(t.Context(), doc))
		}
		check(t, w.Commit(t.Context()))
		x, err := dir.Current(t.Context())
		check(t, err)
		var served index.Backend = x
		for _, f := range between {
			served = f(served)
		}
		check(t, sw.Swap(served))
	}
	serve(list)
	t.Cleanup(func() { check(t, sw.Swap(nil)) })
	return search.New(an, lex, sw, search.WithArticleURL(func(id string) string { return "/articles/" + id })), serve
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func ask(t *testing.T, e *search.Engine, r search.Request) *search.Response {
	t.Helper()
	got, err := e.Search(t.Context(), r)
	check(t, err)
	return got
}

func passagesFor(t *testing.T, e *search.Engine, query string) []string {
	t.Helper()
	var out []string
	for _, h := range ask(t, e, search.Request{Query: query, View: index.Passages}).Hits {
		out = append(out, h.Article.ID+"/"+h.Passage.Heading)
	}
	return out
}

// marked shows the marks of a text in brackets.
func marked(m search.Marked) string {
	runes, out, last := []rune(m.Text), "", 0
	for _, sp := range m.Marks {
		out += string(runes[last:sp[0]]) + "[" + string(runes[sp[0]:sp[1]]) + "]"
		last = sp[1]
	}
	return out + string(runes[last:])
}
