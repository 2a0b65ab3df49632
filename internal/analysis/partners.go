package analysis

import (
	"slices"
	"sync"
)

// Partner is the other verb of a pair that tells one event, of itself and brought about:
// 減ル of 減ラス, シミが消える and シミを消す; "" where there is none. Pairs of which one has
// further meanings are left out (抜ける and 抜く, 切れる and 切る, 続く and 続ける).
func Partner(term string) string {
	return partners()[term]
}

// SameEvent is the words that deny the same when they are denied: the partner of a verb, and
// what else is said of evidence that there is not (確かめられていない, 証明されていない).
func SameEvent(term string) []string {
	if partner := Partner(term); partner != "" {
		return []string{partner}
	}
	proof := []string{"確カメル", "確立", "証明", "実証", "立証", "示ス", "明ラカ", "確認", "根拠"}
	if i := slices.Index(proof, term); i >= 0 {
		return slices.Delete(proof, i, i+1)
	}
	return nil
}

// partners are the partners of verbs, as terms.
//
//nolint:gochecknoglobals // a constant table
var partners = sync.OnceValue(func() map[string]string {
	out := map[string]string{}
	for _, p := range [...][2]string{
		{"減ル", "減ラス"}, {"増エル", "増ヤス"}, {"消エル", "消ス"}, {"治ル", "治ス"},
		{"直ル", "直ス"}, {"戻ル", "戻ス"}, {"落チル", "落トス"}, {"上ガル", "上ゲル"},
		{"下ガル", "下ゲル"}, {"広ガル", "広ゲル"}, {"縮ム", "縮メル"}, {"伸ビル", "伸バス"},
		{"溶ケル", "溶カス"}, {"生エル", "生ヤス"}, {"止マル", "止メル"}, {"高マル", "高メル"},
		{"強マル", "強メル"}, {"弱マル", "弱メル"}, {"早マル", "早メル"}, {"和ラグ", "和ラゲル"},
		{"ヤワラグ", "ヤワラゲル"}, {"緩ム", "緩メル"}, {"ユルム", "ユルメル"}, {"冷エル", "冷ヤス"},
		{"乾ク", "乾カス"}, {"割レル", "割ル"}, {"破レル", "破ル"}, {"塞ガル", "塞グ"},
		{"フサガル", "フサグ"}, {"固マル", "固メル"}, {"薄マル", "薄メル"}, {"深マル", "深メル"},
		{"隠レル", "隠ス"}, {"剥ガレル", "剥ガス"}, {"ハガレル", "ハガス"},
		{"詰マル", "詰メル"}, {"ツマル", "ツメル"}, {"収マル", "収メル"}, {"オサマル", "オサメル"},
		{"整ウ", "整エル"}, {"潰レル", "潰ス"}, {"ツブレル", "ツブス"}, {"ホグレル", "ホグス"},
		{"溜マル", "溜メル"}, {"タマル", "タメル"}, {"壊レル", "壊ス"}, {"燃エル", "燃ヤス"},
		{"染マル", "染メル"}, {"鎮マル", "鎮メル"}, {"静マル", "静メル"}, {"遅レル", "遅ラセル"},
	} {
		out[p[0]], out[p[1]] = p[1], p[0]
	}
	return out
})
