package adcheck

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"shirube/corpus"
)

// flagged are sentences that an editor must be shown, by rule.
func flagged() map[string][]string {
	return map[string][]string{
		"guarantee": {
			"この注射で必ず痩せます。",
			"必ずきれいになれる施術です。",
			"必ず、ご満足いただける仕上がりになります。",
			"絶対に失敗しない二重整形です。",
			"絶対安全な手術です！",
			"効果は絶対です。",
			"当院の脱毛は１００％安全です。",
			"満足度100％の治療です。",
			"成功率は100パーセントです。",
			"確実に効果を実感できます。",
			"確実な効果が得られる点滴です。",
			"シミが確実に消えます。",
			"どんなに難しい症例でも成功させます。",
			"薄毛は完治します。",
			"この治療で完治が期待できます。",
			"効果を保証します。",
			"一生効果が続く注射です。",
			"間違いなく若返ります。",
			"絶対に痛くない注射です。",
			"治療後は絶対に再発しません。",
			"完全に治ります。",
			"「必ず治る」治療を目指さず、確実に治ります。",
			"永久保証つきのインプラントです。",
			"誰でも痩せられる薬です。",
		},
		"no_risk": {
			"副作用はありません。",
			"この点滴にリスクは一切ありません。",
			"副作用の心配がない施術です。",
			"ノーリスクで受けられます。",
			"副作用なしの治療です。",
			"合併症はまったくありません。",
		},
		"superlative": {
			"日本一の実績を持つクリニックです。",
			"症例数No.1のクリニックです。",
			"地域Ｎｏ．１の実績があります。",
			"満足度第1位を獲得しました。",
			"最高の技術で治療します。",
			"最先端の医療を提供します。",
			"唯一の治療法です。",
			"県内随一の設備を誇ります。",
			"国内トップクラスの医師がそろっています。",
			"究極のアンチエイジングです。",
			"世界初の施術です。",
			"人気ナンバーワンの施術です。",
		},
		"comparative": {
			"他院よりも痛みの少ない施術です。",
			"他のクリニックにはない技術があります。",
			"どこよりも丁寧に治療します。",
			"他院では真似できない仕上がりです。",
			"当院だけが行える治療です。",
			"一般的なクリニックと比べて仕上がりが自然です。",
		},
		"celebrity": {
			"芸能人も通うクリニックです。",
			"有名モデルさん御用達の施術です。",
			"多くの女優が愛用しています。",
			"プロ野球選手も来院しています。",
		},
		"testimonial": {
			"患者様の声をご紹介します。",
			"施術を受けた方の体験談を掲載しています。",
			"口コミでも高評価をいただいています。",
			"30代女性「受けてよかったです。肌がきれいになりました」",
			"Ａ様：とても満足しています。",
			"お客様の声はこちら",
		},
		"before_after": {
			"症例写真をご覧ください。",
			"ビフォーアフターを紹介します。",
			"施術前後の写真です。",
			"BEFORE & AFTER",
		},
		"discount": {
			"今だけ50%OFFで受けられます。",
			"期間限定のキャンペーンを行っています。",
			"先着10名様は半額です。",
			"初回限定9,800円です。",
			"モニター価格で受けられます。",
			"2回目以降は20％割引です。",
			"今ならクーポンが使えます。",
			"業界最安値に挑戦しています。",
			"ご紹介の方にプレゼントを差し上げます。",
			"打ち放題プランがあります。",
			"今月は5,000円OFFです。",
		},
		"conformity": {
			"当サイトは医療広告ガイドラインを遵守しています。",
			"医療広告ガイドラインに準拠したページです。",
		},
		"exaggeration": {
			"奇跡の若返り治療です。",
			"驚きの効果です。",
			"劇的に変わります。",
			"最新の治療です。",
		},
	}
}

