package console

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"shirube/corpus"
	"shirube/internal/present"
	"shirube/internal/search"
	"shirube/internal/staff"
)

// The basket holds the passages that are quoted for one case. It is kept in the session, on the
// server: whoever logs out leaves nothing behind, and two people at one computer do not mix theirs.

func (c *Console) basketRoutes() []route {
	return []route{
		get("/console/basket", staff.Reader, c.basketPage),
		get("/console/basket/quote", staff.Reader, c.basketQuote),
		post("/console/basket/add", staff.Reader, c.basketAdd),
		post("/console/basket/remove", staff.Reader, c.basketRemove),
		post("/console/basket/move", staff.Reader, c.basketMove),
		post("/console/basket/note", staff.Reader, c.basketNote),
		post("/console/basket/clear", staff.Reader, c.basketClear),
		post("/console/basket/undo", staff.Reader, c.basketUndo),
	}
}

// Where a session keeps the basket, and what it was before the last change that took something
// away.
const (
	basketKey = "basket"
	undoKey   = "basket_before"
)

// maxNote is how many characters a note has at most.
const maxNote = 2000

// basket is what is quoted for one case.
type basket struct {
	Passages []string `json:"passages"`
	Note     string   `json:"note"`
}

func (c *Console) loadBasket(r *request, key string) (basket, bool) {
	var b basket
	kept := c.sessions.GetString(r.ctx(), key)
	if kept == "" || json.Unmarshal([]byte(kept), &b) != nil {
		return basket{}, false
	}
	return b, true
}

func (c *Console) keepBasket(r *request, key string, b basket) error {
	kept, err := json.Marshal(b)
	if err != nil {
		return fmt.Errorf("basket: %w", err)
	}
	c.sessions.Put(r.ctx(), key, string(kept))
	return nil
}

// changeBasket changes the basket; with undo, what it was can be had back until it is changed
// again: going back further would take away what came in between.
func (c *Console) changeBasket(r *request, undo bool, change func(*basket)) error {
	b, _ := c.loadBasket(r, basketKey)
	if undo {
		if err := c.keepBasket(r, undoKey, b); err != nil {
			return err
		}
	} else {
		c.sessions.Remove(r.ctx(), undoKey)
	}
	b.Passages = slices.Clone(b.Passages)
	change(&b)
	return c.keepBasket(r, basketKey, b)
}

// basketView is the page of the basket.
type basketView struct {
	Items   []basketItem
	Note    string
	Formats []quotedFormat
	Missing int  // passages that are not there any more
	Undo    bool // something was taken away that can be had back
}

// basketItem is a passage in the basket.
type basketItem struct {
	ID, Kind, KindLabel, Heading, Title, Path string
	Text                                      []present.Segment
	Sourced, Riskless                         bool
	Risks                                     int
	First, Last                               bool
}

func (c *Console) basketPage(r *request) (reply, error) {
	b, _ := c.loadBasket(r, basketKey)
	v := basketView{Note: b.Note}
	_, v.Undo = c.loadBasket(r, undoKey)
	if len(b.Passages) > 0 {
		list, err := c.searcher.Quotable(r.ctx(), b.Passages, r.scope())
		if err != nil {
			return reply{}, err //nolint:wrapcheck // the error says what is wrong with the request
		}
		for _, q := range list {
			if q == nil {
				v.Missing++
				continue
			}
			v.Items = append(v.Items, itemOf(r, q))
		}
		if len(v.Items) > 0 {
			v.Items[0].First, v.Items[len(v.Items)-1].Last = true, true
			d, _, err := c.document(r, b.Note, b.Passages)
			if err != nil {
				return reply{}, err
			}
			v.Formats = formatsOf(r, d)
		}
	}
	return r.show("basket", r.T("引用かご"), v), nil
}

