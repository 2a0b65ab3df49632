package app

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"shirube/internal/api"
	"shirube/internal/uploads"
)

// call sends a request and returns what is answered.
func call(t *testing.T, method, address, body string, header ...string) (int, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, address, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(text)
}

func wantStatus(t *testing.T, want int, method, address, body string, header ...string) string {
	t.Helper()
	status, text := call(t, method, address, body, header...)
	if status != want {
		t.Errorf("%s %s: %d, want %d: %s", method, address, status, want, text)
	}
	return text
}

// hits is how many articles a query finds.
func hits(t *testing.T, addr, query string) int {
	t.Helper()
	status, text := call(t, "GET", "http://"+addr+"/v1/search?match=all&interpret=off&facets=none&q="+url.QueryEscape(query), "")
	var r struct{ Total int }
	if err := json.Unmarshal([]byte(text), &r); err != nil || status != http.StatusOK {
		t.Fatalf("%s: %d %s", query, status, text)
	}
	return r.Total
}

func untilHits(t *testing.T, addr, query string, want int) {
	t.Helper()
	eventually(t, query, func() error {
		if n := hits(t, addr, query); n != want {
			return fmt.Errorf("%d hits, want %d", n, want)
		}
		return nil
	})
}

func upkeep(t *testing.T, addr string) api.Upkeep {
	t.Helper()
	var u api.Upkeep
	text := wantStatus(t, 200, "GET", "http://"+addr+"/v1/admin/stats", "")
	if err := json.Unmarshal([]byte(text), &u); err != nil {
		t.Fatal(err)
	}
	return u
}

// about is an article that a word finds.
func about(word string) string {
	return "# " + word + "のお手入れ\n\n## 手順\n\n" + word + "を水で洗います。\n"
}

// watching is a server that watches a corpus.
func watching(t *testing.T, corpus string) (addr string, log *record) {
	t.Helper()
	cfg := settings(corpus, filepath.Join(t.TempDir(), "data"))
	cfg.Watch = true
	addr, _, _, log = start(t, cfg)
	untilPhase(t, addr, phaseReady)
	return addr, log
}

func rename(t *testing.T, from, to string) {
	t.Helper()
	if err := os.Rename(from, to); err != nil {
		t.Fatal(err)
	}
}

func TestWatch(t *testing.T) {
	corpus := folder(t, map[string]string{"a.md": about("りんご")})
	addr, log := watching(t, corpus)
	untilHits(t, addr, "りんご", 1)

	// As editors save: a new file takes the place of the old one.
	write(t, filepath.Join(corpus, ".a.md.new"), about("みかん"))
	rename(t, filepath.Join(corpus, ".a.md.new"), filepath.Join(corpus, "a.md"))
	untilHits(t, addr, "みかん", 1)
	untilHits(t, addr, "りんご", 0)

	// A folder that is made later, and one in it.
	write(t, filepath.Join(corpus, "new", "deep", "b.md"), about("ぶどう"))
	untilHits(t, addr, "ぶどう", 1)
	write(t, filepath.Join(corpus, "new", "deep", "c.md"), about("メロン"))
	untilHits(t, addr, "メロン", 1)

	// A file that is half written, and then whole.
	whole := `{"id":"j","title":"すいか","text":"すいかを切ります。"}`
	write(t, filepath.Join(corpus, "j.json"), whole[:30])
	eventually(t, "the half file is named", func() error {
		for _, p := range upkeep(t, addr).Problems {
			if p.Rejected && strings.HasSuffix(p.File, "j.json") {
				return nil
			}
		}
		return fmt.Errorf("it is not\n%s", log)
	})
	write(t, filepath.Join(corpus, "j.json"), whole)
	untilHits(t, addr, "すいか", 1)

	rename(t, filepath.Join(corpus, "new"), filepath.Join(corpus, "other"))
	eventually(t, "the rename is recognised", func() error {
		for _, run := range upkeep(t, addr).Runs {
			for _, f := range run.Files {
				if strings.HasSuffix(f.File, filepath.Join("other", "deep", "b.md")) && strings.HasSuffix(f.RenamedFrom, filepath.Join("new", "deep", "b.md")) {
					return nil
				}
			}
		}
		return fmt.Errorf("it is not\n%s", log)
	})
	write(t, filepath.Join(corpus, "other", "deep", "b.md"), about("もも"))
	untilHits(t, addr, "もも", 1)
	if err := os.RemoveAll(filepath.Join(corpus, "other")); err != nil {
		t.Fatal(err)
	}
	untilHits(t, addr, "メロン", 0)
	write(t, filepath.Join(corpus, ".shirubeignore"), "j.json\n")
	untilHits(t, addr, "すいか", 0)
	eventually(t, "stats", func() error { // they follow the index
		if u := upkeep(t, addr); u.Watch.Mode != "events" || u.Skipped.Ignored != 1 || u.Articles != 1 || u.Checked == nil {
			return fmt.Errorf("%+v", u)
		}
		return nil
	})
}

