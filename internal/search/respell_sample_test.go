package search_test

import (
	"testing"

	"shirube/internal/search"
)

// Over articles with many words, what was typed carelessly is taken for what was meant, and
// what people write in hiragana is left alone.
func TestRespellingAmongManyWords(t *testing.T) {
	e := newEngine(t, sampleArticles(t))
	for typed, want := range map[string]string{
		// long vowels left out
		"datsumosho": "脱毛症", "shishitsuijosho": "脂質異常症", "kyusaiseido": "救済制度", "yobo": "予防",
		// a slip in a name, and in one word of several
		"こうけつあ": "高血圧", "けとうそくてい": "血糖測定", "kyuusaiseiido": "救済制度", "マイクロニイドル治療": "マイクロニードル治療",
		"ペニシリアレルギー": "ペニシリンアレルギー", "ケタロイドができやすい": "ケロイドができやすい",
		// other kana, dashes
		"カサブタ": "かさぶた", "カスミ目": "かすみ目", "肌のト－ンムラ": "肌のトーンムラ",
		// a name with a slip rather than words by chance, also where a letter is missing
		"かふんしようをなおす": "花粉症を治す", "しみとりちりとう": "しみ取り治療", "ぼつぬす": "ボツリヌス", "コーゲン": "コラーゲン",
		"siseiryouhou": "再生療法", "masuteepu": "麻酔テープ",
		// sentences: words that were heard stay what they are
		"かおがほてる": "顔がほてる", "ほけんはききますか": "保険はききますか", "ますいはしますか": "麻酔はしますか", "よるねむれない": "夜眠れない",
		"はがしみる": "歯がしみる", "うんてんしてもいいですか": "", "みみなりがする": "", "どのくらいはれますか": "", "ワイヤホー": "", "クリニツク": "",
		// nothing to put right
		"いびきがうるさい": "", "どきどきする": "", "スターレーザー": "", "hite": "",
	} {
		got := ""
		if c := ask(t, e, search.Request{Query: typed}).Interpreted.Corrected; c != nil {
			got = c.To
		}
		if got != want {
			t.Errorf("%s was taken for %q, want %q", typed, got, want)
		}
	}
}
