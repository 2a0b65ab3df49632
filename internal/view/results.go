package view

import (
	"slices"
	"strconv"
	"strings"

	"shirube/corpus"
	"shirube/index"
	"shirube/internal/present"
	"shirube/internal/search"
)

// Results is what the search page shows.
type Results struct {
	Heading  string
	Query    string
	Total    int
	Unit     string // 件 of what: 記事 or 文章
	Start    bool   // nothing was asked: introduce
	Examples []Suggestion

	Urgent, Notices []string
	Corrected       *search.Correction
	Understood      []Understanding
	Off             []Chip // parts of understanding that are switched off, with the address in which they are on
	Literal         string // address of the search for just what was typed
	LiteralOn       bool
	AsTyped         string // address of the search that leaves the spelling as it is
	AsTypedOn       bool
	Offer           *Suggestion // what may have been meant, beside what was found
	Elsewhere       *Suggestion // where editors say to look
	Answer          *Answer
	Relaxed         bool
	Uncertain       bool // found something, but maybe no answer

	Hits        []Hit
	Suggestions []Suggestion
	Reliefs     []Relief
	Questions   []QuestionLink
	PastEnd     string // address of the first page, when this one is past the last

	Chips  []Chip
	Clear  string
	Facets []FacetChoices
	Limits []Limit
	// Choosing: what is chosen from was asked for.
	Choosing bool
	Kept     string // the filters of the address, for the search box
	Since    string // the day after which articles must have been reviewed
	Hidden   []Field
	Sorts    []Option
	Views    []Option
	Pages    Pager
}

// Understanding is one thing that was read into the query; Filters are conditions, each
// with the address of the search without it.
type Understanding struct {
	Label, Text string
	Filters     []Chip
	Remove      string // address of the search in which it is not understood so
}

// Suggestion is another query with its address.
type Suggestion struct{ Text, Path string }

// Option is one of several states of the page.
type Option struct {
	Value, Label, Path string
	Current            bool
}

// Field is a hidden field of the form.
type Field struct{ Name, Value string }

// Hit is an article with its passages.
type Hit struct {
	ID       string // of the heading in the page
	Title    []present.Segment
	Link     string
	External bool
	Local    string // the article's page here, where Link leads elsewhere
	Badges   []Badge
	Lead     []present.Segment // instead of passages, where the article was found by filters alone
	Passages []Passage
	Risks    *Risks // beside a passage that tells of an effect
	Riskless bool   // one does, and the article has no passage on risks
	Review   Review
	Pinned   bool // editors put it where it stands
}

// Badge is a fact about an article.
type Badge struct{ Class, Label, Text string }

// Review says who checked an article and when.
type Review struct {
	Supervisor string
	Reviewed   present.Date
}

// Passage is a passage in a hit.
type Passage struct {
	ID              string
	Kind, KindLabel string
	Path            []string
	Link            string
	Snippet         []present.Segment
	Sources         []Source
	Review          Review
}

// Source is a cited work.
type Source struct {
	Type, TypeLabel string
	Text            string
	Link            string
}

