package console

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"shirube/corpus"
	"shirube/internal/curation"
	"shirube/internal/search"
	"shirube/internal/staff"
)

// Curator keeps the editors' rules, and says what they do.
type Curator interface {
	curation.Library
	Current(ctx context.Context) (*curation.Document, curation.Revision, error)
	At(ctx context.Context, number int) (*curation.Document, curation.Revision, error)
	History(ctx context.Context, before, limit int) ([]curation.Revision, error)
	Changes(ctx context.Context, number int) ([]curation.Change, curation.Revision, error)
	// Save keeps a document, which is in force when it returns.
	Save(ctx context.Context, base int, d *curation.Document, who, why string) (curation.Revision, error)
	Preview(ctx context.Context, d *curation.Document, collections []string, progress func(done, of int)) (*curation.Report, error)
}

// didCurate is what the audit log has of a change of the rules.
const didCurate = "curation"

func (c *Console) curationRoutes() []route {
	return []route{
		get("/console/curation", staff.Editor, c.curation),
		get("/console/curation/new", staff.Editor, c.curationNew),
		get("/console/curation/edit", staff.Editor, c.curationEdit),
		post("/console/curation/rule", staff.Editor, c.curationRule),
		post("/console/curation/remove", staff.Editor, c.curationRemove),
		post("/console/curation/save", staff.Editor, c.curationSave),
		get("/console/curation/history", staff.Editor, c.curationHistory),
		get("/console/curation/history/:id", staff.Editor, c.curationRevision),
		post("/console/curation/history/:id/restore", staff.Editor, c.curationRestore),
		get("/console/curation/export.yaml", staff.Editor, c.curationExport),
		get("/console/curation/import", staff.Editor, c.curationImport),
		post("/console/curation/import", staff.Editor, c.curationImported),
	}
}

// errNoCurator is that this server keeps no rules.
func errNoCurator(r *request) error {
	return &problem{http.StatusNotFound, r.T("このサーバーには検索の調整を保存する場所がありません。")}
}

// ruleKinds are what kinds of rules are called.
func ruleKinds() []labelled {
	return []labelled{
		{string(curation.KindSynonym), msg("同義語")},
		{string(curation.KindPin), msg("固定表示")},
		{string(curation.KindRedirect), msg("案内リンク")},
		{string(curation.KindHide), msg("非表示")},
	}
}

// ruleStates are what rules can be chosen by beside their kinds.
func ruleStates() []labelled {
	return []labelled{
		{"lost", msg("対象が見つからない")},
		{"expired", msg("期限切れ")},
		{"holds", msg("有効")},
	}
}

// ruleRow is a rule as the list shows it.
type ruleRow struct {
	ID, Kind, KindLabel      string
	From, To                 string // what it is for, and what it does with it
	Both                     bool   // From and To are one list of words that mean the same
	Contains                 bool
	Position                 int
	Quote                    string
	Collection, Until, Note  string
	Who, When                string
	Expired, Lost, MayChange bool
	Edit                     string
}

// lostRow is a rule that has lost what it is about.
type lostRow struct {
	ruleRow
	Article, Says string // the article is there, and says this now
	Move          string // a form that has the rule about that
}

// curationView is the list of rules.
type curationView struct {
	Rules                []ruleRow
	Lost                 []lostRow
	All                  int
	Kind, State, Text    string
	Kinds, States        []labelled
	Revision             int
	Who, When, Why       string
	Export, Import, Past string
}

func (c *Console) curation(r *request) (reply, error) {
	if c.cfg.Curator == nil {
		return reply{}, errNoCurator(r)
	}
	d, revision, err := c.cfg.Curator.Current(r.ctx())
	if err != nil {
		return reply{}, err //nolint:wrapcheck // says what it is
	}
	seen, err := c.readable(r, d)
	if err != nil {
		return reply{}, err
	}
	lost, err := curation.Lost(r.ctx(), r.library(), seen)
	if err != nil {
		return reply{}, err //nolint:wrapcheck // says what it is
	}
	v := curationView{
		All: len(seen.Rules), Kind: r.query("kind"), State: r.query("state"), Text: r.query("text"), Kinds: ruleKinds(), States: ruleStates(),
		Revision: revision.Number, Who: revision.Who, When: when(&revision.When),
		Export: r.path("/console/curation/export.yaml"), Import: r.path("/console/curation/import"), Past: r.path("/console/curation/history"),
	}
	if v.Why, err = c.reason(r, revision); err != nil {
		return reply{}, err
	}
	isLost := map[string]bool{}
	for _, l := range lost {
		isLost[l.Rule.ID] = true
		row := lostRow{ruleRow: r.ruleRow(l.Rule, true), Article: l.Article, Says: l.Says}
		if l.Successor != "" && row.MayChange {
			row.Move = r.withQuery("/console/curation/edit", url.Values{"rule": {l.Rule.ID}, "id": {l.Successor}})
		}
		v.Lost = append(v.Lost, row)
	}
	for _, rule := range seen.Rules {
		if row := r.ruleRow(rule, isLost[rule.ID]); v.wants(row) {
			v.Rules = append(v.Rules, row)
		}
	}
	return r.show("curation", r.T("同義語・固定・非表示"), v), nil
}

