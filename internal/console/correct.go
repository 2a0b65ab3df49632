package console

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"shirube/corpus"
	"shirube/corpus/corrections"
	"shirube/internal/curation"
	"shirube/internal/present"
	"shirube/internal/querylog"
	"shirube/internal/search"
	"shirube/internal/staff"
)

// Corrections is what editors put right of what was read.
type Corrections interface {
	// All returns them in the order in which they apply.
	All(ctx context.Context) ([]corrections.Correction, error)
	// Try returns an article as it is and as it would be with a correction, which it makes ready.
	Try(ctx context.Context, c *corrections.Correction, scope search.Scope) (before, after *corpus.Article, err error)
	// Preview says what a correction that was tried would move of what people find in some
	// collections, as Curator.Preview does. ErrTrialBusy, ErrTrialSpace, ErrTrialStale.
	Preview(ctx context.Context, c corrections.Correction, collections []string, progress func(done, of int)) (*curation.Report, error)
	// Add saves one. It is in force when Add returns; so with Remove and Restore.
	Add(ctx context.Context, c corrections.Correction) error
	// Remove takes out the one at an index of All, if it is still the one that is meant.
	Remove(ctx context.Context, at int, meant corrections.Correction, who, why string) error
	// Revisions returns the last ones without their files, the latest first.
	Revisions(ctx context.Context, limit int) ([]corrections.Revision, error)
	// YAML is the file as a revision has it; 0: as it is.
	YAML(ctx context.Context, number int) ([]byte, error)
	// Restore makes the corrections what they were in a revision.
	Restore(ctx context.Context, number int, who, why string) error
}

// Why it cannot be said what a correction would move, to be tested with errors.Is.
var (
	ErrTrialBusy  = errors.New("other corrections are being tried out: one at a time")
	ErrTrialSpace = errors.New("there is too little space on the disk to try a correction out")
	ErrTrialStale = errors.New("the index changed while a correction was tried out")
)

func (c *Console) correctRoutes() []route {
	return []route{
		get("/console/correct", staff.Editor, c.correctForm),
		post("/console/correct/preview", staff.Editor, c.correctPreview),
		post("/console/correct", staff.Editor, c.correctSave),
		get("/console/corrections", staff.Editor, c.correctionList),
		get("/console/corrections.yaml", staff.Editor, c.correctionFile),
		post("/console/corrections/undo", staff.Editor, c.correctionUndo),
		post("/console/corrections/restore", staff.Editor, c.correctionRestore),
	}
}

// correctPage is the form of one correction, beside what the article says.
type correctPage struct {
	ID, Title, Article string // Article is its page
	What               string
	Choices            []preset // what can be corrected
	Section, Passage   string   // ids
	Heading, KindLabel string
	Sentences          []string // of the article, that it is about
	Read               string   // what was read
	Fields             []correctField
	Why                string
	Wrong              string
	// Changes are what would be another, and Sent what the form sent, where it was looked at.
	Changes []change
	Sent    url.Values
	// Moves are the searches that would move; nil with Untold, which says why that is not known.
	Moves  *movesView
	Untold string
}

// correctField is an input of the form. Options make it a choice.
type correctField struct {
	Name, Label, Help, Value string
	Options                  []named
	Lines                    bool // several lines
	Check                    bool // a box to tick
}

// change is something of an article that would be another.
type change struct{ What, Before, After string }

// subject is the article of a request with the section that is named.
type subject struct {
	article *corpus.Article
	section *corpus.Section
	passage string
	source  int // index of the source that is named, else 0
}

func (c *Console) subjectOf(r *request, value func(string) string) (*subject, error) {
	if c.cfg.Corrections == nil {
		return nil, &problem{http.StatusNotFound, r.T("このサーバーでは訂正できません。")}
	}
	a, err := c.searcher.Article(r.ctx(), value("article"), r.scope())
	if err != nil {
		return nil, err //nolint:wrapcheck // the error says what is wrong with the request
	}
	s := &subject{article: a, passage: value("passage")}
	id := value("section")
	if s.passage != "" {
		for _, p := range a.Passages() {
			if p.ID == s.passage {
				id = p.Section
			}
		}
	}
	for i := range a.Sections {
		if a.Sections[i].ID == id {
			s.section = &a.Sections[i]
		}
	}
	if n, err := strconv.Atoi(value("of")); err == nil && n >= 1 && n <= len(a.Sources) {
		s.source = n - 1
	}
	return s, nil
}

