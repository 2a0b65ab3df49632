package console

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"shirube/corpus"
	"shirube/corpus/corrections"
	"shirube/internal/present"
	"shirube/internal/querylog"
)

// readOf is what was read of something, and the sentences of the article that it is about.
func (r *request) readOf(s *subject, what string) (read string, sentences []string) {
	a := s.article
	evidence := func(list []corpus.Evidence) {
		for _, e := range list {
			sentences = append(sentences, e.Sentence)
		}
	}
	switch what {
	case "kind":
		return r.kindLabel(s.section.Kind), []string{s.section.Text}
	case "hide":
		return "", []string{s.text()}
	case "cost":
		evidence(a.Cost.Evidence)
		return present.Cost(a.Cost), sentences
	case "downtime":
		evidence(a.Downtime.Evidence)
		return present.Downtime(a.Downtime), sentences
	case "source":
		if len(a.Sources) == 0 {
			return r.T("出典なし"), nil
		}
		return r.sourceRead(a.Sources[s.source]), []string{present.SourceText(a.Sources[s.source])}
	case "supervisors":
		for i := range a.Sections {
			if a.Sections[i].Kind == corpus.KindSupervision {
				sentences = append(sentences, a.Sections[i].Text)
			}
		}
		return present.Supervisors(a.Supervisors), sentences
	case "insurance":
		return r.T(present.LabelOf(corpus.InsuranceLabels(), a.Insurance)), nil
	case "approval":
		return r.T(present.LabelOf(corpus.ApprovalLabels(), a.Approval)), nil
	}
	return joined(a.Treatments), []string{a.Title}
}

// text is what a correction of a section or a passage hides.
func (s *subject) text() string {
	for _, p := range s.article.Passages() {
		if s.passage != "" && p.ID == s.passage {
			return p.Text
		}
	}
	return s.section.Text
}

func (r *request) sourceRead(s corpus.Source) string {
	year := ""
	if s.Year != nil {
		year = " (" + strconv.Itoa(*s.Year) + ")"
	}
	return present.SourceText(s) + year + " – " + r.T(present.LabelOf(corpus.SourceTypeLabels(), string(s.Type)))
}

// fieldsOf are the inputs of a correction, filled in with what was read.
func (r *request) fieldsOf(s *subject, what string) []correctField {
	a := s.article
	options := func(list []corpus.Label) (out []named) {
		for _, l := range list {
			out = append(out, named{l.Value, r.T(l.Text)})
		}
		return out
	}
	number := func(n *int) string {
		if n == nil {
			return ""
		}
		return strconv.Itoa(*n)
	}
	unknown := r.T("空欄は「不明」です。")
	switch what {
	case "kind":
		return []correctField{{Name: "kind", Label: r.T("正しい種類"), Value: string(s.section.Kind), Options: options(corpus.KindLabels())}}
	case "hide":
		return []correctField{{Name: "hide", Label: r.T("この文章を本文から外す"), Help: r.T("検索にも記事の画面にも出なくなり、除いたものとして残ります。"), Check: true}}
	case "cost":
		return []correctField{
			{Name: "min", Label: r.T("1回の最低額(円)"), Help: unknown, Value: number(a.Cost.MinYen)}, {Name: "max", Label: r.T("1回の最高額(円)"), Help: unknown, Value: number(a.Cost.MaxYen)},
			{Name: "course_min", Label: r.T("コースの最低額(円)"), Help: unknown, Value: number(a.Cost.CourseMinYen)}, {Name: "course_max", Label: r.T("コースの最高額(円)"), Help: unknown, Value: number(a.Cost.CourseMaxYen)},
		}
	case "downtime":
		return []correctField{
			{Name: "min", Label: r.T("最短(日)"), Help: unknown, Value: number(a.Downtime.MinDays)}, {Name: "max", Label: r.T("最長(日)"), Help: unknown, Value: number(a.Downtime.MaxDays)},
		}
	case "source":
		if len(a.Sources) == 0 {
			return nil
		}
		var which []named
		for i, one := range a.Sources {
			which = append(which, named{strconv.Itoa(i + 1), strconv.Itoa(i+1) + ". " + r.sourceRead(one)})
		}
		one := a.Sources[s.source]
		return []correctField{
			{Name: "of", Label: r.T("出典"), Value: strconv.Itoa(s.source + 1), Options: which},
			{Name: "type", Label: r.T("正しい種類"), Value: string(one.Type), Options: options(corpus.SourceTypeLabels())},
			{Name: "year", Label: r.T("発行年"), Help: unknown, Value: number(one.Year)},
		}
	case "supervisors":
		var lines []string
		for _, p := range a.Supervisors {
			lines = append(lines, strings.Join([]string{p.Name, p.Title, p.Affiliation, p.Representative}, " | "))
		}
		return []correctField{{
			Name: "supervisors", Label: r.T("監修"), Help: r.T("1行に1件、「名前 | 肩書き | 所属 | 代表」の順です。監修がなければ空にしてください。"), Value: strings.Join(lines, "\n"), Lines: true,
		}}
	case "insurance":
		return []correctField{{Name: "insurance", Label: r.T("保険"), Value: a.Insurance, Options: options(corpus.InsuranceLabels())}}
	case "approval":
		return []correctField{{Name: "approval", Label: r.T("国内の承認"), Value: a.Approval, Options: options(corpus.ApprovalLabels())}}
	}
	return []correctField{{Name: "treatments", Label: r.T("施術・治療"), Help: r.T("1行に1件です。"), Value: strings.Join(a.Treatments, "\n"), Lines: true}}
}

