package anatomy

import (
	"regexp"
	"slices"
	"strings"

	"shirube/corpus"
	"shirube/internal/pattern"
)

// superviseLabel is how supervisors are labelled, before a name or over it.
const superviseLabel = `(?:(?:この記事の|この記事を|本記事の|当記事の|この(?:ページ|コラム)の|本(?:ページ|コラム)の|記事の|記事|コラム|医療|医学|総|執筆・)?監修(?:した(?:医師|歯科医師|ドクター|専門家))?(?:・執筆|協力)?(?:者|医師|歯科医師|医|ドクター|薬剤師|看護師|管理栄養士|クリニック|医院|病院)?)(?:の紹介|紹介|プロフィール|情報|名)?`

var (
	// supervisedBy is a line that names a supervisor after a label: 「監修：山田太郎」
	// 「記事監修者 山田太郎」「【監修医師】…」.
	supervisedBy = regexp.MustCompile(`^(?:■|●|◆|・|※|\[|【|（|\()?[\s　]*` + superviseLabel + `[\s　]*(?:(?:】|\])[\s　]*[:：/／|｜]?[\s　]*|[:：/／|｜][\s　]*|[\s　]+)(.+)$`)
	// superviseVerb is a sentence that says who supervised: 「本記事は〇〇が監修しました」
	// 「監修は〇〇です」「〇〇の監修のもと作成しています」.
	superviseVerb = regexp.MustCompile(pattern.Joined(`(?:
		記事|ページ|頁|コンテンツ|コラム|内容|情報|サイト|解説|説明書|説明|文章|文書|資料|原稿|冊子
	)は、?(.+?)(?:が|の|により|によって|に|による)(?:全体で|医学的に|内容を)?監修(?:
		し|さ|され|を
		|の(?:もと|下)
		|です|を行|済み
	)`))
	superviseIs   = regexp.MustCompile(`監修(?:者|医|医師)?は、?([^。]{2,50}?)(?:です|が(?:担当|行|務)|医師です|でございます)`)
	superviseDone = regexp.MustCompile(`^(?:[^。]*は、?|[^。]*、)?([^、。]{2,50}?)(?:の監修(?:のもと|の下|を受け)|が監修した(?:記事|ページ|内容|コラム)|監修の(?:もと|下))[^。]*(?:作成|制作|執筆|掲載|公開|編集|です)`)
	// organisationWith is an organisation with who stands for it:
	// 「〇〇会（会長：△△大学教授 山田太郎）は…」.
	organisationWith = regexp.MustCompile(`^(.{2,40}?)\s*[（(]\s*(?:会長|理事長|代表理事|代表者|代表|院長|総院長|所長|理事|名誉会長|主宰|学長|センター長|会頭)\s*[:：]?\s*([^（）()]+)[)）]\s*(?:は|が|です|$)`)
	// organisationIs is an organisation that says what it is: 「〇〇会は…団体です」.
	organisationIs = regexp.MustCompile(`^([^、。（(]{2,40}?)は、?.*(?:グループ|団体|組織|学会|法人|クリニック|病院|機関|チーム)です`)
	inBrackets     = regexp.MustCompile(`^(.+?)\s*[（(]([^（）()]+)[)）]\s*(.*)$`)
	honorific      = regexp.MustCompile(`(?:先生|医師|歯科医師|薬剤師|看護師|氏|さん|院長|教授|医学博士|理事長)$`)
	personLabel    = regexp.MustCompile(`^(?:氏名|名前|お名前|監修者名|所属|役職|肩書き?|資格|専門|経歴)\s*[:：]\s*(.*)$`)
)

