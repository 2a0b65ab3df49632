package console

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"shirube/internal/precaution"
	"shirube/internal/staff"
)

func (c *Console) patientRoutes() []route {
	return []route{get("/console/patient", staff.Reader, c.patient)}
}

// patientPage is what the page shows.
type patientPage struct {
	Waiting  *waiting // nil: it is there
	Stale    bool     // of the generation before
	Groups   []patientGroup
	Said     string // what was typed
	Only     string // a treatment
	Names    []string
	Ticks    []patientTick
	Results  []patientLevel // nil: nothing was ticked
	Articles int
}

// patientGroup is options that belong together: the most frequent, and the rest.
type patientGroup struct {
	Label       string
	First, More []patientOption
	Open        bool // one of More is ticked
}

type patientOption struct {
	ID, Label string
	Articles  int
	Ticked    bool
}

// patientTick is what was ticked, and the page without it.
type patientTick struct {
	Label, Without string
}

// patientLevel is the treatments of which the same is told.
type patientLevel struct {
	Level      string // a class: excluded, caution, mentioned, allowed, unstated, nothing
	Label      string
	Note       string
	Brief      bool // names are enough
	Treatments []patientTreatment
}

type patientTreatment struct {
	Label    string
	Compare  string
	Articles int
	Silent   []articleLink
	Ticks    []patientFinding
}

// patientFinding is what the articles of a treatment say of one tick.
type patientFinding struct {
	Label       string
	Level       string
	LevelLabel  string
	First, More []patientMatch
}

type patientMatch struct {
	saidView
	LevelLabel, Level string
	Relation          string // empty: the same thing
}

const (
	// firstOptions is how many options of a group are seen without unfolding.
	firstOptions = 7
	// firstMatches is how many sentences on one tick are seen without unfolding, mostMatches
	// how many at all: the gravest.
	firstMatches, mostMatches = 2, 20
	// mostTicks is how many things are looked for at once.
	mostTicks = 40
)

func (c *Console) patient(r *request) (reply, error) {
	if err := c.shelfReady(); err != nil {
		return reply{}, err
	}
	book, state, ok, err := c.surveys.precautions.Get(r.ctx(), surveyPatience)
	if err != nil {
		return reply{}, err //nolint:wrapcheck // it says what it is
	}
	v := patientPage{Said: strings.TrimSpace(r.query("said")), Only: strings.TrimSpace(r.query("treatment"))}
	if !ok {
		v.Waiting = &waiting{state.Done, state.Total, state.Err != nil}
		answer := r.show("patient", r.T("患者さんの確認"), v)
		answer.headers = map[string]string{"Refresh": "2"}
		answer.status = http.StatusAccepted
		return answer, nil
	}
	v.Stale = !state.Current
	ticks := c.ticksOf(r, book, v.Said)
	scope := r.seen(false)
	for _, g := range book.Options(scope) {
		v.Groups = append(v.Groups, r.patientGroup(g, ticks))
	}
	v.Names, err = c.treatmentNames(r)
	if err != nil {
		return reply{}, err
	}
	for _, t := range ticks {
		v.Ticks = append(v.Ticks, patientTick{t.Label(), r.withoutTick(ticks, t)})
	}
	if len(ticks) > 0 {
		v.Results = r.patientResults(book.Check(ticks, scope), v.Only, len(ticks) > 1)
	}
	return r.show("patient", r.T("患者さんの確認"), v, "patient"), nil
}

// ticksOf are what was ticked and typed, each once.
func (c *Console) ticksOf(r *request, book *precaution.Book, said string) []precaution.Tick {
	var ticks []precaution.Tick
	add := func(t precaution.Tick) {
		if len(ticks) < mostTicks && !slices.ContainsFunc(ticks, func(o precaution.Tick) bool { return o.Label() == t.Label() }) {
			ticks = append(ticks, t)
		}
	}
	for _, id := range r.gin.QueryArray("c") {
		if concept := book.Concept(id); concept != nil {
			add(precaution.Tick{Concept: concept})
		}
	}
	if said != "" {
		for _, t := range book.Understand(said) {
			add(t)
		}
	}
	return ticks
}

// withoutTick is the page without one of the ticks. What was typed becomes ticks.
func (r *request) withoutTick(ticks []precaution.Tick, without precaution.Tick) string {
	q := url.Values{}
	for _, t := range ticks {
		switch {
		case t.Label() == without.Label():
		case t.Concept != nil:
			q.Add("c", t.Concept.ID)
		default:
			q.Set("said", strings.TrimPrefix(q.Get("said")+"、"+t.Words, "、"))
		}
	}
	if only := r.query("treatment"); only != "" {
		q.Set("treatment", only)
	}
	return r.path("/console/patient?") + q.Encode()
}

func (r *request) patientGroup(g precaution.Group, ticks []precaution.Tick) patientGroup {
	v := patientGroup{Label: r.patientGroupLabel(g.ID)}
	for i, o := range g.Options {
		option := patientOption{o.Concept.ID, o.Concept.Label, o.Articles, slices.ContainsFunc(ticks, func(t precaution.Tick) bool { return t.Concept != nil && t.Concept.ID == o.Concept.ID })}
		if i < firstOptions && (o.Articles > 0 || i < 3) {
			v.First = append(v.First, option)
			continue
		}
		v.More = append(v.More, option)
		v.Open = v.Open || option.Ticked
	}
	return v
}

