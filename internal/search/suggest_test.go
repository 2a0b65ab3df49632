package search_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"shirube/corpus"
	"shirube/index"
	"shirube/internal/bench"
	"shirube/internal/lexicon"
	"shirube/internal/search"
)

func suggest(t testing.TB, e *search.Engine, r search.SuggestRequest) []search.Suggestion {
	t.Helper()
	got, err := e.Suggest(t.Context(), r)
	check(t, err)
	return got.Suggestions
}

// texts are those of suggestions, with what is marked in brackets.
func texts(list []search.Suggestion) []string {
	out := []string{}
	for _, s := range list {
		out = append(out, marked(search.Marked{Text: s.Text, Marks: s.Marks}))
	}
	return out
}

func TestSuggestKnowsEveryWayOfTyping(t *testing.T) {
	e := newEngine(t, sampleArticles(t))
	for typed, want := range map[string]string{
		// as it is written, in any width, case and kana
		"エクソ": "[エクソ]ソーム点滴", "えくそ": "[エクソ]ソーム点滴", "ｴｸｿ": "[エクソ]ソーム点滴", "ＨＩＦＵ": "[HIFU]", "ぼと": "[ボト]ックス",
		// as it is read, and in romaji from half a syllable on
		"はくないしょう": "[白内障]", "はくない": "[白内障]", "hakunai": "[白内障]", "hakunaish": "[白内障]", "ekuso": "[エクソ]ソーム点滴", "bottoku": "[ボトック]ス",
		// as an input method shows it before it is converted
		"えくそs": "[エクソソ]ーム点滴", "えくそｓ": "[エクソソ]ーム点滴", "ひあるr": "[ヒアルロ]ン酸注入", "白内sh": "[白内]障", "白ないs": "[白内障]",
		// from the middle
		"点滴": "エクソソーム[点滴]", "てんてき": "エクソソーム[点滴]", "ソーム": "エクソ[ソーム]点滴",
		// with a slip: another, one too few, one too many, two that changed places
		"エクシソーム": "[エクソソーム]点滴", "ekusosimu": "[エクソソーム]点滴", "ヒアルン酸": "[ヒアルロン酸]注入", "ヒアルロロン酸": "[ヒアルロン酸]注入", "ヒルアロン": "[ヒアルロン]酸注入", "lesik": "[レーシック]",
		// questions and headings, several words
		"にんしんちゅうでも": "[妊娠中でも]受けられますか？", "妊娠中 点滴": "エクソソーム[点滴]は[妊娠中]でも受けられますか？",
	} {
		if got := texts(suggest(t, e, search.SuggestRequest{Query: typed})); !slices.Contains(got, want) {
			t.Errorf("%s: %q is not among %q", typed, want, got)
		}
	}
}

// Romaji is Japanese that is being typed: what is read so comes before an English name, and a
// thing is called as readers of Japanese know it until most of its English name is typed.
func TestEnglishNamesGiveWayToJapanese(t *testing.T) {
	e := newEngine(t, sampleArticles(t))
	for typed, want := range map[string]string{
		"hai": "[ハイ]フ", "hair": "[自毛植毛]", "hairtr": "[自毛植毛]", "hair transp": "[hair transp]lant", "Hair Transplant": "[hair transplant]",
		"laser": "[レーザー治療]", "bot": "[ボツリヌストキシン注射]", "botox": "[Botox]", "hifu": "[HIFU]", "prp": "[PRP]療法",
	} {
		got := texts(suggest(t, e, search.SuggestRequest{Query: typed}))
		if len(got) == 0 || got[0] != want {
			t.Errorf("%s: %q, want %s first", typed, got, want)
		}
	}
	for _, typed := range []string{"bo", "ha", "la"} {
		for _, s := range suggest(t, e, search.SuggestRequest{Query: typed, Limit: search.MaxSuggestions}) {
			if slices.Contains([]string{"自毛植毛", "レーザー治療", "Botox"}, s.Text) && len(s.Marks) == 1 && s.Marks[0] == [2]int{0, len([]rune(s.Text))} {
				t.Errorf("%s: an English word is completed from two letters, as %s", typed, s.Text)
			}
		}
	}
}