// correctionOf is the correction that a form says. An error is a problem of the form.
func (r *request) correctionOf(s *subject, what string) (corrections.Correction, error) {
	c := corrections.Correction{
		Article: s.article.ID, Why: strings.TrimSpace(r.form("why")), By: r.who(), Date: time.Now().In(querylog.Zone()).Format(time.DateOnly),
	}
	if c.Why == "" || len([]rune(c.Why)) > 300 {
		return c, &problem{http.StatusUnprocessableEntity, r.T("理由を300文字以内で書いてください。")}
	}
	if ofSection(what) && s.section == nil {
		return c, &problem{http.StatusUnprocessableEntity, r.T("節を選んでください。")}
	}
	var wrong error
	refuse := func(text string) {
		if wrong == nil {
			wrong = &problem{http.StatusUnprocessableEntity, text}
		}
	}
	number := func(name string) corrections.Number {
		text := strings.NewReplacer(",", "", "，", "", " ", "").Replace(r.form(name))
		if text == "" {
			return corrections.Unknown()
		}
		n, err := strconv.Atoi(text)
		if err != nil || n < 0 {
			refuse(r.T("数字で入力してください: %s", r.form(name)))
		}
		return corrections.Known(n)
	}
	switch what {
	case "kind":
		c.Section, c.Kind = s.section.ID, corpus.Kind(r.form("kind"))
	case "hide":
		if c.Hide = r.form("hide") != ""; !c.Hide {
			refuse(r.T("「この文章を本文から外す」を選んでください。"))
		}
		if c.Section = s.section.ID; s.passage != "" {
			c.Section, c.Passage = "", s.passage
		}
	case "cost":
		c.Cost = &corrections.Cost{MinYen: number("min"), MaxYen: number("max"), CourseMinYen: number("course_min"), CourseMaxYen: number("course_max")}
		if above(c.Cost.MinYen, c.Cost.MaxYen) || above(c.Cost.CourseMinYen, c.Cost.CourseMaxYen) {
			refuse(r.T("最低額が最高額より大きくなっています。"))
		}
	case "downtime":
		c.Downtime = &corrections.Downtime{MinDays: number("min"), MaxDays: number("max")}
		if above(c.Downtime.MinDays, c.Downtime.MaxDays) {
			refuse(r.T("最短の日数が最長の日数より大きくなっています。"))
		}
	case "source":
		c.Source = &corrections.Source{Of: r.form("of"), Type: corpus.SourceType(r.form("type")), Year: number("year")}
	case "supervisors":
		list := []corrections.Supervisor{}
		for _, line := range linesIn(r.form("supervisors")) {
			parts := strings.Split(line+"|||", "|")
			for i := range parts {
				parts[i] = strings.TrimSpace(parts[i])
			}
			if parts[0] == "" && parts[1] == "" {
				refuse(r.T("監修には名前か肩書きが必要です: %s", line))
			}
			list = append(list, corrections.Supervisor{Name: parts[0], Title: parts[1], Affiliation: parts[2], Representative: parts[3]})
		}
		c.Supervisors = &list
	case "insurance":
		c.Insurance = r.form("insurance")
	case "approval":
		c.Approval = r.form("approval")
	case "treatments":
		list := linesIn(r.form("treatments"))
		c.Treatments = &list
	default:
		refuse(r.T("訂正する内容を選んでください。"))
	}
	return c, wrong
}

