package store

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"shirube/index"
	"shirube/internal/querylog"
)

// clock is a store whose time stands still, and its sink.
func clock(t *testing.T, at time.Time) (*Store, *Sink, func(time.Time)) {
	t.Helper()
	s := open(t, t.TempDir())
	set := func(at time.Time) { s.now = func() time.Time { return at } }
	set(at)
	sink := s.Sink()
	return s, sink, set
}

func noon(day int) time.Time { return time.Date(2026, 11, day, 3, 0, 0, 0, time.UTC) } // in Japan

func write(t *testing.T, k *Sink, searches []querylog.Search, events ...querylog.Event) {
	t.Helper()
	if err := k.Write(context.Background(), searches, events); err != nil {
		t.Fatal(err)
	}
}

// asked is a search of a query that found so much.
func asked(at time.Time, id, query string, total int, answerable bool) querylog.Search {
	return querylog.Search{
		Time: at, RequestID: id, FrontEnd: querylog.API, Query: query, Total: total, Answerable: answerable, Page: 1, View: index.Articles,
		Took: 2 * time.Millisecond,
	}
}

// What is personal is on no page of the files, and an entry comes back as it was noted.
func TestEntriesAreMasked(t *testing.T) {
	s, k, _ := clock(t, noon(2))
	e := asked(noon(1), "r-1", "予約 090-1234-5678 taro@example.com", 3, true)
	e.Client, e.Key, e.Session, e.Confidence, e.Collections = "widget", "site", "visit-secret", 0.75, []string{"default"}
	e.Filters = []index.Filter{{Name: "treatment", Any: []string{"電話09012345678"}}, {Not: &index.Filter{Name: "risk", Any: []string{"腫れ"}}}}
	write(t, k, []querylog.Search{e}, querylog.Event{Time: noon(1), Type: querylog.Click, RequestID: "r-1", Hit: "a#1", Position: 2, Query: "090-1234-5678", Session: "visit-secret"})
	list, err := s.Log(context.Background(), querylog.Ask{Limit: 10})
	if err != nil || len(list) != 1 {
		t.Fatal(list, err)
	}
	got := list[0]
	if got.Query != "予約 〔番号〕 〔メール〕" || got.Client != "widget" || got.Key != "site" || got.Confidence != 0.75 || got.TookMS != 2 ||
		!reflect.DeepEqual(got.Collections, []string{"default"}) || got.Total != 3 || len(got.Session) != 16 ||
		!reflect.DeepEqual(got.Filters, []querylog.Filter{{Name: "treatment", Any: []string{"電話〔番号〕"}}, {Not: &querylog.Filter{Name: "risk", Any: []string{"腫れ"}}}}) {
		t.Errorf("%+v", got)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	files, _ := filepath.Glob(s.path + "*")
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, secret := range []string{"1234-5678", "09012345678", "taro", "visit-secret"} {
			if bytes.Contains(data, []byte(secret)) {
				t.Errorf("%s has %q", f, secret)
			}
		}
	}
}

// A visit is one within its day, and no other on the next.
func TestSessionsEndWithTheDay(t *testing.T) {
	_, k, _ := clock(t, noon(2))
	first, same := k.session(noon(1), "visit"), k.session(noon(1).Add(time.Hour), "visit")
	next := k.session(noon(2), "visit")
	if first != same || first == next || k.session(noon(2), "") != "" || k.session(noon(2), "other") == next {
		t.Errorf("%s %s %s", first, same, next)
	}
}

