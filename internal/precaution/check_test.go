package precaution

import (
	"slices"
	"strings"
	"testing"

	"shirube/internal/statement"
	"shirube/internal/statement/statementtest"
)

func made(t *testing.T, pages map[string]string) *Book {
	t.Helper()
	shelf, err := statementtest.New()
	if err != nil {
		t.Fatal(err)
	}
	for id, body := range pages {
		treatment := strings.Split(id, "/")[0]
		head := "---\nid: " + id + "\ntitle: " + treatment + "の解説\ntreatments: [" + treatment + "]\n---\n\n# " + treatment + "の解説\n\n"
		if err := shelf.Read(t.Context(), strings.ReplaceAll(id, "/", "-")+".md", head+body); err != nil {
			t.Fatal(err)
		}
	}
	return bookOf(t, shelf)
}

func ticks(t *testing.T, b *Book, ids ...string) []Tick {
	t.Helper()
	var out []Tick
	for _, id := range ids {
		c := b.Concept(id)
		if c == nil {
			t.Fatalf("%s cannot be ticked", id)
		}
		out = append(out, Tick{Concept: c})
	}
	return out
}

func resultOf(t *testing.T, list []Result, treatment string) Result {
	t.Helper()
	i := slices.IndexFunc(list, func(r Result) bool { return r.Treatment == treatment })
	if i < 0 {
		t.Fatalf("%s is not told", treatment)
	}
	return list[i]
}

// A treatment of which nothing is stated has to be asked about: it comes before those whose
// precautions name something else, and nothing is ever told to be without problem.
func TestLevelsAndTheirOrder(t *testing.T) {
	b := made(t, map[string]string{
		"HIFU":        "## 受けられない方\n\n- 妊娠中の方\n",
		"ダーマペン":       "## 注意点\n\n妊娠中の方は、事前に医師へ相談してください。\n",
		"ケミカルピーリング":   "## 受けられない方\n\n- 光線過敏症の方\n",
		"医療脱毛":        "## 効果\n\n毛が減ることが期待できます。\n",
		"CPAP療法":      "## 注意点\n\n妊娠中でも受けられます。\n",
		"ホワイトニング/one": "## 受けられない方\n\n- 18歳未満の方\n",
		"ホワイトニング/two": "## 効果\n\n歯が白くなることが期待できます。\n",
	})
	list := b.Check(ticks(t, b, "pregnancy"), everywhere)
	var got []string
	for _, r := range list {
		got = append(got, r.Treatment)
	}
	if want := []string{"HIFU", "ダーマペン", "CPAP療法", "医療脱毛", "ケミカルピーリング", "ホワイトニング"}; !slices.Equal(got, want) {
		t.Errorf("order %q, want %q", got, want)
	}
	for treatment, want := range map[string]Level{"HIFU": Excluded, "ダーマペン": Caution, "CPAP療法": Allowed, "医療脱毛": Unstated, "ケミカルピーリング": Nothing, "ホワイトニング": Nothing} {
		r := resultOf(t, list, treatment)
		if r.Level != want || r.Ticks[0].Level != want {
			t.Errorf("%s: %d, want %d", treatment, r.Level, want)
		}
	}
	if r := resultOf(t, list, "ホワイトニング"); len(r.Silent) != 1 || len(r.Articles) != 2 {
		t.Errorf("%d of %d articles state nothing", len(r.Silent), len(r.Articles))
	}
	m := resultOf(t, list, "HIFU").Ticks[0].Matches[0]
	if m.Sentence != "妊娠中の方" || m.Passage == "" || m.Article.ID != "HIFU" {
		t.Errorf("%+v", m)
	}
}