// correctables are what can be corrected, with what it is called.
func correctables() []named {
	return []named{
		{"kind", msg("節の種類")}, {"hide", msg("本文から外す")}, {"cost", msg("費用")}, {"downtime", msg("ダウンタイム")}, {"source", msg("出典の種類")},
		{"supervisors", msg("監修")}, {"insurance", msg("保険")}, {"approval", msg("国内の承認")}, {"treatments", msg("施術・治療")},
	}
}

// ofSection reports whether a correction is of a section.
func ofSection(what string) bool { return what == "kind" || what == "hide" }

// correctForm shows what was read beside the article's sentence.
func (c *Console) correctForm(r *request) (reply, error) {
	s, err := c.subjectOf(r, r.query)
	if err != nil {
		return reply{}, err
	}
	v := c.correctPageOf(r, s, r.query("what"))
	return r.show("correct", r.T("読み取りの訂正: %s", s.article.Title), v), nil
}

func (c *Console) correctPageOf(r *request, s *subject, what string) *correctPage {
	if !slices.ContainsFunc(correctables(), func(n named) bool { return n.Value == what }) || ofSection(what) && s.section == nil {
		what = "cost"
		if s.section != nil {
			what = "kind"
		}
	}
	v := &correctPage{ID: s.article.ID, Title: s.article.Title, Article: r.path(articlePath(s.article.ID)), What: what, Passage: s.passage}
	base := url.Values{"article": {s.article.ID}}
	if s.section != nil {
		v.Section, v.Heading, v.KindLabel = s.section.ID, s.section.Heading, present.LabelOf(corpus.KindLabels(), string(s.section.Kind))
		base.Set("section", s.section.ID)
	}
	if s.passage != "" {
		base.Set("passage", s.passage)
	}
	for _, n := range correctables() {
		if ofSection(n.Value) && s.section == nil {
			continue
		}
		base.Set("what", n.Value)
		v.Choices = append(v.Choices, preset{r.T(n.Label), r.withQuery("/console/correct", base), n.Value == what})
	}
	v.Read, v.Sentences = r.readOf(s, what)
	v.Fields = r.fieldsOf(s, what)
	return v
}

// correctPreview shows what an article would be like with a correction.
func (c *Console) correctPreview(r *request) (reply, error) {
	s, err := c.subjectOf(r, r.form)
	if err != nil {
		return reply{}, err
	}
	what := r.form("what")
	v := c.correctPageOf(r, s, what)
	v.Why = r.form("why")
	for i := range v.Fields { // as they were sent
		v.Fields[i].Value = r.form(v.Fields[i].Name)
	}
	title := r.T("読み取りの訂正: %s", s.article.Title)
	correction, err := r.correctionOf(s, what)
	if err == nil {
		var before, after *corpus.Article
		if before, after, err = c.cfg.Corrections.Try(r.ctx(), &correction, r.scope()); err == nil {
			v.Changes = r.changesOf(before, after)
		}
	}
	if errors.Is(err, search.ErrNotFound) {
		return reply{}, err
	}
	if err != nil {
		v.Wrong = r.wrongWith(err)
		answer := r.show("correct", title, v)
		answer.status = http.StatusUnprocessableEntity
		return answer, nil
	}
	if len(v.Changes) > 0 {
		if v.Moves, v.Untold, err = c.correctMoves(r, correction); err != nil {
			return reply{}, err
		}
	}
	v.Sent = url.Values{}
	for name, values := range r.gin.Request.PostForm {
		v.Sent[name] = values
	}
	return r.show("correct", title, v), nil
}

// correctMoves are the searches that a correction would move, or why that cannot be said.
func (c *Console) correctMoves(r *request, correction corrections.Correction) (v *movesView, untold string, err error) {
	report, err := c.cfg.Corrections.Preview(r.ctx(), correction, r.person.Collections, nil)
	switch {
	case errors.Is(err, ErrTrialBusy):
		return nil, r.T("ほかの訂正を試しているため、動く検索をまだ確かめられません。少し待ってから、もう一度お試しください。"), nil
	case errors.Is(err, ErrTrialSpace):
		return nil, r.T("ディスクの空きが足りないため、動く検索を確かめられません。管理者にお知らせください。"), nil
	case errors.Is(err, ErrTrialStale):
		return nil, r.T("確かめている間に索引が新しくなりました。もう一度お試しください。"), nil
	case err != nil:
		return nil, "", err //nolint:wrapcheck // says what it is
	}
	return r.movesOf(report), "", nil
}