// unflagged are sentences as careful articles have them: whoever flags these will
// not be read any more.
func unflagged() []string {
	return []string{
		"必ず効果が出るわけではありません。",
		"必ずしも全員に効果があるとは限りません。",
		"絶対に避けてください。",
		"妊娠中の方は絶対に受けないでください。",
		"抗凝固薬を服用中の方は、必ず医師に相談してください。",
		"治療前に必ず医師の診察を受けてください。",
		"効果は100%ではありません。",
		"100％安全な治療はありません。",
		"手術の成功を100％保証するものではありません。",
		"『絶対』という表現は医療では使えません。",
		"「必ず治る」という広告には注意が必要です。",
		"「絶対に痩せる」「必ず成功する」といった説明をする医院は避けましょう。",
		"必ず効果が出ますか？",
		"効果は必ず出るのでしょうか。",
		"絶対禁忌は妊娠中の方です。",
		"手術の絶対適応ではありません。",
		"術後は絶対安静が必要です。",
		"完治するまで運動は控えてください。",
		"完治は難しい病気です。",
		"完治した後も定期的な検診が必要です。",
		"確実に止血できていることを確認します。",
		"薬は確実に服用してください。",
		"確実な診断のために検査を行います。",
		"費用は100%自己負担です。",
		"純度100％の酸素を用います。",
		"効果を保証するものではありません。",
		"確実に効果があるとは言えません。",
		"臨床試験では100％の症例で抗体が確認されたと報告されています。",
		"痛みを完全になくすことはできません。",
		"シミが完全に消えるわけではありません。",
		"副作用がない薬はありません。",
		"副作用がないわけではありません。",
		"リスクはゼロではありません。",
		"重大な副作用は報告されていません。",
		"副作用がないか確認します。",
		"副作用はありますか？",
		"副作用はありませんか？",
		"リスクのない手術はありません。",
		"感染が起こることがあります。",
		"最高血圧が160を超える方は受けられません。",
		"最高用量は1日100mgです。",
		"最高気温が高い日は注意します。",
		"がんは日本人の死因の第1位です。",
		"シミの悩みで1位は目の下です。",
		"国内で唯一承認されている薬剤です。",
		"唯一の欠点は費用が高いことです。",
		"カテーテルの最先端部に電極があります。",
		"最新のガイドラインでは推奨されていません。",
		"他院で受けた治療の修正も行っています。",
		"他院からの紹介状をお持ちください。",
		"他のクリニックと比較して検討しましょう。",
		"ほかの治療と比べて痛みが少ない方法です。",
		"芸能人の写真を持参される方もいます。",
		"芸能人のような顔になりたいという相談には慎重に応じます。",
		"体験談は個人の感想であり、効果には個人差があります。",
		"口コミだけで判断しないでください。",
		"口コミを鵜呑みにせず、医師の説明を聞きましょう。",
		"体験談は掲載していません。",
		"複数の研究をまとめたレビュー論文が報告されています。",
		"施術前後の写真を撮影します。",
		"症例写真は掲載していません。",
		"施術前後の注意点をお伝えします。",
		"加工された症例写真もあるため注意してください。",
		"適応は軽症の方に限定されます。",
		"効果は限定的です。",
		"照射は片側に限定して行いました。",
		"キャンペーン価格だけで選ばないようにしましょう。",
		"割引は行っていません。",
		"接種費用の半額を自治体が助成しています。",
		"医療費控除の対象になることがあります。",
		"今だけの安さを強調する広告には注意してください。",
		"医療広告ガイドラインでは体験談の掲載が禁止されています。",
		"日本皮膚科学会のガイドラインに沿って治療します。",
		"劇的な変化は期待できません。",
		"治療を受けられない方は、必ず事前に申し出てください。",
		"必ず日焼け止めを塗り、紫外線を防ぎましょう。",
		"30代女性に多い症状です。",
		"効果を完全に予測することは困難です。",
		"一生続くものではありません。",
		"検診は一生続きます。",
		"完全に消えないこともあります。",
		"一度入れた色は、レーザーでも完全には消せないことがあります。",
		"傷あとが一生残ることがあります。",
		"必ず同意書の内容を確認し、納得してから受けてください。",
		"血圧が20%低下したという報告があります。",
		"腫れが完全に引くまでは1週間ほどかかります。",
		"毛根を完全に除去することは難しいとされています。",
	}
}