// above reports whether a least number is known to be more than the most.
func above(least, most corrections.Number) bool {
	return least.Value != nil && most.Value != nil && *least.Value > *most.Value
}

// linesIn are the lines of a text that say something.
func linesIn(text string) []string {
	out := []string{}
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}

// changesOf are what two readings of an article have different.
func (r *request) changesOf(before, after *corpus.Article) []change {
	var out []change
	add := func(what, was, is string) {
		if was != is {
			out = append(out, change{what, cmp.Or(was, "–"), cmp.Or(is, "–")})
		}
	}
	sectionsOf := func(a *corpus.Article) map[string]corpus.Section {
		m := map[string]corpus.Section{}
		for _, s := range a.Sections {
			m[s.ID] = s
		}
		return m
	}
	now := sectionsOf(after)
	for _, s := range before.Sections {
		name := r.T("節「%s」", cmp.Or(s.Heading, "–"))
		is, ok := now[s.ID]
		if !ok {
			add(name, r.kindLabel(s.Kind), r.T("外される"))
			continue
		}
		add(name, r.kindLabel(s.Kind), r.kindLabel(is.Kind))
		add(r.T("節「%s」の本文", cmp.Or(s.Heading, "–")), s.Text, is.Text)
	}
	add(r.T("費用"), present.Cost(before.Cost), present.Cost(after.Cost))
	course := func(c corpus.Cost) string { return present.Spread(c.CourseMinYen, c.CourseMaxYen, present.Yen) }
	add(r.T("コースの費用"), course(before.Cost), course(after.Cost))
	add(r.T("ダウンタイム"), present.Downtime(before.Downtime), present.Downtime(after.Downtime))
	add(r.T("監修"), present.Supervisors(before.Supervisors), present.Supervisors(after.Supervisors))
	add(r.T("保険"), r.T(present.LabelOf(corpus.InsuranceLabels(), before.Insurance)), r.T(present.LabelOf(corpus.InsuranceLabels(), after.Insurance)))
	add(r.T("国内の承認"), r.T(present.LabelOf(corpus.ApprovalLabels(), before.Approval)), r.T(present.LabelOf(corpus.ApprovalLabels(), after.Approval)))
	add(r.T("施術・治療"), joined(before.Treatments), joined(after.Treatments))
	sources := func(a *corpus.Article) string {
		var all []string
		for _, s := range a.Sources {
			all = append(all, r.sourceRead(s))
		}
		return joined(all)
	}
	add(r.T("出典"), sources(before), sources(after))
	questions := func(a *corpus.Article) string { return strconv.Itoa(len(a.FAQs)) }
	add(r.T("質問の数"), questions(before), questions(after))
	claims := func(list []corpus.Claim) string {
		var all []string
		for _, one := range list {
			if !slices.Contains(all, one.Label) {
				all = append(all, one.Label)
			}
		}
		return joined(all)
	}
	add(r.T("効果"), claims(before.Effects), claims(after.Effects))
	add(r.T("リスク・副作用・デメリット"), claims(before.Risks), claims(after.Risks))
	add(r.T("注意点・禁忌"), claims(before.Contraindications), claims(after.Contraindications))
	return out
}
