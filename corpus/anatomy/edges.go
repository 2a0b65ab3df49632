package anatomy

import (
	"regexp"
	"slices"
	"strings"

	"shirube/corpus"
	"shirube/internal/pattern"
)

// A text that was pasted from a page brings what stood around the article: the name of
// the clinic and its menu above the title, how it is reached and what else it offers
// below. Not every such line says what it is; its neighbours do.

const whyHeader = "page header"

// dropTail drops the last block of a text, and those above it, where a line of it was
// noise and no other is of an article: short, no sentence, no price, no source. Before
// is the text as it was, after the same lines without noise.
func (r *reading) dropTail(before, after []Line) []Line {
	if len(before) != len(after) {
		return after
	}
	for end := len(before); end > 0; {
		last := lastText(before[:end])
		if last < 0 {
			break
		}
		first := last
		for first > 0 && !isBlank(before[first-1].Text) {
			first--
		}
		if !isEdge(before[first:last+1], after[first:last+1]) {
			break
		}
		if above := lastText(before[:first]); above >= 0 && isBlankAt(before, above-1) && NamesOnlyKind(before[above].Text) {
			break // the text of a section
		}
		for i := first; i <= last; i++ {
			if !isBlank(after[i].Text) {
				r.drop(after[i], whyFooter)
				after[i].Text = ""
			}
		}
		end = first
	}
	return after
}

func isBlankAt(lines []Line, i int) bool { return i < 0 || isBlank(lines[i].Text) }

// maxEdge is how many characters a line has that goes with the noise beside it.
const maxEdge = 36

// isEdge reports whether a block is noise as a whole.
func isEdge(before, after []Line) bool {
	noise := 0
	for i, l := range after {
		switch t := strings.TrimSpace(l.Text); {
		case isBlank(before[i].Text):
		case t == "":
			noise++
		case runes(t) > maxEdge || endsSentence(t) || listMark(t) > 0 && !isMarked(t) || NamesKind(unmark(t)) || corpus.HasAmount(t) || edgeCue.MatchString(fold(t)) || questionLen(t)+answerLen(t) > 0 || sourceLine(t) || isTableRow(t):
			return false
		}
	}
	return noise > 0
}

// edgeCue are words of the last lines of articles.
var edgeCue = regexp.MustCompile(pattern.Joined(`
	監修|文献|出典|参照|参考|引用|学会|ガイドライン|添付文書|論文|未承認|承認|※|リスク|副作用|禁忌
	|受けられない|できない|効果|症状|ダウンタイム|保険|自費|自由診療|税込|医師|専門医|厚生労働省|pmid
	|doi|et al
`))

// facility ends the name of a clinic, a pharmacy, a shop; department is what is none
// though it ends so.
var (
	facility = regexp.MustCompile(pattern.Joined(`(?:
		クリニック|くりにっく|医院|病院|診療所|薬局|歯科|デンタル|皮膚科|皮ふ科|皮フ科|ひふ科|眼科|小児科
		|耳鼻(?:咽喉)?科
		|婦人科|泌尿器科|整形外科|形成外科|美容外科|外科|内科|心療内科|医療センター|クリニカ|サロン|整骨院
		|治療院|clinic|dental|hospital|pharmacy
	)(?:\s*[(（【].{1,16}[)）】])?$`))
	department = regexp.MustCompile(pattern.Joined(`^(?:
		一般|小児|矯正|審美|予防|口腔|美容|形成|整形|脳神経|心臓|血管|消化器|呼吸器|循環器|乳腺|肛門|代謝
		|糖尿病|老年|心療|総合|皮膚|泌尿器|産|婦人|耳鼻|眼|外|内|歯|禁煙|睡眠|女性|男性|頭痛|痛み|漢方
		|スポーツ|アレルギー|ペイン|インプラント|訪問|在宅|リウマチ|甲状腺|腎臓|神経|精神|思春期|救急|放射線
		|麻酔|病理|リハビリテーション
	)*(?:歯科|外科|内科|皮膚科|眼科|小児科|婦人科|泌尿器科|耳鼻咽喉科|クリニック|科|外来)$`))
)

// NamesDepartment reports whether a line names a field of medicine and no clinic, though
// it ends as the names of clinics do: 矯正歯科, 小児歯科・口腔外科. A field alone (歯科) may be
// either.
func NamesDepartment(line string) bool {
	words := strings.FieldsFunc(fold(strings.TrimSpace(line)), func(c rune) bool { return strings.ContainsRune(" 　・/／", c) })
	if len(words) == 0 || runes(words[len(words)-1]) < 4 {
		return false
	}
	last := words[len(words)-1]
	return department.MatchString(last) && !strings.HasSuffix(last, "クリニック")
}

// siteFunction is what the site of a clinic calls itself behind its name.
var siteFunction = regexp.MustCompile(pattern.Joined(`^(?:公式)?(?:
	オンライン受付|オンライン予約|web予約|ネット予約|web受付|web問診|予約サイト|予約ページ|公式サイト
	|公式ホームページ|公式hp|公式ブログ|オンラインショップ|公式通販|通販サイト|スタッフブログ|院長ブログ
)$`))

// namesSite reports whether a line is the name of a clinic or of a shop, with what it
// says of itself behind it, and not the title of an article.
func (r *reading) namesSite(line string) bool {
	t := strings.TrimSpace(line)
	if runes(t) > 40 || strings.ContainsAny(t, "。？?、") || r.lex.Lookup(t) != nil {
		return false
	}
	words := strings.FieldsFunc(t, func(c rune) bool { return strings.ContainsRune(" 　|｜/／-–", c) })
	for _, w := range words {
		if f := fold(w); facility.MatchString(f) && !department.MatchString(f) && !strings.Contains(f, "の") && r.lex.Lookup(w) == nil {
			return true
		}
		if siteFunction.MatchString(fold(w)) {
			return true
		}
	}
	return false
}

// titleBelow returns the index of the title where the first line of a text is the name
// of a site: the first line below it that stands alone and can be one, before any text;
// -1 where there is none.
func (r *reading) titleBelow(lines []Line, first int) int {
	if !r.namesSite(lines[first].Text) {
		return -1
	}
	for i := first + 1; i < len(lines) && i < first+30; i++ {
		t := strings.TrimSpace(lines[i].Text)
		switch {
		case t == "" || r.namesSite(t) && runes(t) <= 20:
			continue
		case endsSentence(t) || corpus.HasAmount(t) || isBracketed(t) || listMark(t) > 0:
			return -1
		}
		alone := (i == 0 || isBlank(lines[i-1].Text)) && (i+1 >= len(lines) || isBlank(lines[i+1].Text))
		if h := readHeading(t); alone && shapeOf(t) == candidate && !(h.kind != "" && !h.weak && h.saysNoMore()) {
			if strings.ContainsAny(t, "　") && i+2 < len(lines) && offersContact(t) {
				continue
			}
			return i
		}
		if alone {
			return -1
		}
	}
	return -1
}

// takeTitleBelow takes a title below the name of a site, and drops what is above it.
func (r *reading) takeTitleBelow(lines []Line, first int) ([]Line, bool) {
	at := r.titleBelow(lines, first)
	if at < 0 || slices.ContainsFunc(lines[first:at], func(l Line) bool { return edgeCue.MatchString(fold(l.Text)) }) {
		return nil, false
	}
	for _, l := range lines[first:at] {
		r.drop(l, whyHeader)
	}
	r.article.Title = strings.TrimSpace(unmark(lines[at].Text))
	return lines[at+1:], true
}
