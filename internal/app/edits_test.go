package app

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"shirube/index"
	"shirube/internal/config"
	"shirube/internal/search"
)

// editsName is the variable that says how many random edits there are.
const editsName = "SHIRUBE_EDITS"

// TestRandomEditsUnderLoad edits a corpus in every way there is, over files and
// over HTTP, while searches go on: none of them may fail or see a change by half,
// and in the end the index must be the one that is built from nothing.
func TestRandomEditsUnderLoad(t *testing.T) {
	if testing.Short() {
		t.Skip("runs a server for a while")
	}
	edits := 80
	if n, err := strconv.Atoi(os.Getenv(editsName)); err == nil {
		edits = n
	}
	seed := uint64(edits)
	e := &editor{t: t, rnd: rand.New(rand.NewPCG(seed, 1)), corpus: t.TempDir(), data: filepath.Join(t.TempDir(), "data")}
	cfg := settings(e.corpus, e.data)
	cfg.Watch, cfg.LogLevel = true, "error"
	write(t, filepath.Join(e.corpus, "first.md"), e.article())
	addr, stop, ended, _ := start(t, cfg)
	untilPhase(t, addr, phaseReady)
	e.site = "http://" + addr

	ctx, cancel := context.WithCancel(t.Context())
	var load sync.WaitGroup
	for range 2 {
		load.Go(func() { searchAll(ctx, t, e.site) })
	}
	for range edits {
		e.edit()
		if t.Failed() {
			break
		}
	}
	e.mend()
	text := wantStatus(t, 200, "POST", e.site+"/v1/admin/reindex", "")
	cancel()
	load.Wait()
	stop()
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	if strings.Contains(text, `"mode":"failed"`) {
		t.Fatal(text)
	}

	// What was kept, and no index.
	fresh := cfg
	fresh.Data = filepath.Join(t.TempDir(), "fresh")
	for _, name := range []string{"articles", "deleted", correctionsName} {
		from := filepath.Join(e.data, name)
		if info, err := os.Stat(from); err == nil && info.IsDir() {
			if err := os.CopyFS(filepath.Join(fresh.Data, name), os.DirFS(from)); err != nil {
				t.Fatal(err)
			}
		} else if data, err := os.ReadFile(from); err == nil {
			write(t, filepath.Join(fresh.Data, name), string(data))
		}
	}
	write(t, filepath.Join(fresh.Data, "shirube.json"), `{"format":"shirube index directory","version":1}`)
	edited, built := everything(t, cfg), everything(t, fresh)
	if len(built) < 10 {
		t.Errorf("only %d things are compared", len(built))
	}
	for i := range max(len(edited), len(built)) {
		var a, b string
		if i < len(edited) {
			a = edited[i]
		}
		if i < len(built) {
			b = built[i]
		}
		if a != b {
			t.Fatalf("after %d edits (seed %d) the index is not the one that is built from nothing:\nedited %.2000s\nfresh  %.2000s", edits, seed, a, b)
		}
	}
}

// everything is all that an index has and says, in an order: the articles and
// passages, and what queries find, with scores and counts.
func everything(t *testing.T, cfg config.Config) []string {
	t.Helper()
	a, _ := newApp(t, cfg)
	s, err := a.Open(t.Context(), "search", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var out []string
	for _, query := range []string{"", "りんご", "みかん 洗います", "費用", "くだもの", "pair", "手順 水", "ぶどう リスク"} {
		for _, view := range []string{"articles", "passages"} {
			r, err := s.Search(t.Context(), search.Request{Query: query, View: index.View(view), PerPage: 100})
			if err != nil {
				t.Fatal(err)
			}
			r.TookMS = 0
			for i := range r.Hits {
				r.Hits[i].Score = float64(float32(r.Hits[i].Score)) // sums in another order differ in their last bits
			}
			text, err := json.Marshal(r)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, query+" "+view+": "+string(text))
			if query != "" || view != "articles" {
				continue
			}
			for _, hit := range r.Hits {
				article, err := s.Article(t.Context(), hit.ID, search.Scope{})
				if err != nil {
					t.Fatal(err)
				}
				if text, err = json.Marshal(article); err != nil {
					t.Fatal(err)
				}
				out = append(out, string(text))
				for _, p := range article.Passages() {
					if _, err := s.Passage(t.Context(), p.ID, search.Scope{}); err != nil {
						t.Errorf("passage %s: %v", p.ID, err)
					}
				}
			}
		}
	}
	slices.Sort(out)
	return out
}

// searchAll searches until ctx ends. Pairs of articles are always changed
// together, so whoever finds one finds the other, with the same version.
func searchAll(ctx context.Context, t *testing.T, site string) {
	for n := 0; ctx.Err() == nil; n++ {
		query := []string{"pair", "りんご", "", "水で洗います"}[n%4]
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, site+"/v1/search?per_page=100&match=all&interpret=off&q="+url.QueryEscape(query), http.NoBody)
		if err != nil {
			t.Error(err)
			return
		}
		resp, err := http.DefaultClient.Do(req)
		if ctx.Err() != nil {
			return
		}
		if err != nil {
			t.Errorf("a search failed: %v", err)
			return
		}
		body, err := io.ReadAll(resp.Body)
		_ = resp.Body.Close()
		if ctx.Err() != nil {
			return
		}
		var r struct {
			Hits []struct{ Article struct{ ID, Title string } }
		}
		if err != nil || resp.StatusCode != http.StatusOK || json.Unmarshal(body, &r) != nil {
			t.Errorf("a search failed: %d %.300s %v", resp.StatusCode, body, err)
			return
		}
		if query != "pair" {
			continue
		}
		versions := map[string][]string{}
		for _, h := range r.Hits {
			pair, _, _ := strings.Cut(h.Article.ID, "/")
			versions[pair] = append(versions[pair], h.Article.Title)
		}
		for pair, titles := range versions {
			if len(titles) != 2 || titles[0] != titles[1] {
				t.Errorf("of %s half a change is seen: %q", pair, titles)
				return
			}
		}
	}
}

