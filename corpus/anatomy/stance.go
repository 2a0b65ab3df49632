package anatomy

import (
	"regexp"
	"strings"

	"shirube/corpus"
	"shirube/internal/pattern"
)

var (
	// doubleNegative takes a denial half back: 「ゼロではありません」「ないわけではない」.
	doubleNegative = regexp.MustCompile(pattern.Joined(`
		(?:ゼロ|0|皆無)(?:では|じゃ)(?:な|あり)
		|(?:ない|ありません|なし)(?:という)?(?:わけ|訳)(?:では|じゃ)(?:な|あり)
		|なくは(?:な|あり)
		|ない(?:とは|とも)(?:言|い|限)
		|とは(?:限りません|限らない|言えません|言えない|いえません|いえない|言い切れ|いいきれ)
		|否定(?:は)?でき(?:ない|ませ)
		|避けられ(?:ない|ませ)
		|つきもの
	`))
	// denial says that something is not there or does not happen.
	denial = regexp.MustCompile(pattern.Joined(`
		(?:
			は|が|も|の|を|に|と|へ|、|など|等|さ|感|リスク|可能性|恐れ|おそれ|必要|起こること|出ること
			|すること|ほとんど|殆ど|殆んど|ほぼ|まず|特に|全く|まったく|一切|とくに
		)(?:ほとんど|殆ど|殆んど|ほぼ|まず|特に|全く|まったく|一切|あまり)*(?:
			ありません|ございません|ない|無い|なし|無し|なく|なかった|ゼロ
		)
		|(?:
			起こ[らり]|起き|生じ|出|現れ|あらわれ|みられ|見られ|認められ|残[らり]|伴[わい]|感じ[らり]?
			|感じられ|報告されてい|確認されてい|発生し|及ぼし|与え|期待でき|得られ|望め|なり|なら|しみ|つか
		)(?:ません|ない|ず、|ずに|なく|ておらず)
		|無痛|不要です|なしで
	`))
	// notDenial are words in which a denial is none, taken out before it is looked for.
	notDenial = strings.NewReplacer("少ない", "少_", "少なく", "少_", "少なから", "少_", "かもしれない", "かも", "かもしれません", "かも", "かも知れません", "かも", "しかない", "しか_", "危ない", "危_",
		"違いない", "違い_", "間違いなく", "_", "だけでなく", "_", "だけではなく", "_", "のみならず", "_", "のみでなく", "_", "なければなら", "必_", "なくてはなら", "必_", "ないように", "防ぐ", "ないよう", "防ぐ", "欠かせない", "_",
		"やむを得ない", "_", "問題ありません", "_", "問題ない", "_", "問題はありません", "_", "差し支えありません", "_", "はありませんか", "_", "ではないでしょうか", "だろ", "ではないか", "だろ", "のではない", "だろ", "早くなく", "_", "好ましくない", "_", "よくない", "_", "良くない", "_",
		"ないでくだ", "_", "ないで下さ", "_", "していない", "_", "していません", "_", "十分でない", "_", "とんでもない", "_")
	// noWorry says of a claim right before it that there is none: 「痛みの心配はありません」.
	noWorry = regexp.MustCompile(`^(?:や[^、。]{1,12}?)?(?:など|等)?(?:の|する|が出る|になる)(?:心配|不安)(?:は|が|も)?(?:ほとんど|ほぼ|まず|特に)?(?:あり|い[りら]|な|不要|無用)`)
	// atEase only calms: 「すぐに改善するので心配はありません」 does not deny what is spoken of.
	atEase = regexp.MustCompile(`(?:心配|不安)(?:する必要)?(?:は|が|も)?(?:ほとんど|ほぼ|まず|特に|あまり)?(?:ありません|ない|なく|いりません|いらない|いらず|不要|無用)`)
	// hedge says that it may be so.
	hedge = regexp.MustCompile(pattern.Joined(`
		(?:起こり|起き|生じ|あり|なり|出)(?:え|得)(?:ま|る)
		|(?:方|人)(?:が|も)い(?:ます|る|て)
		|可能性|おそれ|恐れ
		|場合(?:が|も|は|に|、)
		|こと(?:が|も)(?:まれに)?(?:あり|ある|ござ)
		|ケース(?:が|も)
		|期待|かも|まれ|稀|示唆|考えられ|みられてい|とされ|といわれ|と言われ|でしょう|だろ|人によ|方によ
		|個人差|見込|目指|思われ|推測|推定|懸念|指摘|少_|最小限|低い|低く|わずか|危険|リスクが|リスクも|研究
		|注目|あれば
		|(?:出|現れ|生じ|感じ|なっ|起き|起こっ)たら
		|とき(?:は|に)
		|時は
		|確かめられて(?:い|お)
		|(?:はっきり|明らかに)_
		|(?:はっきり|明らかに|明確に|わかって|分かって)(?:して|なって)?い(?:ま|な|る)
		|(?:はっきり|明らか|十分)(?:し|では|に)(?:ま|な)
		|確立(?:して|されて)(?:い|お)
		|証明されて(?:い|お)
		|軽減|抑え|和らげ|やわらげ|避けるため|防ぐ|防止|予防する
	`))
	// hedgeAfterDenial turns a denial into a possibility: 「効果が出ないことがあります」.
	hedgeAfterDenial = regexp.MustCompile(`(?:ない|なく|ず)(?:[^。]{0,8})(?:こと(?:が|も)あ|場合(?:が|も)あ|可能性|ケース|方もい|人もい)`)
	// certain leaves no doubt, whatever else hedges.
	certain = regexp.MustCompile(`必ず|確実に|ほとんどの(?:方|人|場合)`)
)

