package console

import (
	"io"
	"net/http"
	"strconv"
	"strings"

	"shirube/internal/curation"
)

// revisionsShown is how many revisions a page has.
const revisionsShown = 50

// revisionRow is a revision as the list shows it.
type revisionRow struct {
	Number         int
	When, Who, Why string
	Latest         bool
	URL            string
}

// historyView is the list of revisions.
type historyView struct {
	Revisions []revisionRow
	Older     string
}

func (c *Console) revisionRow(r *request, v curation.Revision, latest int) (revisionRow, error) {
	why, err := c.reason(r, v)
	return revisionRow{v.Number, when(&v.When), v.Who, why, v.Number == latest, r.path("/console/curation/history/" + strconv.Itoa(v.Number))}, err
}

func (c *Console) curationHistory(r *request) (reply, error) {
	if c.cfg.Curator == nil {
		return reply{}, errNoCurator(r)
	}
	_, latest, err := c.cfg.Curator.Current(r.ctx())
	if err != nil {
		return reply{}, err //nolint:wrapcheck // says what it is
	}
	before, _ := strconv.Atoi(r.query("before"))
	list, err := c.cfg.Curator.History(r.ctx(), max(before, 0), revisionsShown+1)
	if err != nil {
		return reply{}, err //nolint:wrapcheck // says what it is
	}
	var v historyView
	if len(list) > revisionsShown {
		list = list[:revisionsShown]
		v.Older = r.path("/console/curation/history?before=" + strconv.Itoa(list[revisionsShown-1].Number))
	}
	for _, one := range list {
		row, err := c.revisionRow(r, one, latest.Number)
		if err != nil {
			return reply{}, err
		}
		v.Revisions = append(v.Revisions, row)
	}
	return r.show("curation_history", r.T("調整の履歴"), v), nil
}

// revisionView is what one revision changed.
type revisionView struct {
	revisionRow
	Rules   int
	Changes []changeRow
	Base    int
	Export  string
}

// numbered is the revision that a path names.
func (c *Console) numbered(r *request) (int, error) {
	n, err := strconv.Atoi(r.param("id"))
	if err != nil || n < 1 {
		return 0, curationProblem(r, curation.ErrNoRevision)
	}
	return n, nil
}

func (c *Console) curationRevision(r *request) (reply, error) {
	if c.cfg.Curator == nil {
		return reply{}, errNoCurator(r)
	}
	n, err := c.numbered(r)
	if err != nil {
		return reply{}, err
	}
	changes, revision, err := c.cfg.Curator.Changes(r.ctx(), n)
	if err != nil {
		return reply{}, curationProblem(r, err)
	}
	d, _, err := c.cfg.Curator.At(r.ctx(), n)
	if err != nil {
		return reply{}, curationProblem(r, err)
	}
	_, latest, err := c.cfg.Curator.Current(r.ctx())
	if err != nil {
		return reply{}, err //nolint:wrapcheck // says what it is
	}
	if d, err = c.readable(r, d); err != nil {
		return reply{}, err
	}
	about, err := c.revisionRow(r, revision, latest.Number)
	if err != nil {
		return reply{}, err
	}
	v := revisionView{revisionRow: about, Rules: len(d.Rules), Base: latest.Number,
		Export: r.path("/console/curation/export.yaml?revision=" + strconv.Itoa(n))}
	for _, change := range changes {
		if ok, err := c.seesChanges(r, change); err != nil {
			return reply{}, err
		} else if !ok {
			continue
		}
		row, err := c.changeRow(r, change)
		if err != nil {
			return reply{}, err
		}
		row.Warnings = nil
		v.Changes = append(v.Changes, row)
	}
	return r.show("curation_revision", r.T("調整の第%d版", n), v), nil
}

// curationRestore shows what going back to a revision would move.
func (c *Console) curationRestore(r *request) (reply, error) {
	if c.cfg.Curator == nil {
		return reply{}, errNoCurator(r)
	}
	n, err := c.numbered(r)
	if err != nil {
		return reply{}, err
	}
	to := &curation.Document{}
	if r.form("before") != "" {
		n--
	}
	if n > 0 {
		if to, _, err = c.cfg.Curator.At(r.ctx(), n); err != nil {
			return reply{}, curationProblem(r, err)
		}
	}
	d, latest, err := c.cfg.Curator.Current(r.ctx())
	if err != nil {
		return reply{}, err //nolint:wrapcheck // says what it is
	}
	if to, err = c.readable(r, to); err != nil {
		return reply{}, err
	}
	if to, err = c.whole(r, to, d); err != nil {
		return reply{}, err
	}
	return c.proposal(r, latest.Number, d, to, r.T("第%d版に戻す", n))
}

func (c *Console) curationExport(r *request) (reply, error) {
	if c.cfg.Curator == nil {
		return reply{}, errNoCurator(r)
	}
	n, _ := strconv.Atoi(r.query("revision"))
	d, revision, err := c.cfg.Curator.At(r.ctx(), max(n, 0))
	if err != nil {
		return reply{}, curationProblem(r, err)
	}
	seen, err := c.readable(r, d)
	if err != nil {
		return reply{}, err
	}
	src, err := seen.YAML()
	if err != nil {
		return reply{}, err //nolint:wrapcheck // says what it is
	}
	return r.download("shirube-curation-"+strconv.Itoa(revision.Number)+".yaml", "application/yaml; charset=utf-8", func(w io.Writer) error {
		_, err := w.Write(src)
		return err //nolint:wrapcheck // the caller says what it is
	}), nil
}

// importView is the form for a file of rules, with what is wrong with it.
type importView struct {
	YAML     string
	Problems []string
}

func (c *Console) curationImport(r *request) (reply, error) {
	return r.show("curation_import", r.T("調整を読み込む"), importView{}), nil
}

// curationImported shows what a file of rules would move, in place of those that there are. Of
// rules that a person may not see, none is touched.
func (c *Console) curationImported(r *request) (reply, error) {
	if c.cfg.Curator == nil {
		return reply{}, errNoCurator(r)
	}
	src := r.form("yaml")
	if file, err := r.gin.FormFile("file"); err == nil && file.Size > 0 {
		f, err := file.Open()
		if err != nil {
			return reply{}, err //nolint:wrapcheck // says what it is
		}
		content, err := io.ReadAll(io.LimitReader(f, curation.MaxBytes+1))
		_ = f.Close() // it was only read
		if err != nil {
			return reply{}, err //nolint:wrapcheck // says what it is
		}
		src = string(content)
	}
	after, err := curation.Parse("YAML", []byte(src))
	if err != nil {
		answer := r.show("curation_import", r.T("調整を読み込む"), importView{YAML: src, Problems: strings.Split(err.Error(), "\n")})
		answer.status = http.StatusUnprocessableEntity
		return answer, nil
	}
	d, latest, err := c.cfg.Curator.Current(r.ctx())
	if err != nil {
		return reply{}, err //nolint:wrapcheck // says what it is
	}
	if after, err = c.whole(r, after, d); err != nil {
		return reply{}, err
	}
	return c.proposal(r, latest.Number, d, after, "")
}