// editor edits a corpus and what is put over it at random.
type editor struct {
	t                  *testing.T
	rnd                *rand.Rand
	corpus, data, site string
	version            int
}

func (e *editor) one(of ...string) string { return of[e.rnd.IntN(len(of))] }

// path is a place for a file, in one of a few folders.
func (e *editor) path(ext string) string {
	return filepath.Join(e.corpus, e.one(".", "a", "a/b", "c"), e.one("one", "two", "three", "four", "five")+ext)
}

// article is one as Markdown, with an id or a URL or neither.
func (e *editor) article() string {
	e.version++
	head := e.one("", "---\nid: "+e.one("x", "y", "z")+"\n---\n", "---\nurl: https://e.jp/"+e.one("1", "2", "3")+"\n---\n")
	return head + about(e.one("りんご", "みかん", "ぶどう")) + fmt.Sprintf("\n## 費用\n\n1回%d円です。\n\n## リスク\n\nまれに赤みが出ます。\n", 1000+e.version)
}

// pair is two articles that say the same version.
func (e *editor) pair(name string) string {
	e.version++
	line := func(half string) string {
		return fmt.Sprintf(`{"id":"%s/%s","title":"pair %d","text":"pairの片方です。版は%dです。"}`, name, half, e.version, e.version)
	}
	return line("left") + "\n" + line("right") + "\n"
}

// save writes a file as editors do, or in place.
func (e *editor) save(path, text string) {
	if e.rnd.IntN(3) == 0 {
		write(e.t, path, text)
		return
	}
	tmp := filepath.Join(filepath.Dir(path), "."+filepath.Base(path)+".new")
	write(e.t, tmp, text)
	rename(e.t, tmp, path)
}

func (e *editor) edit() {
	switch e.rnd.IntN(14) {
	case 0, 1, 2, 3:
		e.save(e.path(".md"), e.article())
	case 4:
		e.save(e.path(".html"), "<html><head><title>りんご</title></head><body><main><h1>りんご</h1><h2>手順</h2><p>"+e.one("水で洗います。", "湯で洗います。")+"</p></main></body></html>")
	case 5: // by renaming: a pair that is half written is no pair
		path := filepath.Join(e.corpus, e.one("p1", "p2")+".jsonl")
		write(e.t, path+".tmp", e.pair(filepath.Base(path)))
		rename(e.t, path+".tmp", path)
	case 6:
		_ = os.Remove(e.path(".md")) // if it is there
	case 7:
		_ = os.Rename(e.path(".md"), e.path(".md"))
	case 8:
		_ = os.Rename(filepath.Join(e.corpus, e.one("a", "c")), filepath.Join(e.corpus, e.one("a", "c")))
	case 9:
		if e.rnd.IntN(3) == 0 {
			_ = os.RemoveAll(filepath.Join(e.corpus, e.one("a", "a/b", "c")))
			return
		}
		e.save(filepath.Join(e.corpus, "broken.json"), e.one(`{"id":"j","ti`, `{"id":"j","title":"みかん","text":"みかんを洗います。"}`))
	case 10:
		e.save(filepath.Join(e.corpus, ".shirubeignore"), e.one("", "c/\n", "*.html\n", "a/*\n!a/b\n"))
	case 11:
		e.save(filepath.Join(e.data, correctionsName), "corrections:\n  - article: "+e.one("x", "y", "gone")+"\n    tags: ["+e.one("くだもの", "果実")+"]\n")
	case 12:
		e.put()
	default:
		id := url.PathEscape(e.one("x", "y", "z", "https://e.jp/1", "put"))
		path := e.one("/v1/articles/", "/v1/admin/overrides/")
		if status, text := call(e.t, "DELETE", e.site+path+id, ""); status != 204 && status != 404 {
			e.t.Errorf("DELETE %s: %d %s", id, status, text)
		}
	}
}

// put puts an article or a pair, which must be found at once.
func (e *editor) put() {
	if e.rnd.IntN(3) == 0 {
		text := wantStatus(e.t, 200, "POST", e.site+"/v1/admin/articles", e.pair("put-pair"), "Content-Type", "application/x-ndjson")
		if !strings.Contains(text, `"searchable":true`) {
			e.t.Errorf("%s", text)
		}
		return
	}
	e.version++
	id := url.PathEscape(e.one("x", "y", "z", "https://e.jp/1", "put"))
	body := fmt.Sprintf(`{"title":"ぶどうの記事","text":"ぶどうを%d回洗います。"}`, e.version)
	if status, text := call(e.t, "PUT", e.site+"/v1/articles/"+id, body); status != 200 && status != 201 {
		e.t.Errorf("PUT %s: %d %s", id, status, text)
		return
	}
	if text := wantStatus(e.t, 200, "GET", e.site+"/v1/articles/"+id, ""); !strings.Contains(text, fmt.Sprintf("ぶどうを%d回", e.version)) {
		e.t.Errorf("what was put is not what is there: %.300s", text)
	}
}

// mend ends the edits in a state that can be indexed.
func (e *editor) mend() {
	e.save(filepath.Join(e.corpus, "last.md"), about("りんご"))
	wantStatus(e.t, 201, "PUT", e.site+"/v1/articles/last-put", `{"title":"みかん","text":"みかんを洗います。"}`)
}