// Of is what the page of a state shows of its results.
func Of(site Site, s State, r *search.Response) Results {
	v := Results{
		Query: s.query, Total: r.Total, Start: s.Empty(),
		LiteralOn: s.literal(), Relaxed: r.Relaxed && r.Answerable, Uncertain: !r.Answerable && r.Total > 0 && s.query != "",
		Corrected: r.Interpreted.Corrected, Understood: understandings(s, site, r.Interpreted),
		Chips: chips(s, site, r.Facets), Facets: facetChoices(s, site, r.Facets), Limits: limits(s, site),
		Hidden: hidden(s), Sorts: sortOptions(s, site), Views: viewOptions(s, site),
		Pages: pagerOf(s, site, r.Total),
	}
	v.Urgent, v.Notices = split(r.Notices)
	v.Since, v.Kept = s.days[reviewedAfter], s.kept()
	v.Choosing = len(s.find) > 0 || s.more != ""
	v.lead(s, site, r)
	v.Heading, v.Unit = site.T("治療の記事をさがす"), site.T("記事")
	if s.view == index.Passages {
		v.Unit = site.T("文章")
	}
	switch {
	case s.query != "":
		v.Heading = site.T("「%s」の検索結果", s.query)
	case !v.Start:
		v.Heading = site.T("条件に合う%s", v.Unit)
	}
	if len(v.Understood) > 0 || v.Corrected != nil {
		v.Literal = s.change(site, "interpret", "off")
	}
	if s.literal() || s.asTyped() {
		v.Literal = s.change(site, "interpret", "")
	}
	v.Off = switchedOn(s, site)
	if s.filtered() {
		v.Clear = s.clear(site)
	}
	for i := range r.Hits {
		v.Hits = append(v.Hits, hitOf(&r.Hits[i], site, i+1))
	}
	if len(r.Hits) == 0 && r.Total > 0 {
		v.PastEnd = s.change(site)
	}
	v.Suggestions = s.suggest(site, r.Suggestions)
	if v.Start {
		v.Examples = s.suggest(site, []string{"妊娠中でも受けられる？", "内出血のリスク", "10万円以下でダウンタイム3日以内"})
	}
	return v
}

// suggest turns queries into links, in the view that is shown.
func (s State) suggest(site Site, queries []string) []Suggestion {
	var out []Suggestion
	for _, q := range queries {
		if q == s.query {
			continue // that is what found nothing, or nothing else than without the filters
		}
		out = append(out, Suggestion{q, State{query: q, view: s.view, sort: index.ByRelevance, page: 1}.Path(site)})
	}
	return out
}

// split tells the notices that name an emergency number: they come first.
func split(notices []string) (urgent, others []string) {
	for _, n := range notices {
		if strings.Contains(n, "119") {
			urgent = append(urgent, n)
		} else {
			others = append(others, n)
		}
	}
	return urgent, others
}

// understandings words what was read into the query; the correction is told apart.
func understandings(s State, site Site, i search.Interpretation) []Understanding {
	var out []Understanding
	for _, e := range i.Expansions {
		if len(e.To) > 0 {
			out = append(out, Understanding{Label: site.T("「%s」の言い換えも検索", e.From), Text: someOf(site, e.To), Remove: s.switchOff(site, "synonyms")})
		}
	}
	if len(i.Filters) > 0 {
		out = append(out, Understanding{Label: site.T("条件として読み取り"), Filters: readFilters(s, site, i.Filters), Remove: s.switchOff(site, "numbers")})
	}
	if len(i.Excluded) > 0 {
		out = append(out, Understanding{Label: site.T("除いて検索"), Text: quoted(i.Excluded)})
	}
	denied := slices.DeleteFunc(slices.Clone(i.Negations), func(n string) bool { return slices.Contains(i.Excluded, n) })
	if len(denied) > 0 {
		out = append(out, Understanding{Label: site.T("打ち消しとして読み取り"), Text: quoted(denied), Remove: s.switchOff(site, "negation")})
	}
	if len(i.Intent) > 0 {
		labels := make([]string, len(i.Intent))
		for n, kind := range i.Intent {
			labels[n] = site.Label(present.LabelOf(corpus.KindLabels(), kind))
		}
		out = append(out, Understanding{Label: site.T("優先した内容"), Text: strings.Join(labels, "、"), Remove: s.switchOff(site, "intent")})
	}
	return out
}

// switchedOn leads back to what was switched off, part by part.
func switchedOn(s State, site Site) []Chip {
	names := map[string]string{
		"spelling": msg("つづりの訂正"), "synonyms": msg("言い換え"), "intent": msg("内容の優先"),
		"numbers": msg("条件の読み取り"), "negation": msg("打ち消しの読み取り"),
	}
	var out []Chip
	for _, part := range s.off {
		rest := slices.DeleteFunc(slices.Clone(s.off), func(o string) bool { return o == part })
		out = append(out, Chip{Label: site.Label(names[part]), Remove: s.change(site, "interpret", interpretation(rest))})
	}
	return out
}

