package console

import (
	"io"
	"strconv"

	"shirube/internal/sheet"
)

// improveCSV is one list of queries as a table for spreadsheets.
func (c *Console) improveCSV(r *request) (reply, error) {
	span, l, err := c.listOf(r, "/console/improve/list")
	if err != nil {
		return reply{}, err
	}
	name := "queries-" + l.name + "-" + span.From + "-" + span.To + ".csv"
	return r.download(name, "text/csv; charset=utf-8", func(w io.Writer) error {
		out, err := sheet.NewWriter(w)
		if err != nil {
			return err //nolint:wrapcheck // it says that it is of a table
		}
		rows := [][]string{{
			r.T("検索された語"), r.T("回数"), r.T("検索"), r.T("日数"), r.T("0件"), r.T("答えが弱い"), r.T("開かれるか分かる検索"), r.T("開かれた"), r.T("役に立った"), r.T("役に立たなかった"),
		}}
		for _, q := range l.queries {
			row := []string{q.Query}
			for _, n := range []int64{l.by(q.Counts), q.Searches, int64(q.Days), q.Nothing, q.Low, q.Watched, q.Clicked, q.Helpful, q.Unhelpful} {
				row = append(row, strconv.FormatInt(n, 10))
			}
			rows = append(rows, row)
		}
		for _, row := range rows {
			if err := out.Row(row...); err != nil {
				return err //nolint:wrapcheck // it says that it is of a table
			}
		}
		return out.Close() //nolint:wrapcheck // it says that it is of a table
	}), nil
}