// stanceAt says how a sentence makes the claim that stands at bytes [start,end)
// of it: by its own clause, from the claim on for a denial, all of it for a hedge.
func stanceAt(s string, start, end int) corpus.Stance {
	from, to := clauseAround(s, start)
	before, after := s[from:start], s[end:to]
	return stanceOf(before, after)
}

// stanceOf weighs the words of a clause before and after a claim.
func stanceOf(before, after string) corpus.Stance {
	tail := atEase.ReplaceAllString(notDenial.Replace(after), "_")
	switch {
	case noWorry.MatchString(after):
		return corpus.Denied
	case doubleNegative.MatchString(after):
		return corpus.Hedged
	case denies(tail):
		if hedgeAfterDenial.MatchString(tail) {
			return corpus.Hedged
		}
		return corpus.Denied
	case certain.MatchString(before):
		return corpus.Asserted
	case hedge.MatchString(tail), hedge.MatchString(notDenial.Replace(lastRunes(before, 30))):
		return corpus.Hedged
	}
	return corpus.Asserted
}

// denies reports whether what follows a claim denies it, and not something else
// that a later part of the clause brings up: 「赤みは3日で引き、生活の制限はありません」.
func denies(tail string) bool {
	m := denial.FindStringIndex(tail)
	if m == nil {
		return false
	}
	said := tail[:m[0]]
	comma := strings.LastIndex(said, "、")
	if comma < 0 {
		return true
	}
	ownSubject := runes(said[comma+len("、"):]) >= 2
	return !(ownSubject && (containsAny(said[:comma], "は", "が", "も") || hasAnySuffix(said[:comma], "む", "る", "す", "く", "う")))
}

// clauseAround returns where the clause that holds byte at begins and ends.
func clauseAround(s string, at int) (from, to int) {
	to = len(s)
	for _, m := range clauseEnd.FindAllStringIndex(s, -1) {
		if m[1] <= at {
			from = m[1]
		} else if m[0] >= at {
			return from, m[1]
		}
	}
	return from, to
}

