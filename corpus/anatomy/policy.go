package anatomy

import (
	"regexp"
	"strings"

	"shirube/corpus"
)

var (
	// selfPaid, insured and partly say in a sentence in normal form who pays.
	selfPaid = regexp.MustCompile(`(?:保険|健康保険|公的医療保険)(?:の|は|が|も|診療|診療の)?(?:適用|適応)?(?:の対象)?(?:は|が|を|に|には|と)?\s*(?:外|されない|されません|されておらず|されず|にならない|になりません|ならず|ではない|ではありません|ではなく|受けられ(?:ない|ません|ず)|なし|ありません|効(?:か|き)(?:ない|ません|ず)|きかない|きかず|使え(?:ない|ません|ず)|できない|できません|できず|なら(?:ない|ず)|対象外|対象になりません)|保険外診療|保険外治療|自由診療(?:と|に|の|で|です|（|\(|。|$|扱い|料金|の?ため|、)|自費診療(?:と|に|の|で|です|。|$|、)|自費(?:治療|負担|で|に|と|です|扱い)|全額(?:が|を)?(?:自己負担|自費|患者)|全額自己負担|公的医療保険が適用されない|任意接種`)
	insured  = regexp.MustCompile(`(?:保険|健康保険|公的医療保険)(?:の|は|が|も|診療|診療の)?(?:適用|適応)?(?:の対象)?(?:は|が|を|に|には|と|で)?\s*(?:されます|されている|されており|されており、|になります|となります|となり|になり|です|できます|受けられます|受けることができ|効きます|ききます|使えます|使うことができ|なります|行え|行われ)|(?:1|2|3|一|二|三)割負担|保険診療(?:で|として|と(?:なり|して)|になり|の対象)`)
	partly   = regexp.MustCompile(`場合(?:は|に|には|も|が|によって)|ケース|一部|条件|症状によって|によっては|に限り|限って|病気の治療|のみ`)
	// assumed is a clause that only supposes: 「保険が適用されれば」.
	assumed = regexp.MustCompile(`(?:されれ|なれ|できれ|使えれ|効け|きけ)ば|かどうか|か否か|でしょうか|ますか|ですか|[?？]|できる\s*$`)

	unapproved    = regexp.MustCompile(`未承認|承認外|適応外(?:使用|の使用|です|と|で)|承認を(?:受けて|得て|取得して)(?:い|お)(?:な|ら|りま)|承認(?:は|が)?(?:されて|得られて|受けて)(?:い|お)(?:な|ら|りま)|承認されたもの(?:は|が)(?:ない|ありません)|承認(?:医薬品|機器|品|薬)?(?:は|が)(?:ない|ありません|存在しません)|国内では承認されて(?:いな|いま|おら)`)
	approvedHere  = regexp.MustCompile(`(?:厚生労働省|厚労省|国内で|日本で|薬機法|pmda)[^。]{0,24}?承認(?:を|が|は)?(?:取得|受け|され|得|済)|国内承認(?:済|品|機器|薬|の)|(?:製造販売承認|薬事承認|薬機法承認)(?:を|が)?(?:取得|受け|され|得|済|の)|承認(?:済みの?)(?:医薬品|医療機器|機器|薬|製剤)`)
	foreign       = regexp.MustCompile(`fda|米国|アメリカ|欧州|ヨーロッパ|韓国|海外|諸外国|ceマーク|kfda|mfds|eu`)
	equivalent    = regexp.MustCompile(`国内の承認医薬品|承認医薬品等の有無|同一の(?:成分|性能)|同等の(?:効能|性能)|他に|同様の`)
	someOnly      = regexp.MustCompile(`^(?:薬|の)?(?:機器|製剤|薬|製品|もの|医薬品|材料)(?:も|を使|を用い|が使|が含まれ)[^。]{0,20}(?:もあ|場合が|ことがあ|施設も|医療機関も|クリニックも)|^[^。]{0,8}ものも(?:あ|含)`)
	otherApproval = regexp.MustCompile(`承認待ち|承認申請|倫理`)
)

// readPolicy reads who pays and whether the treatment is approved in Japan.
func (r *reading) readPolicy() {
	a := &r.article
	if r.declared.Insurance == "" {
		a.Insurance = corpus.Unknown
		r.readInsurance()
	}
	if r.declared.Approval == "" {
		a.Approval = corpus.Unknown
		r.readApproval()
	}
}