func TestSuggestOffersOneNameOfAThing(t *testing.T) {
	e := newEngine(t, sampleArticles(t))
	named := map[string]bool{}
	for _, s := range suggest(t, e, search.SuggestRequest{Query: "ぼ", Limit: search.MaxSuggestions}) {
		if s.Filter != nil && s.Kind == search.SuggestTreatment {
			if named[s.Filter.Value] {
				t.Errorf("%s is there twice", s.Filter.Value)
			}
			named[s.Filter.Value] = true
		}
	}
	if !named["ボツリヌストキシン注射"] {
		t.Errorf("ボツリヌストキシン注射 is not among %v", named)
	}
	for typed, want := range map[string]string{"ボトックス": "ボトックス", "ボツリヌストキシン": "ボツリヌストキシン", "ぼとっくす": "ボトックス"} {
		got := suggest(t, e, search.SuggestRequest{Query: typed})
		if len(got) == 0 || !strings.HasPrefix(got[0].Text, want) || got[0].Filter == nil || got[0].Filter.Value != "ボツリヌストキシン注射" {
			t.Errorf("%s: %+v, want %s first, which filters by its label", typed, got, want)
		}
	}
}

func TestSuggestionsStandInGroups(t *testing.T) {
	e := newEngine(t, sampleArticles(t))
	order := search.SuggestionKinds()
	for _, typed := range []string{"", "ひ", "し", "点", "ヒアルロン", "h", "妊娠"} {
		for _, limit := range []int{1, 3, 8, 20} {
			got := suggest(t, e, search.SuggestRequest{Query: typed, Limit: limit})
			if len(got) == 0 || len(got) > limit {
				t.Errorf("%q: %d suggestions of at most %d", typed, len(got), limit)
			}
			seen := map[string]bool{}
			for i, s := range got {
				if i > 0 && slices.Index(order, s.Kind) < slices.Index(order, got[i-1].Kind) {
					t.Errorf("%q: %s after %s", typed, s.Kind, got[i-1].Kind)
				}
				if s.Group == "" || seen[s.Group] && s.Group != got[i-1].Group {
					t.Errorf("%q: the group %q is in two places", typed, s.Group)
				}
				seen[s.Group] = true
			}
		}
	}
}

// Every suggestion finds something, by its text, by its filter, and where its address says.
func TestWhateverIsSuggestedFindsSomething(t *testing.T) {
	e := newEngine(t, sampleArticles(t))
	done := map[string]bool{}
	for _, typed := range []string{"", "a", "k", "s", "t", "n", "h", "m", "y", "r", "あ", "い", "う", "か", "き", "し", "せ", "た", "ち", "に", "は", "ひ", "ほ", "み", "り", "れ", "治", "薬", "手術", "費用", "リスク", "ほけん", "うけられ"} {
		for _, s := range suggest(t, e, search.SuggestRequest{Query: typed, Limit: search.MaxSuggestions}) {
			if done[s.Text] {
				continue
			}
			done[s.Text] = true
			if ask(t, e, search.Request{Query: s.Text, PerPage: 1, Facets: []string{}}).Total == 0 {
				t.Errorf("%q: %q (%s) finds nothing", typed, s.Text, s.Kind)
			}
			if s.Filter != nil && ask(t, e, search.Request{Filters: []index.Filter{{Name: s.Filter.Name, Any: []string{s.Filter.Value}}}, PerPage: 1, Facets: []string{}}).Total == 0 {
				t.Errorf("%q: the filter %+v keeps nothing", s.Text, s.Filter)
			}
			if id, hash, ok := strings.Cut(strings.TrimPrefix(s.URL, "/articles/"), "#p-"); s.URL != "" {
				p, err := e.Passage(t.Context(), id+"#"+hash, search.Scope{})
				if !ok || err != nil || p.Heading != s.Text && !slices.Contains(p.Path, s.Text) {
					t.Errorf("%q is not at %s: %v", s.Text, s.URL, err)
				}
			}
		}
	}
	if len(done) < 200 {
		t.Errorf("only %d suggestions were looked at", len(done))
	}
}