// wrongWith is why a correction cannot be, for people.
func (r *request) wrongWith(err error) string {
	if p, ok := asProblem(err); ok {
		return p.text
	}
	switch {
	case errors.Is(err, corrections.ErrGone):
		return r.T("訂正する箇所が記事に見つかりません。記事が変わった可能性があります。開き直して確認してください。")
	case errors.Is(err, corrections.ErrInvalid):
		return r.T("この訂正をすると、記事に本文が残らないか、記事として成り立たなくなります。")
	}
	return r.T("この訂正は保存できません。選んだ値と数字の大きさを確認してください。")
}

// correctSave saves a correction, which is in force from then on.
func (c *Console) correctSave(r *request) (reply, error) {
	s, err := c.subjectOf(r, r.form)
	if err != nil {
		return reply{}, err
	}
	correction, err := r.correctionOf(s, r.form("what"))
	if err != nil {
		return reply{}, err
	}
	if _, _, err := c.cfg.Corrections.Try(r.ctx(), &correction, r.scope()); err != nil {
		if errors.Is(err, search.ErrNotFound) {
			return reply{}, err //nolint:wrapcheck // the error says what is wrong with the request
		}
		return reply{}, &problem{http.StatusUnprocessableEntity, r.wrongWith(err)}
	}
	if err := c.cfg.Corrections.Add(r.ctx(), correction); err != nil {
		return reply{}, r.changedMeanwhile(err)
	}
	if err := r.note("correction.add", correction.Article, "", correction.What()); err != nil {
		return reply{}, err
	}
	r.flash(r.T("訂正を保存しました。検索にはもう反映されています。"))
	return r.seeOther("/console/corrections"), nil
}

// changedMeanwhile is an error of a change, for people where it is one for them.
func (r *request) changedMeanwhile(err error) error {
	if errors.Is(err, corrections.ErrChanged) {
		return &problem{http.StatusConflict, r.T("ほかの人が先に訂正を変更しました。一覧を確認してから、もう一度行ってください。")}
	}
	if errors.Is(err, corrections.ErrNoRevision) {
		return &problem{http.StatusNotFound, r.T("その版はありません。")}
	}
	return err
}

// who is the name under which the person of a request is noted.
func (r *request) who() string {
	if r.person.Local {
		return r.T("このコンピューター")
	}
	return r.person.Name
}

// correctionRow is a correction of the list.
type correctionRow struct {
	Number                            int // its index in the file
	ID, Title, Article, What, Section string
	Why, By, Date                     string
}

// fileRevision is a revision of the list.
type fileRevision struct {
	Number               int
	When, Who, Why, YAML string
	Current              bool
}

// correctionsPage is the list of corrections, with their history for who sees all of them.
type correctionsPage struct {
	Rows      []correctionRow
	Revisions []fileRevision
	All       bool
}

// shownRevisions is how many revisions are listed.
const shownRevisions = 50

// correctionList shows the corrections of articles that the person sees, the latest first.
func (c *Console) correctionList(r *request) (reply, error) {
	if c.cfg.Corrections == nil {
		return reply{}, &problem{http.StatusNotFound, r.T("このサーバーでは訂正できません。")}
	}
	list, err := c.cfg.Corrections.All(r.ctx())
	if err != nil {
		return reply{}, err //nolint:wrapcheck // it says where the file is wrong
	}
	v := correctionsPage{All: len(r.person.Collections) == 0}
	for i, one := range slices.Backward(list) {
		row := correctionRow{Number: i, ID: one.Article, What: one.What(), Section: one.Section, Why: one.Why, By: one.By, Date: one.Date}
		a, err := c.searcher.Article(r.ctx(), one.Article, r.scope())
		switch {
		case err == nil:
			row.Title, row.Article = a.Title, r.path(articlePath(a.ID))
		case !errors.Is(err, search.ErrNotFound):
			return reply{}, err //nolint:wrapcheck // the error says what is wrong
		case !v.All:
			continue // of an article beyond what they see
		}
		v.Rows = append(v.Rows, row)
	}
	if v.All {
		revisions, err := c.cfg.Corrections.Revisions(r.ctx(), shownRevisions)
		if err != nil {
			return reply{}, err //nolint:wrapcheck // it says that it is of the store
		}
		for i, one := range revisions {
			v.Revisions = append(v.Revisions, fileRevision{
				Number: one.Number, When: one.When.In(querylog.Zone()).Format("2006-01-02 15:04"), Who: one.Who, Why: one.Why, Current: i == 0,
				YAML: r.withQuery("/console/corrections.yaml", url.Values{"revision": {strconv.Itoa(one.Number)}}),
			})
		}
	}
	return r.show("corrections", r.T("読み取りの訂正"), v), nil
}

