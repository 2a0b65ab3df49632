package console

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"shirube/internal/curation"
	"shirube/internal/search"
)

// basis is the rules that a change starts from. Where somebody else saved meanwhile, it is told
// before a preview is asked for.
func (c *Console) basis(r *request, base int) (*curation.Document, error) {
	d, latest, err := c.cfg.Curator.Current(r.ctx())
	if err != nil {
		return nil, err //nolint:wrapcheck // says what it is
	}
	if latest.Number != base {
		return nil, curationProblem(r, &curation.ConflictError{Base: base, Latest: latest})
	}
	return d, nil
}

// changeRow is what becomes of a rule.
type changeRow struct {
	Sign, Label, Kind, KindLabel string
	Line                         string
	Fields                       []fieldRow
	Warnings                     []string
}

// fieldRow is what becomes of a field of a rule.
type fieldRow struct{ Label, Before, After string }

// movedRow is a query whose hits move.
type movedRow struct {
	Query                   string
	Judged                  bool
	Count                   int
	NDCGBefore, NDCGAfter   string
	Worse, Better           bool
	TotalBefore, TotalAfter int
	Before, After           []placeRow
	Redirect                string
	URL                     string
}

// placeRow is a hit of a query before or after.
type placeRow struct {
	Rank                         int
	Title, Heading               string
	Entered, Left, Pinned, Other bool
	Up, Down                     int
}

// proposalView is what a change would do.
type proposalView struct {
	Base      int
	YAML      string // what of the document the person may see: see Console.whole
	Seal      string
	Why       string
	Changes   []changeRow
	Dangerous bool
	Moves     *movesView
}

// movesView is which searches would move.
type movesView struct {
	Asked, Of     int
	Judged        int
	Moved         []movedRow
	More          int // queries that move and are not listed
	NDCGBefore    string
	NDCGAfter     string
	Better, Worse int
	NoQueries     bool
}

// mostMoved is how many queries that move are listed.
const mostMoved = 40

// proposal shows what a document would change and move, and asks why it should be saved.
func (c *Console) proposal(r *request, base int, before, after *curation.Document, why string) (reply, error) {
	changes := curation.Diff(before, after)
	if len(changes) == 0 {
		return reply{}, curationProblem(r, curation.ErrUnchanged)
	}
	if no := r.refused(changes); no != nil {
		return reply{}, &problem{http.StatusForbidden, r.T("担当のコレクションの外の調整は変更できません: %s", no.ID)}
	}
	seen, err := c.readable(r, after) // of the rest nothing leaves the server: saving puts it in again
	if err != nil {
		return reply{}, err
	}
	src, err := seen.YAML()
	if err != nil {
		return reply{}, err //nolint:wrapcheck // says what it is
	}
	report, err := c.cfg.Curator.Preview(r.ctx(), after, r.person.Collections, nil)
	if err != nil {
		return reply{}, err //nolint:wrapcheck // says what it is
	}
	v := proposalView{
		Base: base, YAML: string(src), Seal: c.previews.of(r, base, string(src)), Why: why, Moves: r.movesOf(report),
	}
	for _, change := range changes {
		row, err := c.changeRow(r, change)
		if err != nil {
			return reply{}, err
		}
		v.Dangerous = v.Dangerous || len(row.Warnings) > 0
		v.Changes = append(v.Changes, row)
	}
	return r.show("curation_preview", r.T("変更の確認"), v), nil
}

// movesOf is a report as pages show it.
func (r *request) movesOf(report *curation.Report) *movesView {
	v := &movesView{
		Asked: report.Asked, Of: report.Of, Judged: report.Judged, NoQueries: report.Of == 0,
		NDCGBefore: score(report.NDCGBefore), NDCGAfter: score(report.NDCGAfter), Better: report.Better, Worse: report.Worse,
	}
	for _, m := range report.Moved {
		if len(v.Moved) == mostMoved {
			v.More = len(report.Moved) - mostMoved
			break
		}
		v.Moved = append(v.Moved, r.movedRow(m))
	}
	return v
}

// score is a mean of nDCG as pages show it.
func score(v float64) string { return strconv.FormatFloat(v, 'f', 3, 64) }

// fieldLabels are what the fields of rules are called.
func fieldLabels() []labelled {
	return []labelled{
		{"kind", msg("種類")}, {"words", msg("言葉")}, {"to", msg("見つける言葉")}, {"queries", msg("検索の言葉")}, {"match", msg("一致のしかた")},
		{"target", msg("固定する記事・文章")}, {"position", msg("順位")}, {"query", msg("案内する検索")}, {"url", msg("案内するURL")}, {"text", msg("リンクの文字")},
		{"passage", msg("非表示にする文章")}, {"collection", msg("コレクション")}, {"until", msg("期限")}, {"note", msg("メモ")},
	}
}

func (c *Console) changeRow(r *request, change curation.Change) (changeRow, error) {
	rule, row := change.After, changeRow{Sign: "~", Label: r.T("変更")}
	switch {
	case change.Before == nil:
		row.Sign, row.Label = "+", r.T("追加")
	case change.After == nil:
		rule, row.Sign, row.Label = change.Before, "-", r.T("削除")
	}
	row.Kind, row.KindLabel, row.Line = string(rule.Kind), labelOf(r, ruleKinds(), string(rule.Kind)), rule.Line()
	if rule.Quote != "" {
		row.Line += " 「" + rule.Quote + "」"
	}
	if row.Sign == "~" {
		for _, f := range change.Fields {
			row.Fields = append(row.Fields, fieldRow{labelOf(r, fieldLabels(), f.Name), f.Before, f.After})
		}
	}
	if change.After == nil {
		return row, nil
	}
	warnings, err := curation.Warn(r.ctx(), r.library(), *change.After)
	if err != nil {
		return row, err //nolint:wrapcheck // says what it is
	}
	row.Warnings = r.warnings(warnings)
	return row, nil
}