// Whoever types a name to its end sees it, in whatever way it is typed.
func TestANameThatIsTypedToItsEndIsSuggested(t *testing.T) {
	e := newEngine(t, sampleArticles(t))
	lex, err := lexicon.Default()
	check(t, err)
	there, missed := 0, []string{}
	for _, c := range lex.Concepts() {
		label := suggest(t, e, search.SuggestRequest{Query: c.Label})
		if !slices.ContainsFunc(label, func(s search.Suggestion) bool { return s.Text == c.Label }) {
			continue // nothing speaks of it
		}
		ways := []string{}
		for _, r := range c.Readings {
			ways = append(ways, r, bench.Romaji(r))
		}
		for _, way := range ways {
			if way == "" {
				continue
			}
			there++
			got := suggest(t, e, search.SuggestRequest{Query: way})
			if !slices.ContainsFunc(got, func(s search.Suggestion) bool { return lex.Lookup(s.Text) == c }) {
				missed = append(missed, c.Label+" by "+way)
			}
		}
	}
	if there < 200 || len(missed) > there/200 {
		t.Errorf("%d of %d are not seen: %q", len(missed), there, missed[:min(len(missed), 20)])
	}
}

// What a caller may not see is not suggested: drafts, what is not yet published or has expired,
// other collections.
func TestSuggestSpeaksOnlyOfWhatTheCallerSees(t *testing.T) {
	list := articles()
	soon, past := time.Now().Add(time.Hour), time.Now().Add(-time.Hour)
	list[0].Status = corpus.StatusDraft
	list[1].PublishAt = &soon
	expired := articleOf("old", "レーシックの流れ", []string{"レーシック"}, section{corpus.KindRisks, "夜間のまぶしさ", "レーシックのあと光がにじむことがあります。", ""})
	expired.ExpiresAt = &past
	open := articleOf("open", "抜歯の流れ", []string{"抜歯"}, section{corpus.KindRisks, "抜歯後のしびれ", "抜歯のあとしびれが残ることがあります。", ""})
	e := newEngine(t, append(list, expired, open))
	typed := []string{"", "はいふ", "医療ハイフ", "ひあるろん", "血管閉塞", "れーしっく", "夜間", "白内障", "手術の流れ", "眼内炎", "抜歯", "しびれ", "ふくさよう", "flow"}
	all := func(r search.SuggestRequest) map[string]bool {
		out := map[string]bool{}
		for _, q := range typed {
			r.Query, r.Limit = q, search.MaxSuggestions
			for _, s := range suggest(t, e, r) {
				out[s.Text] = true
				if ask(t, e, search.Request{Query: s.Text, Collections: r.Collections, Now: r.Now, PerPage: 1}).Total == 0 {
					t.Errorf("%v: %q finds nothing", r, s.Text)
				}
			}
		}
		return out
	}
	for _, tt := range []struct {
		name           string
		r              search.SuggestRequest
		sees, seesNone []string
	}{
		{"all", search.SuggestRequest{}, []string{"白内障手術", "抜歯", "手術の流れ", "抜歯後のしびれ"}, []string{"ハイフ", "ハイフとは", "ヒアルロン酸注入", "レーシック", "夜間のまぶしさ"}},
		{"one collection", search.SuggestRequest{Collections: []string{"eye"}}, []string{"白内障手術", "手術の流れ"}, []string{"抜歯", "抜歯後のしびれ", "ハイフ", "レーシック"}},
		{"the other", search.SuggestRequest{Collections: []string{"default"}}, []string{"抜歯", "抜歯後のしびれ"}, []string{"白内障手術", "手術の流れ", "ヒアルロン酸注入"}},
		{"none", search.SuggestRequest{Collections: []string{"nobody"}}, nil, []string{"抜歯", "白内障手術"}},
	} {
		got := all(tt.r)
		for _, want := range tt.sees {
			if !got[want] {
				t.Errorf("%s: %s is not suggested", tt.name, want)
			}
		}
		for _, not := range tt.seesNone {
			if got[not] {
				t.Errorf("%s: %s is suggested", tt.name, not)
			}
		}
	}
}

