package anatomy

import (
	"regexp"
	"strings"

	"shirube/corpus"
	"shirube/internal/pattern"
)

// invitation is the heading of a section that asks its reader to come: ご予約・お問い合わせ,
// まずはご相談ください. Counselling alone is a step of a treatment.
var invitation = regexp.MustCompile(pattern.Joined(`^(?:
	(?:web|ネット|オンライン|初診|来院|の|で)*(?:
		無料カウンセリング|無料相談|ご?予約|お?問い?合わ?せ|ご?相談
	)(?:
		[・/&と、](?:無料)?(?:ご?予約|お?問い?合わ?せ|ご?相談|カウンセリング|アクセス|お電話)
	)*(?:は?こちら|窓口|フォーム|のご?案内)?
	|.{0,18}(?:まずは|お気軽に|いつでも).{0,14}(?:
		ご?相談|カウンセリング|お?問い?合わ?せ|ご?予約|ご連絡|ご来院
	)(?:から|へ|を|ください|下さい|どうぞ)?
	|ご?不明な点は?(?:お気軽に)?
	|.{0,12}お気軽に(?:どうぞ|ご相談ください)?
)$`))

// inviting is in every sentence of such a section.
var inviting = regexp.MustCompile(`予約|問い?合わ?せ|相談|電話|line|お気軽|ご連絡|来院|お待ち|受付|無料|カウンセリング|メール|フォーム|お越し|ボタン|下記`)

// mostInviting is how many characters such a section has.
const mostInviting = 240

// invitesOnly reports whether a part does nothing but invite.
func invitesOnly(p Part) bool {
	heading := strings.Trim(bare(p.Heading), "!?。、")
	if !invitation.MatchString(heading) || p.Question || isQuestion(p.Heading) {
		return false
	}
	text := p.Text()
	if runes(text) > mostInviting || corpus.HasAmount(text) || tellingWords.MatchString(text) || strings.Contains(text, "キャンセル") {
		return false
	}
	var all strings.Builder
	for _, l := range p.Lines {
		if t := strings.TrimSpace(l.Text); t != "" && noiseReason(t) == "" {
			all.WriteString(fold(t))
		}
	}
	for s := range strings.SplitSeq(all.String(), "。") {
		if s != "" && !inviting.MatchString(s) && !ownName.MatchString(s) {
			return false
		}
	}
	return true
}

// ownName stands in sentences in which clinics introduce themselves.
var ownName = regexp.MustCompile(`クリニック|医院|病院|歯科|当院|当店|診療所`)

// offerHeading is that of a section that cries out a discount.
var offerHeading = regexp.MustCompile(`(?:キャンペーン|セール|フェア)(?:実施中|開催中|中)?(?:\s*[a-z ]*)$|\d{1,3}%\s*(?:off|オフ|引き)|キャンペーン終了|(?:モニター|体験)(?:様)?(?:大?募集)(?:中)?$`)

// offerNotes takes off what notes below an offer begin with, and the tax.
var offerNotes = strings.NewReplacer("税込", "", "※", "")

// offers reports whether a part is an offer and nothing else: no sentence that tells of
// the treatment, in few words.
func offers(p Part) bool {
	return offerHeading.MatchString(fold(strings.TrimSpace(p.Heading))) && runes(p.Text()) <= mostInviting && !tellingWords.MatchString(p.Text()) && !edgeCue.MatchString(offerNotes.Replace(fold(p.Text())))
}
