package quality

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"shirube/corpus"
	"shirube/internal/statement"
	"shirube/internal/statement/statementtest"
)

var now = time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)

// page is a small article on a treatment.
func page(id, treatment, price, downtime, more string) string {
	return fmt.Sprintf("---\nid: %s\ntitle: %sの解説\ntreatments: [%s]\nreviewed: 2026-05-01\nupdated: 2026-06-01\n---\n\n# %sの解説\n\n## 費用\n\n1回%sです。\n\n## ダウンタイム\n\n%s\n\n%s\n",
		id, treatment, treatment, treatment, price, downtime, more)
}

const complete = "## リスク\n\n赤みが出ることがあります。\n\n## 受けられない方\n\n- 妊娠中の方\n"

func health(t *testing.T, pages ...string) *Health {
	t.Helper()
	shelf, err := statementtest.New()
	if err != nil {
		t.Fatal(err)
	}
	for i, p := range pages {
		if err := shelf.Read(t.Context(), fmt.Sprintf("page-%d.md", i), p); err != nil {
			t.Fatal(err)
		}
	}
	return healthOf(shelf)
}

func healthOf(shelf *statementtest.Shelf) *Health {
	h := NewHealth(shelf.Lexicon(), nil)
	for _, a := range shelf.Articles {
		h.Add(a)
	}
	h.Done()
	return h
}