func quoted(words []string) string { return "「" + strings.Join(words, "」「") + "」" }

// readFilters are the conditions that were read from words of the query. Their address
// is that of the query without those words.
func readFilters(s State, site Site, filters []search.AppliedFilter) []Chip {
	var out []Chip
	for _, f := range filters {
		c := Chip{Title: "「" + f.From + "」", Label: boundLabel(site, f)}
		if n := len(out); n > 0 && out[n-1].Title == c.Title && c.Label != "" {
			out[n-1].Label += "・" + c.Label // both ends of one range
			continue
		}
		if f.From != "" && strings.Contains(s.query, f.From) {
			without := s
			without.query, without.page = strings.Join(strings.Fields(strings.Replace(s.query, f.From, " ", 1)), " "), 1
			c.Remove = without.Path(site)
		}
		out = append(out, c)
	}
	return out
}

// boundLabel words a range; other filters are their own words.
func boundLabel(site Site, f search.AppliedFilter) string {
	n, err := strconv.Atoi(f.Value)
	if err != nil {
		return ""
	}
	return rangeLabel(site, f.Name, n)
}

// rangeLabel words one end of a range, "" for what is none.
func rangeLabel(site Site, name string, n int) string {
	switch {
	case name == costMin:
		return site.T("費用 %s以上", present.Yen(n))
	case name == costMax:
		return site.T("費用 %s以下", present.Yen(n))
	case name == downtimeMax && n == 0:
		return site.T("ダウンタイム ほぼなし")
	case name == downtimeMax:
		return site.T("ダウンタイム %d日以内", n)
	}
	return ""
}

// someOf lists a few words and says that there are more.
func someOf(site Site, list []string) string {
	const few = 4
	if len(list) <= few+1 {
		return strings.Join(list, "、")
	}
	return site.T("%s ほか%d語", strings.Join(list[:few], "、"), len(list)-few)
}

func hitOf(h *search.Hit, site Site, n int) Hit {
	a := &h.Article
	local := site.Article(a.ID)
	v := Hit{
		ID: "hit-" + strconv.Itoa(n), Title: present.Segments(h.Title), Link: present.Link(a.URL), Badges: Badges(site, a.Insurance, a.Approval, a.Cost, a.Downtime),
		Review: Review{present.Supervisors(a.Supervisors), present.DateOf(a.Reviewed)}, Pinned: h.Pinned,
	}
	if len(v.Title) == 0 {
		v.Title = []present.Segment{{Text: a.ID}}
	}
	if v.Link == "" {
		v.Link = local
	}
	if v.External = present.External(v.Link); v.External {
		v.Local = local
	}
	passages := h.Passages
	if len(passages) == 0 && h.Passage != nil {
		passages = []search.PassageHit{{Passage: *h.Passage, Snippet: h.Snippet}}
	}
	for i := range passages {
		v.Passages = append(v.Passages, passageOf(&passages[i], local, v.Review.Reviewed))
	}
	v.Risks = besideOf(h.Risks, local, v.ID+"-risks")
	v.Riskless = h.TellsEffect && h.Risks == nil
	if len(passages) == 0 {
		v.Lead = present.Segments(h.Snippet)
		if len(v.Lead) == 0 && a.Description != "" {
			v.Lead = []present.Segment{{Text: a.Description}}
		}
	}
	return v
}

func passageOf(h *search.PassageHit, article string, reviewed present.Date) Passage {
	p := &h.Passage
	v := Passage{
		ID: p.ID, Kind: string(p.Kind), KindLabel: present.LabelOf(corpus.KindLabels(), string(p.Kind)),
		Path: present.Headings(p.Path, p.Heading), Link: article + "#" + search.PassageAnchor(p.ID), Snippet: present.Segments(h.Snippet),
		Review: Review{present.Supervisors(p.Supervision), reviewed},
	}
	for _, s := range p.Sources {
		v.Sources = append(v.Sources, SourceOf(s))
	}
	return v
}