// What expires, or is taken away, is not suggested any more, before anything was made anew.
func TestSuggestForgetsAtOnceWhatIsGone(t *testing.T) {
	list := articles()
	later := time.Now().Add(time.Hour)
	list[0].ExpiresAt = &later
	e, serve := changingEngine(t, list)
	has := func(typed, text string, now time.Time) bool {
		return slices.ContainsFunc(suggest(t, e, search.SuggestRequest{Query: typed, Now: now}), func(s search.Suggestion) bool { return s.Text == text })
	}
	for typed, text := range map[string]string{"はいふ": "ハイフ", "ハイフと": "ハイフとは"} {
		if !has(typed, text, time.Now()) {
			t.Errorf("%s is not suggested", text)
		}
		if has(typed, text, later.Add(time.Second)) {
			t.Errorf("%s is suggested when its article has expired", text)
		}
	}
	if !has("ひある", "ヒアルロン酸注入", later.Add(time.Second)) {
		t.Error("what has not expired is forgotten as well")
	}
	serve(list[:1])
	for range 3 {
		if has("ひある", "ヒアルロン酸注入", time.Now()) || has("値段", "値段", time.Now()) {
			t.Error("what was taken away is suggested")
		}
	}
	check(t, e.Warm(t.Context()))
	if !has("はいふ", "ハイフ", time.Now()) || has("ひある", "ヒアルロン酸注入", time.Now()) {
		t.Error("after the change")
	}
}

// log is a query log.
type popularLog struct {
	mu      sync.Mutex
	asked   map[string][]search.PopularQuery // by collections
	lookups chan struct{}
}

