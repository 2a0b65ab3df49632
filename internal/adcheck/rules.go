package adcheck

import "slices"

// Rule is one thing that is looked for.
type Rule struct {
	ID    string
	Label string // in Japanese, as are the next three
	// Why says what the rule is about; of an item, what it asks for.
	Why        string
	Basis      string // law, ordinance or guideline, by its title
	Suggestion string // of a phrase: what an editor can do
	Level      Level  // of a finding, or of a missing item

	// A rule looks for an item that an article should show, or for phrases.
	item func(*checking, *Report) finding
	find func(*sentence) []match
	// wanted, when set, decides by what stands around a match.
	wanted func(*checking, *sentence, match) bool
}

// Where the rules stand.
const (
	basisOrdinance  = "医療法施行規則 第1条の9の2"
	guideline       = "医療広告ガイドライン"
	basisRelease    = guideline + "「広告可能事項の限定解除の具体的な要件」"
	basisUnapproved = basisRelease + "（未承認医薬品等を用いる場合、2024年3月22日改正）"
	basisForbidden  = guideline + " 第3の1「禁止の対象となる広告の内容」"
)

// Rules returns every rule in the order of a report: items first.
func Rules() []Rule { return slices.Concat(itemRules(), unapprovedRules(), phraseRules()) }

func isRule(id string) bool {
	return slices.ContainsFunc(Rules(), func(r Rule) bool { return r.ID == id })
}

func itemRules() []Rule {
	return []Rule{
		{ID: "contact", Label: "問い合わせ先", Level: Error, item: contact,
			Why:   "内容について容易に照会できるように、電話番号やメールアドレスなどの問い合わせ先を示す",
			Basis: basisOrdinance + " 第2号、" + basisRelease},
		{ID: "treatment", Label: "通常必要とされる治療の内容", Level: Error, item: treatment,
			Why:   "どのような治療を、どのような手順で行うかを示す",
			Basis: basisOrdinance + " 第3号、" + basisRelease},
		{ID: "cost", Label: "標準的な費用", Level: Error, item: cost,
			Why:   "標準的な費用を示す。一つに決まらない場合は、最低から最高までの範囲と、よくかかる追加費用を示す",
			Basis: basisOrdinance + " 第3号、" + basisRelease},
		{ID: "period", Label: "治療期間", Level: Error, item: period,
			Why:   "治療にかかる期間を示す",
			Basis: basisRelease},
		{ID: "sessions", Label: "治療回数", Level: Error, item: sessions,
			Why:   "標準的な回数を示す。1回で終わる場合はその旨を示す",
			Basis: basisRelease},
		{ID: "risks", Label: "主なリスク・副作用", Level: Error, item: risks,
			Why:   "主なリスクや副作用を、利点と同じように読める形で示す",
			Basis: basisOrdinance + " 第4号、" + basisRelease},
	}
}

func unapprovedRules() []Rule {
	return []Rule{
		{ID: "unapproved", Label: "未承認であることの明示", Level: Error, item: saysUnapproved,
			Why:   "用いる医薬品や機器が、国内で承認されていない、または承認された目的・方法と異なることを示す",
			Basis: basisUnapproved},
		{ID: "acquisition", Label: "入手経路", Level: Error, item: acquisition,
			Why:   "個人輸入など、どのように入手したかを示す",
			Basis: basisUnapproved},
		{ID: "equivalents", Label: "国内の承認医薬品等の有無", Level: Error, item: equivalents,
			Why:   "同じ成分や性能の承認された医薬品・機器が国内にあるかを示す",
			Basis: basisUnapproved},
		{ID: "foreign_safety", Label: "諸外国における安全性の情報", Level: Error, item: foreignSafety,
			Why:   "諸外国での安全性に関する情報を示す。重大なリスクが知られていない場合や情報が乏しい場合は、その旨を示す",
			Basis: basisUnapproved},
		{ID: "relief", Label: "医薬品副作用被害救済制度の対象外であること", Level: Error, item: relief,
			Why:   "公的な救済制度の対象にならないことを示す",
			Basis: basisUnapproved},
	}
}

