package importer

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
)

// withAPI gives a site the REST API of WordPress with so many posts.
func withAPI(s *testSite, posts int) {
	s.pages["/"] = strings.Replace(article(1), "<head>", `<head><link rel="https://api.w.org/" href="`+s.URL+`/wp-json/">`, 1)
	answer := func(w http.ResponseWriter, v any) {
		w.Header().Set("Content-Type", "application/json; charset=UTF-8")
		_ = json.NewEncoder(w).Encode(v)
	}
	s.handlers["/wp-json/wp/v2/types"] = func(w http.ResponseWriter, _ *http.Request) {
		answer(w, map[string]any{
			"post":          map[string]any{"slug": "post", "rest_base": "posts", "rest_namespace": "wp/v2", "taxonomies": []string{"category", "post_tag"}},
			"page":          map[string]any{"slug": "page", "rest_base": "pages", "rest_namespace": "wp/v2", "taxonomies": []string{}},
			"attachment":    map[string]any{"slug": "attachment", "rest_base": "media", "rest_namespace": "wp/v2"},
			"nav_menu_item": map[string]any{"slug": "nav_menu_item", "rest_base": "menu-items", "rest_namespace": "wp/v2"},
			"wp_block":      map[string]any{"slug": "wp_block", "rest_base": "blocks", "rest_namespace": "wp/v2"},
		})
	}
	s.handlers["/wp-json/wp/v2/categories"] = func(w http.ResponseWriter, _ *http.Request) {
		answer(w, []any{map[string]any{"id": 1, "name": "未分類"}, map[string]any{"id": 2, "name": "皮膚科 &amp; 形成外科"}})
	}
	s.handlers["/wp-json/wp/v2/tags"] = func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, `{"code":"rest_forbidden"}`, http.StatusUnauthorized)
	}
	list := func(kind string, total int) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			per, _ := strconv.Atoi(r.URL.Query().Get("per_page"))
			page, _ := strconv.Atoi(r.URL.Query().Get("page"))
			w.Header().Set("X-WP-TotalPages", strconv.Itoa((total+per-1)/per))
			items := []any{}
			for n := (page - 1) * per; n < min(page*per, total); n++ {
				id := n + 1
				if kind == "page" {
					id += 10_000
				}
				items = append(items, map[string]any{
					"id": id, "guid": map[string]any{"rendered": fmt.Sprintf("%s/?p=%d&#038;x=1", s.URL, id)}, "link": fmt.Sprintf("%s/%s-%d/", s.URL, kind, id),
					"date_gmt": "2024-04-01T01:02:03", "modified_gmt": "2024-05-01T01:02:03", "status": "publish", "title": map[string]any{"rendered": fmt.Sprintf("処置%d &#8211; 説明", id)},
					"content":    map[string]any{"rendered": fmt.Sprintf("<p>処置%dの説明です。</p>", id), "protected": id == 7},
					"categories": []int{1, 2}, "tags": []int{5}, "yoast_head_json": []any{},
				})
			}
			answer(w, items)
		}
	}
	s.handlers["/wp-json/wp/v2/posts"] = list("post", posts)
	s.handlers["/wp-json/wp/v2/pages"] = list("page", 3)
}

func TestSiteByAPI(t *testing.T) {
	s := newTestSite(t)
	withAPI(s, 250)
	dir := t.TempDir()
	r := importSite(t, s.URL, siteOptions(dir))
	if r.Method != MethodAPI || !r.Complete || r.Articles != (Counts{Total: 252, Added: 252}) || r.Rejected != 0 || r.LeftOut["password-protected"] != 1 {
		t.Fatalf("%s, complete %v, %+v, left out %v, %v", r.Method, r.Complete, r.Articles, r.LeftOut, r.Problems)
	}
	for _, never := range []string{"/wp-json/wp/v2/media", "/wp-json/wp/v2/menu-items", "/wp-json/wp/v2/blocks"} {
		if s.asked(never) > 0 {
			t.Errorf("%s was asked for", never)
		}
	}
	a := storedArticle(t, dir, "post-12.json")
	if a.ID != s.URL+"/?p=12&x=1" || a.Title != "処置12 – 説明" || a.URL != s.URL+"/post-12/" || strings.Join(a.Tags, ",") != "皮膚科 & 形成外科" || a.HTML != "<p>処置12の説明です。</p>" || a.Updated == nil {
		t.Errorf("%+v", a)
	}
	if r := importSite(t, s.URL, siteOptions(dir)); r.Articles != (Counts{Total: 252, Unchanged: 252}) {
		t.Errorf("the second time: %+v", r.Articles)
	}
	s.mu.Lock()
	withAPI(s, 200)
	s.mu.Unlock()
	if r := importSite(t, s.URL, siteOptions(dir)); r.Articles != (Counts{Total: 202, Unchanged: 202, Removed: 50}) {
		t.Errorf("after posts were deleted: %+v", r.Articles)
	}
}

// A server that cannot give a hundred posts at once gives ten, and one that breaks
// off in the middle makes no article vanish.
func TestSiteByAPIOfATiredServer(t *testing.T) {
	s := newTestSite(t)
	withAPI(s, 45)
	posts := s.handlers["/wp-json/wp/v2/posts"]
	s.handlers["/wp-json/wp/v2/posts"] = func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("per_page") == "100" {
			http.Error(w, "memory", http.StatusInternalServerError)
			return
		}
		posts(w, r)
	}
	dir := t.TempDir()
	if r := importSite(t, s.URL, siteOptions(dir)); r.Articles.Added != 47 || !r.Complete {
		t.Fatalf("%+v, %v", r.Articles, r.Problems)
	}
	s.mu.Lock()
	s.handlers["/wp-json/wp/v2/posts"] = func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("page") != "1" || r.URL.Query().Get("per_page") == "100" {
			http.Error(w, "memory", http.StatusInternalServerError)
			return
		}
		posts(w, r)
	}
	s.mu.Unlock()
	r := importSite(t, s.URL, siteOptions(dir))
	if r.Complete || r.Articles.Removed != 0 || r.Articles.Total != 47 || r.Rejected != 1 {
		t.Errorf("complete %v, %+v, %v", r.Complete, r.Articles, r.Problems)
	}
}

func TestSiteWithAClosedAPIIsCrawled(t *testing.T) {
	s := newTestSite(t)
	withAPI(s, 5)
	s.handlers["/wp-json/wp/v2/types"] = func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusUnauthorized)
		_, _ = w.Write([]byte(`{"code":"rest_not_logged_in"}`))
	}
	r := importSite(t, s.URL, siteOptions(t.TempDir()))
	if r.Method != MethodLinks || r.Articles.Added != 1 || len(r.Problems) != 1 || r.Problems[0].Rejected {
		t.Errorf("%s, %+v, %v", r.Method, r.Articles, r.Problems)
	}
}

// Who asks for a part of a site gets that part.
func TestSiteByAPIBelowAnAddress(t *testing.T) {
	s := newTestSite(t)
	withAPI(s, 30)
	s.pages["/page-10001/"] = s.pages["/"]
	r := importSite(t, s.URL+"/page-10001/", siteOptions(t.TempDir()))
	if r.Method != MethodAPI || r.Articles.Added != 1 || r.Files[0].File != "page-10001.json" {
		t.Errorf("%s, %+v, %v", r.Method, r.Articles, r.Files)
	}
}