func (l *popularLog) PopularQueries(_ context.Context, collections []string, since time.Time, limit int) ([]search.PopularQuery, error) {
	defer func() { l.lookups <- struct{}{} }()
	if limit < 1 || time.Since(since) < 24*time.Hour {
		return nil, errors.New("asked for nothing")
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.asked[strings.Join(collections, ",")], nil
}

// What many ask is suggested to those who would find something by it, what few ask to nobody.
func TestPopularQueriesAreSuggested(t *testing.T) {
	log := &popularLog{lookups: make(chan struct{}, 100), asked: map[string][]search.PopularQuery{
		"": {
			{Query: "たるみ ハイフ 費用", Count: 9, Askers: 5}, {Query: "田中 ハイフ 予約", Count: 50, Askers: 2},
			{Query: "佐藤花子 ハイフ", Count: 40, Askers: 9}, // the same person on nine days: nothing has the name
			{Query: "ラーメン", Count: 8, Askers: 8}, {Query: "ハイフ", Count: 99, Askers: 40},
		},
		"eye": {{Query: "たるみ 引き上げ", Count: 9, Askers: 9}, {Query: "眼内炎 細菌", Count: 3, Askers: 3}},
	}}
	e := newEngine(t, articles(), search.WithPopular(log))
	popular := func(r search.SuggestRequest) []string {
		suggest(t, e, r)
		<-log.lookups
		for range 2000 { // the log has answered; what it said is looked up
			out := []string{}
			for _, s := range suggest(t, e, r) {
				if s.Kind == search.SuggestQuery {
					out = append(out, marked(search.Marked{Text: s.Text, Marks: s.Marks}))
				}
			}
			if len(out) > 0 {
				return out
			}
			time.Sleep(time.Millisecond)
		}
		return nil
	}
	if got := popular(search.SuggestRequest{}); !slices.Equal(got, []string{"たるみ ハイフ 費用"}) {
		t.Errorf("popular %q", got)
	}
	if got := popular(search.SuggestRequest{Query: "がんない", Collections: []string{"eye"}}); !slices.Equal(got, []string{"[眼内炎] 細菌"}) {
		t.Errorf("popular in one collection %q", got)
	}
	for _, q := range []string{"", "たなか", "田中", "佐藤", "ラー"} {
		for _, s := range suggest(t, e, search.SuggestRequest{Query: q}) {
			if strings.Contains(s.Text, "田中") || strings.Contains(s.Text, "佐藤") || s.Text == "ラーメン" {
				t.Errorf("%q is suggested", s.Text)
			}
		}
	}
}

// Who finds nothing is offered names near to what was typed, of articles that they see.
func TestNearNamesWhereNothingWasFound(t *testing.T) {
	list := articles()
	list[1].Status = corpus.StatusDraft
	e := newEngine(t, list)
	check(t, e.Warm(t.Context()))
	exact := &search.Interpret{}
	for query, want := range map[string]string{"hakunaish": "白内障手術", "ハイフゥ療術": "ハイフ", "はくないし": "白内障手術"} {
		r := ask(t, e, search.Request{Query: query, Interpret: exact, Match: search.MatchAll})
		if r.Total != 0 || !slices.ContainsFunc(r.Suggestions, func(s string) bool { return strings.HasPrefix(want, s) || s == want }) {
			t.Errorf("%s found %d, suggests %q, want %s", query, r.Total, r.Suggestions, want)
		}
		for _, s := range r.Suggestions {
			if ask(t, e, search.Request{Query: s}).Total == 0 {
				t.Errorf("%s: %s finds nothing", query, s)
			}
		}
	}
	for _, query := range []string{"ひあるろんさんちゅうに", "hiaruron"} {
		if r := ask(t, e, search.Request{Query: query, Interpret: exact}); slices.Contains(r.Suggestions, "ヒアルロン酸注入") {
			t.Errorf("%s: %q speak of a draft", query, r.Suggestions)
		}
	}
	r := ask(t, e, search.Request{Query: "hakunaish", Interpret: exact, Collections: []string{"default"}})
	if slices.ContainsFunc(r.Suggestions, func(s string) bool { return strings.HasPrefix(s, "白内障") }) {
		t.Errorf("%q speak of another collection", r.Suggestions)
	}
}

// A question that many treatments have is told apart by what it is about; where it stands in
// articles about several things, nothing is said, and never of an article that is not seen.
func TestQuestionsSayWhatTheyAreAbout(t *testing.T) {
	faq := func(id, title string, treatments []string, questions ...string) *corpus.Article {
		a := articleOf(id, title, treatments, section{corpus.KindFAQ, "よくある質問", strings.Join(questions, "\nはい。\n") + "\nはい。", ""})
		for _, q := range questions {
			a.FAQs = append(a.FAQs, corpus.FAQ{Question: q, Answer: "はい。", Section: "a"})
		}
		a.Normalize()
		return a
	}
	long := strings.Repeat("長い題", 12)
	hidden := faq("hidden", "隠れた記事", []string{"抜歯"}, "授乳中に受けられますか？")
	hidden.Status = corpus.StatusDraft
	e := newEngine(t, []*corpus.Article{
		faq("a", "ピコの記事", []string{"ピコレーザー"}, "授乳中に受けられますか？", "当日に入浴できますか？"),
		faq("b", "ハイフの記事", []string{"ハイフ"}, "当日に入浴できますか？"),
		faq("c", long, []string{"ハイフ", "ピコレーザー"}, "翌日に仕事はできますか？"), hidden,
	})
	for typed, want := range map[string]string{"授乳中に": "ピコレーザー", "当日に": "", "翌日に": long[:29*3] + "…"} {
		got := suggest(t, e, search.SuggestRequest{Query: typed})
		i := slices.IndexFunc(got, func(s search.Suggestion) bool { return s.Kind == search.SuggestQuestion })
		if i < 0 || got[i].Context != want {
			t.Errorf("%s: %+v, want a question about %q", typed, got, want)
		}
	}
	for _, s := range suggest(t, e, search.SuggestRequest{Query: "ハイフ"}) {
		if s.Kind == search.SuggestTreatment && s.Context != "" {
			t.Errorf("%+v: a name is about itself", s)
		}
	}
}

func TestSuggestRefusesWhatItCannotDo(t *testing.T) {
	e := newEngine(t, articles())
	for _, r := range []search.SuggestRequest{{Limit: -1}, {Limit: search.MaxSuggestions + 1}, {Query: strings.Repeat("あ", search.MaxQueryRunes+1)}} {
		var invalid *search.InvalidError
		if _, err := e.Suggest(t.Context(), r); !errors.As(err, &invalid) {
			t.Errorf("%+v: %v", r, err)
		}
	}
	for _, q := range []string{"\x00", "\xff\xfe", "<script>", "！？", "ーーー", "っっっ", "'''", "---", "ンンンン", "nnnnn", "ゝゝ", "🙂", strings.Repeat("a", 512), strings.Repeat("あ", 512), "   ", "ヴ", "a b c d e f g h i j"} {
		if _, err := e.Suggest(t.Context(), search.SuggestRequest{Query: q}); err != nil {
			t.Errorf("%q: %v", q, err)
		}
	}
}