// organisationEnds are how names of organisations end, roles what people are.
var (
	organisationEnds = strings.Fields(`クリニック 病院 医院 診療所 大学 大学院 センター 研究所 研究会 学会 協会 医師会 法人 クラブ グループ 機構 会社 医学部 歯学部 薬学部 歯科 外科 皮膚科 眼科 内科 整形外科 形成外科 美容外科 美容皮膚科 編集部 チーム 委員会 連盟 財団 会 部門 講座 教室 薬局 院`)
	roles            = strings.Fields(`院長 副院長 総院長 理事長 代表理事 代表 所長 会長 部長 医長 教授 准教授 助教授 講師 助教 医師 歯科医師 専門医 認定医 指導医 医学博士 歯学博士 博士 薬剤師 看護師 保健師 管理栄養士 栄養士 歯科衛生士 顧問 名誉教授 客員教授 センター長 医局長 担当医 責任医師 主治医 会員 評議員 代議員 理事 歯科部長 診療部長`)
)

// readSupervision reads who supervised the article: from the section that says
// so, else from a line that does. A declared supervisor wins.
func (r *reading) readSupervision() {
	if len(r.article.Supervisors) > 0 {
		return
	}
	for i, s := range r.sections {
		if s.Kind != corpus.KindSupervision || s.parent != nil && s.parent.Kind == corpus.KindSupervision {
			continue
		}
		for _, who := range r.supervisionSection(i) {
			r.supervise(who)
		}
	}
	if len(r.article.Supervisors) > 0 {
		return
	}
	for _, s := range r.sections {
		if !s.has(cueSupervise) {
			continue
		}
		lines := strings.Split(s.Text, "\n")
		for i, line := range lines {
			// An answer may speak of supervising; only a label says who did.
			form, _, _ := tailOf(line)
			if s.Kind == corpus.KindFAQ && form != supervisorHead && !supervisedBy.MatchString(strings.TrimSpace(line)) {
				continue
			}
			if who, ok := supervisorOfLine(line); ok {
				r.supervise(who)
			} else if form == supervisorHead {
				for _, who := range persons(lines[i+1:]) {
					r.supervise(who)
				}
			}
		}
	}
}

func (r *reading) supervise(who corpus.Supervisor) {
	if who.Name == "" && who.Title == "" || nobody.MatchString(who.Name) {
		return
	}
	if !slices.ContainsFunc(r.article.Supervisors, func(s corpus.Supervisor) bool { return s.Name == who.Name }) {
		r.article.Supervisors = append(r.article.Supervisors, who)
	}
}

// nobody is what stands after 「監修：」 where nobody supervised, and dates.
var nobody = regexp.MustCompile(`^(?:なし|無し|無|未定|準備中|調整中|[-—–]+|(?:19|20)\d{2}年?.*|有無.*|中)$`)

// supervisionSection reads the supervision section i with its subsections: an
// organisation that its first sentence introduces, else the persons that its
// lines name.
func (r *reading) supervisionSection(i int) []corpus.Supervisor {
	s := r.sections[i]
	if m := supervisedBy.FindStringSubmatch(strings.TrimSpace(s.Heading)); m != nil && !isSupervisionWord(m[1]) {
		who := supervisor(m[1])
		return []corpus.Supervisor{r.addLines(who, strings.Split(s.Text, "\n"))}
	}
	lines := strings.Split(s.Text, "\n")
	if who, ok := headedBySupervisor(s.Heading, lines); ok {
		return []corpus.Supervisor{who}
	}
	for _, l := range lines {
		if isBlank(l) {
			continue
		}
		if who, ok := organisationOf(strings.TrimSpace(l)); ok {
			return []corpus.Supervisor{who}
		}
		break
	}
	var out []corpus.Supervisor
	for _, l := range lines {
		if who, ok := supervisorOfLine(l); ok {
			out = append(out, who)
		}
	}
	if len(out) > 0 {
		return out
	}
	out = persons(lines)
	for j := i + 1; j < len(r.sections) && r.sections[j].Level > s.Level; j++ {
		child := r.sections[j]
		switch {
		case len(out) == 1 && !isPersonalName(out[0].Name) && isPersonalName(child.Heading):
			out[0] = named(out[0], supervisorWords(child.Heading))
		case len(out) > 0:
		case child.head.kind == corpus.KindSupervision:
			return r.supervisionSection(j) // the same heading once more
		case looksLikePerson(child.Heading), isPersonalName(child.Heading):
			out = append(out, r.addLines(supervisor(child.Heading), strings.Split(child.Text, "\n")))
		}
	}
	return out
}

