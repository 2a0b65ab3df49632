package corpus

import (
	"fmt"
	"math/rand"
	"strings"
	"testing"
	"unicode/utf8"
)

// sample is a small article with every kind of passage.
func sample() *Article {
	a := &Article{ID: "pico", Title: "ピコレーザー",
		Sections: []Section{
			{Kind: KindOverview, Text: "前書きです。"},
			{Kind: KindEffects, Heading: "効果", Level: 1, Text: "シミが薄くなります。", Sources: []int{1}},
			{Kind: KindRisks, Heading: "副作用", Level: 1},
			{Kind: KindRisks, Heading: "赤み", Level: 2, Text: "赤みが出ます。\n痛みはありません。"},
			{Kind: KindFAQ, Heading: "よくある質問", Level: 1, Text: "疑問に答えます。\n\nQ. 痛いですか？\nA. 少し痛みます。\n\nQ2. 何回ですか？\nA2. 5回です。\n\nほかは医師へ。"},
			{Kind: KindFAQ, Heading: "費用は？", Level: 2, Text: "A. 1回3万円です。保険は使えません。", Sources: []int{0}},
			{Kind: KindSources, Heading: "参考文献", Level: 1, Text: "厚生労働省「手引き」"},
			{Kind: KindSupervision, Heading: "監修", Level: 1, Text: "（見本）皮膚科専門医"},
		},
		Sources: []Source{{Name: "厚生労働省", Type: SourceGovernment}, {Name: "東都大学", Type: SourceUniversity}},
	}
	a.Normalize()
	faq, cost := a.Sections[4].ID, a.Sections[5].ID
	a.FAQs = []FAQ{{"痛いですか？", "少し痛みます。", faq}, {"何回ですか？", "5回です。", faq}, {"費用は？", "1回3万円です。保険は使えません。", cost}}
	a.Risks = []Claim{{Label: "赤み", Section: a.Sections[3].ID, Sentence: "赤みが出ます。", Stance: Asserted}}
	return a
}

