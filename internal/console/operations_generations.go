package console

import (
	"errors"
	"net/http"
	"slices"
)

// generationsView is the page of index generations.
type generationsView struct {
	Rows  []generationRow
	Held  string
	Wrong string
}

type generationRow struct {
	Generation
	When, Size string
}

func (c *Console) generationsPage(r *request) (reply, error) { return c.generations(r, "") }

func (c *Console) generations(r *request, wrong string) (reply, error) {
	if err := c.noOperations(r); err != nil {
		return reply{}, err
	}
	v := generationsView{Wrong: wrong, Held: c.cfg.Operations.Ingest().Held}
	for _, g := range c.cfg.Operations.Generations() {
		v.Rows = append(v.Rows, generationRow{g, when(&g.Built), bytesText(g.Bytes)})
	}
	return r.show("operations_generations", r.T("索引の世代"), v), nil
}

func (c *Console) switchGeneration(r *request) (reply, error) {
	if err := c.noOperations(r); err != nil {
		return reply{}, err
	}
	name, list := r.form("generation"), c.cfg.Operations.Generations()
	if !slices.ContainsFunc(list, func(g Generation) bool { return g.Name == name }) {
		answer, err := c.generations(r, r.T("この世代はもうありません。"))
		answer.status = http.StatusNotFound
		return answer, err
	}
	before := ""
	for _, g := range list {
		if g.Current {
			before = g.Name
		}
	}
	err := c.cfg.Operations.SwitchTo(r.ctx(), name)
	if errors.Is(err, ErrBusyIndex) {
		answer, err := c.generations(r, r.T("取り込みの途中です。終わってから、もう一度お試しください。"))
		answer.status = http.StatusConflict
		return answer, err
	}
	if err != nil {
		c.log.ErrorContext(r.ctx(), "generation not switched", "generation", name, "error", err)
		answer, err := c.generations(r, r.T("世代 %s に切り替えられませんでした。ファイルが壊れているか、別の版のプログラムが作ったものです。", name))
		answer.status = http.StatusConflict
		return answer, err
	}
	if err := r.note(didSwitch, name, before, name); err != nil {
		return reply{}, err
	}
	r.flash(r.T("世代 %s に切り替えました。", name))
	return r.seeOther("/console/operations/generations"), nil
}