// named gives the name of a person to whom only role and affiliation are known yet.
func named(who, person corpus.Supervisor) corpus.Supervisor {
	before := corpus.Supervisor{Affiliation: who.Affiliation, Title: who.Title}
	if hasRole(who.Name) {
		before.Title = merge(corpus.Supervisor{Title: who.Name}, before).Title
	} else {
		before.Affiliation = merge(corpus.Supervisor{Affiliation: who.Name}, before).Affiliation
	}
	before.Name = person.Name
	return merge(before, person)
}

func isSupervisionWord(s string) bool {
	return readHeading(s).kind == corpus.KindSupervision || runes(s) > 60
}

// organisationOf reads the sentence by which an organisation introduces itself.
func organisationOf(line string) (corpus.Supervisor, bool) {
	if m := organisationWith.FindStringSubmatch(line); m != nil && isOrganisationName(m[1]) {
		return corpus.Supervisor{Name: strings.TrimSpace(m[1]), Representative: personName(m[2])}, true
	}
	if m := organisationIs.FindStringSubmatch(line); m != nil && isOrganisationName(m[1]) {
		return corpus.Supervisor{Name: strings.TrimSpace(m[1])}, true
	}
	return corpus.Supervisor{}, false
}

// personName is the name at the end of a description: 「〇〇大学教授 山田太郎」.
func personName(s string) string {
	parts := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("・、,／/", r) })
	if len(parts) == 0 {
		return ""
	}
	last := strings.Fields(parts[len(parts)-1])
	// A family name and a given name may stand apart: both are no role.
	for len(last) > 1 && (hasRole(last[0]) || isOrganisationName(last[0])) {
		last = last[1:]
	}
	return strings.TrimSpace(honorific.ReplaceAllString(strings.Join(last, " "), ""))
}

// headedBySupervisor reads a card whose heading says who supervised, by clinic and role
// or by name, over a line that only says so: 「この記事を監修した医師／皮膚科専門医」.
func headedBySupervisor(heading string, lines []string) (corpus.Supervisor, bool) {
	h := strings.TrimSpace(heading)
	if strings.Contains(h, "監修") || !isPersonalName(h) && !slices.ContainsFunc(strings.Fields(h), isOrganisationName) {
		return corpus.Supervisor{}, false
	}
	for _, l := range lines {
		m := supervisedBy.FindStringSubmatch(strings.TrimSpace(l))
		switch {
		case m == nil || endsSentence(l):
		case hasRole(m[1]) && !isPersonalName(supervisor(m[1]).Name):
			return merge(supervisor(h), corpus.Supervisor{Title: m[1]}), true
		default:
			return corpus.Supervisor{}, false // the line names somebody else
		}
	}
	return corpus.Supervisor{}, false
}

// supervisorOfLine reads a line with a label, or a sentence that says who
// supervised.
func supervisorOfLine(line string) (corpus.Supervisor, bool) {
	t := strings.TrimSpace(line)
	if !strings.Contains(t, "監修") {
		return corpus.Supervisor{}, false
	}
	if m := supervisedBy.FindStringSubmatch(t); m != nil && !endsSentence(t) && runes(m[1]) <= 80 {
		return supervisor(m[1]), true
	}
	for _, form := range []*regexp.Regexp{superviseVerb, superviseIs, superviseDone} {
		m := form.FindStringSubmatch(t)
		if m == nil || runes(m[1]) > 60 {
			continue
		}
		who := m[1]
		if i := strings.LastIndexAny(who, "、,"); i >= 0 {
			who = strings.TrimLeft(who[i:], "、,")
		}
		if looksLikePerson(who) || namesOrganisation(who) {
			return supervisor(who), true
		}
	}
	return corpus.Supervisor{}, false
}

