package importer

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"shirube/corpus/reader"
)

func exportFile(t *testing.T, e exportOf) string {
	t.Helper()
	var b bytes.Buffer
	if err := writeExport(&b, e); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "export.xml")
	if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func importExport(t *testing.T, into, file string) *Report {
	t.Helper()
	r, err := WordPress(context.Background(), []string{file}, WordPressOptions{Into: into})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func storedArticle(t *testing.T, dir, name string) *reader.HTMLArticle {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	s := stored{HTMLArticle: &reader.HTMLArticle{}}
	if err := json.Unmarshal(data, &s); err != nil {
		t.Fatal(err)
	}
	return s.HTMLArticle
}

// contents is every file of a folder by name.
func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		all[e.Name()] = string(data)
	}
	return all
}

// A clinic imports its export every day: only what is public may come in, and a
// day without a change may change nothing.
func TestWordPressOnlyPublishedAndTwice(t *testing.T) {
	const posts = 600
	dir := t.TempDir()
	file := exportFile(t, exportOf{posts: posts})
	r := importExport(t, dir, file)
	if r.Articles != (Counts{Total: posts, Added: posts}) || r.Rejected != 0 || !r.Complete {
		t.Fatalf("first import: %+v, %d rejected, complete %v, %v", r.Articles, r.Rejected, r.Complete, r.Problems)
	}
	for _, why := range []string{"draft", "private", "password-protected", "pending", "trash", "auto-draft", "revision", "nav_menu_item", "wp_global_styles", "elementor_library"} {
		if r.LeftOut[why] != posts/10 {
			t.Errorf("left out as %s: %d, want %d", why, r.LeftOut[why], posts/10)
		}
	}
	before := contents(t, dir)
	for name, data := range before {
		for _, never := range []string{"秘密", "secret", "wp:", "editor@"} {
			if strings.Contains(data, never) {
				t.Errorf("%s holds %q, which visitors never see", name, never)
			}
		}
	}
	again := importExport(t, dir, file)
	if again.Articles != (Counts{Total: posts, Unchanged: posts}) {
		t.Errorf("second import: %+v", again.Articles)
	}
	for name, data := range contents(t, dir) {
		if before[name] != data {
			t.Errorf("%s is another file after an import of the same", name)
		}
	}
}

func TestWordPressStoresWhatVisitorsRead(t *testing.T) {
	dir := t.TempDir()
	importExport(t, dir, exportFile(t, exportOf{posts: 25}))
	a := storedArticle(t, dir, "post-6.json")
	if a.ID != "https://clinic.example/?p=6" || a.Title != "記事 6 & 題" || a.URL != "https://clinic.example/post-6/" || a.Author != "編集部" || a.Lang != "ja" ||
		a.Description != "検索結果に出る説明です。" || a.Image != "https://clinic.example/wp-content/uploads/a.jpg" || strings.Join(a.Tags, " ") != "皮膚科 レーザー" {
		t.Errorf("declared: %+v", a)
	}
	if a.Published == nil || a.Published.Format("2006-01-02T15:04:05Z07:00") != "2024-04-01T01:02:03Z" || a.Updated == nil || a.Updated.Month() != 5 {
		t.Errorf("published %v, updated %v", a.Published, a.Updated)
	}
	storedArticle(t, dir, "page-25.json")
	for n, wants := range map[string][]string{
		"post-6.json": {`<h2 class="wp-block-heading" id="h-6">期待できる効果</h2>`, "<li>肌のきめを整えることが期待できます。</li>", "33,000円", "<p>使い回しの注意書きです。</p>"},
		"post-7.json": {"<p>処置7の<strong>概要</strong>です。<br>\n一行目の続きです。", "<p>赤みが数日続くことがあります。", "<figcaption>経過の例</figcaption>", "腫れることもあります。"},
		"post-8.json": {"輪ゴムではじかれる程度です。", "<summary>何回必要ですか</summary>", "5回程度が目安です。"},
		"post-9.json": {"<strong>注意点9</strong>", "妊娠中の方は受けられません。", "<details><summary>保険は使えますか</summary>", "自由診療です。", "出典は[1]に示します。"},
		"post-4.json": {"<summary>当日の入浴は4</summary>", "シャワーは可能です。", "<cite>引用元の学会</cite>", "吹き出しの言葉です。"},
		"post-5.json": {"一つ目のページ5です。", "二つ目のページです。文中の ]]> も残ります。"},
	} {
		html := storedArticle(t, dir, n).HTML
		for _, want := range wants {
			if !strings.Contains(html, want) {
				t.Errorf("%s lacks %q:\n%s", n, want, html)
			}
		}
		for _, never := range []string{"[toc]", "[contact-form", "[su_", "[balloon", "[caption", "wp:", "field_1"} {
			if strings.Contains(html, never) {
				t.Errorf("%s holds %q:\n%s", n, never, html)
			}
		}
		if n := strings.Count(html, "輪ゴムではじかれる程度です。"); n > 1 {
			t.Errorf("what a block stores twice is there %d times", n)
		}
	}
}

