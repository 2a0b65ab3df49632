package console

import (
	"cmp"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// runsView is the page of ingest runs.
type runsView struct {
	Ingest
	PhaseLabel, Checked string
	Percent             int
	Rows                []runRow
	Formats             []skippedFormat
}

type skippedFormat struct {
	Ending string
	Files  int
}

type runRow struct {
	IngestRun
	When, CauseLabel, ModeLabel, Took string
}

func labelIn(list []labelled, value string) string {
	for _, l := range list {
		if l.Value == value {
			return l.Label
		}
	}
	return value
}

func phaseLabels() []labelled {
	return []labelled{
		{"starting", msg("起動しています")}, {"indexing", msg("取り込んでいます")}, {"ready", msg("最新です")},
		{"stale", msg("最新にできませんでした")}, {"stopping", msg("終了しています")},
	}
}

func causeLabels() []labelled {
	return []labelled{
		{"start", msg("起動")}, {"watch", msg("ファイルの変更")}, {"api", msg("APIからの変更")}, {"reindex", msg("手動")}, {"retry", msg("再試行")},
	}
}

func modeLabels() []labelled {
	return []labelled{
		{"unchanged", msg("変更なし")}, {"updated", msg("変更分を更新")}, {"rebuilt", msg("作り直し")}, {"failed", msg("失敗")},
	}
}

func fileLabels() []labelled {
	return []labelled{
		{"added", msg("追加")}, {"changed", msg("変更")}, {"unchanged", msg("変更なし")}, {"removed", msg("ファイルの削除")}, {"rejected", msg("索引に入らず")},
	}
}

func rowOfRun(r *request, run IngestRun) runRow {
	return runRow{run, when(&run.Started), labelIn(causeLabels(), run.Cause), labelIn(modeLabels(), run.Mode), r.T("%.1f秒", run.Seconds)}
}

func (c *Console) runsPage(r *request) (reply, error) {
	if err := c.noOperations(r); err != nil {
		return reply{}, err
	}
	i := c.cfg.Operations.Ingest()
	v := runsView{Ingest: i, PhaseLabel: labelIn(phaseLabels(), i.Phase), Checked: when(i.Checked), Percent: percent(i)}
	for _, run := range i.Runs {
		v.Rows = append(v.Rows, rowOfRun(r, run))
	}
	for ending, n := range i.Formats {
		v.Formats = append(v.Formats, skippedFormat{ending, n})
	}
	slices.SortFunc(v.Formats, func(a, b skippedFormat) int {
		return cmp.Or(cmp.Compare(b.Files, a.Files), strings.Compare(a.Ending, b.Ending))
	})
	return r.show("operations_runs", r.T("取り込み"), v, "operations"), nil
}

func percent(i Ingest) int {
	if i.Total == 0 {
		return 0
	}
	return min(100*i.Done/i.Total, 100)
}

// progress is what the page asks while the index is being made.
func (c *Console) progress(r *request) (reply, error) {
	if err := c.noOperations(r); err != nil {
		return reply{}, err
	}
	i := c.cfg.Operations.Ingest()
	text := r.T(labelIn(phaseLabels(), i.Phase))
	if i.Total > 0 {
		text = r.T("%s: %d / 約%d記事", text, i.Done, i.Total)
	}
	return reply{status: http.StatusOK, contentType: "application/json", write: func(w io.Writer) error {
		return json.NewEncoder(w).Encode(struct {
			Working bool   `json:"working"`
			Percent int    `json:"percent"`
			Text    string `json:"text"`
		}{i.Working() || i.Waiting > 0, percent(i), text})
	}}, nil
}

func (c *Console) reindex(r *request) (reply, error) {
	if err := c.noOperations(r); err != nil {
		return reply{}, err
	}
	rebuild, what := r.form("what") == "rebuild", didReindex
	if rebuild {
		what = didRebuild
	}
	if err := r.note(what, "", "", ""); err != nil {
		return reply{}, err
	}
	c.cfg.Operations.Reindex(rebuild)
	r.flash(r.T("取り込みを始めました。"))
	return r.seeOther("/console/operations/runs"), nil
}

// filesPageSize is how many files a page has.
const filesPageSize = 200

// runView is the page of one run.
type runView struct {
	Run            runRow
	Status, Find   string
	Statuses       []statusCount
	Files          []fileRow
	Found          int
	Newer, Older   string
	Generation     string
	FindingNothing bool
}

type statusCount struct {
	labelled
	Files int
}

type fileRow struct {
	IngestFile
	StatusLabel string
}

func (c *Console) runPage(r *request) (reply, error) {
	if err := c.noOperations(r); err != nil {
		return reply{}, err
	}
	id, _ := strconv.ParseInt(r.param("id"), 10, 64) // what is no number is no run
	at := slices.IndexFunc(c.cfg.Operations.Ingest().Runs, func(run IngestRun) bool { return run.ID == id })
	files, ok := c.cfg.Operations.Files(id)
	if at < 0 || !ok {
		return reply{}, &problem{http.StatusNotFound, r.T("この取り込みの記録はもうありません。")}
	}
	v := runView{Run: rowOfRun(r, c.cfg.Operations.Ingest().Runs[at]), Status: r.query("status"), Find: r.query("find")}
	counts := map[string]int{}
	var kept []fileRow
	for _, f := range files {
		counts[f.Status]++
		if (v.Status == "" || f.Status == v.Status || v.Status == "problems" && len(f.Problems) > 0) && v.mentions(f) {
			kept = append(kept, fileRow{f, labelIn(fileLabels(), f.Status)})
		}
	}
	for _, l := range fileLabels() {
		v.Statuses = append(v.Statuses, statusCount{l, counts[l.Value]})
	}
	v.Found = len(kept)
	page, _ := strconv.Atoi(r.query("page")) // what is no number is the first
	page = max(min(page, (len(kept)-1)/filesPageSize), 0)
	v.Files = kept[page*filesPageSize : min((page+1)*filesPageSize, len(kept))]
	link := func(page int) string {
		q := url.Values{"status": {v.Status}, "find": {v.Find}, "page": {strconv.Itoa(page)}}
		return r.path("/console/operations/runs/" + strconv.FormatInt(id, 10) + "?" + q.Encode())
	}
	if page > 0 {
		v.Newer = link(page - 1)
	}
	if (page+1)*filesPageSize < len(kept) {
		v.Older = link(page + 1)
	}
	return r.show("operations_run", r.T("取り込み"), v), nil
}

// mentions reports whether a file or what is wrong with it has the words that are looked for.
func (v runView) mentions(f IngestFile) bool {
	find := strings.ToLower(v.Find)
	return find == "" || strings.Contains(strings.ToLower(f.File), find) ||
		slices.ContainsFunc(f.Problems, func(p IngestProblem) bool { return strings.Contains(strings.ToLower(p.Why), find) })
}