// namesOrganisation reports whether a name is an organisation's, or has one in
// brackets behind it: 「皮膚科（見本病院）」.
func namesOrganisation(s string) bool {
	if m := inBrackets.FindStringSubmatch(s); m != nil {
		return isOrganisationName(m[1]) || isOrganisationName(m[2])
	}
	return isOrganisationName(s)
}

// profileHeads begin what a profile tells of a life: no more names come.
var profileHeads = setOf("経歴", "略歴", "学歴", "職歴", "資格", "保有資格", "所属学会", "専門分野", "プロフィール", "受賞歴", "著書", "メッセージ", "診療科目", "診療時間", "アクセス")

// persons reads lines under 監修: a name or a role, then what belongs to it.
func persons(lines []string) []corpus.Supervisor {
	var block []string
	for _, l := range lines {
		t := strings.TrimSpace(l)
		if t == "" && len(block) == 0 {
			continue
		}
		if t == "" && len(block) > 0 && (len(block) > 1 || !looksLikeRole(block[0])) {
			// One line, a blank one, the next: still one person.
			continue
		}
		if t == "" {
			continue
		}
		if endsSentence(t) || runes(t) > 60 || profileHeads[bare(t)] {
			break
		}
		block = append(block, t)
		if len(block) == 5 {
			break
		}
	}
	var out []corpus.Supervisor
	for _, l := range block {
		l = strings.TrimSpace(l[listMark(l):])
		if m := personLabel.FindStringSubmatch(l); m != nil {
			l = m[1]
		}
		switch {
		case l == "" || !hasLetters(l) || corpus.HasAmount(l):
		case len(out) == 0:
			out = append(out, supervisor(l))
		case isPersonalName(supervisorWords(stripReading(l)).Name):
			// Clinic and role can stand above the name.
			if last := &out[len(out)-1]; isPersonalName(last.Name) {
				out = append(out, supervisor(l))
			} else {
				*last = named(*last, supervisorWords(stripReading(l)))
			}
		case nameOnly(out[len(out)-1]) || belongs(l):
			out[len(out)-1] = merge(out[len(out)-1], supervisorWords(stripReading(l)))
		case looksLikePerson(l):
			out = append(out, supervisor(l))
		}
	}
	return out
}

// personalName is a family name and a given name.
var personalName = regexp.MustCompile(`^(?:[\p{Han}ヶ々]{1,4}[ 　][\p{Han}ぁ-んァ-ヶー々]{1,5}|[\p{Han}々]{3,5}|[\p{Han}々]{2,3}[ぁ-んァ-ヶー]{2,3})$`)

func isPersonalName(s string) bool {
	return personalName.MatchString(s) && !isOrganisationName(s) && !hasRole(s)
}

// addLines adds to a supervisor what the short lines below the name say.
func (r *reading) addLines(who corpus.Supervisor, lines []string) corpus.Supervisor {
	for _, l := range lines {
		t := strings.TrimSpace(l)
		if t == "" {
			continue
		}
		if endsSentence(t) || runes(t) > 60 || !belongs(t) {
			break
		}
		who = merge(who, supervisorWords(stripReading(t[listMark(t):])))
	}
	return who
}

// belongs reports whether a line tells a role or an affiliation, not a name.
func belongs(l string) bool { return hasRole(l) || isOrganisationName(l) }

func nameOnly(s corpus.Supervisor) bool { return s.Title == "" && s.Affiliation == "" }

// merge adds to a supervisor what a further line says.
func merge(who, more corpus.Supervisor) corpus.Supervisor {
	join := func(a, b string) string {
		switch {
		case a == "":
			return b
		case b == "" || strings.Contains(a, b):
			return a
		}
		return a + "、" + b
	}
	who.Affiliation = join(who.Affiliation, more.Affiliation)
	who.Title = join(who.Title, more.Title)
	return who
}