// What a reader is shown of an article, in order, with its heading, kind, sources
// and facts. Questions do not stand twice.
func TestPassages(t *testing.T) {
	var got []string
	for _, p := range sample().Passages() {
		var sources []string
		for _, s := range p.Sources {
			sources = append(sources, s.Name)
		}
		got = append(got, fmt.Sprintf("%s|%s|%s|%s|%v|%v", p.Kind, strings.Join(p.Path, ">"), p.Heading, p.Text, sources, p.Facts))
	}
	want := []string{
		"overview|||前書きです。|[]|[]",
		"effects|効果|効果|シミが薄くなります。|[東都大学]|[]",
		"risks|副作用>赤み|赤み|赤みが出ます。\n痛みはありません。|[]|[risk]",
		"faq|よくある質問|よくある質問|疑問に答えます。|[]|[]",
		"faq|よくある質問|よくある質問|ほかは医師へ。|[]|[]",
		"faq|よくある質問|痛いですか？|少し痛みます。|[]|[]",
		"faq|よくある質問|何回ですか？|5回です。|[]|[sessions]",
		"faq|よくある質問>費用は？|費用は？|1回3万円です。保険は使えません。|[厚生労働省]|[cost sessions insurance]",
		"sources|参考文献|参考文献|厚生労働省「手引き」|[]|[]",
		"supervision|監修|監修|（見本）皮膚科専門医|[]|[]",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("passages:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// randomText is sentences of random length, some longer than a passage may be,
// in paragraphs, lists and quotations.
func randomText(r *rand.Rand) string {
	var b strings.Builder
	for range 1 + r.Intn(30) {
		switch r.Intn(6) {
		case 0:
			b.WriteString("\n\n")
		case 1:
			b.WriteString("\n・")
		case 2:
			b.WriteString("「注意。」と言われ、")
		}
		n := 1 + r.Intn(120)
		if r.Intn(25) == 0 {
			n = 700 + r.Intn(1500)
		}
		for i := range n {
			b.WriteRune([]rune("肌に光を当てるとシミが薄くなる𠮷é😀")[r.Intn(18)])
			if i%60 == 59 && r.Intn(2) == 0 {
				b.WriteString("、")
			}
		}
		b.WriteString([]string{"。", "！", "？", "\n"}[r.Intn(4)])
	}
	return b.String()
}

// However long a text is, its passages are whole sentences of it, none too long,
// and nothing but white space is lost between them.
func TestPassagesProperty(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	for range 300 {
		a := &Article{ID: "x", Sections: []Section{{Heading: "効果", Text: randomText(r)}, {Heading: "費用", Text: randomText(r)}}}
		a.Normalize()
		ids := map[string]bool{}
		rest := a.Sections[0].Text
		for _, p := range a.Passages() {
			if n := utf8.RuneCountInString(p.Text); n > MaxPassageRunes || n == 0 {
				t.Fatalf("a passage of %d characters", n)
			}
			if p.Text != strings.TrimSpace(p.Text) {
				t.Fatalf("white space around %q", p.Text)
			}
			if ids[p.ID] {
				t.Fatalf("the id %s stands twice", p.ID)
			}
			ids[p.ID] = true
			if p.Section != a.Sections[0].ID {
				continue
			}
			i := strings.Index(rest, p.Text)
			if i < 0 || strings.TrimSpace(rest[:i]) != "" {
				t.Fatalf("%q is lost before %.40q", rest[:max(i, 0)], p.Text)
			}
			rest = rest[i+len(p.Text):]
		}
		if strings.TrimSpace(rest) != "" {
			t.Fatalf("%q is lost at the end", rest)
		}
	}
}

// A sentence that fits is never cut, whatever stands around it.
func TestPassagesKeepSentences(t *testing.T) {
	sentence := strings.Repeat("光を当てると「痛い。」と言う方もいます、", 15) + "安心です。"
	a := &Article{ID: "x", Sections: []Section{{Text: strings.Repeat("短い文です。", 100) + sentence + strings.Repeat("短い文です。", 100)}}}
	a.Normalize()
	whole := false
	for _, p := range a.Passages() {
		whole = whole || strings.Contains(p.Text, sentence)
		if !strings.HasSuffix(p.Text, "。") {
			t.Errorf("a passage ends in %q", p.Text[len(p.Text)-12:])
		}
	}
	if !whole {
		t.Error("the long sentence was cut")
	}
}

// A link to a passage must live as long as the passage does, whatever else changes.
func TestPassageIDsAreStable(t *testing.T) {
	before, changed := sample(), sample()
	changed.Sections[1].Text = "まったく別の文です。\n\n増えた段落です。"
	changed.Sections = append([]Section{{ID: "new", Kind: KindOther, Heading: "新しい節", Level: 1, Path: []string{"新しい節"}, Text: "新しい文です。"}}, changed.Sections...)
	kept := map[string]string{}
	for _, p := range changed.Passages() {
		kept[p.ID] = p.Text
	}
	for _, p := range before.Passages() {
		if p.Kind == KindEffects {
			if _, ok := kept[p.ID]; ok {
				t.Errorf("the changed passage kept its id")
			}
			continue
		}
		if kept[p.ID] != p.Text {
			t.Errorf("%q lost its id %s", p.Text, p.ID)
		}
	}
	if id := before.Passages()[0].ID; !strings.HasPrefix(id, "pico#") || len(id) != len("pico#")+10 {
		t.Errorf("id %q", id)
	}
	twice := &Article{ID: "x", Sections: []Section{{Heading: "注意", Text: "同じ文です。"}, {Heading: "注意", Text: "同じ文です。"}}}
	twice.Normalize()
	p := twice.Passages()
	if p[1].ID != p[0].ID+"-2" {
		t.Errorf("ids %s and %s", p[0].ID, p[1].ID)
	}
}

func TestHasAmount(t *testing.T) {
	for s, want := range map[string]bool{
		"10万円": true, "１，０００円": true, "三千円": true, "千円": true, "¥5,000": true, "￥ 5000": true, "5千円台": true, "十万円ほど": true,
		"円形脱毛症": false, "円高が進む": false, "数円滑に": false, "万円の位": false, "費用は無料": false, "3回": false, "¥": false,
	} {
		if got := HasAmount(s); got != want {
			t.Errorf("HasAmount(%q) = %v", s, got)
		}
	}
}

// BenchmarkPassages: go test -bench Passages ./corpus
func BenchmarkPassages(b *testing.B) {
	a := &Article{ID: "x", Sections: []Section{{Text: strings.Repeat("北海道と小笠原諸島を除く日本では、5月から7月にかけて雨の多い期間がある。", 12)}}}
	a.Normalize()
	b.SetBytes(int64(len(a.Sections[0].Text)))
	for b.Loop() {
		a.Passages()
	}
}