func itemOf(r *request, q *search.Quotable) basketItem {
	return basketItem{
		ID: q.ID, Kind: string(q.Kind), KindLabel: present.LabelOf(corpus.KindLabels(), string(q.Kind)),
		Heading: strings.Join(present.Headings(q.Path, q.Heading), " › "), Title: q.Article.Title, Path: r.path(passagePath(q.ID)),
		Text: present.Segments(search.Marked{Text: q.Text}), Sourced: len(q.Sources) > 0, Riskless: q.Riskless, Risks: len(q.Risks),
	}
}

func (c *Console) basketQuote(r *request) (reply, error) {
	b, _ := c.loadBasket(r, basketKey)
	if len(b.Passages) == 0 {
		return reply{}, &problem{http.StatusNotFound, r.T("引用かごは空です。")}
	}
	d, _, err := c.document(r, b.Note, b.Passages)
	if err != nil {
		return reply{}, err
	}
	return quotedAs(r, d, r.query("as"))
}

// backFrom leads back to where a form was, the basket where it says nothing. A script that stays
// on its page says quiet: then the next page need not tell what was done.
func (r *request) backFrom(done string) reply {
	if r.form("quiet") == "" {
		r.flash(done)
	}
	if back := r.form("back"); back != "" {
		return r.seeOther(localPath(back))
	}
	return r.seeOther("/console/basket")
}

func (c *Console) basketAdd(r *request) (reply, error) {
	id := r.form("passage")
	got, err := c.searcher.Quotable(r.ctx(), []string{id}, r.scope())
	if err != nil {
		return reply{}, err //nolint:wrapcheck // the error says what is wrong with the request
	}
	if got[0] == nil {
		return reply{}, search.ErrNotFound
	}
	if b, _ := c.loadBasket(r, basketKey); len(b.Passages) >= mostQuoted && !slices.Contains(b.Passages, id) {
		return reply{}, &problem{http.StatusUnprocessableEntity, r.T("引用かごに入るのは%d件までです。", mostQuoted)}
	}
	err = c.changeBasket(r, false, func(b *basket) {
		if !slices.Contains(b.Passages, id) {
			b.Passages = append(b.Passages, id)
		}
	})
	return r.backFrom(r.T("引用かごに入れました。")), err
}

func (c *Console) basketRemove(r *request) (reply, error) {
	err := c.changeBasket(r, true, func(b *basket) {
		b.Passages = slices.DeleteFunc(b.Passages, func(id string) bool { return id == r.form("passage") })
	})
	return r.backFrom(r.T("引用かごから外しました。")), err
}

func (c *Console) basketMove(r *request) (reply, error) {
	err := c.changeBasket(r, false, func(b *basket) {
		from := slices.Index(b.Passages, r.form("passage"))
		to := from + 1
		if r.form("to") == "up" {
			to = from - 1
		}
		if from >= 0 && to >= 0 && to < len(b.Passages) {
			b.Passages[from], b.Passages[to] = b.Passages[to], b.Passages[from]
		}
	})
	return r.backFrom(r.T("並べ替えました。")), err
}

func (c *Console) basketNote(r *request) (reply, error) {
	note := strings.TrimSpace(r.form("note"))
	if utf8.RuneCountInString(note) > maxNote {
		return reply{}, &problem{http.StatusUnprocessableEntity, r.T("メモは%d文字までです。", maxNote)}
	}
	err := c.changeBasket(r, false, func(b *basket) { b.Note = note })
	return r.backFrom(r.T("メモを保存しました。")), err
}

func (c *Console) basketClear(r *request) (reply, error) {
	err := c.changeBasket(r, true, func(b *basket) { *b = basket{} })
	return r.backFrom(r.T("引用かごを空にしました。")), err
}

func (c *Console) basketUndo(r *request) (reply, error) {
	before, ok := c.loadBasket(r, undoKey)
	if !ok {
		return r.backFrom(r.T("元に戻すものはありません。")), nil
	}
	c.sessions.Remove(r.ctx(), undoKey)
	return r.backFrom(r.T("元に戻しました。")), c.keepBasket(r, basketKey, before)
}
