package app

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"shirube/internal/config"
)

// pageAt is a page of the console.
func pageAt(t *testing.T, address string) *goquery.Document {
	t.Helper()
	resp, err := http.Get(address) // #nosec G107 -- the test's own server
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	doc, err := goquery.NewDocumentFromReader(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	if resp.StatusCode >= http.StatusBadRequest {
		t.Errorf("%s: %d %s", address, resp.StatusCode, doc.Find("main").Text())
	}
	return doc
}

// From a query that was asked one click leads to each thing that can be done about it, with what
// it is about filled in, and from an article that lacks what was asked for to the list that
// names it.
func TestLinksOfAQueryAreFilledIn(t *testing.T) {
	cfg := config.Default()
	cfg.Data, cfg.Addr = t.TempDir(), "127.0.0.1:0"
	folder := t.TempDir()
	article := "# しみ取りレーザー\n\n## しみ取りレーザーとは\n\nしみ取りレーザーは、しみの色に反応する光で、しみを薄くする治療です。\n\n## 費用\n\nしみ取りレーザーの費用は、1回10,000円です。\n"
	if err := os.WriteFile(filepath.Join(folder, "laser.md"), []byte(article), 0o600); err != nil {
		t.Fatal(err)
	}
	cfg.Corpus = []string{folder}
	addr, _, _, _ := start(t, cfg)
	untilPhase(t, addr, phaseReady)
	base := "http://" + addr
	const query = "しみ取りレーザー リスク"
	doc := pageAt(t, base+"/console/improve/query?"+url.Values{"q": {query}}.Encode())
	link := func(part string) string {
		t.Helper()
		at := doc.Find("main a[href*='"+part+"']").First().AttrOr("href", "")
		if at == "" {
			html, _ := doc.Find("main").Html()
			t.Fatalf("no link with %s in %s", part, html)
		}
		return base + at
	}
	for part, fields := range map[string]map[string]string{
		"/curation/new?kind=synonym":               {"textarea[name=words]": query},
		"/curation/new?kind=pin":                   {"textarea[name=queries]": query, "input[name=target]": ""},
		"/curation/new?kind=redirect":              {"textarea[name=queries]": query},
		"kind=pin&query=" + url.QueryEscape(query): {"textarea[name=queries]": query},
		"kind=hide": {"input[name=passage]": "laser#"},
	} {
		form := pageAt(t, link(part)).Find("form[method=post]")
		for field, want := range fields {
			got := form.Find(field).Text() + form.Find(field).AttrOr("value", "")
			if form.Find(field).Length() != 1 || !strings.HasPrefix(got, want) || want == "" && got != "" {
				t.Errorf("%s: %s has %q, want %q", part, field, got, want)
			}
		}
	}
	if form := pageAt(t, link("id=laser")); form.Find(".rule-subject").Length() != 1 {
		t.Error("what is to be pinned or hidden is not shown")
	}
	gap := doc.Find("section[aria-labelledby=gap]")
	if !strings.Contains(gap.Text(), "「リスク・副作用・デメリット」の節がありません") {
		t.Errorf("no gap: %s", gap.Text())
	}
	list := link("/content/list")
	eventually(t, "the article in the list of those without risks", func() error {
		if got := pageAt(t, list).Find("main").Text(); !strings.Contains(got, "しみ取りレーザー") || !strings.Contains(got, "リスク・副作用の記載が見つかりません") {
			return errors.New(got)
		}
		return nil
	})
	if got := pageAt(t, link("/console/correct?")).Find("main").Text(); !strings.Contains(got, "しみ取りレーザー") {
		t.Errorf("the way to what was read: %s", got)
	}
}

// Why a correction cannot be is said in the language of the page.
func TestRefusedCorrectionsSpeakJapanese(t *testing.T) {
	cfg := config.Default()
	cfg.Data, cfg.Addr = t.TempDir(), "127.0.0.1:0"
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "short.md"), []byte("# しみ\n\n## しみとは\n\nしみは、肌の色が濃くなった部分です。\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	cfg.Corpus = []string{folder}
	addr, _, _, _ := start(t, cfg)
	untilPhase(t, addr, phaseReady)
	base := "http://" + addr
	section := sectionID(t, base)
	for name, sent := range map[string]url.Values{
		"a least price above the most": {"what": {"cost"}, "min": {"20000"}, "max": {"10000"}},
		"a number that is too large":   {"what": {"cost"}, "min": {"9999999999999"}},
		"no number":                    {"what": {"downtime"}, "min": {"三日"}},
		"days the wrong way round":     {"what": {"downtime"}, "min": {"9"}, "max": {"3"}},
		"a supervisor without a name":  {"what": {"supervisors"}, "supervisors": {" | | 皮膚科"}},
		"no such kind of insurance":    {"what": {"insurance"}, "insurance": {"maybe"}},
		"nothing to hide":              {"what": {"hide"}, "section": {section}},
		"an article without text":      {"what": {"hide"}, "hide": {"1"}, "section": {section}},
		"a passage that is gone":       {"what": {"hide"}, "hide": {"1"}, "section": {section}, "passage": {"short#0000000000"}},
	} {
		sent.Set("article", "short")
		sent.Set("why", "確認した")
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, base+"/console/correct/preview", strings.NewReader(sent.Encode()))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
		resp, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		doc, err := goquery.NewDocumentFromReader(resp.Body)
		resp.Body.Close()
		why := strings.TrimSpace(doc.Find("[role=alert]").Text())
		if err != nil || resp.StatusCode != http.StatusUnprocessableEntity || why == "" || regexp.MustCompile("[A-Za-z]{3}").MatchString(why) {
			t.Errorf("%s: %v, %d, %q", name, err, resp.StatusCode, why)
		}
	}
}

// sectionID is the id of the section of the article "short".
func sectionID(t *testing.T, base string) string {
	t.Helper()
	resp, err := http.Get(base + "/v1/articles/short") // #nosec G107 -- the test's own server
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var a struct {
		Sections []struct {
			ID string `json:"id"`
		} `json:"sections"`
	}
	if err := json.NewDecoder(resp.Body).Decode(&a); err != nil || len(a.Sections) == 0 {
		t.Fatalf("%v, %+v", err, a)
	}
	return a.Sections[0].ID
}