// said makes an article of one section.
func said(text string) *corpus.Article {
	a := &corpus.Article{ID: "x", Title: "治療の説明", Sections: []corpus.Section{{Kind: corpus.KindOther, Heading: "説明", Level: 1, Text: text, StartLine: 3}}}
	a.Normalize()
	return a
}

func rulesOf(r *Report) []string {
	out := []string{}
	for _, p := range r.Phrases {
		out = append(out, p.Rule)
	}
	return out
}

func TestFlagged(t *testing.T) {
	n := 0
	for rule, sentences := range flagged() {
		for _, s := range sentences {
			n++
			r := Check(said(s))
			if !slices.Contains(rulesOf(r), rule) {
				t.Errorf("%s: %s: found %v", rule, s, rulesOf(r))
			}
		}
	}
	if n < 60 {
		t.Errorf("only %d sentences", n)
	}
}

func TestUnflagged(t *testing.T) {
	if n := len(unflagged()); n < 60 {
		t.Errorf("only %d sentences", n)
	}
	for _, s := range unflagged() {
		for _, p := range Check(said(s)).Phrases {
			t.Errorf("%s: %s: %q", s, p.Rule, p.Quote)
		}
	}
}

// Every phrase stands where it is said to, whatever the text around it, its widths
// and its line.
func TestPhrasePositions(t *testing.T) {
	for _, sentences := range flagged() {
		for _, s := range sentences {
			text := "𠮷野の説明です。\n\n・前の文です。" + s + "\n後の文です。"
			a := said(text)
			a.Sections[0].Lines = []int{5, 6, 9, 12}
			for _, p := range Check(a).Phrases {
				if got := string([]rune(text)[p.Start:p.End]); got != p.Quote || p.Quote == "" {
					t.Errorf("%s: %q at %d to %d is %q", s, p.Quote, p.Start, p.End, got)
				}
				if p.Line != 9 || p.Where != InText || p.Section != a.Sections[0].ID {
					t.Errorf("%s: %+v", s, p.Position)
				}
			}
		}
	}
}

// Headings, the title and what was dropped as noise are looked through, too; code
// that nobody sees is not.
func TestPhrasesEverywhere(t *testing.T) {
	a := &corpus.Article{ID: "x", Title: "日本一のシミ治療", Sections: []corpus.Section{
		{Kind: corpus.KindEffects, Heading: "必ず消えるシミ", Level: 1, Text: "シミを薄くします。", StartLine: 4},
	}, Dropped: []corpus.Dropped{
		{Line: 20, Text: "今だけ50%OFF", Why: "campaign"},
		{Line: 22, Text: "<script>今だけ50%OFF</script>", Why: "code or template"},
		{Line: 24, Text: "<!-- 今だけ50%OFF -->", Why: "comment"},
	}}
	a.Normalize()
	var got []string
	for _, p := range Check(a).Phrases {
		got = append(got, strings.Join([]string{string(p.Where), p.Rule, p.Quote}, " "))
	}
	want := "title superlative 日本一の|heading guarantee 必ず消え|dropped discount 今だけ|dropped discount 50%OFF"
	if strings.Join(got, "|") != want {
		t.Errorf("%s\nwant\n%s", strings.Join(got, "|"), want)
	}
}

