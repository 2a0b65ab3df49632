package search

import (
	"slices"
	"strings"
	"sync"

	"shirube/corpus"
)

// emergencies are words of people who should not be reading search results, as they are spelt.
//
//nolint:gochecknoglobals // a constant list
var emergencies = sync.OnceValue(func() []string {
	return spellings("息苦し", "息ができ", "呼吸困難", "呼吸が苦し", "意識がない", "意識が無い", "意識不明", "意識を失", "出血が止まら", "血が止まら",
		"アナフィラキシー", "けいれん", "胸が痛", "激痛", "突然見えな", "急に見えな", "失明")
})

// crises are words of people who need somebody to talk to, likewise.
//
//nolint:gochecknoglobals // a constant list
var crises = sync.OnceValue(func() []string { return spellings("死にたい", "自殺", "消えたい", "自傷") })

func spellings(words ...string) []string {
	for i, word := range words {
		words[i] = spelling(word)
	}
	return words
}

// Notices, as readers see them. 「まもろうよ こころ」 is the health ministry's list
// of counselling services.
const (
	noticeCrisis     = "つらい気持ちのときは、ひとりで抱えず相談してください。厚生労働省「まもろうよ こころ」に電話・SNSの相談窓口があります。命の危険があるときは119番へ。"
	noticeEmergency  = "息苦しさ、意識の異常、止まらない出血など緊急の症状があるときは、検索を続けずに119番へ電話してください。救急車を呼ぶか迷うときは救急安心センター（#7119、実施地域）へ、施術後の異常は施術を受けた医療機関へすぐに連絡してください。"
	noticeSelfPay    = "公的医療保険が使えない自由診療の記事が含まれます。費用は全額自己負担です。"
	noticeUnapproved = "国内で承認されていない、または承認外の使い方をする医薬品・医療機器を用いる治療の記事が含まれます。医薬品副作用被害救済制度の対象にならない場合があります。"
)

// notices is what a reader must know beside what was found.
func notices(query string, hits []Hit) []string {
	out := []string{}
	q := spelling(query)
	says := func(word string) bool { return strings.Contains(q, word) }
	if slices.ContainsFunc(emergencies(), says) {
		out = append(out, noticeEmergency)
	}
	if slices.ContainsFunc(crises(), says) {
		out = append(out, noticeCrisis)
	}
	articles := make([]*ArticleSummary, len(hits))
	for i := range hits {
		articles[i] = &hits[i].Article
	}
	return append(out, ArticleNotices(articles)...)
}

// ArticleNotices is what a reader must know of articles: that what they treat of is not
// insured, or not approved.
func ArticleNotices(articles []*ArticleSummary) []string {
	var out []string
	if slices.ContainsFunc(articles, func(a *ArticleSummary) bool {
		return a.Insurance == corpus.InsuranceSelfPay || a.Insurance == corpus.InsuranceMixed
	}) {
		out = append(out, noticeSelfPay)
	}
	if slices.ContainsFunc(articles, func(a *ArticleSummary) bool { return a.Approval == corpus.ApprovalUnapproved }) {
		out = append(out, noticeUnapproved)
	}
	return out
}