// Numbers by query, day and source: what was typed on the way and further pages do not
// count, and neither is anything counted twice.
func TestAnalytics(t *testing.T) {
	ctx := context.Background()
	s, k, set := clock(t, noon(1).Add(time.Minute))
	var list []querylog.Search
	at := noon(1)
	for i, q := range []string{"ひ", "ひあ", "ヒアルロン酸"} { // as one types
		e := asked(at.Add(time.Duration(i)*time.Second), fmt.Sprint("t", i), q, 5, true)
		e.Session, e.Client = "visit", "widget"
		list = append(list, e)
	}
	second := list[2]
	second.Page, second.RequestID, second.Time = 2, "t3", at.Add(20*time.Second)
	list = append(list, second,
		asked(at, "n1", "鼻毛 脱毛", 0, false), asked(at, "n2", "鼻毛 脱毛", 0, false), asked(at, "l1", "眼瞼下垂", 4, false), asked(at, "a1", "ヒアルロン酸", 5, true))
	write(t, k, list, querylog.Event{Time: at, Type: querylog.Click, RequestID: "t2", Hit: "a"}, querylog.Event{Time: at, Type: querylog.Copy, RequestID: "t2"},
		querylog.Event{Time: at, Type: querylog.Unhelpful, RequestID: "l1"}, querylog.Event{Time: at, Type: querylog.Click, RequestID: "nobody"})
	span := querylog.Span{From: noon(1), To: noon(2)}
	for range 2 { // asking changes nothing
		a, err := s.Analytics(ctx, span, 10)
		if err != nil {
			t.Fatal(err)
		}
		if a.Total != (querylog.Counts{Searches: 5, Nothing: 2, Low: 1, Watched: 1, Clicked: 1, Unhelpful: 1}) {
			t.Errorf("total %+v", a.Total)
		}
		if len(a.Top) != 3 || a.Queries != 3 || len(a.Nothing) != 1 || a.Nothing[0].Query != "鼻毛 脱毛" || a.Nothing[0].Nothing != 2 ||
			len(a.Low) != 1 || a.Low[0].Query != "眼瞼下垂" || len(a.NoClick) != 0 || len(a.Disliked) != 1 || a.Disliked[0].Query != "眼瞼下垂" {
			t.Errorf("%+v", a)
		}
		if len(a.Trend) != 2 || a.Trend[0].Day != "2026-11-01" || a.Trend[0].Searches != 5 || a.Trend[1].Searches != 0 {
			t.Errorf("trend %+v", a.Trend)
		}
		if len(a.Sources) != 2 || a.Sources[0].Source != "api" || a.Sources[0].Searches != 4 || a.Sources[1].Source != "widget" || a.Sources[1].TookMS != 2 {
			t.Errorf("sources %+v", a.Sources)
		}
	}
	// The next day: a click on what was counted, and more of the same.
	set(noon(2).Add(time.Minute))
	late := asked(noon(2), "b1", "ヒアルロン酸", 5, true)
	late.Session, late.Client = "other", "widget"
	write(t, k, []querylog.Search{late, asked(noon(2), "b2", "鼻毛 脱毛", 0, false)})
	a, err := s.Analytics(ctx, span, 10)
	if err != nil || len(a.NoClick) != 1 || a.NoClick[0].Query != "ヒアルロン酸" || a.Top[0].Searches != 3 || a.Top[0].Days != 2 {
		t.Fatalf("%+v %v", a, err)
	}
	write(t, k, nil, querylog.Event{Time: noon(2), Type: querylog.Click, RequestID: "b1"})
	if a, err = s.Analytics(ctx, span, 10); err != nil || a.Total.Clicked != 2 || a.Total.Searches != 7 || len(a.NoClick) != 0 {
		t.Errorf("%+v %v", a, err)
	}
	if a, err = s.Analytics(ctx, querylog.Span{From: noon(2), To: noon(2), Source: "widget"}, 1); err != nil || a.Total.Searches != 1 || len(a.Top) != 1 {
		t.Errorf("%+v %v", a, err)
	}
}

// The counts are those of the log itself, whatever is in it and however often they are
// brought up to date.
func TestCountsAreThoseOfTheLog(t *testing.T) {
	ctx := context.Background()
	s, k, _ := clock(t, noon(20))
	for b := range 40 {
		var list []querylog.Search
		for i := range 300 {
			n := b*300 + i
			list = append(list, asked(noon(1+n%17).Add(time.Duration(n)*time.Second), fmt.Sprint("r", n), fmt.Sprint("質問", n*n%701), n%4, n%3 == 0))
		}
		write(t, k, list)
		if b%7 == 0 {
			if err := s.Roll(ctx); err != nil {
				t.Fatal(err)
			}
		}
	}
	span := querylog.Span{From: noon(3), To: noon(9)}
	a, err := s.Analytics(ctx, span, 1000)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := s.read.Query(`SELECT query, count(*), sum(total = 0), sum(total > 0 AND NOT answerable) FROM searches WHERE time >= ? AND time < ? GROUP BY query`,
		Day(noon(3)).UnixMilli(), Day(noon(10)).UnixMilli())
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	want, total := map[string][3]int64{}, int64(0)
	for rows.Next() {
		var q string
		var c [3]int64
		if err := rows.Scan(&q, &c[0], &c[1], &c[2]); err != nil {
			t.Fatal(err)
		}
		want[q] = c
		total += c[0]
	}
	got := map[string][3]int64{}
	for _, q := range a.Top {
		got[q.Query] = [3]int64{q.Searches, q.Nothing, q.Low}
	}
	if !reflect.DeepEqual(got, want) || a.Total.Searches != total || total == 0 {
		t.Errorf("%d searches, %d in the log; %d queries, %d in the log", a.Total.Searches, total, len(got), len(want))
	}
	var trend int64
	for _, d := range a.Trend {
		trend += d.Searches
	}
	if trend != total || len(a.Trend) != 7 {
		t.Errorf("trend %+v", a.Trend)
	}
}