// ParseSupervisor reads a supervisor that a file declares as one text.
func ParseSupervisor(s string) corpus.Supervisor { return supervisor(s) }

// supervisor reads one line about a person, a role or an organisation:
// 「見本皮膚科クリニック院長 山田太郎」「山田太郎（皮膚科専門医）」「（見本）皮膚科専門医」.
func supervisor(s string) corpus.Supervisor {
	s = strings.TrimSpace(strings.Trim(strings.TrimSpace(unbracket(s)), "｜|/／"))
	s = strings.TrimSpace(superviseWord.ReplaceAllString(s, "$1")) // 「歯科医師 監修」
	if who, ok := organisationOf(s); ok {
		return who
	}
	words := stripReading(s)
	var who corpus.Supervisor
	if m := inBrackets.FindStringSubmatch(words); m != nil {
		who = merge(supervisorWords(strings.TrimSpace(m[1]+" "+m[3])), supervisorWords(m[2]))
	} else {
		who = supervisorWords(words)
	}
	switch {
	case who.Name == "" && who.Title != "" && who.Affiliation == "":
		return corpus.Supervisor{Name: s} // a role: 「（見本）皮膚科専門医」
	case who.Name == "" && who.Affiliation != "" && who.Title == "":
		return corpus.Supervisor{Name: words} // an organisation, or a department of one
	case who.Name == "":
		who.Name, who.Title = who.Title, ""
	}
	return who
}

// superviseWord is what is said of a person after the name, and no part of it.
var superviseWord = regexp.MustCompile(`^(.*\S)[ 　]*(?:が|による|の)?監修(?:者|医|医師)?$`)

var readingBrackets = regexp.MustCompile(`\s*[（(][ぁ-んァ-ヶーa-zA-Z 　・.]+[)）]`)

// stripReading takes off how a name is read: 「（やまだ たろう）」.
func stripReading(s string) string { return strings.TrimSpace(readingBrackets.ReplaceAllString(s, "")) }

// supervisorWords sorts the words of a line into name, roles and affiliations.
func supervisorWords(s string) corpus.Supervisor {
	var who corpus.Supervisor
	var name []string
	s = doctorBefore.ReplaceAllString(placeOf.ReplaceAllString(s, "$1 $2"), "$1")
	s = roleOf.ReplaceAllString(s, "$1 ")
	if m := roleBefore.FindStringSubmatch(strings.TrimSpace(s)); m != nil && !containsAny(m[3], "紹介", "就任", "挨拶", "院長") {
		s = m[1] + m[2] + " " + m[3]
	}
	s = latinName.ReplaceAllStringFunc(s, func(name string) string { return strings.ReplaceAll(name, " ", "\u00a0") })
	for _, w := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(" 　・、,／/|｜", r) }) {
		affiliation, role, rest := splitWord(strings.ReplaceAll(w, "\u00a0", " "))
		add := func(field *string, v string) {
			if v != "" && *field != "" {
				v = *field + "、" + v
			}
			if v != "" {
				*field = v
			}
		}
		add(&who.Affiliation, affiliation)
		add(&who.Title, role)
		if rest != "" {
			name = append(name, rest)
		}
	}
	who.Name = strings.Join(name, " ")
	return who
}

// latinName is a name in Latin letters, which has spaces in it: MIHON CLINIC.
var latinName = regexp.MustCompile(`[A-Za-z][A-Za-z.&'’-]*(?: [A-Za-z][A-Za-z.&'’-]*)+`)

// roleOf is 「院長の山田太郎」: what stands before の is the role of who comes after.
var roleOf = regexp.MustCompile(`(院長|理事長|所長|部長|教授|講師|医師|専門医)の`)

// placeOf is 「見本皮膚科の院長」: what stands before の is where that is.
var placeOf = regexp.MustCompile(`(院|クリニック|科|センター|大学|診療所)の((?:副|総)?院長|理事長|歯科医師|医師|教授|准教授|講師|所長|部長)`)

