package dify

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"shirube/corpus"
	"shirube/internal/retrieve"
	"shirube/internal/search"
)

var update = flag.Bool("update", false, "write the golden file anew: read every difference before committing it")

func ptr[T any](v T) *T { return &v }

func passage(id string, kind corpus.Kind, role retrieve.Role, score float64, text string, pairs ...string) retrieve.Passage {
	return retrieve.Passage{
		ID: id, ArticleID: "hifu", Title: "医療ハイフの解説", URL: "https://example.jp/hifu", Kind: kind, Heading: "見出し" + id,
		Text: text, Role: role, Score: score, Citation: "[1] 医療ハイフの解説「見出し" + id + "」 出典：記載なし https://example.jp/hifu",
		PairedWith: pairs, Article: search.ArticleSummary{ID: "hifu", Collection: "default", Insurance: "self_pay", Approval: "unapproved"},
	}
}

// answer has a precaution that the query asks for, an effect with its pair, a risk that
// answers by itself, and a passage of which everything is known.
func answer() *retrieve.Answer {
	day := time.Date(2026, 2, 27, 0, 0, 0, 0, time.UTC)
	known := passage("d", corpus.KindCost, retrieve.RoleMatch, 0.4, "1回3万円です。")
	known.Path = []string{"料金", "見出しd"}
	known.Sources = []corpus.Source{{Name: "見本学会", Title: "手引き", URL: "https://example.jp/g", Type: corpus.SourceSociety, Year: ptr(2023)}, {Name: "見本省", Type: corpus.SourceGovernment}}
	known.Article.Treatments, known.Article.Reviewed, known.Article.Updated = []string{"HIFU"}, &day, &day
	known.Article.Supervisors = []corpus.Supervisor{{Name: "見本の医師"}, {Name: "見本の歯科医師"}}
	known.Article.Cost, known.Article.Downtime = corpus.Cost{MinYen: ptr(30000), MaxYen: ptr(90000)}, corpus.Downtime{MinDays: ptr(0), MaxDays: ptr(3)}
	effect := passage("b", corpus.KindEffects, retrieve.RoleMatch, 0.8, "ハリが出ます。", "c", "a")
	effect.Effect = true
	pair := passage("c", corpus.KindRisks, retrieve.RoleRiskPair, 0.8, "やけどが起こることがあります。")
	pair.Shortened, pair.Suspicious = true, []string{"指示"}
	a := &retrieve.Answer{Answerable: true, Notices: []string{"自由診療です。"}, Passages: []retrieve.Passage{
		passage("a", corpus.KindPrecautions, retrieve.RoleContraindication, 0.3, "妊娠中の方は受けられません。"),
		effect, pair, known,
	}}
	for i := range a.Passages {
		a.Passages[i].Citation = strings.Replace(a.Passages[i].Citation, "[1]", "["+string(rune('1'+i))+"]", 1)
	}
	return a
}