// patientGroupLabel is the name of a group of groups.yaml.
func (r *request) patientGroupLabel(id string) string {
	labels := map[string]string{
		"pregnancy": msg("妊娠・授乳"), "cancer": msg("がん"), "drugs": msg("使っている薬"), "allergy": msg("アレルギー"),
		"skin": msg("肌・体質"), "heart": msg("心臓・血管・血液"), "inner": msg("代謝・内臓の病気"), "immune": msg("免疫・感染症"),
		"nerves": msg("神経・こころ"), "implants": msg("体内の機器・金属"), "eyes": msg("目"), "teeth": msg("歯・口・あご"),
		"age": msg("年齢・体格"), "habits": msg("生活・体調・予定"), precaution.OtherGroup: msg("その他"),
	}
	return r.T(labels[id])
}

// patientResults puts treatments together of which the same is told, the gravest first.
func (r *request) patientResults(results []precaution.Result, only string, several bool) []patientLevel {
	var out []patientLevel
	for i := range results {
		res := &results[i]
		if only != "" && res.Treatment != only {
			continue
		}
		class := levelClass(res.Level)
		if len(out) == 0 || out[len(out)-1].Level != class {
			label, note := r.levelHeading(res.Level)
			out = append(out, patientLevel{Level: class, Label: label, Note: note, Brief: res.Level <= precaution.Nothing})
		}
		last := &out[len(out)-1]
		last.Treatments = append(last.Treatments, r.patientTreatment(res, several))
	}
	return out
}

func (r *request) patientTreatment(res *precaution.Result, several bool) patientTreatment {
	v := patientTreatment{Label: res.Treatment, Articles: len(res.Articles), Compare: r.path("/console/compare?") + url.Values{"t": {res.Treatment}}.Encode()}
	for _, a := range res.Silent {
		v.Silent = append(v.Silent, articleLink{a.Title, r.passagePath(a.ID, "")})
	}
	for i := range res.Ticks {
		t := &res.Ticks[i]
		if len(t.Matches) == 0 && !several {
			continue
		}
		f := patientFinding{Label: t.Tick.Label(), Level: levelClass(t.Level), LevelLabel: r.levelLabel(t.Level)}
		for j := range t.Matches[:min(len(t.Matches), mostMatches)] {
			m := &t.Matches[j]
			match := patientMatch{saidView: r.said(&m.Statement, ""), Level: levelClass(m.Level), LevelLabel: r.levelLabel(m.Level), Relation: r.relationLabel(m.Relation)}
			if m.Elsewhere {
				match.Others = m.Of
			}
			if m.Level == t.Level {
				match.LevelLabel = "" // it stands beside the tick
			}
			if j < firstMatches && (j == 0 || m.Level >= precaution.Caution) {
				f.First = append(f.First, match)
			} else {
				f.More = append(f.More, match)
			}
		}
		v.Ticks = append(v.Ticks, f)
	}
	return v
}

func levelClass(l precaution.Level) string {
	return [...]string{"unstated", "nothing", "allowed", "mentioned", "caution", "excluded"}[l]
}

// levelLabel is how a sentence words it.
func (r *request) levelLabel(l precaution.Level) string {
	switch l {
	case precaution.Excluded:
		return r.T("禁忌・受けられない")
	case precaution.Caution:
		return r.T("要相談・注意")
	case precaution.Mentioned:
		return r.T("ふれている文")
	case precaution.Allowed:
		return r.T("受けられるとの記載")
	case precaution.Nothing:
		return r.T("該当する文なし（確認が必要）")
	case precaution.Unstated:
	}
	return r.T("記載なし（確認が必要）")
}

// levelHeading is the heading over treatments, and what it does not mean.
func (r *request) levelHeading(l precaution.Level) (label, note string) {
	switch l {
	case precaution.Excluded:
		return r.T("禁忌・受けられないとの記載"), r.T("記事に、受けられない・控えるなどの文があります。")
	case precaution.Caution:
		return r.T("要相談・注意の記載"), r.T("記事に、相談・申告・注意などの文があります。")
	case precaution.Mentioned:
		return r.T("ふれている文がある"), r.T("該当する言葉が出てきますが、受けられるかどうかは書かれていません。文を読んで確認してください。")
	case precaution.Allowed:
		return r.T("受けられるとの記載"), r.T("記事に、受けられるという文があります。条件がないか、前後を読んで確認してください。")
	case precaution.Nothing:
		return r.T("該当する文なし（確認が必要）"), r.T("注意事項の記載はありますが、選んだ項目にふれた文は見つかりません。受けられるという意味ではありません。")
	case precaution.Unstated:
	}
	return r.T("記載なし（確認が必要）"), r.T("記事に、受けられない方や注意事項の記載がありません。医師に確認してください。")
}

func (r *request) relationLabel(relation precaution.Relation) string {
	switch relation {
	case precaution.Narrower:
		return r.T("より狭い言葉")
	case precaution.Broader:
		return r.T("より広い言葉")
	case precaution.Beside:
		return r.T("関連する言葉")
	case precaution.Same:
	}
	return ""
}