// What was searchable stays so while the corpus is away, and why is said.
func TestTheCorpusGoesAndComesBack(t *testing.T) {
	parent := t.TempDir()
	corpus := filepath.Join(parent, "corpus")
	write(t, filepath.Join(corpus, "a.md"), about("りんご"))
	addr, _ := watching(t, corpus)
	rename(t, corpus, corpus+".away")
	untilPhase(t, addr, phaseStale)
	untilHits(t, addr, "りんご", 1)
	if runs := upkeep(t, addr).Runs; runs[0].Mode != failed || !strings.Contains(runs[0].Error, corpus) {
		t.Errorf("%+v", runs[0])
	}
	write(t, filepath.Join(corpus+".away", "a.md"), about("みかん"))
	rename(t, corpus+".away", corpus)
	untilHits(t, addr, "みかん", 1)
	untilPhase(t, addr, phaseReady)
}

func TestCorrectionsAreWatched(t *testing.T) {
	corpus, data := folder(t, map[string]string{"a.md": "---\nid: a\n---\n" + about("りんご")}), filepath.Join(t.TempDir(), "data")
	cfg := settings(corpus, data)
	cfg.Watch = true
	addr, _, _, _ := start(t, cfg)
	untilPhase(t, addr, phaseReady)
	write(t, filepath.Join(data, correctionsName), "corrections:\n  - article: a\n    tags: [くだもの]\n  - article: nobody\n    tags: [x]\n")
	eventually(t, "the correction applies", func() error {
		if _, text := call(t, "GET", "http://"+addr+"/v1/articles/a", ""); !strings.Contains(text, "くだもの") {
			return fmt.Errorf("%.300s", text)
		}
		return nil
	})
	eventually(t, "a correction of an article that is not there is named", func() error { // stats follow the index
		problems := upkeep(t, addr).Problems
		for _, p := range problems {
			if strings.Contains(p.Why, "nobody") && strings.HasSuffix(p.File, correctionsName) {
				return nil
			}
		}
		return fmt.Errorf("%+v", problems)
	})
	// What cannot be read is said, and what was applied stays.
	write(t, filepath.Join(data, correctionsName), "- artikel: a\n")
	untilPhase(t, addr, phaseStale)
	if _, text := call(t, "GET", "http://"+addr+"/v1/articles/a", ""); !strings.Contains(text, "くだもの") {
		t.Errorf("%.300s", text)
	}
	// Nor is anything kept that could not be indexed.
	if text := wantStatus(t, 503, "PUT", "http://"+addr+"/v1/articles/b", `{"title":"x","text":"みかんです。"}`); !strings.Contains(text, correctionsName) {
		t.Errorf("%s", text)
	}
	if kept, err := uploads.New(data).Get("b"); err != nil || kept.Record != nil {
		t.Errorf("%s %v", kept.Record, err)
	}
	if err := os.Remove(filepath.Join(data, correctionsName)); err != nil {
		t.Fatal(err)
	}
	untilPhase(t, addr, phaseReady)
}

// The sample stands for nothing else: it goes as soon as there is an article, and
// comes back when there is none.
func TestTheSampleMakesWay(t *testing.T) {
	addr, _, _, _ := start(t, settings("", t.TempDir()))
	untilPhase(t, addr, phaseReady)
	sample := hits(t, addr, "")
	wantStatus(t, 201, "PUT", "http://"+addr+"/v1/articles/x", `{"text":"みかんです。"}`)
	if n := hits(t, addr, ""); n != 1 || sample < 2 {
		t.Errorf("%d articles, %d before", n, sample)
	}
	wantStatus(t, 204, "DELETE", "http://"+addr+"/v1/articles/x", "")
	if n := hits(t, addr, ""); n != sample {
		t.Errorf("%d articles, want %d", n, sample)
	}
}

func TestImportedArticlesArePartOfTheCorpus(t *testing.T) {
	data := t.TempDir()
	cfg := settings(folder(t, map[string]string{"a.md": about("りんご")}), data)
	cfg.Watch = true
	addr, _, _, _ := start(t, cfg)
	untilPhase(t, addr, phaseReady)
	write(t, filepath.Join(data, "imported", "blog", "1.json"), `{"id":"post-1","title":"x","text":"みかんです。"}`)
	untilHits(t, addr, "みかん", 1)
	untilHits(t, addr, "りんご", 1)
}
