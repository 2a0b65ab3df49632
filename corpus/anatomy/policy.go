package anatomy

import (
	"regexp"
	"strings"

	"shirube/corpus"
	"shirube/internal/pattern"
)

var (
	// selfPaid, insured and partly say in a sentence in normal form who pays.
	selfPaid = regexp.MustCompile(pattern.Joined(`
		(?:保険|健康保険|公的医療保険)(?:の|は|が|も|診療|診療の)?(?:適用|適応)?(?:の対象)?(?:は|が|を|に|には|と)?\s*(?:
			外|されない|されません|されておらず|されず|にならない|になりません|ならず|ではない
			|ではありません|ではなく
			|受けられ(?:ない|ません|ず)
			|なし|ありません
			|[効き](?:か|き)(?:ない|ません|ず)
			|使え(?:ない|ません|ず)
			|できない|できません|できず
			|なら(?:ない|ず)
			|(?:は)?な(?:りま|っていま|っておりま)せん
			|対象外|対象になりません
		)
		|保険外診療|保険外治療
		|自由診療(?:と|に|の|で|です|（|\(|。|$|扱い|料金|の?ため|、)
		|自費診療(?:と|に|の|で|です|。|$|、)
		|自費(?:治療|負担|で|に|と|です|扱い)
		|全額(?:が|を)?(?:自己負担|自費|患者)
		|全額自己負担
		|公的医療保険が適用されない
		|任意接種
		|[(・、]自費(?:診療)?[)・、]
	`))
	insured = regexp.MustCompile(pattern.Joined(`
		(?:保険|健康保険|公的医療保険)(?:の|は|が|も|診療|診療の)?(?:適用|適応)?(?:の対象)?(?:は|が|を|に|には|と|で)?\s*(?:
			されます|されている|されており|されており、|になります|となります|となり|になり|です|できます
			|受けられます|受けることができ|効きます|ききます|使えます|使うことができ|なります|行え|行われ
		)
		|保険(?:適用|適応|診療|治療)?(?:で|での|にて)(?:の)?(?:治療|診療|手術|除去|対応|検査)?(?:が|を|も)?(?:受け|可能|でき|行う|行い|行って|対応し)
		|保険(?:適用|適応)(?:が)?(?:可能|可$|可】|あり|認め)
		|保険(?:適用|適応|診療)(?:と|に)なる(?:の|場合|ケース|こと)が(?:一般的|基本|原則|ほとんど|多)
		|【保険(?:適用|診療)】
		|保険(?:診療)?の(?:適用)?(?:範囲内|対象)(?:で|です|と|に)
		|(?:1|2|3|一|二|三)割負担
		|保険(?:適用|診療)?[\s(の]*[123]割
		|保険診療(?:で|として|と(?:なり|して)|になり|の対象)
	`))
	partly = regexp.MustCompile(`場合(?:は|に|には|も|が|によって)|ケース|一部|条件|症状によって|によっては|に限り|限って|病気の治療|のみ`)
	// assumed is a clause that only supposes: 「保険が適用されれば」.
	assumed = regexp.MustCompile(`(?:されれ|なれ|できれ|使えれ|効け|きけ)ば|かどうか|か否か|でしょうか|ますか|ですか|[?？]|できる\s*$`)

	// variesIfOwn only says that prices differ where somebody pays himself.
	variesIfOwn = regexp.MustCompile(`(?:自由診療|自費診療|自費)の(?:場合|とき|際)(?:は|に|には)?、?[^。]{0,16}(?:異なり|異なる|によります|によって変|変わり)`)

	unapproved = regexp.MustCompile(pattern.Joined(`
		未承認|承認外
		|適応外(?:使用|の使用|です|と|で)
		|承認を(?:受けて|得て|取得して)(?:い|お)(?:な|ら|りま)
		|承認(?:は|が)?(?:されて|得られて|受けて)(?:い|お)(?:な|ら|りま)
		|承認されたもの(?:は|が)(?:ない|ありません)
		|承認(?:医薬品|機器|品|薬)?(?:は|が)(?:ない|ありません|存在しません)
		|国内では承認されて(?:いな|いま|おら)
	`))
	approvedHere = regexp.MustCompile(pattern.Joined(`
		(?:厚生労働省|厚労省|国内で|日本で|薬機法|pmda)[^。]{0,24}?承認(?:を|が|は)?(?:取得|受け|され|得|済)
		|国内承認(?:済|品|機器|薬|の)
		|(?:製造販売承認|薬事承認|薬機法承認)(?:を|が)?(?:取得|受け|され|得|済|の)
		|承認(?:済みの?)(?:医薬品|医療機器|機器|薬|製剤)
	`))
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

// payers is who is said to pay.
type payers struct {
	self, covered bool
	some          bool // covered only under a condition
	own           bool // a sentence says of the treatment by its name that the patient pays
	stated        bool // covered is said by more than the notes of a list
}

// readInsurance weighs what headings, keys and sentences say of insurance. Both
// ways, or one that holds under a condition, is mixed; so is a treatment that
// insurance covers where it has a price of its own.
func (r *reading) readInsurance() {
	var p payers
	p.heading(fold(r.article.Title))
	for _, s := range r.sections {
		if s.Kind == corpus.KindSources || s.Kind == corpus.KindSupervision {
			continue
		}
		if !s.compares() && !s.question && !r.otherTreatment(s.Heading) {
			p.heading(s.head.folded)
		}
		if s.Kind == corpus.KindCost {
			note := bracketPolicy.FindString(s.head.folded)
			p.self = p.self || note != "" && selfNote.MatchString(note)
			if note != "" && !selfNote.MatchString(note) {
				p.covered, p.stated = true, true
			}
		}
		if s.has(cueInsurance) {
			for _, u := range s.unitsOf() {
				r.unitPayers(s, u, &p)
			}
		}
	}
	if p.own && !p.stated {
		p.covered = false // 「マウスピース（保険3割負担）」 beside it is another thing
	}
	switch {
	case p.self && p.covered, p.covered && (p.some || r.article.Cost.MinYen != nil):
		r.article.Insurance = corpus.InsuranceMixed
	case p.self:
		r.article.Insurance = corpus.InsuranceSelfPay
	case p.covered:
		r.article.Insurance = corpus.InsuranceCovered
	}
}

// heading reads a heading in normal form that says who pays for what is below.
func (p *payers) heading(h string) {
	if isQuestion(h) || containsAny(h, "違い", "比較", "専門", "とは") {
		return
	}
	p.self = p.self || selfHead.MatchString(h)
	if insuredHeading.MatchString(h) {
		p.covered, p.stated = true, true
	}
}

// unitPayers reads a sentence, a line or a row.
func (r *reading) unitPayers(s *section, u unit, p *payers) {
	if s.compares() {
		if u.form == row {
			for col, c := range cells(u.text) {
				if r.namesOwn(u, col) {
					p.said(fold(cells(u.text)[0])+":"+fold(c), u.text)
				}
			}
		}
		return
	}
	switch {
	case r.otherTreatment(u.text):
	case u.form == row:
		row := cells(u.text)
		for i, c := range row {
			if i == 0 && len(row) > 1 {
				c += ":" + row[1]
			}
			p.said(fold(c), u.text)
		}
	default:
		var q payers
		q.said(u.folded(), u.text)
		p.self, p.covered, p.some = p.self || q.self, p.covered || q.covered, p.some || q.some
		p.own = p.own || u.form == sentence && q.self && !q.covered && r.namesOwnTreatment(u.text)
		p.stated = p.stated || q.covered && u.form != item
	}
}

// said reads a text in normal form that is a part of a sentence or a row.
func (p *payers) said(f, whole string) {
	if !containsAny(f, "保険", "自費", "自由診療", "負担", "任意接種") || variesIfOwn.MatchString(f) {
		return
	}
	if key := policyKey.FindString(f); key != "" && len(key) < len(f) {
		no, yes := policyNo.MatchString(f[len(key):]), policyYes.MatchString(policyNo.ReplaceAllString(f[len(key):], ""))
		p.self, p.covered, p.some = p.self || no, p.covered || yes, p.some || yes && partly.MatchString(f)
		if no || yes {
			return
		}
	}
	for _, clause := range clausesOf(withoutQuotes(f)) {
		switch {
		case !containsAny(clause, "保険", "自費", "自由診療", "負担", "任意接種") || assumed.MatchString(clause):
		case bothWays.MatchString(clause):
			p.self, p.covered = true, true
		case selfPaid.MatchString(clause):
			p.self = true
		case insured.MatchString(clause), insuredIf.MatchString(clause):
			p.covered = true
			p.some = p.some || partly.MatchString(whole) || insuredIf.MatchString(clause)
		}
	}
}

var (
	// selfHead and insuredHeading are headings over what is paid by the patient, or
	// by insurance.
	selfHead       = regexp.MustCompile(`^(?:■|●|◆)?\s*(?:自費|自由診療|保険適用外|保険外)(?:で|の|診療|治療|料金|$|\()|自費(?:診療|治療)?の(?:治療|料金|費用|場合)|\((?:自費|自由診療)\)|(?:・|と)自費`)
	insuredHeading = regexp.MustCompile(pattern.Joined(`
		^(?:■|●|◆)?\s*(?:健康)?保険(?:が適用|適用|適応|診療)?(?:
			で(?:できる|きる|の|受け)
			|の(?:治療|薬|料金|費用|場合|範囲|[\p{Han}]{1,4}$)
			|が(?:使える|きく|効く)
			|される|時|$|\(
		)
		|\(保険(?:適用|診療|適応)?\)
		|保険の(?:薬|治療)
		|[123一二三]割負担
	`))
	// policyKey is a key before who pays: 「保険適用：なし」.
	policyKey = regexp.MustCompile(`^[・※\s]*(?:公的|健康)?(?:医療)?保険(?:の)?(?:適用|適応|診療|の?取り?扱い)?(?:の?(?:有無|可否|可))?\s*:\s*`)
	policyNo  = regexp.MustCompile(`なし|無し|無|不可|適[用応]外|対象外|自費|自由|でき(?:ない|ません)|ありません|されません|×|外`)
	policyYes = regexp.MustCompile(`あり|有|可|適[用応]|対象|○|〇|◯|◎|[123]割`)
	// bothWays offers either.
	bothWays = regexp.MustCompile(`保険(?:診療|治療|適用)?(?:・|か|または|と|、|/|も)(?:自費|自由診療)(?:診療|治療)?(?:も|の(?:いずれ|どちら|両方)|(?:を|が|から)?(?:選|あり|ござい|両方|対応))`)
	// insuredIf covers under a condition.
	insuredIf = regexp.MustCompile(pattern.Joined(`
		保険(?:が|は|を)?(?:適[用応]|使え|使用でき|きく|効く|効き|対象)(?:
			される|る|できる|となる|になる|の対象となる
		)?(?:の|もの|場合|こと|ケース|方)?(?:は|が|も)[^。]{0,40}(?:限|条件|場合|のみ|だけ|あり|ござい)
		|保険(?:適[用応]|診療)(?:に|と)なる(?:場合|こと|ケース)
		|保険(?:適[用応]|診療)(?:が)?可能な場合
	`))

	// bracketPolicy is a note in a heading on costs: 「費用（自由診療）」.
	bracketPolicy = regexp.MustCompile(`\((?:[^()]*[・、/,\s])?(?:自由診療|自費診療|自費|保険適用外|保険適応外|保険外診療|保険外|保険適用なし|全額自己負担|健康保険適用|保険診療|保険適用)(?:[・、/,\s][^()]*)?\)`)
	selfNote      = regexp.MustCompile(`自由診療|自費|外|なし|全額`)
)

// saysPolicy reports whether a section can say whether the treatment is approved.
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
var clauseEnd = regexp.MustCompile(pattern.Joined(`
	(?:
		ます|です|せん|ました|でした|ない|ある|いる|する|た|だ|れる|える|なる|く|る
	)(?:が|けれど|けれども|けど|ものの|一方で?|ため|ので|から|ほか|反面|うえ|上)、
	|(?:です|ます|せん|ない|いる|ある|だ)し、
	|ものの、|一方、|ただし、?
	|(?:
		であり|でなく|ではなく|おらず|されず|ならず|なく|があり|もあり|ており|となり|になり|多く|少なく
		|強く|高く|低く|長く|短く|弱く|早く|やすく|にくく
	)、
	|。|[!?！？]
`))
