package page

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"shirube/corpus"
	"shirube/index"
	"shirube/internal/present"
	"shirube/internal/search"
)

// results is what the search page shows.
type results struct {
	Heading  string
	Query    string
	Total    int
	Unit     string // 件 of what: 記事 or 文章
	Start    bool   // nothing was asked: introduce
	Examples []suggestion

	Urgent, Notices []string
	Corrected       *search.Correction
	Understood      []understanding
	Literal         string // address of the search for just what was typed
	LiteralOn       bool
	AsTyped         string // address of the search that leaves the spelling as it is
	AsTypedOn       bool
	Offer           *suggestion // what may have been meant, beside what was found
	Answer          *answerView
	Relaxed         bool
	Uncertain       bool // found something, but maybe no answer

	Hits        []hitView
	Suggestions []suggestion
	Reliefs     []reliefView
	Questions   []questionLink
	PastEnd     string // address of the first page, when this one is past the last

	Chips  []chip
	Clear  string
	Facets []facetView
	Limits []limitView
	// Choosing: what is chosen from was asked for.
	Choosing bool
	Kept     string // the filters of the address, for the search box
	Since    string // the day after which articles must have been reviewed
	Hidden   []field
	Sorts    []option
	Views    []option
	Pages    pager
}

// understanding is one thing that was read into the query; Filters are conditions, each
// with the address of the search without it.
type understanding struct {
	Label, Text string
	Filters     []chip
}

// suggestion is another query with its address.
type suggestion struct{ Text, Path string }

// option is one of several states of the page.
type option struct {
	Value, Label, Path string
	Current            bool
}

// field is a hidden field of the form.
type field struct{ Name, Value string }

// hitView is an article with its passages.
type hitView struct {
	ID       string // of the heading in the page
	Title    []present.Segment
	Link     string
	External bool
	Local    string // the article's page here, where Link leads elsewhere
	Badges   []badge
	Lead     []present.Segment // instead of passages, where the article was found by filters alone
	Passages []passageView
	Risks    *risksView // beside a passage that tells of an effect
	Riskless bool       // one does, and the article has no passage on risks
	Review   review
}

// badge is a fact about an article.
type badge struct{ Class, Label, Text string }

// review says who checked an article and when.
type review struct {
	Supervisor string
	Reviewed   present.Date
}

// passageView is a passage in a hit.
type passageView struct {
	Kind, KindLabel string
	Path            []string
	Link            string
	Snippet         []present.Segment
	Sources         []sourceView
	Review          review
}

// sourceView is a cited work.
type sourceView struct {
	Type, TypeLabel string
	Text            string
	Link            string
}

func (p *Pages) resultsOf(s state, r *search.Response) results {
	base := p.cfg.BasePath
	v := results{
		Query: s.query, Total: r.Total, Start: s.empty(),
		LiteralOn: s.literal, Relaxed: r.Relaxed && r.Answerable, Uncertain: !r.Answerable && r.Total > 0 && s.query != "",
		Corrected: r.Interpreted.Corrected, Understood: understandings(s, base, r.Interpreted),
		Chips: chips(s, base, r.Facets), Facets: facetViews(s, base, r.Facets), Limits: limitViews(s),
		Hidden: hidden(s), Sorts: sortOptions(s), Views: viewOptions(s, base),
		Pages: pagerOf(s, base, r.Total),
	}
	v.Urgent, v.Notices = split(r.Notices)
	v.Since, v.Kept = s.days[reviewedAfter], s.kept()
	v.Choosing = len(s.find) > 0 || s.more != ""
	v.lead(s, base, r)
	v.Heading, v.Unit = "治療の記事をさがす", "記事"
	if s.view == index.Passages {
		v.Unit = "文章"
	}
	switch {
	case s.query != "":
		v.Heading = "「" + s.query + "」の検索結果"
	case !v.Start:
		v.Heading = "条件に合う" + v.Unit
	}
	if len(v.Understood) > 0 || v.Corrected != nil {
		v.Literal = s.change(base, "interpret", "off")
	}
	if s.literal || s.asTyped {
		v.Literal = s.change(base, "interpret", "")
	}
	if s.filtered() {
		v.Clear = s.clear(base)
	}
	for i := range r.Hits {
		v.Hits = append(v.Hits, hitOf(&r.Hits[i], base, i+1))
	}
	if len(r.Hits) == 0 && r.Total > 0 {
		v.PastEnd = s.change(base)
	}
	v.Suggestions = s.suggest(base, r.Suggestions)
	if v.Start {
		v.Examples = s.suggest(base, []string{"妊娠中でも受けられる？", "内出血のリスク", "10万円以下でダウンタイム3日以内"})
	}
	return v
}

