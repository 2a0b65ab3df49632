package analysis

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"shirube/internal/text"
)

// probe is text of which every rule makes something: where its terms change, so do those of articles.
const probe = `頸部の靱帯と齒、髙﨑こゝろ いすゞ様々、ＨＩＦＵ ﾎﾞﾄｯｸｽ か` + "\u3099" + `んの㍿レ－ザ－、ケア-ヘア。
10万円、100,000円、二千五百円、1.5㎎、1cc、37℃、20U、300発、2ヶ月、3か所、50％、5μg、CO2、HbA1c。
痛くない、効果がありません、かもしれません、副作用なし、未承認、ダウンタイム以外、受けることができない。
取扱い、行なう、黄ばみ、痛み、サーバー、ヴァイオリン、ウィルス、少しづつ、ハイドロキシアパタイト、血液サラサラ。
みずいぼ、わきげ、日本語、アメリカ合衆国、リンパ節、私生活、高々度、糖尿病が、カフェ・オレ、妊娠中の口渇。`

// Fingerprint identifies the rules and the dictionary: terms made under
// different fingerprints must not meet in one index.
func (a *Analyzer) Fingerprint() string {
	return rules + "+" + a.dict.identity + "+" + a.probed()
}

// probed is a hash of the terms of the probe, so that a change of the folding shows even where nobody
// thought of the version. Without the lexicon's names, which have a fingerprint of their own.
func (a *Analyzer) probed() string {
	plain := Analyzer{dict: a.dict}
	var terms strings.Builder
	terms.WriteString(text.Forms())
	for _, t := range plain.Tokens(probe) {
		terms.WriteString(t.Term + "\n")
	}
	sum := sha256.Sum256([]byte(terms.String()))
	return hex.EncodeToString(sum[:6])
}