// SourceOf is a cited work as it is shown.
func SourceOf(s corpus.Source) Source {
	kind := s.Type
	if kind == "" {
		kind = corpus.SourceOther
	}
	return Source{Type: string(kind), TypeLabel: present.LabelOf(corpus.SourceTypeLabels(), string(kind)), Text: present.SourceText(s), Link: present.Link(s.URL)}
}

// Badges are what a reader should see of an article before anything else.
func Badges(site Site, insurance, approval string, cost corpus.Cost, downtime corpus.Downtime) []Badge {
	var out []Badge
	if insurance != corpus.Unknown && insurance != "" {
		out = append(out, Badge{"insurance-" + insurance, site.T("保険"), site.Label(present.LabelOf(corpus.InsuranceLabels(), insurance))})
	}
	if approval != corpus.Unknown && approval != "" {
		out = append(out, Badge{"approval-" + approval, site.T("承認"), site.Label(present.LabelOf(corpus.ApprovalLabels(), approval))})
	}
	if s := present.Cost(cost); s != "" {
		out = append(out, Badge{"cost", site.T("費用"), s})
	}
	if s := present.Downtime(downtime); s != "" {
		out = append(out, Badge{"downtime", site.T("ダウンタイム"), s})
	}
	return out
}

// hidden keeps in the form what has no control of its own.
func hidden(s State) []Field {
	var out []Field
	if s.view != index.Articles {
		out = append(out, Field{"view", string(s.view)})
	}
	if s.more != "" {
		out = append(out, Field{moreValues, s.more})
	}
	if day, ok := s.days[updatedAfter]; ok {
		out = append(out, Field{updatedAfter, day})
	}
	return out
}

func sortOptions(s State, site Site) []Option {
	words := map[index.Sort]string{
		index.ByRelevance: site.T("関連の高い順"), index.ByUpdated: site.T("更新の新しい順"),
		index.ByCost: site.T("費用の低い順"), index.ByDowntime: site.T("ダウンタイムの短い順"),
	}
	out := make([]Option, 0, len(words))
	for _, sort := range sorts() {
		out = append(out, Option{Value: string(sort), Label: words[sort], Current: s.sort == sort})
	}
	return out
}

func viewOptions(s State, site Site) []Option {
	return []Option{
		{Label: site.T("記事ごと"), Path: s.change(site, "view", string(index.Articles)), Current: s.view == index.Articles},
		{Label: site.T("文章ごと"), Path: s.change(site, "view", string(index.Passages)), Current: s.view == index.Passages},
	}
}

// Pager leads to other pages of the results.
type Pager struct {
	Prev, Next string
	Pages      []Option // a page without a path is a gap
	From, To   int      // of the hits on this page, from 1
}

func pagerOf(s State, site Site, total int) Pager {
	last := (min(total, search.MaxWindow) + PerPage - 1) / PerPage
	at := func(page int) string {
		to := s
		to.page = page
		return to.Path(site)
	}
	p := Pager{From: (s.page-1)*PerPage + 1, To: min(s.page*PerPage, total)}
	if last <= 1 || s.page > last {
		return p
	}
	if s.page > 1 {
		p.Prev = at(s.page - 1)
	}
	if s.page < last {
		p.Next = at(s.page + 1)
	}
	for n := 1; n <= last; n++ {
		near := n >= s.page-2 && n <= s.page+2
		switch {
		case n == 1 || n == last || near:
			p.Pages = append(p.Pages, Option{Label: strconv.Itoa(n), Path: at(n), Current: n == s.page})
		case len(p.Pages) > 0 && p.Pages[len(p.Pages)-1].Path != "":
			p.Pages = append(p.Pages, Option{Label: "…"})
		}
	}
	return p
}