func TestRecordsGolden(t *testing.T) {
	got, err := json.MarshalIndent(Response{Records: records(answer(), 8)}, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	got = append(got, '\n')
	const file = "testdata/records.json"
	if *update {
		if err := os.WriteFile(file, got, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("the records are not those of %s; run go test ./internal/dify -update and look at the diff", file)
	}
	var document any
	if err := json.Unmarshal(got, &document); err != nil {
		t.Fatal(err)
	}
	if where, ok := null(document, ""); ok {
		t.Errorf("%s is null", where)
	}
}

// null finds a null at any depth.
func null(v any, where string) (string, bool) {
	switch v := v.(type) {
	case nil:
		return where, true
	case []any:
		for _, one := range v {
			if w, ok := null(one, where+"[]"); ok {
				return w, true
			}
		}
	case map[string]any:
		for name, one := range v {
			if w, ok := null(one, where+"."+name); ok {
				return w, true
			}
		}
	}
	return "", false
}

func idsOf(list []Record) string {
	var out []string
	for _, r := range list {
		out = append(out, strings.Join(append([]string{r.Metadata.PassageID}, r.Metadata.PairedWith...), "+"))
	}
	return strings.Join(out, " ")
}

func TestEffectsAndRisksAreOneRecord(t *testing.T) {
	for most, want := range map[int]string{1: "a", 2: "a b+c+a", 3: "a b+c+a d", 8: "a b+c+a d"} {
		got := records(answer(), most)
		if idsOf(got) != want {
			t.Errorf("%d records: %s, want %s", most, idsOf(got), want)
		}
		if !slices.IsSortedFunc(got, func(a, b Record) int { return int(100*b.Score) - int(100*a.Score) }) {
			t.Errorf("sorted by score the records have another order: %s", idsOf(got))
		}
	}
	effect := records(answer(), 2)[1]
	for _, part := range []string{"ハリが出ます。", "やけどが起こることがあります。", "妊娠中の方は受けられません。", "医療ハイフの解説「見出しc」"} {
		if !strings.Contains(effect.Content, part) {
			t.Errorf("%q is not in the record of the effect: %s", part, effect.Content)
		}
	}
	if m := effect.Metadata; !m.Shortened || len(m.Suspicious) != 1 || m.Notices[0] != "自由診療です。" || strings.Contains(effect.Content, "[2]") {
		t.Errorf("%+v", effect)
	}
}

func TestNothingIsNoRecord(t *testing.T) {
	got, err := json.Marshal(Response{Records: records(&retrieve.Answer{Notices: []string{"119番へ"}}, 4)})
	if err != nil || string(got) != `{"records":[]}` {
		t.Errorf("%s %v", got, err)
	}
}

// Whatever is asked for and however little of it: a record on effects has its risks in
// it, or says that none were found, and each text is the article's own.
func TestEveryEffectWithItsRisks(t *testing.T) {
	s := serveSample(t)
	own := map[string]string{}
	for _, a := range s.articles {
		for _, p := range a.Passages() {
			own[p.ID] = p.Text
		}
	}
	effects, paired, alone := 0, 0, 0
	for _, a := range s.articles {
		for _, settings := range []Setting{{TopK: ptr(1.0)}, {TopK: ptr(2.0), Threshold: ptr(0.5)}, {TopK: ptr(5.0), Threshold: ptr(0.8)}} {
			got, err := Retrieve(t.Context(), s, &Request{Query: a.Title + " 効果", Setting: &settings})
			if err != nil {
				t.Fatal(err)
			}
			if len(got.Records) > int(*settings.TopK) {
				t.Errorf("%s: %d records, at most %g are wanted", a.ID, len(got.Records), *settings.TopK)
			}
			for _, r := range got.Records {
				if settings.Threshold != nil && r.Score < *settings.Threshold {
					t.Errorf("%s: score %g below %g", r.Metadata.PassageID, r.Score, *settings.Threshold)
				}
				if r.Metadata.Kind == corpus.KindEffects {
					effects++
					if *settings.TopK == 1 {
						alone++
					}
					if len(r.Metadata.PairedWith) == 0 && r.Metadata.Unpaired == "" {
						t.Errorf("%s has no risks and does not say why", r.Metadata.PassageID)
					}
				}
				parts := strings.Split(r.Metadata.Citation, "\n")
				for i, id := range append([]string{r.Metadata.PassageID}, r.Metadata.PairedWith...) {
					_, rest, ok := strings.Cut(r.Content, parts[i]+"\n")
					first, _, _ := strings.Cut(rest, "\n")
					if !ok || first == "" || !strings.Contains(own[id], first) {
						t.Errorf("%s: its content has not the words of %s: %s", r.Metadata.PassageID, id, r.Content)
					}
					paired += min(i, 1)
				}
			}
		}
	}
	if effects == 0 || paired == 0 || alone == 0 {
		t.Errorf("%d records on effects with %d pairs, %d where one record is wanted: this tests nothing", effects, paired, alone)
	}
}