// What others are told is asked was asked on several days, by people who saw no more, and
// mostly answered; nothing that was masked.
func TestPopularQueries(t *testing.T) {
	ctx := context.Background()
	s, k, _ := clock(t, noon(10))
	ask := func(query string, days int, total int, collections ...string) {
		for d := range days {
			for i := range 3 {
				e := asked(noon(1+d), fmt.Sprint(query, d, i), query, total, total > 0)
				e.Collections = collections
				write(t, k, []querylog.Search{e})
			}
		}
	}
	ask("ハイフ 痛み", 4, 5, "default")
	ask("しみ 料金", 3, 5, "default", "clinic")
	ask("院内の手順", 5, 5, "staff")
	ask("誰かひとりの悩み", 2, 5, "default")
	ask("見つからない", 5, 0, "default")
	ask("予約 090-1234-5678", 5, 5, "default")
	ask("すべてから", 5, 5)
	ask("九十文字を超える"+strings.Repeat("長い", 30), 5, 5, "default")
	names := func(collections ...string) string {
		t.Helper()
		found, err := s.PopularQueries(ctx, collections, noon(1), 10)
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, q := range found {
			out = append(out, fmt.Sprint(q.Query, q.Count, "/", q.Askers))
		}
		return strings.Join(out, " ")
	}
	if err := s.Roll(ctx); err != nil {
		t.Fatal(err)
	}
	if got := names("default"); got != "ハイフ 痛み12/4" {
		t.Errorf("default: %s", got)
	}
	if got := names("clinic", "default"); got != "ハイフ 痛み12/4 しみ 料金9/3" {
		t.Errorf("clinic and default: %s", got)
	}
	if got := names(); !strings.Contains(got, "院内の手順15/5") || !strings.Contains(got, "すべてから15/5") {
		t.Errorf("all: %s", got)
	}
}

// Days are erased whole, with the counts and the words; what is kept goes on.
func TestErase(t *testing.T) {
	ctx := context.Background()
	s, k, _ := clock(t, noon(9))
	for d := 1; d <= 6; d++ {
		var list []querylog.Search
		for i := range 2500 {
			list = append(list, asked(noon(d), fmt.Sprint(d, "-", i), fmt.Sprint("質問", d, "と", i%50), 1, true))
		}
		write(t, k, list, querylog.Event{Time: noon(d), Type: querylog.Click, RequestID: fmt.Sprint(d, "-1")})
	}
	if err := s.Roll(ctx); err != nil {
		t.Fatal(err)
	}
	if err := s.Erase(ctx, Day(noon(5))); err != nil {
		t.Fatal(err)
	}
	for query, want := range map[string]int{
		"SELECT count(*) FROM searches": 5000, "SELECT count(*) FROM events": 2, "SELECT count(*) FROM queries": 100,
		"SELECT count(*) FROM query_days": 2, "SELECT count(*) FROM hours": 2, "PRAGMA freelist_count": 0,
	} {
		if n := s.number(t, query); n != want {
			t.Errorf("%s: %d, want %d", query, n, want)
		}
	}
	if err := s.Erase(ctx, time.Time{}); err != nil {
		t.Fatal(err)
	}
	if n := s.number(t, "SELECT (SELECT count(*) FROM searches) + (SELECT count(*) FROM events) + (SELECT count(*) FROM queries) + (SELECT count(*) FROM query_days) + (SELECT count(*) FROM hours)"); n != 0 {
		t.Errorf("%d rows are left", n)
	}
	for _, f := range []string{s.path, s.path + "-wal"} {
		if data, err := os.ReadFile(f); err == nil && bytes.Contains(data, []byte("質問3と")) {
			t.Errorf("%s still has what was erased", f)
		}
	}
	// Ids may begin anew: what comes is counted.
	write(t, k, []querylog.Search{asked(noon(8), "new", "新しい", 1, true)})
	if a, err := s.Analytics(ctx, querylog.Span{From: noon(1), To: noon(9)}, 5); err != nil || a.Total.Searches != 1 || len(a.Top) != 1 {
		t.Errorf("%+v %v", a, err)
	}
}