// Who takes ワルファリン takes an anticoagulant, whatever an article calls it; who is not
// concerned is not warned.
func TestNamesAndNegation(t *testing.T) {
	b := made(t, map[string]string{
		"HIFU":      "## 注意点\n\n血液をサラサラにする薬を飲んでいる方は受けられません。\n",
		"ダーマペン":     "## 注意点\n\nワーファリンを服用中の方は、主治医に確認してください。\n",
		"医療脱毛":      "## 注意点\n\n抗凝固薬を飲んでいない方も、採血のあとは押さえてください。\n",
		"ケミカルピーリング": "## 受けられない方\n\n- たばこを吸っていない方\n- チタンアレルギーの方\n",
		"PRP療法":     "## 受けられない方\n\n- 卵にアレルギーがある方\n- シクロスポリンを飲んでいる方\n",
		"ホワイトニング":   "## 注意点\n\n妊娠中は使えません。コントロールができていない糖尿病の方も使えません。\n",
	})
	for _, tt := range []struct {
		tick, treatment string
		want            Level
	}{
		{"anticoagulants", "HIFU", Excluded}, {"anticoagulants", "ダーマペン", Caution}, {"smoking", "ケミカルピーリング", Nothing},
		{"metal_allergy", "ケミカルピーリング", Excluded}, {"titanium_allergy", "ケミカルピーリング", Excluded}, {"egg_allergy", "ケミカルピーリング", Nothing},
		{"egg_allergy", "PRP療法", Excluded}, {"metal_allergy", "PRP療法", Nothing}, {"pregnancy", "ホワイトニング", Excluded}, {"diabetes", "ホワイトニング", Excluded},
	} {
		r := resultOf(t, b.Check(ticks(t, b, tt.tick), everywhere), tt.treatment)
		if r.Level != tt.want {
			t.Errorf("%s, %s: level %d, want %d: %+v", tt.tick, tt.treatment, r.Level, tt.want, r.Ticks[0].Matches)
		}
	}
	if r := resultOf(t, b.Check(ticks(t, b, "anticoagulants"), everywhere), "医療脱毛"); r.Level >= Caution {
		t.Errorf("who takes none is not who takes one: %+v", r.Ticks[0].Matches)
	}
	if r := resultOf(t, b.Check([]Tick{{Words: "ｼｸﾛｽﾎﾟﾘﾝ"}}, everywhere), "PRP療法"); r.Level != Excluded {
		t.Errorf("what the lexicon does not know: %+v", r)
	}
}

