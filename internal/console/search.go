package console

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"shirube/internal/querylog"
	"shirube/internal/search"
	"shirube/internal/staff"
	"shirube/internal/view"
)

// consoleClient is what the query log calls whoever works here: never by name.
const consoleClient = "console"

func (c *Console) searchRoutes() []route {
	return []route{
		get("/", staff.Reader, c.search),
		post("/console/event", staff.Reader, c.event),
	}
}

// site is where the pages of the console are, in the language of the person.
func (r *request) site() view.Site {
	return view.Site{Search: r.path("/"), Article: func(id string) string { return r.path(articlePath(id)) }, Words: r.T}
}

// articlePath is the path of an article in the console, without the base path.
func articlePath(id string) string { return "/console/articles/" + url.PathEscape(id) }

// found is what the search page shows.
type found struct {
	view.Results
	ID          string // of the answer, to say what was done with it
	Editor      bool   // may correct, hide and pin
	Live        bool   // while somebody types
	Completions []completion
	Taken       string // what was searched for in place of the few letters that were typed
	Redirect    *redirection
	Here        string // this page, to come back to
}

// completion is what a query that is being typed can become.
type completion struct {
	Text, Group, Context string
	Path                 string // of the results, or of the passage
	Passage              string // its id, where it is a question or a heading of one article
}

// redirection is where editors say to look.
type redirection struct{ Text, Path string }

// search answers the page of results, or with part=1 what is in it alone: while somebody types.
func (c *Console) search(r *request) (reply, error) {
	s := view.Parse(r.gin.Request.URL.Query())
	v := found{ID: r.id(), Editor: r.person.May(staff.Editor), Live: r.query("live") != ""}
	if v.Live && s.Query() != "" {
		var err error
		if v.Completions, err = c.completions(r, s); err != nil {
			return reply{}, err
		}
		if taken := takenFor(s.Query(), v.Completions); taken != "" && r.query("literal") == "" {
			s, v.Taken = s.Asking(taken), taken
		}
	}
	asked := s.Request(r.person.Collections)
	response, err := c.searcher.Search(r.ctx(), asked)
	if err == nil {
		err = view.FindValues(r.ctx(), c.searcher, s, asked, response)
	}
	if err != nil {
		return reply{}, err //nolint:wrapcheck // the error says what is wrong with the request
	}
	querylog.CallerOf(r.ctx()).Client = consoleClient
	if !s.Empty() {
		c.cfg.Log.Searched(r.ctx(), querylog.Console, asked, response)
	}
	v.Results = view.Of(r.site(), s, response)
	v.Redirect = redirectionOf(r, response.Redirect)
	v.Here = strings.TrimPrefix(s.Path(r.site()), c.cfg.BasePath)
	title := r.T("検索")
	if s.Query() != "" {
		title = v.Heading
	}
	if r.query("part") != "" {
		return r.show("search-part", title, v), nil
	}
	return r.show("search", title, v, "search"), nil
}

// completions are what the query of a state can become.
func (c *Console) completions(r *request, s view.State) ([]completion, error) {
	got, err := c.searcher.Complete(r.ctx(), search.SuggestRequest{Query: s.Query(), Collections: r.person.Collections})
	if err != nil {
		return nil, err //nolint:wrapcheck // likewise
	}
	out := make([]completion, 0, len(got.Suggestions))
	for _, one := range got.Suggestions {
		v := completion{Text: one.Text, Group: r.words(one.Group), Context: one.Context, Passage: one.Passage, Path: s.Asking(one.Text).Path(r.site())}
		if one.Passage != "" {
			v.Path = r.path(passagePath(one.Passage))
		}
		out = append(out, v)
	}
	return out, nil
}

// takenFor is the completion that is searched for at once, in place of letters that are the
// beginning of words; empty where what was typed is searched for as it stands. It is shown, and
// Esc leaves it.
func takenFor(typed string, completions []completion) string {
	if len(completions) == 0 || completions[0].Passage != "" || search.SameSpelling(typed, completions[0].Text) {
		return ""
	}
	halfTyped := strings.IndexFunc(typed, func(c rune) bool {
		return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 'ａ' && c <= 'ｚ' || unicode.Is(unicode.Hiragana, c)
	}) >= 0
	short := len([]rune(typed)) <= mostTaken
	if !halfTyped || !short {
		return ""
	}
	return completions[0].Text
}

// mostTaken is how many characters are read as the beginning of something: who types more types
// a sentence.
const mostTaken = 16

func redirectionOf(r *request, to *search.Redirect) *redirection {
	if to == nil {
		return nil
	}
	v := redirection{Text: to.Text, Path: linkOf(to.URL)}
	if to.Query != "" {
		v.Path = r.path("/") + "?" + url.Values{"q": {to.Query}}.Encode()
	}
	if v.Text == "" {
		v.Text = to.Query + to.URL
	}
	if v.Path == "" {
		return nil
	}
	return &v
}

// event notes what was done with an answer. Nothing in it says who did it.
func (c *Console) event(r *request) (reply, error) {
	t := querylog.Type(r.form("type"))
	if !slices.Contains([]querylog.Type{querylog.Click, querylog.Copy}, t) {
		return reply{}, &problem{http.StatusUnprocessableEntity, r.T("その出来事は記録しません。")}
	}
	for _, value := range []string{r.form("request_id"), r.form("hit")} {
		if len(value) > mostNoted {
			return reply{}, &problem{http.StatusUnprocessableEntity, r.T("長すぎます。")}
		}
	}
	querylog.CallerOf(r.ctx()).Client = consoleClient
	c.cfg.Log.Happened(r.ctx(), querylog.Event{Type: t, RequestID: r.form("request_id"), Hit: r.form("hit"), Position: positionOf(r.form("position"))})
	return reply{status: http.StatusNoContent}, nil
}

// mostNoted is the size in bytes of what an event may name.
const mostNoted = 600