func (r *request) movedRow(m curation.Movement) movedRow {
	row := movedRow{
		Query: m.Query.Query, Judged: m.Judged, Count: m.Count, NDCGBefore: score(m.NDCGBefore), NDCGAfter: score(m.NDCGAfter),
		Worse: m.NDCGAfter < m.NDCGBefore, Better: m.NDCGAfter > m.NDCGBefore, TotalBefore: m.TotalBefore, TotalAfter: m.TotalAfter,
		URL: r.withQuery("/", url.Values{"q": {m.Query.Query}}),
	}
	for i, p := range m.Before {
		left := slices.ContainsFunc(m.Left, func(l curation.Place) bool { return l.Article == p.Article })
		row.Before = append(row.Before, placeRow{Rank: i + 1, Title: p.Title, Heading: p.Heading, Pinned: p.Pinned, Left: left})
	}
	for i, p := range m.After {
		place := placeRow{Rank: i + 1, Title: p.Title, Heading: p.Heading, Pinned: p.Pinned, Entered: p.Was == 0, Other: p.OtherPassage}
		if p.Was > 0 {
			place.Up, place.Down = max(p.Was-i-1, 0), max(i+1-p.Was, 0)
		}
		row.After = append(row.After, place)
	}
	if to := m.Redirects; to != nil && (m.RedirectBefore == nil || *m.RedirectBefore != *to) {
		row.Redirect = to.Query + to.URL
	}
	return row
}

// curationRemove shows what would move without a rule.
func (c *Console) curationRemove(r *request) (reply, error) {
	if c.cfg.Curator == nil {
		return reply{}, errNoCurator(r)
	}
	d, latest, err := c.cfg.Curator.Current(r.ctx())
	if err != nil {
		return reply{}, err //nolint:wrapcheck // says what it is
	}
	rule := d.Rule(r.form("rule"))
	if rule == nil {
		return reply{}, errNoRule(r)
	}
	if ok, err := c.mayRead(r, rule); err != nil || !ok {
		return reply{}, cmp.Or(err, errNoRule(r))
	}
	return c.proposal(r, latest.Number, d, d.Without(r.form("rule")), "")
}

// curationSave saves what was previewed. What the form has is looked at as if it came from
// anywhere.
func (c *Console) curationSave(r *request) (reply, error) {
	if c.cfg.Curator == nil {
		return reply{}, errNoCurator(r)
	}
	base, err := strconv.Atoi(r.form("base"))
	if err != nil {
		return reply{}, &problem{http.StatusUnprocessableEntity, r.T("使えない値です。")}
	}
	after, err := curation.Parse("YAML", []byte(r.form("yaml")))
	if err != nil {
		return reply{}, &problem{http.StatusUnprocessableEntity, err.Error()}
	}
	before, err := c.basis(r, base)
	if err != nil {
		return reply{}, err
	}
	if after, err = c.whole(r, after, before); err != nil {
		return reply{}, err
	}
	if !c.previews.has(r, base, r.form("yaml"), r.form("seal")) {
		return c.proposal(r, base, before, after, r.form("why")) // nothing is saved that was not looked at
	}
	changes := curation.Diff(before, after)
	if no := r.refused(changes); no != nil {
		return reply{}, &problem{http.StatusForbidden, r.T("担当のコレクションの外の調整は変更できません: %s", no.ID)}
	}
	if err := c.mayHide(r, changes); err != nil {
		return reply{}, err
	}
	unreasoned, err := curation.Unreasoned(r.ctx(), r.library(), before, after)
	if err != nil {
		return reply{}, err //nolint:wrapcheck // says what it is
	}
	if len(unreasoned) > 0 {
		return reply{}, &problem{http.StatusUnprocessableEntity, r.T("リスクや禁忌の文章を非表示にするには、理由が必要です。")}
	}
	saved, err := c.cfg.Curator.Save(r.ctx(), base, after, r.whoIs(), r.form("why"))
	if err != nil {
		return reply{}, curationProblem(r, err)
	}
	var now []string
	for _, change := range changes {
		now = append(now, change.String())
	}
	if err := r.note(didCurate, strconv.Itoa(saved.Number), "", strings.Join(now, "\n")); err != nil {
		return reply{}, err
	}
	r.flash(r.T("第%d版として保存しました。検索にはもう反映されています。", saved.Number))
	return r.seeOther("/console/curation"), nil
}

// mayHide refuses to hide what is in a collection that is none of the person's, whatever
// collection the rule names.
func (c *Console) mayHide(r *request, changes []curation.Change) error {
	if len(r.person.Collections) == 0 {
		return nil
	}
	for _, change := range changes {
		if change.After == nil || change.After.Kind != curation.KindHide {
			continue
		}
		s, err := c.subject(r, change.After.Passage)
		if err != nil {
			return err
		}
		if s == nil {
			return curationProblem(r, search.ErrNotFound)
		}
	}
	return nil
}
