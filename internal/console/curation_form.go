package console

import (
	"cmp"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"shirube/corpus"
	"shirube/index"
	"shirube/internal/curation"
	"shirube/internal/present"
	"shirube/internal/search"
)

// ruleForm is the form of a rule, as somebody filled it in.
type ruleForm struct {
	ID, Kind, KindLabel     string
	New                     bool
	Words, To               string
	Queries                 string
	Contains                bool
	Target                  string
	Position                int
	Query, URL, Text        string
	Passage                 string
	Collection, Until, Note string
	Base                    int

	Wrong       map[string]string // by field
	Subject     *subjectView
	Warnings    []string
	NeedsReason bool
	Find        string
	Choices     []choice
	Collections []string // that a person is bound to; empty: all
	Kinds       []labelled
	MaxPosition int
}

// subjectView is the article or passage that a rule is about.
type subjectView struct {
	Title, URL, Kind, KindLabel, Heading, Says string
	Whole                                      bool // the whole article
}

// choice is something that can be pinned.
type choice struct {
	Article, Title, Passage, Kind, KindLabel, Heading, Says string
	Chosen, ChosenArticle                                   bool
}

// mostChoices is how many hits are offered for a pin.
const mostChoices = 8

// lines are the parts of a text between line ends.
func lines(text, more string) []string {
	var out []string
	for _, s := range strings.FieldsFunc(text, func(c rune) bool { return c == '\n' || c == '\r' || strings.ContainsRune(more, c) }) {
		if s = strings.TrimSpace(s); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// betweenWords are what words may stand between: no word has them in it.
const betweenWords = "、,，"

func (c *Console) curationNew(r *request) (reply, error) {
	if c.cfg.Curator == nil {
		return reply{}, errNoCurator(r)
	}
	kind := curation.Kind(r.query("kind"))
	if !slices.Contains(curation.Kinds(), kind) {
		return r.show("curation_new", r.T("調整を追加"), ruleForm{Kinds: ruleKinds()}), nil
	}
	_, revision, err := c.cfg.Curator.Current(r.ctx())
	if err != nil {
		return reply{}, err //nolint:wrapcheck // says what it is
	}
	rule := curation.Rule{Kind: kind, Until: r.query("until"), Note: r.query("note"), Collection: r.query("collection"), Match: curation.MatchExact, Position: 1}
	switch kind {
	case curation.KindSynonym:
		rule.Words = lines(r.query("word"), betweenWords)
	case curation.KindPin:
		rule.Queries, rule.Target = lines(r.query("query"), ""), r.query("id")
	case curation.KindRedirect:
		rule.Queries, rule.URL, rule.Query = lines(r.query("query"), ""), r.query("url"), r.query("to")
	case curation.KindHide:
		rule.Passage = r.query("id")
	}
	if len(r.person.Collections) == 1 {
		rule.Collection = r.person.Collections[0]
	}
	return c.ruleForm(r, rule, revision.Number, nil)
}

func (c *Console) curationEdit(r *request) (reply, error) {
	if c.cfg.Curator == nil {
		return reply{}, errNoCurator(r)
	}
	d, revision, err := c.cfg.Curator.Current(r.ctx())
	if err != nil {
		return reply{}, err //nolint:wrapcheck // says what it is
	}
	rule := d.Rule(r.query("rule"))
	if rule == nil {
		return reply{}, errNoRule(r)
	}
	if ok, err := c.mayRead(r, rule); err != nil || !ok {
		return reply{}, cmp.Or(err, errNoRule(r))
	}
	edited := *rule
	if id := r.query("id"); id != "" {
		switch rule.Kind {
		case curation.KindPin:
			edited.Target = id
		case curation.KindHide:
			edited.Passage = id
		case curation.KindSynonym, curation.KindRedirect:
		}
	}
	return c.ruleForm(r, edited, revision.Number, nil)
}

// errNoRule is that a rule is not there, or not for the person.
func errNoRule(r *request) error {
	return &problem{http.StatusNotFound, r.T("この調整はもうありません。")}
}

// ruleForm shows a rule to be filled in, with what is wrong with it.
func (c *Console) ruleForm(r *request, rule curation.Rule, base int, wrong map[string]string) (reply, error) {
	f := ruleForm{
		ID: rule.ID, Kind: string(rule.Kind), KindLabel: labelOf(r, ruleKinds(), string(rule.Kind)), New: rule.ID == "",
		Words: strings.Join(rule.Words, "\n"), To: strings.Join(rule.To, "\n"), Queries: strings.Join(rule.Queries, "\n"), Contains: rule.Match == curation.MatchContains,
		Target: rule.Target, Position: rule.Position, Query: rule.Query, URL: rule.URL, Text: rule.Text, Passage: rule.Passage,
		Collection: rule.Collection, Until: rule.Until, Note: rule.Note, Base: base, Wrong: wrong, Find: r.query("find"),
		Collections: r.person.Collections, Kinds: ruleKinds(), MaxPosition: curation.MaxPosition,
	}
	s, err := c.subject(r, rule.About())
	if err != nil {
		return reply{}, err
	}
	if s != nil {
		f.Subject = viewOfSubject(s)
		warnings, err := curation.Warn(r.ctx(), r.library(), rule)
		if err != nil {
			return reply{}, err //nolint:wrapcheck // says what it is
		}
		f.Warnings, f.NeedsReason = r.warnings(warnings), slices.Contains(warnings, curation.WarnRisk)
	}
	if rule.Kind == curation.KindPin {
		if f.Choices, err = c.choices(r, &f, rule); err != nil {
			return reply{}, err
		}
	}
	title := r.T("調整を追加: %s", f.KindLabel)
	if !f.New {
		title = r.T("調整を変更: %s", f.KindLabel)
	}
	answer := r.show("curation_form", title, f)
	if len(wrong) > 0 {
		answer.status = http.StatusUnprocessableEntity
	}
	return answer, nil
}

func viewOfSubject(s *curation.Subject) *subjectView {
	v := &subjectView{Title: s.Title, URL: s.URL, Whole: s.Passage == nil}
	if s.Passage != nil {
		v.Kind, v.KindLabel, v.Heading, v.Says = string(s.Passage.Kind), present.LabelOf(corpus.KindLabels(), string(s.Passage.Kind)), s.Passage.Heading, s.Passage.Text
	}
	return v
}

// choices are what a search finds for the words that somebody looks for, else for the query.
func (c *Console) choices(r *request, f *ruleForm, rule curation.Rule) ([]choice, error) {
	query := f.Find
	if query == "" && len(rule.Queries) > 0 {
		query = rule.Queries[0]
	}
	if query == "" {
		return nil, nil
	}
	response, err := c.searcher.Search(r.ctx(), search.Request{
		Query: query, View: index.Articles, Collections: r.person.Collections, PerPage: mostChoices, Facets: []string{}, Highlight: search.HighlightOff, WithoutPins: true,
	})
	var invalid *search.InvalidError
	if errors.As(err, &invalid) {
		return nil, nil
	}
	if err != nil {
		return nil, err //nolint:wrapcheck // says what it is
	}
	var out []choice
	for _, h := range response.Hits {
		one := choice{Article: h.Article.ID, Title: h.Article.Title, ChosenArticle: h.Article.ID == rule.Target}
		if h.Passage != nil {
			one.Passage, one.Kind, one.KindLabel, one.Heading = h.Passage.ID, string(h.Passage.Kind), present.LabelOf(corpus.KindLabels(), string(h.Passage.Kind)), h.Passage.Heading
			one.Says, one.Chosen = curation.Quoted(h.Passage.Text), h.Passage.ID == rule.Target
		}
		out = append(out, one)
	}
	return out, nil
}

// formRule is the rule that a form describes.
func (r *request) formRule() curation.Rule {
	position, _ := strconv.Atoi(r.form("position"))
	rule := curation.Rule{
		ID: r.form("id"), Kind: curation.Kind(r.form("kind")), Collection: strings.TrimSpace(r.form("collection")), Until: strings.TrimSpace(r.form("until")),
		Note: strings.TrimSpace(strings.ReplaceAll(r.form("note"), "\r\n", "\n")),
	}
	match := curation.MatchExact
	if r.form("match") == string(curation.MatchContains) {
		match = curation.MatchContains
	}
	switch rule.Kind {
	case curation.KindSynonym:
		rule.Words, rule.To = lines(r.form("words"), betweenWords), lines(r.form("to"), betweenWords)
	case curation.KindPin:
		rule.Queries, rule.Match, rule.Position = lines(r.form("queries"), ""), match, position
		if rule.Target = r.form("choice"); rule.Target == "" {
			rule.Target = strings.TrimSpace(r.form("target"))
		}
	case curation.KindRedirect:
		rule.Queries, rule.Match, rule.Text = lines(r.form("queries"), ""), match, strings.TrimSpace(r.form("text"))
		rule.Query, rule.URL = strings.TrimSpace(r.form("query")), strings.TrimSpace(r.form("url"))
	case curation.KindHide:
		rule.Passage = strings.TrimSpace(r.form("passage"))
	}
	return rule
}

// curationRule shows what a rule would move, or what is wrong with it.
func (c *Console) curationRule(r *request) (reply, error) {
	if c.cfg.Curator == nil {
		return reply{}, errNoCurator(r)
	}
	base, _ := strconv.Atoi(r.form("base"))
	d, err := c.basis(r, base)
	if err != nil {
		return reply{}, err
	}
	rule := r.formRule()
	if was := d.Rule(rule.ID); was != nil {
		rule.Quote = was.Quote
	}
	s, err := c.subject(r, rule.About())
	if err != nil {
		return reply{}, err
	}
	if s != nil {
		rule.Quote = s.Quote()
		if rule.Kind == curation.KindHide {
			rule.Collection = s.Collection // a passage is hidden wherever it is found
		}
	}
	wrong, err := c.wrong(r, d, rule, s)
	if err != nil {
		return reply{}, err
	}
	if len(wrong) > 0 {
		return c.ruleForm(r, rule, base, wrong)
	}
	rule.Complete()
	return c.proposal(r, base, d, d.With(rule), "")
}

// wrong is what is wrong with a rule, by field, in words for who filled it in.
func (c *Console) wrong(r *request, d *curation.Document, rule curation.Rule, s *curation.Subject) (map[string]string, error) {
	wrong := map[string]string{}
	checked := rule
	checked.Complete()
	for _, p := range checked.Check() {
		if wrong[p.Field] == "" {
			wrong[p.Field] = r.problemText(p)
		}
	}
	was := d.Rule(rule.ID)
	if id := rule.About(); id != "" && s == nil && (was == nil || was.About() != id) {
		wrong[map[curation.Kind]string{curation.KindPin: "target", curation.KindHide: "passage"}[rule.Kind]] = r.T("この番号の記事または文章は見つかりません。")
	}
	if rule.Kind == curation.KindHide && s != nil && s.Passage == nil {
		wrong["passage"] = r.T("記事全体は非表示にできません。文章の番号を入力してください。")
	}
	if !r.mayChange(rule) || was != nil && !r.mayChange(*was) {
		wrong["collection"] = r.T("担当のコレクションを入力してください: %s", strings.Join(r.person.Collections, ", "))
	}
	warnings, err := curation.Warn(r.ctx(), r.library(), rule)
	if err != nil {
		return nil, err //nolint:wrapcheck // says what it is
	}
	if slices.Contains(warnings, curation.WarnRisk) && rule.Note == "" {
		wrong["note"] = r.T("リスクや禁忌の文章を非表示にするには、理由が必要です。")
	}
	return wrong, nil
}

// problemText words a problem.
func (r *request) problemText(p curation.Problem) string {
	switch p.Code {
	case curation.Missing:
		if p.Field == "words" {
			return r.T("2語以上、または「見つける言葉」を入力してください。")
		}
		return r.T("入力してください。")
	case curation.TooMany:
		return r.T("多すぎます。%d件までにしてください。", curation.MaxList)
	case curation.TooLong:
		return r.T("長すぎます。%d文字までにしてください。", curation.MaxLength)
	case curation.NotADay:
		return r.T("日付を 2026-12-31 のように入力してください。")
	case curation.NotAURL:
		return r.T("http:// か https:// で始まるURL、または / で始まるこのサイトのパスを入力してください。")
	case curation.Both:
		return r.T("検索の言葉かURLのどちらか一方を入力してください。")
	case curation.Same:
		return r.T("同じ言葉が重なっています。")
	case curation.NoPosition:
		return r.T("1から%dまでの順位を入力してください。", curation.MaxPosition)
	case curation.NotAllowed, curation.NeedsReason:
	}
	return r.T("使えない値です。")
}

// warnings words what somebody should know of a rule.
func (r *request) warnings(list []curation.Warning) []string {
	var out []string
	for _, w := range list {
		switch w {
		case curation.WarnGone:
			out = append(out, r.T("対象が見つからないため、今は何も変わりません。"))
		case curation.WarnRisk:
			out = append(out, r.T("リスクまたは受けられない人についての文章です。非表示にすると、誰にも見つからなくなります。"))
		case curation.WarnOnlyRisk:
			out = append(out, r.T("この記事でリスクや禁忌を伝える、ただひとつの文章です。"))
		}
	}
	return out
}