// suggest turns queries into links, in the view that is shown.
func (s state) suggest(base string, queries []string) []suggestion {
	var out []suggestion
	for _, q := range queries {
		if q == s.query {
			continue // that is what found nothing, or nothing else than without the filters
		}
		out = append(out, suggestion{q, state{query: q, view: s.view, sort: index.ByRelevance, page: 1}.path(base)})
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
func understandings(s state, base string, i search.Interpretation) []understanding {
	var out []understanding
	for _, e := range i.Expansions {
		if len(e.To) > 0 {
			out = append(out, understanding{Label: "「" + e.From + "」の言い換えも検索", Text: someOf(e.To)})
		}
	}
	if len(i.Filters) > 0 {
		out = append(out, understanding{Label: "条件として読み取り", Filters: readFilters(s, base, i.Filters)})
	}
	if len(i.Excluded) > 0 {
		out = append(out, understanding{Label: "除いて検索", Text: quoted(i.Excluded)})
	}
	denied := slices.DeleteFunc(slices.Clone(i.Negations), func(n string) bool { return slices.Contains(i.Excluded, n) })
	if len(denied) > 0 {
		out = append(out, understanding{Label: "打ち消しとして読み取り", Text: quoted(denied)})
	}
	if len(i.Intent) > 0 {
		labels := make([]string, len(i.Intent))
		for n, kind := range i.Intent {
			labels[n] = present.LabelOf(corpus.KindLabels(), kind)
		}
		out = append(out, understanding{Label: "優先した内容", Text: strings.Join(labels, "、")})
	}
	return out
}

func quoted(words []string) string { return "「" + strings.Join(words, "」「") + "」" }

// readFilters are the conditions that were read from words of the query. Their address
// is that of the query without those words.
func readFilters(s state, base string, filters []search.AppliedFilter) []chip {
	var out []chip
	for _, f := range filters {
		c := chip{Title: "「" + f.From + "」", Label: boundLabel(f)}
		if n := len(out); n > 0 && out[n-1].Title == c.Title && c.Label != "" {
			out[n-1].Label += "・" + c.Label // both ends of one range
			continue
		}
		if f.From != "" && strings.Contains(s.query, f.From) {
			without := s
			without.query, without.page = strings.Join(strings.Fields(strings.Replace(s.query, f.From, " ", 1)), " "), 1
			c.Remove = without.path(base)
		}
		out = append(out, c)
	}
	return out
}

// boundLabel words a range; other filters are their own words.
func boundLabel(f search.AppliedFilter) string {
	n, err := strconv.Atoi(f.Value)
	if err != nil {
		return ""
	}
	return rangeLabel(f.Name, n)
}

// rangeLabel words one end of a range, "" for what is none.
func rangeLabel(name string, n int) string {
	switch {
	case name == costMin:
		return "費用 " + present.Yen(n) + "以上"
	case name == costMax:
		return "費用 " + present.Yen(n) + "以下"
	case name == downtimeMax && n == 0:
		return "ダウンタイム ほぼなし"
	case name == downtimeMax:
		return "ダウンタイム " + strconv.Itoa(n) + "日以内"
	}
	return ""
}

// someOf lists a few words and says that there are more.
func someOf(list []string) string {
	const few = 4
	if len(list) <= few+1 {
		return strings.Join(list, "、")
	}
	return fmt.Sprintf("%s ほか%d語", strings.Join(list[:few], "、"), len(list)-few)
}

func hitOf(h *search.Hit, base string, n int) hitView {
	a := &h.Article
	local := ArticlePath(base, a.ID)
	v := hitView{
		ID: "hit-" + strconv.Itoa(n), Title: present.Segments(h.Title), Link: present.Link(a.URL), Badges: badges(a.Insurance, a.Approval, a.Cost, a.Downtime),
		Review: review{present.Supervisors(a.Supervisors), present.DateOf(a.Reviewed)},
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

func passageOf(h *search.PassageHit, article string, reviewed present.Date) passageView {
	p := &h.Passage
	v := passageView{
		Kind: string(p.Kind), KindLabel: present.LabelOf(corpus.KindLabels(), string(p.Kind)),
		Path: headings(p.Path, p.Heading), Link: article + "#" + search.PassageAnchor(p.ID), Snippet: present.Segments(h.Snippet),
		Review: review{present.Supervisors(p.Supervision), reviewed},
	}
	for _, s := range p.Sources {
		v.Sources = append(v.Sources, sourceOf(s))
	}
	return v
}

// headings is the heading path with the passage's own heading at its end: of a
// question, that is not part of the path.
func headings(path []string, heading string) []string {
	out := make([]string, 0, len(path)+1)
	for _, h := range path {
		if h != "" {
			out = append(out, h)
		}
	}
	switch last := len(out) - 1; {
	case heading == "":
	case last >= 0 && same(out[last], heading):
		out[last] = heading
	default:
		out = append(out, heading)
	}
	return out
}

// same reports whether a section's heading is the question itself, but for a
// mark before it (Q1.).
func same(heading, question string) bool {
	return question != "" && strings.HasSuffix(heading, question)
}

func sourceOf(s corpus.Source) sourceView {
	text := s.Name
	if s.Title != "" {
		text += "「" + s.Title + "」"
	}
	if s.Year != nil {
		text += fmt.Sprintf("（%d年）", *s.Year)
	}
	kind := s.Type
	if kind == "" {
		kind = corpus.SourceOther
	}
	return sourceView{Type: string(kind), TypeLabel: present.LabelOf(corpus.SourceTypeLabels(), string(kind)), Text: text, Link: present.Link(s.URL)}
}

// badges are what a reader should see of an article before anything else.
func badges(insurance, approval string, cost corpus.Cost, downtime corpus.Downtime) []badge {
	var out []badge
	if insurance != corpus.Unknown && insurance != "" {
		out = append(out, badge{"insurance-" + insurance, "保険", present.LabelOf(corpus.InsuranceLabels(), insurance)})
	}
	if approval != corpus.Unknown && approval != "" {
		out = append(out, badge{"approval-" + approval, "承認", present.LabelOf(corpus.ApprovalLabels(), approval)})
	}
	if s := present.Cost(cost); s != "" {
		out = append(out, badge{"cost", "費用", s})
	}
	if s := present.Downtime(downtime); s != "" {
		out = append(out, badge{"downtime", "ダウンタイム", s})
	}
	return out
}

// hidden keeps in the form what has no control of its own.
func hidden(s state) []field {
	var out []field
	if s.view != index.Articles {
		out = append(out, field{"view", string(s.view)})
	}
	if s.more != "" {
		out = append(out, field{moreValues, s.more})
	}
	if day, ok := s.days[updatedAfter]; ok {
		out = append(out, field{updatedAfter, day})
	}
	return out
}

func sortOptions(s state) []option {
	words := map[index.Sort]string{
		index.ByRelevance: "関連の高い順", index.ByUpdated: "更新の新しい順",
		index.ByCost: "費用の低い順", index.ByDowntime: "ダウンタイムの短い順",
	}
	out := make([]option, 0, len(words))
	for _, sort := range sorts() {
		out = append(out, option{Value: string(sort), Label: words[sort], Current: s.sort == sort})
	}
	return out
}

func viewOptions(s state, base string) []option {
	return []option{
		{Label: "記事ごと", Path: s.change(base, "view", string(index.Articles)), Current: s.view == index.Articles},
		{Label: "文章ごと", Path: s.change(base, "view", string(index.Passages)), Current: s.view == index.Passages},
	}
}

// pager leads to other pages of the results.
type pager struct {
	Prev, Next string
	Pages      []option // a page without a path is a gap
	From, To   int      // of the hits on this page, from 1
}

func pagerOf(s state, base string, total int) pager {
	last := (min(total, search.MaxWindow) + perPage - 1) / perPage
	at := func(page int) string {
		to := s
		to.page = page
		return to.path(base)
	}
	p := pager{From: (s.page-1)*perPage + 1, To: min(s.page*perPage, total)}
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
			p.Pages = append(p.Pages, option{Label: strconv.Itoa(n), Path: at(n), Current: n == s.page})
		case len(p.Pages) > 0 && p.Pages[len(p.Pages)-1].Path != "":
			p.Pages = append(p.Pages, option{Label: "…"})
		}
	}
	return p
}