// doctorBefore is a title before a name: 「Dr.見本花子」.
var doctorBefore = regexp.MustCompile(`(^|[ 　（(])(?:Dr\.?|ＤＲ\.?|ドクター)[ 　]?`)

// roleBefore is 「見本クリニック院長見本花子」: the name right behind the role.
var roleBefore = regexp.MustCompile(`^(|.*[院科会ク 　])(総院長|副院長|院長|理事長|医師|医学博士)[ 　]*([\p{Han}々]{2,4}[ 　][\p{Han}ぁ-んァ-ヶー々]{1,4}|[\p{Han}々]{3,5})$`)

// departments are what stands before a role without being an organisation.
var departments = strings.Fields(`内科 外科 皮膚科 眼科 歯科 耳鼻咽喉科 産婦人科 婦人科 小児科 整形外科 形成外科 美容外科 美容皮膚科 美容医療 精神科 泌尿器科 放射線科 麻酔科 脳神経外科 口腔外科 歯科口腔外科 矯正歯科 消化器内科 循環器内科 総合診療科`)

// splitWord parts 「見本皮膚科クリニック院長」 and 「山田太郎医師」.
func splitWord(w string) (affiliation, role, rest string) {
	for _, r := range sortedRoles {
		before, ok := strings.CutSuffix(w, r)
		if !ok {
			continue
		}
		switch {
		case before == "" || slices.Contains(wholeRoles, r) || slices.Contains(departments, before):
			return "", w, ""
		case isOrganisationName(before):
			return before, r, ""
		case isDescription(before):
			return "", w, ""
		default:
			return "", r, before
		}
	}
	if before, ok := strings.CutSuffix(w, "先生"); ok {
		return "", "", before
	}
	if before, ok := strings.CutSuffix(w, "氏"); ok && runes(before) >= 2 {
		return "", "", before
	}
	if isOrganisationName(w) {
		return w, "", ""
	}
	return "", "", w
}

var sortedRoles = sortedByLength(strings.Join(roles, " "))

// wholeRoles are roles to which what stands before them belongs: 日本見本学会専門医.
var wholeRoles = []string{"専門医", "認定医", "認定内科医", "指導医", "会員", "評議員", "代議員", "理事", "担当医", "責任医師"}

// isDescription reports whether what stands before a role describes it (皮膚科,
// 元, 担当) and is no name.
func isDescription(s string) bool {
	for _, w := range []string{"科", "元", "担当", "見本", "統括", "総括", "責任", "当院", "当クリニック", "名誉", "主任", "特任", "常勤", "（", ")", "）", "学", "部"} {
		if strings.HasSuffix(s, w) {
			return true
		}
	}
	return false
}

// isOrganisationName reports whether a name ends as an organisation's does.
func isOrganisationName(s string) bool {
	s = strings.TrimSpace(s)
	if strings.HasPrefix(s, "株式会社") || strings.HasPrefix(s, "医療法人") || strings.HasPrefix(s, "一般社団法人") {
		return true
	}
	if latinOrganisation.MatchString(s) {
		return true
	}
	return runes(s) >= 3 && slices.ContainsFunc(organisationEnds, func(e string) bool { return strings.HasSuffix(s, e) })
}

var latinOrganisation = regexp.MustCompile(`(?i)\b(?:clinic|hospital|university|center|centre|institute|dental office|society|association)$`)

func hasRole(s string) bool {
	return slices.ContainsFunc(roles, func(r string) bool { return strings.Contains(s, r) })
}

func looksLikeRole(s string) bool { return hasRole(s) && !strings.ContainsAny(s, " 　") }

// looksLikePerson reports whether a short line names a person or a role.
func looksLikePerson(s string) bool {
	return s != "" && runes(s) <= 40 && (hasRole(s) || honorific.MatchString(s))
}