// What a server notes while the log is erased is counted, although ids begin anew.
func TestNotedWhileErasing(t *testing.T) {
	ctx := context.Background()
	s, k, _ := clock(t, noon(9))
	write(t, k, []querylog.Search{asked(noon(1), "a", "古い", 1, true), asked(noon(1), "b", "古い", 1, true)}, querylog.Event{Time: noon(1), Type: querylog.Click, RequestID: "a"})
	if err := s.Roll(ctx); err != nil {
		t.Fatal(err)
	}
	// Another process writes when the searches are gone, and the events are going.
	_, err := s.write.ExecContext(ctx, fmt.Sprintf(`CREATE TRIGGER meanwhile AFTER DELETE ON events BEGIN
		INSERT INTO searches (time, request, front, client, key, collections, query, filters, view, page, total, confidence, answerable, took, session)
		VALUES (%d, 'c', 'api', '', '', '', '新しい', '', 'articles', 1, 1, 1, 1, 1, ''); END`, noon(8).UnixMilli()))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Erase(ctx, time.Time{}); err != nil {
		t.Fatal(err)
	}
	if a, err := s.Analytics(ctx, querylog.Span{From: noon(1), To: noon(9)}, 5); err != nil || a.Total.Searches != 1 {
		t.Errorf("%+v %v", a, err)
	}
}

// The log is read from the end, by pages, and exported from a time on.
func TestReadAndExport(t *testing.T) {
	ctx := context.Background()
	s, k, _ := clock(t, noon(9))
	e := asked(noon(1), "r1", "しみ", 0, false)
	f := asked(noon(2), "r2", "しみ", 3, false)
	g := asked(noon(3), "r3", "ハイフ", 3, true)
	g.Client = "widget"
	write(t, k, []querylog.Search{e, f, g}, querylog.Event{Time: noon(3), Type: querylog.Helpful, RequestID: "r3"})
	for want, ask := range map[string]querylog.Ask{
		"r3 r2 r1": {Limit: 10}, "r3": {Limit: 1}, "r2 r1": {Limit: 10, Before: 3}, "r1": {Found: "nothing", Limit: 10}, "r2": {Found: "low", Limit: 10},
		"r3 ": {Found: "answered", Limit: 10}, "r2 r1 ": {Query: "しみ", Limit: 10}, " r3": {Source: "widget", Limit: 10}, " r2 r1": {Source: "api", Limit: 10},
	} {
		list, err := s.Log(ctx, ask)
		var ids []string
		for _, e := range list {
			ids = append(ids, e.RequestID)
		}
		if err != nil || strings.Join(ids, " ") != strings.TrimSpace(want) {
			t.Errorf("%+v: %v %v", ask, ids, err)
		}
	}
	var b bytes.Buffer
	if err := s.Export(ctx, noon(2), &b); err != nil {
		t.Fatal(err)
	}
	var kinds []string
	for _, line := range strings.Split(strings.TrimSpace(b.String()), "\n") {
		var v struct {
			Kind      string
			RequestID string `json:"request_id"`
		}
		if err := json.Unmarshal([]byte(line), &v); err != nil {
			t.Fatal(err)
		}
		kinds = append(kinds, v.Kind+" "+v.RequestID)
	}
	if got := strings.Join(kinds, ", "); got != "search r2, search r3, event r3" {
		t.Error(got)
	}
}

// Callers can make up names of programs: they are counted together from some number on.
func TestSourcesAreBounded(t *testing.T) {
	s, k, _ := clock(t, noon(2))
	var list []querylog.Search
	for i := range 3 * maxGroups {
		e := asked(noon(1), fmt.Sprint("r", i), "しみ", 1, true)
		e.Client = fmt.Sprint("client", i)
		list = append(list, e)
	}
	write(t, k, list)
	a, err := s.Analytics(context.Background(), querylog.Span{From: noon(1), To: noon(1)}, 5)
	if err != nil || len(a.Sources) != maxGroups+1 || a.Sources[0].Source != mixed || a.Total.Searches != int64(3*maxGroups) || a.Top[0].Searches != int64(3*maxGroups) {
		t.Errorf("%d sources, %+v, %v", len(a.Sources), a.Total, err)
	}
	if n := s.number(t, "SELECT count(*) FROM query_days"); n != maxGroups+1 {
		t.Errorf("%d groups", n)
	}
}