// An article keeps its id when it is renamed, and what is gone there is gone here.
func TestWordPressChangesAndRemovals(t *testing.T) {
	dir := t.TempDir()
	importExport(t, dir, exportFile(t, exportOf{posts: 30}))
	own := filepath.Join(dir, "own.json")
	if err := os.WriteFile(own, []byte(`{"id":"own","title":"t","text":"x"}`), 0o644); err != nil {
		t.Fatal(err)
	}
	r := importExport(t, dir, exportFile(t, exportOf{posts: 31, skip: map[int]bool{4: true, 9: true}, change: func(n int) string {
		if n == 7 {
			return "<p>新しい文章です。</p>"
		}
		return ""
	}}))
	if want := (Counts{Total: 29, Added: 1, Changed: 1, Unchanged: 27, Removed: 2}); r.Articles != want {
		t.Errorf("%+v, want %+v", r.Articles, want)
	}
	if _, err := os.Stat(own); err != nil {
		t.Errorf("a file of the operator's own: %v", err)
	}
}

// An export of a part, or of another day's mistake, must not take a site away.
func TestMostOfASiteIsNotRemovedUnasked(t *testing.T) {
	dir := t.TempDir()
	importExport(t, dir, exportFile(t, exportOf{posts: 30}))
	before := contents(t, dir)
	part := exportFile(t, exportOf{posts: 12})
	r := importExport(t, dir, part)
	if r.Complete || r.Articles.Removed != 0 || len(r.Problems) != 1 || !strings.Contains(r.Problems[0].String(), "18 of 30 articles") {
		t.Errorf("%+v %v", r.Articles, r.Problems)
	}
	if got := contents(t, dir); !maps.Equal(got, before) {
		t.Error("files have changed")
	}
	r, err := WordPress(t.Context(), []string{part}, WordPressOptions{Into: dir, RemoveMany: true})
	if err != nil || r.Articles.Removed != 18 || !r.Complete {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestWordPressCutOffKeepsWhatCameBefore(t *testing.T) {
	dir := t.TempDir()
	importExport(t, dir, exportFile(t, exportOf{posts: 40}))
	file := exportFile(t, exportOf{posts: 40, cut: 20})
	r := importExport(t, dir, file)
	if r.Complete || r.Articles.Unchanged != 20 || r.Articles.Removed != 0 || r.Articles.Total != 40 {
		t.Errorf("complete %v, %+v", r.Complete, r.Articles)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	line := strings.Count(string(data[:bytes.LastIndex(data, []byte("<item>"))]), "\n") + 1
	if r.Rejected != 2 || r.Problems[0].Line != line || r.Problems[0].Where != file {
		t.Errorf("problems %v, want one on line %d", r.Problems, line)
	}
}

// An export of posts alone brings the pictures of posts with it; the pages, of which
// it says nothing, stay.
func TestExportOfPostsRemovesNoPages(t *testing.T) {
	dir := t.TempDir()
	item := func(kind string, n int) string {
		return fmt.Sprintf(`<item><title>t</title><link>https://clinic.example/%[1]s%[2]d/</link><content:encoded><![CDATA[<p>説明です。</p>]]></content:encoded><wp:post_id>%[2]d</wp:post_id><wp:post_type>%[1]s</wp:post_type><wp:status>publish</wp:status></item>`, kind, n)
	}
	export := func(items ...string) string {
		path := filepath.Join(t.TempDir(), "e.xml")
		if err := os.WriteFile(path, []byte(exportHead+strings.Join(items, "\n")+"</channel></rss>"), 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	if r := importExport(t, dir, export(item("post", 1), item("post", 2), item("page", 3))); r.Articles.Added != 3 {
		t.Fatalf("%+v, %v", r.Articles, r.Problems)
	}
	if r := importExport(t, dir, export(item("post", 1), item("attachment", 9))); r.Articles.Removed != 1 || r.Articles.Total != 2 {
		t.Errorf("%+v, %v", r.Articles, r.Problems)
	}
}

// A file that an operator put where an article would go is left alone, and said.
func TestForeignFileInTheWay(t *testing.T) {
	dir := t.TempDir()
	own := filepath.Join(dir, "post-1.json")
	if err := os.WriteFile(own, []byte(`{"id":"own"}`), 0o644); err != nil {
		t.Fatal(err)
	}
	f, err := openFolder(dir, "clinic.example")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.close() }()
	if _, err := f.put("post-1.json", &reader.HTMLArticle{ID: "x"}); !errors.Is(err, errForeign) {
		t.Errorf("put over a foreign file: %v", err)
	}
	if data, err := os.ReadFile(own); err != nil || string(data) != `{"id":"own"}` {
		t.Errorf("the foreign file is now %q, %v", data, err)
	}
}