// A picture with price and risks beside it is what the ordinance allows.
func TestBeforeAfter(t *testing.T) {
	a := said("症例写真をご覧ください。費用は1回30,000円です。赤みや内出血が出ることがあります。")
	if got := rulesOf(Check(a)); len(got) != 0 {
		t.Errorf("with price and risks beside it: %v", got)
	}
	b := said("症例写真をご覧ください。費用は1回30,000円です。")
	if got := rulesOf(Check(b)); len(got) != 1 || got[0] != "before_after" {
		t.Errorf("without risks: %v", got)
	}
	// Risks in another section are not beside it.
	c := said("症例写真をご覧ください。")
	c.Sections = append(c.Sections, corpus.Section{ID: "r", Kind: corpus.KindRisks, Heading: "リスク", Level: 1, Path: []string{"リスク"}, Text: "赤みが出ます。1回30,000円です。"})
	if got := rulesOf(Check(c)); len(got) != 1 {
		t.Errorf("risks elsewhere: %v", got)
	}
}

// A comment in the source takes back what stands on its line or the next.
func TestMarks(t *testing.T) {
	a := said("効果は絶対です。\n\n必ず痩せます。\n今だけ半額です。")
	a.Sections[0].Lines = []int{5, 6, 9, 10}
	a.Dropped = []corpus.Dropped{
		{Line: 4, Text: "<!-- shirube-check: ok 監修者と確認済み -->", Why: "comment"},
		{Line: 7, Text: "<!-- shirube-check: ok discount 別の規則 -->", Why: "comment"},
		{Line: 10, Text: "<!--shirube-check: ok-->", Why: "comment"},
	}
	r := Check(a)
	if len(r.Phrases) != 1 || r.Phrases[0].Quote != "必ず痩せます" {
		t.Errorf("phrases %+v", r.Phrases)
	}
	if len(r.Allowed) < 2 || r.Allowed[0].Reason != "監修者と確認済み" {
		t.Errorf("allowed %+v", r.Allowed)
	}
}

// An editor's team decides what matters to them.
func TestLevels(t *testing.T) {
	a := said("必ず痩せます。今だけ半額です。")
	r := Options{Levels: map[string]Level{"guarantee": Note, "discount": Off, "contact": Off, "risks": Warning}}.Check(a)
	if len(r.Phrases) != 1 || r.Phrases[0].Level != Note {
		t.Errorf("phrases %+v", r.Phrases)
	}
	for _, it := range r.Items {
		if it.Rule == "contact" || it.Rule == "risks" && it.Level != Warning {
			t.Errorf("item %+v", it)
		}
	}
	if r.Worst() != Note { // nothing says who pays: what is missing is unclear
		t.Errorf("worst %s", r.Worst())
	}
}

// The program itself never says that an article keeps the rules: that is what no
// advertisement may say.
func TestNeverConfirms(t *testing.T) {
	words := []string{Notice}
	for _, r := range Rules() {
		words = append(words, r.Label, r.Why, r.Basis, r.Suggestion)
		if r.ID == "" || r.Label == "" || r.Why == "" || r.Basis == "" || (r.find != nil) == (r.item != nil) || r.find != nil && r.Suggestion == "" {
			t.Errorf("rule %+v is not complete", r.ID)
		}
	}
	for _, a := range []*corpus.Article{said("説明です。"), whole(), said("当サイトは医療広告ガイドラインに準拠しています。医療広告ガイドラインに適合しています。")} {
		r := Check(a)
		for _, it := range r.Items {
			words = append(words, it.Why)
		}
		for _, p := range r.Phrases {
			words = append(words, p.Why, p.Quote)
		}
	}
	for _, w := range words {
		if strings.Contains(w, "適合") || strings.Contains(w, "準拠") {
			t.Errorf("%q", w)
		}
	}
}

func FuzzCheck(f *testing.F) {
	for _, s := range unflagged() {
		f.Add(s)
	}
	f.Add("「必ず『絶対")
	f.Add("100％\n「」必ず痩せます」」")
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) {
			return
		}
		a := said(s)
		for _, p := range Check(a).Phrases {
			host := a.Title
			switch p.Where {
			case InHeading:
				host = a.Sections[0].Heading
			case InText:
				host = a.Sections[0].Text
			}
			if r := []rune(host); p.Start < 0 || p.End > len(r) || string(r[p.Start:p.End]) != p.Quote {
				t.Errorf("%q: %+v", s, p.Position)
			}
		}
	})
}