// readInsurance weighs every sentence about insurance. Both ways, or one that
// holds under a condition, is mixed.
func (r *reading) readInsurance() {
	self, covered, some := false, false, false
	for _, s := range r.sections {
		if !saysPolicy(s) {
			continue
		}
		if s.Kind == corpus.KindCost {
			note := bracketPolicy.FindString(fold(s.Heading))
			self = self || note != "" && selfNote.MatchString(note)
			covered = covered || note != "" && !selfNote.MatchString(note)
		}
		if !s.has(cueInsurance) {
			continue
		}
		for _, u := range s.unitsOf() {
			if r.otherTreatment(u.text) {
				continue
			}
			for _, clause := range clausesOf(withoutQuotes(fold(u.text))) {
				switch {
				case !containsAny(clause, "保険", "自費", "自由診療", "負担", "任意接種") || assumed.MatchString(clause):
				case selfPaid.MatchString(clause):
					self = true
				case insured.MatchString(clause):
					covered = true
					some = some || partly.MatchString(u.text)
				}
			}
		}
	}
	switch {
	case self && covered, covered && some:
		r.article.Insurance = corpus.InsuranceMixed
	case self:
		r.article.Insurance = corpus.InsuranceSelfPay
	case covered:
		r.article.Insurance = corpus.InsuranceCovered
	}
}

var (
	// bracketPolicy is a note in a heading on costs: 「費用（自由診療）」.
	bracketPolicy = regexp.MustCompile(`\((?:[^()]*[・、/,\s])?(?:自由診療|自費診療|自費|保険適用外|保険適応外|保険外診療|保険外|保険適用なし|全額自己負担|健康保険適用|保険診療|保険適用)(?:[・、/,\s][^()]*)?\)`)
	selfNote      = regexp.MustCompile(`自由診療|自費|外|なし|全額`)
)

func saysPolicy(s *section) bool {
	switch s.Kind {
	case corpus.KindSources, corpus.KindSupervision, corpus.KindComparison:
		return false
	}
	return true
}

// readApproval looks for what is said of approval in Japan. That a use is not
// approved weighs more than that a product is; that some are not (「未承認の機器を
// 使う医療機関もある」) decides nothing.
func (r *reading) readApproval() {
	approved, some := false, false
	for _, s := range r.sections {
		if !saysPolicy(s) || !s.has(cueApproval) {
			continue
		}
		for _, u := range s.unitsOf() {
			f := fold(u.text)
			if !containsAny(f, "承認", "適応外") || otherApproval.MatchString(f) || r.otherTreatment(u.text) {
				continue
			}
			switch {
			case equivalent.MatchString(f):
			case unapproved.MatchString(f) && !(foreign.MatchString(f) && !containsAny(f, "国内", "日本", "未承認")):
				if someOnly.MatchString(afterMatch(unapproved, f)) {
					some = true
					continue
				}
				r.article.Approval = corpus.ApprovalUnapproved
				return
			case approvedHere.MatchString(f):
				approved = true
			}
		}
	}
	if approved && !some {
		r.article.Approval = corpus.ApprovalApproved
	}
}

// withoutQuotes blanks what stands in 「」: what others say or ask.
func withoutQuotes(s string) string {
	var b strings.Builder
	depth := 0
	for _, c := range s {
		switch c {
		case '「':
			depth++
		case '」':
			depth = max(depth-1, 0)
		default:
			if depth == 0 {
				b.WriteRune(c)
			}
		}
	}
	return b.String()
}

// clausesOf parts a sentence where one statement ends and the next begins:
// 「内出血が残る可能性がありますが、1週間で回復します」 says two things.
func clausesOf(s string) []string {
	var out []string
	start := 0
	for _, at := range clauseEnd.FindAllStringIndex(s, -1) {
		out = append(out, s[start:at[1]])
		start = at[1]
	}
	if start < len(s) {
		out = append(out, s[start:])
	}
	return out
}

// clauseEnd is where a statement ends inside a sentence.
var clauseEnd = regexp.MustCompile(`(?:ます|です|せん|ました|でした|ない|ある|いる|する|た|だ|れる|える|なる|く|る)(?:が|けれど|けれども|けど|ものの|一方で?|ため|ので|から|ほか|反面|うえ|上)、|(?:です|ます|せん|ない|いる|ある|だ)し、|ものの、|一方、|ただし、?|(?:であり|でなく|ではなく|おらず|されず|ならず|なく|があり|もあり|ており|となり|になり|多く|少なく|強く|高く|低く|長く|短く|弱く|早く|やすく|にくく)、|。|[!?！？]`)