// errSeesAll is that something concerns every collection.
func (r *request) errSeesAll() error {
	return &problem{http.StatusForbidden, r.T("すべての担当範囲に関わるため、一部だけを担当する人は使えません。")}
}

// correctionFile hands over the corrections as YAML.
func (c *Console) correctionFile(r *request) (reply, error) {
	if c.cfg.Corrections == nil {
		return reply{}, &problem{http.StatusNotFound, r.T("このサーバーでは訂正できません。")}
	}
	if len(r.person.Collections) > 0 {
		return reply{}, r.errSeesAll()
	}
	number, name := 0, "corrections.yaml"
	if asked := r.query("revision"); asked != "" {
		var err error
		if number, err = strconv.Atoi(asked); err != nil || number < 1 {
			return reply{}, &problem{http.StatusNotFound, r.T("その版はありません。")}
		}
		name = "corrections-" + strconv.Itoa(number) + ".yaml"
	}
	text, err := c.cfg.Corrections.YAML(r.ctx(), number)
	if err != nil {
		return reply{}, r.changedMeanwhile(err)
	}
	return r.download(name, "application/yaml; charset=utf-8", func(w io.Writer) error { _, err := w.Write(text); return err }), nil
}

// correctionUndo takes a correction out again, as a new revision.
func (c *Console) correctionUndo(r *request) (reply, error) {
	if c.cfg.Corrections == nil {
		return reply{}, &problem{http.StatusNotFound, r.T("このサーバーでは訂正できません。")}
	}
	list, err := c.cfg.Corrections.All(r.ctx())
	if err != nil {
		return reply{}, err //nolint:wrapcheck // it says where the file is wrong
	}
	at, err := strconv.Atoi(r.form("number"))
	if err != nil || at < 0 || at >= len(list) || list[at].Article != r.form("article") || list[at].What() != r.form("change") {
		return reply{}, r.changedMeanwhile(corrections.ErrChanged)
	}
	meant := list[at]
	if len(r.person.Collections) > 0 {
		if _, err := c.searcher.Article(r.ctx(), meant.Article, r.scope()); err != nil {
			return reply{}, err //nolint:wrapcheck // the error says what is wrong with the request
		}
	}
	why := r.T("取り消し: %s", meant.Article)
	if err := c.cfg.Corrections.Remove(r.ctx(), at, meant, r.who(), why); err != nil {
		return reply{}, r.changedMeanwhile(err)
	}
	if err := r.note("correction.undo", meant.Article, meant.What(), ""); err != nil {
		return reply{}, err
	}
	r.flash(r.T("訂正を取り消しました。"))
	return r.seeOther("/console/corrections"), nil
}

// correctionRestore makes the corrections what they were in a revision, as a new one.
func (c *Console) correctionRestore(r *request) (reply, error) {
	if c.cfg.Corrections == nil {
		return reply{}, &problem{http.StatusNotFound, r.T("このサーバーでは訂正できません。")}
	}
	if len(r.person.Collections) > 0 {
		return reply{}, r.errSeesAll()
	}
	number, err := strconv.Atoi(r.form("revision"))
	if err != nil || number < 1 {
		return reply{}, &problem{http.StatusNotFound, r.T("その版はありません。")}
	}
	if err := c.cfg.Corrections.Restore(r.ctx(), number, r.who(), r.T("第%s版に戻す", strconv.Itoa(number))); err != nil {
		return reply{}, r.changedMeanwhile(err)
	}
	if err := r.note("correction.restore", strconv.Itoa(number), "", ""); err != nil {
		return reply{}, err
	}
	r.flash(r.T("第%s版に戻しました。", strconv.Itoa(number)))
	return r.seeOther("/console/corrections"), nil
}

// joined are texts on one line; none: –.
func joined(list []string) string {
	if len(list) == 0 {
		return "–"
	}
	return strings.Join(list, "、")
}