// wants reports whether the filters keep a rule.
func (v *curationView) wants(row ruleRow) bool {
	text := strings.Join([]string{row.From, row.To, row.Quote, row.Note, row.Collection}, "\n")
	switch {
	case v.Kind != "" && v.Kind != row.Kind:
		return false
	case v.State == "lost" && !row.Lost, v.State == "expired" && !row.Expired, v.State == "holds" && (row.Lost || row.Expired):
		return false
	}
	return v.Text == "" || strings.Contains(strings.ToLower(text), strings.ToLower(v.Text))
}

func (r *request) ruleRow(rule curation.Rule, lost bool) ruleRow {
	row := ruleRow{
		ID: rule.ID, Kind: string(rule.Kind), KindLabel: labelOf(r, ruleKinds(), string(rule.Kind)), Contains: rule.Match == curation.MatchContains,
		Position: rule.Position, Quote: rule.Quote, Collection: rule.Collection, Until: rule.Until, Note: rule.Note, Who: rule.Who, When: when(&rule.When),
		Expired: !rule.Holds(time.Now()), Lost: lost, MayChange: r.mayChange(rule),
		Edit: r.withQuery("/console/curation/edit", url.Values{"rule": {rule.ID}}),
	}
	switch rule.Kind {
	case curation.KindSynonym:
		row.From, row.To, row.Both = strings.Join(rule.Words, "、"), strings.Join(rule.To, "、"), len(rule.To) == 0
	case curation.KindPin:
		row.From, row.To = strings.Join(rule.Queries, "、"), rule.Target
	case curation.KindRedirect:
		row.From, row.To = strings.Join(rule.Queries, "、"), rule.Query+rule.URL
	case curation.KindHide:
		row.From = rule.Passage
	}
	return row
}

// library is the articles that a person sees, for what rules are about: what a rule has lost is
// not told of others' articles either.
func (r *request) library() curation.Library {
	return library{r.console.cfg.Curator, r.person.Collections}
}

type library struct {
	all         curation.Library
	collections []string // empty: all
}

func (l library) Article(ctx context.Context, id string, scope search.Scope) (*corpus.Article, error) {
	scope.Collections = l.collections
	return l.all.Article(ctx, id, scope) //nolint:wrapcheck // says what it is
}

func (l library) Passage(ctx context.Context, id string, scope search.Scope) (*search.PassageDetail, error) {
	scope.Collections = l.collections
	return l.all.Passage(ctx, id, scope) //nolint:wrapcheck // says what it is
}

// mayRead reports whether a person sees a rule: one of their collections, or one for all. A rule
// quotes what it is about: one for all that is about an article is seen by who sees that.
func (c *Console) mayRead(r *request, rule *curation.Rule) (bool, error) {
	switch {
	case r.mayChange(*rule):
		return true, nil
	case rule.Collection != "":
		return false, nil
	case rule.About() == "":
		return true, nil
	}
	s, err := c.subject(r, rule.About())
	return s != nil, err
}

// readable is the part of a document that a person may see.
func (c *Console) readable(r *request, d *curation.Document) (*curation.Document, error) {
	out := &curation.Document{Rules: []curation.Rule{}}
	for i := range d.Rules {
		ok, err := c.mayRead(r, &d.Rules[i])
		if err != nil {
			return nil, err
		}
		if ok {
			out.Rules = append(out.Rules, d.Rules[i])
		}
	}
	return out, nil
}