func ids(list []Finding) string {
	var out []string
	for _, f := range list {
		s := f.Article.ID
		if f.Other != nil {
			s += "/" + f.Other.Article.ID
		}
		out = append(out, s)
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

// An article that tells nobody of risks, or of who must not be treated, is what an editor has
// to see first.
func TestWhatArticlesLack(t *testing.T) {
	h := health(t,
		page("whole", "HIFU", "3万円", "2日ほどです。", complete),
		page("bare", "ケミカルピーリング", "1万円", "1日ほどです。", "## 効果\n\nくすみの改善が期待できます。\n"),
	)
	r := h.Report(statement.Scope{Now: now}, Options{})
	if r.Articles != 2 || ids(r.Findings[NoRisks]) != "bare" || ids(r.Findings[NoPrecautions]) != "bare" {
		t.Errorf("without risks: %s, without precautions: %s", ids(r.Findings[NoRisks]), ids(r.Findings[NoPrecautions]))
	}
	unsourced := r.Findings[UnsourcedClaim]
	if ids(unsourced) != "bare" || unsourced[0].What != "くすみ" || unsourced[0].Passage == "" || !strings.Contains(unsourced[0].Sentence, "くすみの改善") {
		t.Errorf("unsourced: %+v", unsourced)
	}
	if len(r.Findings[MissingItem]) == 0 {
		t.Error("nothing that the advertising rules ask for is missing")
	}
}

// Risks that editors hid are shown to nobody: the article is one without, and what else was
// found in a hidden passage is marked.
func TestHiddenPassages(t *testing.T) {
	h := health(t, page("whole", "HIFU", "3万円", "2日ほどです。", complete), page("bare", "HIFU", "9万円", "1日ほどです。", "## 効果\n\nたるみの改善が期待できます。\n"))
	before := h.Report(statement.Scope{Now: now}, Options{})
	scope := statement.Scope{Now: now, Hidden: map[string]bool{before.Findings[UnsourcedClaim][0].Passage: true, before.Findings[CostApart][0].Passage: true}}
	for _, c := range h.articles {
		for _, id := range c.risks {
			scope.Hidden[id] = true
		}
	}
	r := h.Report(scope, Options{})
	if got := r.Findings[NoRisks]; ids(got) != "bare whole" || !slices.ContainsFunc(got, func(f Finding) bool { return f.Hidden && f.Article.ID == "whole" }) {
		t.Errorf("without risks: %+v", got)
	}
	if ids(r.Findings[NoPrecautions]) != "bare" {
		t.Errorf("without precautions: %s", ids(r.Findings[NoPrecautions]))
	}
	if got := r.Findings[UnsourcedClaim]; len(got) == 0 || !got[0].Hidden {
		t.Errorf("unsourced: %+v", got)
	}
	if len(before.Findings[CostApart]) != 1 || len(r.Findings[CostApart]) != 0 {
		t.Errorf("a price that nobody is shown contradicts: %+v", r.Findings[CostApart])
	}
	if len(r.Coverage) != 1 || r.Coverage[0].Kinds[corpus.KindRisks].Articles != 0 || before.Coverage[0].Kinds[corpus.KindRisks].Articles != 1 {
		t.Errorf("coverage: %+v", r.Coverage)
	}
}

// Two prices for one treatment that cannot both be right are shown with both sentences; what
// overlaps, what differs by tax, and what is sold by another unit does not contradict.
func TestContradictions(t *testing.T) {
	h := health(t,
		page("a", "HIFU", "3万円〜5万円", "2日ほどです。", complete),
		page("b", "HIFU", "8万円〜12万円", "7日ほどです。", complete),
		page("c", "HIFU", "4万円〜9万円", "2日から8日ほどです。", complete),
		page("tax", "ケミカルピーリング", "1万円", "1日ほどです。", complete),
		page("taxed", "ケミカルピーリング", "1万1,000円", "1日ほどです。", complete),
		page("other", "ダーマペン", "30万円", "30日ほどです。", complete),
	)
	r := h.Report(statement.Scope{Now: now}, Options{})
	costs := r.Findings[CostApart]
	if ids(costs) != "a/b" || costs[0].What != "HIFU" || costs[0].Sentence == "" || costs[0].Other.Sentence == "" || costs[0].Passage == "" || costs[0].Other.Passage == "" {
		t.Errorf("prices: %+v", costs)
	}
	if got := ids(r.Findings[DowntimeApart]); got != "a/b" {
		t.Errorf("days: %s", got)
	}
	// Who does not see one of the two is told of no contradiction.
	if r := h.Report(statement.Scope{Now: now, Collections: []string{"elsewhere"}}, Options{}); r.Articles != 0 || len(r.Findings) != 0 || len(r.Coverage) != 0 {
		t.Errorf("another collection sees %+v", r)
	}
}

func TestReviews(t *testing.T) {
	h := health(t,
		page("old", "HIFU", "3万円", "2日ほどです。", complete),
		strings.Replace(page("none", "HIFU", "3万円", "2日ほどです。", complete), "reviewed: 2026-05-01\n", "", 1),
	)
	for months, want := range map[int]string{0: "", 5: "old", 6: ""} {
		r := h.Report(statement.Scope{Now: now}, Options{MaxAge: months})
		if got := ids(r.Findings[StaleReview]); got != want || ids(r.Findings[NoReview]) != "none" {
			t.Errorf("%d months: %q, without: %q", months, got, ids(r.Findings[NoReview]))
		}
	}
	r := h.Report(statement.Scope{Now: now}, Options{MaxAge: 5})
	if since := r.Findings[StaleReview][0].Since; !since.Equal(time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC)) {
		t.Errorf("since %v", since)
	}
}

// Articles that were copied compete with one another and go stale apart.
func TestDuplicates(t *testing.T) {
	long := "## 特徴\n\n" + "高密度の超音波を皮下に集めて熱を与え、たるみの原因となる層に働きかける施術とされています。照射する深さは機器によって異なり、目元には浅い層、頬には深い層を選ぶことが多いといわれます。効果の出方には個人差があり、数か月かけて変化することがあります。照射の回数や出力は、診察のうえで医師が決めます。\n\n"
	h := health(t,
		page("a", "HIFU", "3万円", "2日ほどです。", long+complete),
		page("copy", "HIFU", "4万円", "2日ほどです。", long+complete),
		page("part", "ダーマペン", "2万円", "3日ほどです。", long+"## 手順\n\n麻酔クリームを塗り、三十分ほど待ちます。針の長さを決めて、頬から順に当てていきます。終わったら薬剤を塗り、保護用の薄い膜を貼って帰宅します。翌日までは濡らさないように過ごし、その後は低刺激の洗顔料で洗います。赤みが引くまでの数日は、日焼け止めを塗り直しながら外出してください。痛みが強いときは麻酔を足し、様子を見ながら進めます。当日の運動や飲酒は、赤みが長引くことがあるため控えます。\n\n"),
		page("apart", "ケミカルピーリング", "1万円", "1日ほどです。", complete),
	)
	r := h.Report(statement.Scope{Now: now}, Options{})
	found := r.Findings[Duplicate]
	if got := ids(found); got != "copy/a part/a" && got != "copy/a part/a part/copy" {
		t.Fatalf("alike: %s", got)
	}
	for _, f := range found {
		if f.Share < alikeArticles || f.Sentence == "" || f.Passage == "" || f.Other.Passage == "" {
			t.Errorf("%+v", f)
		}
	}
}

func TestCoverage(t *testing.T) {
	shelf, err := statementtest.Sample(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	r := healthOf(shelf).Report(statement.Scope{Now: now}, Options{})
	at := slices.IndexFunc(r.Coverage, func(c Coverage) bool { return c.Treatment == "HIFU" })
	if at < 0 || r.Coverage[at].Articles != 1 || r.Coverage[at].Kinds[corpus.KindRisks].Articles != 1 || r.Coverage[at].Kinds[corpus.KindPrecautions].Passages < 5 {
		t.Fatalf("%+v", r.Coverage)
	}
	if len(r.Findings[NoRisks])+len(r.Findings[NoPrecautions])+len(r.Findings[Duplicate]) != 0 || len(r.Findings[UnsourcedClaim]) == 0 {
		t.Errorf("the sample: %d without risks, %d without precautions, %d alike, %d unsourced",
			len(r.Findings[NoRisks]), len(r.Findings[NoPrecautions]), len(r.Findings[Duplicate]), len(r.Findings[UnsourcedClaim]))
	}
}

// Drafts are for those who ask for them.
func TestDraftsAreAskedFor(t *testing.T) {
	h := health(t, strings.Replace(page("draft", "HIFU", "3万円", "2日ほどです。", "## 効果\n\nくすみの改善が期待できます。\n"), "id: draft", "id: draft\nstatus: draft", 1))
	if r := h.Report(statement.Scope{Now: now}, Options{}); r.Articles != 0 {
		t.Error("a draft is told to who did not ask")
	}
	if r := h.Report(statement.Scope{Now: now, Unpublished: true}, Options{}); r.Articles != 1 || !r.Findings[NoRisks][0].Article.Draft {
		t.Errorf("%+v", r)
	}
}

// Who is bound to a collection hears nothing of what is in another, be it that it says the same
// or the opposite.
func TestCollectionsAreApart(t *testing.T) {
	shelf, err := statementtest.New()
	if err != nil {
		t.Fatal(err)
	}
	same := "## 特徴\n\n高密度の超音波を皮下に集めて熱を与え、たるみの原因となる層に働きかける施術とされています。照射する深さは機器によって異なり、目元には浅い層、頬には深い層を選ぶことが多いといわれます。効果の出方には個人差があり、数か月かけて変化することがあります。照射の回数や出力は、診察のうえで医師が決めます。\n\n"
	for i, price := range []string{"3万円", "30万円"} {
		if err := shelf.Read(t.Context(), fmt.Sprintf("%d.md", i), page(fmt.Sprint(i), "HIFU", price, "2日ほどです。", same+complete)); err != nil {
			t.Fatal(err)
		}
		shelf.Articles[i].Collection = fmt.Sprint("clinic-", i)
	}
	h := healthOf(shelf)
	if r := h.Report(statement.Scope{Now: now}, Options{}); len(r.Findings[Duplicate]) == 0 || len(r.Findings[CostApart]) != 1 || len(r.Collections) != 2 {
		t.Fatalf("who sees both: %+v", r)
	}
	if r := h.Report(statement.Scope{Now: now, Collections: []string{"clinic-1"}}, Options{}); len(r.Findings[Duplicate])+len(r.Findings[CostApart]) != 0 || r.Articles != 1 {
		t.Errorf("who sees one: %+v", r.Findings)
	}
	// What has not changed is not checked again; what has, is.
	shelf.Articles[0].Title, shelf.Articles[1].Cost = "変わった題名", corpus.Cost{}
	again := NewHealth(shelf.Lexicon(), h)
	for _, a := range shelf.Articles {
		again.Add(a)
	}
	again.Done()
	fresh := healthOf(shelf)
	if got, want := len(again.Report(statement.Scope{Now: now}, Options{}).Findings[MissingItem]), len(fresh.Report(statement.Scope{Now: now}, Options{}).Findings[MissingItem]); got != want {
		t.Errorf("after a change %d items are missing, read anew %d", got, want)
	}
}