func phraseRules() []Rule {
	return []Rule{
		{ID: "guarantee", Label: "断定・保証", Level: Warning, find: guarantees,
			Why:        "効果や安全を必ず得られるもののように述べています。結果は人により異なるため、虚偽または誇大な広告とみなされることがあります",
			Basis:      "医療法 第6条の5、" + basisForbidden + "（虚偽広告・誇大広告）",
			Suggestion: "「期待できます」「個人差があります」のように幅のある表現に変え、根拠のある数値は出典とともに示す"},
		{ID: "no_risk", Label: "リスクがないとの断定", Level: Warning, find: noRisks,
			Why:        "リスクや副作用がないと述べています。医学上あり得ないこととして、虚偽の広告とみなされることがあります",
			Basis:      "医療法 第6条の5第1項、" + basisForbidden + "(1)（虚偽広告）",
			Suggestion: "まれなものも含めて主なリスクを挙げ、頻度の分かるものは出典とともに示す"},
		{ID: "superlative", Label: "最上級の表現", Level: Warning, find: superlatives,
			Why:        "最上級の表現は、事実であっても、ほかより優れているとの誤認を与えるものとされています",
			Basis:      "医療法 第6条の5第2項第1号、" + basisForbidden + "(2)（比較優良広告）、医療広告ガイドラインに関するQ&A Q2-2",
			Suggestion: "比べる言葉を外し、実施件数や導入時期など確かめられる事実を、時点とともに示す"},
		{ID: "comparative", Label: "他院との比較", Level: Warning, find: comparatives,
			Why:        "ほかの医療機関より優れていると述べています。事実であっても比較優良広告とみなされることがあります",
			Basis:      "医療法 第6条の5第2項第1号、" + basisForbidden + "(2)（比較優良広告）",
			Suggestion: "ほかの医療機関に触れず、行っていることだけを述べる"},
		{ID: "celebrity", Label: "著名人との関係の強調", Level: Warning, find: celebrities,
			Why:        "著名人との関係を強調すると、ほかより著しく優れているとの誤認を与えるものとされています",
			Basis:      basisForbidden + "(2)（比較優良広告）",
			Suggestion: "著名人に触れた文を削る"},
		{ID: "testimonial", Label: "体験談・口コミ", Level: Warning, find: testimonials,
			Why:        "治療の内容や効果についての体験談は、感想が人により異なり誤認を与えるため、広告できないとされています",
			Basis:      "医療法施行規則 第1条の9第1号、" + basisForbidden + "（体験談）",
			Suggestion: "体験談を削り、起こりうる経過を、出典のある一般的な説明として書く"},
		{ID: "before_after", Label: "治療前後の写真・症例", Level: Warning, find: beforeAfters, wanted: loneBeforeAfter,
			Why:        "治療の前後を示すそばに、費用やリスクの説明が見つかりません",
			Basis:      "医療法施行規則 第1条の9第2号、" + basisForbidden + "（治療等の前又は後の写真等）",
			Suggestion: "写真や症例のすぐそばに、治療の内容、費用、期間・回数、主なリスクと副作用を書く。リンク先や別ページに置くだけにしない"},
		{ID: "discount", Label: "割引・費用の強調", Level: Warning, find: discounts,
			Why:        "割引や期間を限った価格の強調は、品位を損ねる広告、または費用についての誤認を与える広告とみなされることがあります",
			Basis:      guideline + "「品位を損ねる内容の広告」、" + basisForbidden + "（誇大広告）",
			Suggestion: "通常の費用を、含まれるものと追加費用とともに示す"},
		{ID: "conformity", Label: "ガイドラインを守っている旨の表示", Level: Warning, find: conformities,
			Why:        "ガイドラインを守っていると広告で述べることは、誇大広告の例に挙げられています",
			Basis:      "医療広告規制におけるウェブサイト等の事例解説書（第4版）1-(4)、医療法 第6条の5第2項第2号",
			Suggestion: "その旨の文を削る"},
		{ID: "exaggeration", Label: "大げさな表現", Level: Note, find: exaggerations,
			Why:        "事実を誇張していると受け取られることがあります",
			Basis:      "医療法 第6条の5第2項第2号、" + basisForbidden + "（誇大広告）、医療広告ガイドラインに関するQ&A Q2-1",
			Suggestion: "何がどのくらい変わるかを、出典のある事実で述べる"},
	}
}