func TestUnderstand(t *testing.T) {
	b := made(t, nil)
	for in, want := range map[string]string{
		"ワーファリンを飲んでいて、妊娠中です": "抗凝固薬の服用 妊娠中",
		"妊娠していない。ケロイドになりやすい": "ケロイド体質",
		"シクロスポリン":            "シクロスポリン", "  ": "", "糖尿病の薬を飲んでいる": "糖尿病",
		"15歳": "未成年", "１７才の高校生": "未成年", "中学生": "未成年", "高2": "未成年", "妊娠中の15歳": "妊娠中 未成年", "子ども": "未成年",
		"子どもを望んでいる": "子どもを望んでいる", "20歳": "20歳", "115歳": "高齢者", "19歳": "19歳", "5歳の息子がいる": "5歳の息子がいる",
		"ロキソニンアレルギー": "ロキソニンアレルギー", "降圧薬": "降圧薬", "麻酔で気分が悪くなった": "麻酔で気分が悪くなった",
		"妊娠中、シクロスポリン": "妊娠中 シクロスポリン", "シクロスポリン　ケロイド体質": "シクロスポリン ケロイド体質",
	} {
		var got []string
		for _, tick := range b.Understand(in) {
			got = append(got, tick.Label())
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

// What patients type in words of their own concerns what articles say in theirs, wherever it
// stands, and nothing beside it.
func TestWordsOfTheirOwn(t *testing.T) {
	b := made(t, map[string]string{
		"HIFU":      "## 治療の流れ\n\n局所麻酔をします。終わったら痛み止めを処方します。\n\n## 受けられない方\n\n- 20歳未満の方\n- 痛み止めでアレルギーを起こしたことがある方\n- 麻酔薬のアレルギーがある方\n",
		"ダーマペン":     "## こんな方に\n\n- 20歳以上の方\n\n## 注意点\n\n高血圧の方は相談してください。\n\n参照元: 日本小児科学会「お子さんに使う薬」(2020年)\n",
		"ケミカルピーリング": "## 受けられない方\n\n- 50歳以上の方\n- 薬の成分で過敏症を起こしたことがある方\n\n## 効果\n\n痛み止めが手放せない方もいます。子どもを望む方もいます。\n",
		"医療脱毛":      "## 治療の流れ\n\n成人の肌に照射します。妊娠中の肌には使えません。\n\n## よくある質問\n\n### 子どもでも受けられますか？\n\n受けられません。\n",
	})
	for _, tt := range []struct {
		typed, treatment string
		want             Level
	}{
		{"15歳", "HIFU", Excluded}, {"15歳", "ダーマペン", Caution}, {"15歳", "ケミカルピーリング", Nothing}, {"15歳", "医療脱毛", Excluded},
		{"19歳", "HIFU", Excluded}, {"19歳", "医療脱毛", Unstated}, {"降圧薬", "ダーマペン", Caution}, {"降圧薬", "HIFU", Nothing},
		{"ロキソニンアレルギー", "HIFU", Excluded}, {"ロキソニンアレルギー", "ケミカルピーリング", Nothing},
		{"麻酔で気分が悪くなった", "HIFU", Excluded}, {"麻酔で気分が悪くなった", "ダーマペン", Nothing},
	} {
		r := resultOf(t, b.Check(b.Understand(tt.typed), everywhere), tt.treatment)
		if r.Level != tt.want {
			t.Errorf("%s, %s: level %d, want %d: %+v", tt.typed, tt.treatment, r.Level, tt.want, r.Ticks)
		}
	}
	for _, tick := range b.Check(b.Understand("麻酔で気分が悪くなった"), everywhere)[0].Ticks {
		last := tick.Matches[len(tick.Matches)-1]
		if last.Sentence != "局所麻酔をします。" || last.Level != Mentioned {
			t.Errorf("a mention is shown below the precautions: %+v", tick.Matches)
		}
	}
}

// Whatever the lexicon has as a reason can be ticked, and stands in one group.
func TestEveryReasonCanBeTicked(t *testing.T) {
	b := sampleBook(t)
	seen := map[string]string{}
	counted := 0
	for _, g := range b.Options(everywhere) {
		for i, o := range g.Options {
			if other, twice := seen[o.Concept.ID]; twice {
				t.Errorf("%s is in %s and %s", o.Concept.ID, other, g.ID)
			}
			seen[o.Concept.ID] = g.ID
			if i > 0 && o.Articles > g.Options[i-1].Articles {
				t.Errorf("%s: %s is named more often than what stands before it", g.ID, o.Concept.ID)
			}
			counted += o.Articles
		}
	}
	for id := range b.options {
		if seen[id] == "" {
			t.Errorf("%s cannot be ticked", id)
		}
	}
	for id, group := range map[string]string{"pregnancy": "pregnancy", "cancer_treatment": "cancer", "anticoagulants": "drugs", "isotretinoin": "drugs", "metal_allergy": "allergy", "keloid_prone": "skin",
		"diabetes": "inner", "sle": "immune", "epilepsy": "nerves", "pacemaker": "implants", "minors": "age", "hypertension": "heart"} {
		if seen[id] != group {
			t.Errorf("%s is in %q, not in %q", id, seen[id], group)
		}
	}
	if counted < 200 {
		t.Errorf("only %d times named", counted)
	}
	for _, r := range b.table.Typed {
		for _, id := range append(slices.Clone(r.Also), r.Concept) {
			if id != "" && b.lex.ByID(id) == nil {
				t.Errorf("groups.yaml: there is no concept %s", id)
			}
		}
	}
	for _, w := range b.table.With {
		for _, id := range append(slices.Clone(w.Also), w.Concept) {
			if b.lex.ByID(id) == nil {
				t.Errorf("groups.yaml: there is no concept %s", id)
			}
		}
	}
}

func TestScopeOfACheck(t *testing.T) {
	b := sampleBook(t)
	tick := ticks(t, b, "pregnancy")
	if all := b.Check(tick, everywhere); len(all) < 35 {
		t.Errorf("only %d treatments", len(all))
	}
	if none := b.Check(tick, statement.Scope{Now: everywhere.Now, Collections: []string{"elsewhere"}}); len(none) != 0 {
		t.Errorf("another collection is told of %d treatments", len(none))
	}
}
