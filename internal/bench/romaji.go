package bench

import "strings"

// Romaji is how kana are typed in Latin letters: Hepburn, with - for a long vowel and nn where
// n alone would be read with what follows. It returns "" for what is not all kana.
func Romaji(kana string) string {
	var out strings.Builder
	runes := []rune(strings.Map(func(r rune) rune {
		if r >= 'ぁ' && r <= 'ゖ' {
			return r + 'ァ' - 'ぁ'
		}
		return r
	}, kana))
	double := false
	for i := 0; i < len(runes); i++ {
		if runes[i] == 'ッ' {
			double = true
			continue
		}
		s, n := syllable(runes[i:])
		if s == "" {
			return ""
		}
		if s == "n" && i+1 < len(runes) && strings.ContainsRune("アイウエオナニヌネノヤユヨ", runes[i+1]) {
			s = "nn"
		}
		if double {
			out.WriteByte(s[0])
			double = false
		}
		out.WriteString(s)
		i += n - 1
	}
	if double {
		out.WriteString("xtu")
	}
	return out.String()
}

// syllable is the first syllable of kana, with how many of them it is.
func syllable(kana []rune) (string, int) {
	if len(kana) > 1 {
		if s := twoKana[string(kana[:2])]; s != "" {
			return s, 2
		}
	}
	return oneKana[kana[0]], 1
}

//nolint:gochecknoglobals // constant tables
var (
	oneKana = pairs("アaイiウuエeオoカkaキkiクkuケkeコkoサsaシshiスsuセseソsoタtaチchiツtsuテteトtoナnaニniヌnuネneノnoハhaヒhiフfuヘheホho" +
		"マmaミmiムmuメmeモmoヤyaユyuヨyoラraリriルruレreロroワwaヲwoンnガgaギgiグguゲgeゴgoザzaジjiズzuゼzeゾzoダdaヂdiヅduデdeドdo" +
		"バbaビbiブbuベbeボboパpaピpiプpuペpeポpoヴvuー-ァxaィxiゥxuェxeォxoャxyaュxyuョxyo")
	twoKana = map[string]string{
		"キャ": "kya", "キュ": "kyu", "キョ": "kyo", "シャ": "sha", "シュ": "shu", "ショ": "sho", "シェ": "she", "チャ": "cha", "チュ": "chu", "チョ": "cho", "チェ": "che",
		"ニャ": "nya", "ニュ": "nyu", "ニョ": "nyo", "ヒャ": "hya", "ヒュ": "hyu", "ヒョ": "hyo", "ミャ": "mya", "ミュ": "myu", "ミョ": "myo",
		"リャ": "rya", "リュ": "ryu", "リョ": "ryo", "ギャ": "gya", "ギュ": "gyu", "ギョ": "gyo", "ジャ": "ja", "ジュ": "ju", "ジョ": "jo", "ジェ": "je",
		"ビャ": "bya", "ビュ": "byu", "ビョ": "byo", "ピャ": "pya", "ピュ": "pyu", "ピョ": "pyo", "ファ": "fa", "フィ": "fi", "フェ": "fe", "フォ": "fo",
		"ティ": "thi", "ディ": "dhi", "デュ": "dhu", "トゥ": "twu", "ドゥ": "dwu", "ヴァ": "va", "ヴィ": "vi", "ヴェ": "ve", "ヴォ": "vo",
		"ウィ": "wi", "ウェ": "we", "ツァ": "tsa", "イェ": "ye", "フュ": "fyu",
	}
)

// pairs reads a kana and its letters, one after another.
func pairs(list string) map[rune]string {
	out := map[rune]string{}
	var last rune
	for _, r := range list {
		if r >= 'ァ' && r <= 'ー' {
			last = r
			continue
		}
		out[last] += string(r)
	}
	return out
}