var (
	// excludes says that somebody must not have the treatment.
	excludes = regexp.MustCompile(pattern.Joined(`
		受けられ(?:ない|ませ|ず)
		|受けることが?でき(?:ない|ませ)
		|でき(?:ない|ませ|ず)
		|使え(?:ない|ませ|ず)
		|飲め(?:ない|ませ|ず)
		|打て(?:ない|ませ|ず)
		|不可|禁忌|厳禁|禁止
		|控え(?:[^め]|$)
		|避け|お断り|ご遠慮|対象外
		|対象[とに]な(?:ら|り)(?:ない|ませ)
		|適さ(?:ない|ず)
		|適しませ
		|適してい(?:ない|ませ)
		|適応外
		|適応とな(?:ら|り)(?:ない|ませ)
		|不適|使用しない|使用しませ|投与しない|接種しない|行わない|行いませ
		|(?:おすすめ|お勧め|お薦め|推奨)(?:は|を)?(?:
			でき
			|して(?:い|おり)
			|し
			|されて(?:い|おり)
			|され
		)(?:ない|ませ|ず)
		|勧められ(?:ない|ませ)
		|受けないで|受けてはいけ|おやめ|やめてくだ|やめましょう|行いません|行わない
		|中止し(?:ます|てくだ)
		|見合わせ|NG|ＮＧ
		|向いてい(?:ない|ませ)
		|不向き|延期
		|出産後(?:に|まで|へ)
		|産後に|出産まで
		|授乳が終わ(?:る|って)
		|待ちます|待つ必要|休みます|休止し
	`))
	// permits says that somebody may have it.
	permits = regexp.MustCompile(pattern.Joined(`
		受けられます|受けられる
		|受けることができ(?:ます|る)
		|可能です|可能な|問題ありません|問題はありません|問題ない|差し支え|できます|受けていただけ
		|構いません|大丈夫です|推奨される
		|適して(?:いる|います)
		|向いて(?:いる|います)
		|対象です|対象になります
	`))
	// consult leaves it to the doctor.
	consult = regexp.MustCompile(`確かめられてい(?:ない|ませ)|確立(?:して|されて)い(?:ない|ませ)|相談|慎重|注意|申し出|申告|お伝え|伝えて|確認|個別|判断|連携`)
	// careOnly is a heading over people who may have it with care.
	careOnly = regexp.MustCompile(`注意が必要|注意の必要|慎重|相談|申告|申し出|伝えて|確認`)
	// qualified permits on a condition.
	qualified = regexp.MustCompile(`安定期|なら|限[りっ]|のみ|だけ|条件|上回る|場合に`)
	// saysMore goes on from whom a point names to what is said of them.
	saysMore = regexp.MustCompile(`^(?:[^。、（(]{0,40}?(?:方|人|患者さん|患者様|患者|間|場合))?(?:に|で|へ|について)?(?:は|では|も|：|:)、?[^。、]`)
	maybe    = regexp.MustCompile(`場合(?:が|も)|ことが(?:あ|ござ)|こともあ|可能性|かもしれ`)
)

// afterMatch is what follows the first match, "" where there is none.
func afterMatch(re *regexp.Regexp, s string) string {
	if m := re.FindStringIndex(s); m != nil {
		return s[m[1]:]
	}
	return ""
}

// exclusionStance says how a sentence excludes whom it names up to byte end:
// asserted that they must not have the treatment, hedged that it depends, denied
// that they may. Items of a list go by what introduces it.
func exclusionStance(u unit, end int, section string) corpus.Stance {
	_, to := clauseAround(u.text, end) // who is named may go on over the end of a clause
	tail := u.text[end:to]
	if !excludes.MatchString(tail) && !permits.MatchString(tail) {
		tail = u.text[end:] // the verb may stand in a later clause
	}
	switch {
	case doubleNegative.MatchString(tail):
		return corpus.Hedged
	case qualified.MatchString(tail) && permits.MatchString(tail) && !excludes.MatchString(tail):
		return corpus.Hedged
	case maybe.MatchString(afterMatch(excludes, tail)):
		return corpus.Hedged
	case excludes.MatchString(tail):
		return corpus.Asserted
	case permits.MatchString(tail) && consult.MatchString(tail):
		return corpus.Hedged
	case permits.MatchString(tail):
		return corpus.Denied
	case consult.MatchString(tail):
		return corpus.Hedged
	}
	if u.form == item || u.form == row || u.form == fragment {
		switch {
		case saysMore.MatchString(tail):
			return corpus.Hedged // what is said of them does not exclude them
		case excludes.MatchString(u.lead) && !maybe.MatchString(u.lead):
			return corpus.Asserted
		case excludes.MatchString(u.lead), consult.MatchString(u.lead):
			return corpus.Hedged
		case careOnly.MatchString(section) && !excludes.MatchString(section):
			return corpus.Hedged
		}
		return corpus.Asserted
	}
	return corpus.Hedged
}