// whole is what a person, who saw only a part of the rules, wants them to be: of those that they
// may not see, each stays as it is, where it is. One that is sent under the id of such a rule is
// a change of that, which refused finds.
func (c *Console) whole(r *request, sent, now *curation.Document) (*curation.Document, error) {
	if len(r.person.Collections) == 0 {
		return sent, nil
	}
	out := &curation.Document{}
	for i := range now.Rules {
		rule := &now.Rules[i]
		if changed := sent.Rule(rule.ID); changed != nil {
			out.Rules = append(out.Rules, *changed)
			continue
		}
		seen, err := c.mayRead(r, rule)
		if err != nil {
			return nil, err
		}
		if !seen {
			out.Rules = append(out.Rules, *rule)
		}
	}
	for i := range sent.Rules {
		if now.Rule(sent.Rules[i].ID) == nil {
			out.Rules = append(out.Rules, sent.Rules[i])
		}
	}
	return out, nil
}

// seesChanges reports whether a person sees all rules that changes are of, as they were and as
// they are.
func (c *Console) seesChanges(r *request, changes ...curation.Change) (bool, error) {
	for _, change := range changes {
		for _, rule := range []*curation.Rule{change.Before, change.After} {
			if rule == nil {
				continue
			}
			if ok, err := c.mayRead(r, rule); !ok || err != nil {
				return false, err
			}
		}
	}
	return true, nil
}

// reason is why a revision was saved, for who sees all that it changed: others' words are about
// others' rules.
func (c *Console) reason(r *request, of curation.Revision) (string, error) {
	if len(r.person.Collections) == 0 || of.Number == 0 {
		return of.Why, nil
	}
	changes, _, err := c.cfg.Curator.Changes(r.ctx(), of.Number)
	if err != nil {
		return "", err //nolint:wrapcheck // says what it is
	}
	if ok, err := c.seesChanges(r, changes...); !ok || err != nil {
		return "", err
	}
	return of.Why, nil
}

// mayChange reports whether a person may change a rule: who is bound to collections changes
// rules of those alone.
func (r *request) mayChange(rule curation.Rule) bool {
	return len(r.person.Collections) == 0 || slices.Contains(r.person.Collections, rule.Collection)
}

// refused is the first change that a person may not make; nil: they may make all.
func (r *request) refused(changes []curation.Change) *curation.Change {
	for i, c := range changes {
		for _, rule := range []*curation.Rule{c.Before, c.After} {
			if rule != nil && !r.mayChange(*rule) {
				return &changes[i]
			}
		}
	}
	return nil
}

// subject is the article or passage that a rule is about, if the person may see it.
func (c *Console) subject(r *request, id string) (*curation.Subject, error) {
	if id == "" {
		return nil, nil
	}
	return curation.SubjectOf(r.ctx(), r.library(), id) //nolint:wrapcheck // says what it is
}

// whoIs is how the history names a person.
func (r *request) whoIs() string {
	switch {
	case r.person.Local:
		return r.console.words[japanese]("このコンピューター")
	case r.person.Shown != "":
		return r.person.Shown
	}
	return r.person.Name
}

// curationProblem words what can be wrong with saving.
func curationProblem(r *request, err error) error {
	var conflict *curation.ConflictError
	switch {
	case errors.As(err, &conflict) && len(r.person.Collections) > 0: // the reason may be about others' rules
		return &problem{http.StatusConflict, r.T("確認している間に、%sさんが第%d版を保存しました。一覧に戻り、もう一度やり直してください。",
			conflict.Latest.Who, conflict.Latest.Number)}
	case errors.As(err, &conflict):
		return &problem{http.StatusConflict, r.T("確認している間に、%sさんが第%d版を保存しました(%s)。一覧に戻り、もう一度やり直してください。",
			conflict.Latest.Who, conflict.Latest.Number, conflict.Latest.Why)}
	case errors.Is(err, curation.ErrUnchanged):
		return &problem{http.StatusUnprocessableEntity, r.T("変わるところがありません。")}
	case errors.Is(err, curation.ErrNoReason):
		return &problem{http.StatusUnprocessableEntity, r.T("変更の理由を入力してください。")}
	case errors.Is(err, curation.ErrNoRevision):
		return &problem{http.StatusNotFound, r.T("その版はありません。")}
	case errors.Is(err, search.ErrNotFound):
		return &problem{http.StatusNotFound, r.T("対象の記事または文章が見つかりません。")}
	}
	return err
}
