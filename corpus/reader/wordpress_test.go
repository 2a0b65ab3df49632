package reader

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"

	"golang.org/x/text/encoding/japanese"

	"shirube/corpus"
)

// rendered is stored content as it is turned into HTML, without other items.
func rendered(t *testing.T, content string) (string, []string) {
	t.Helper()
	return NewWordPressParts().html(&WordPressPost{Content: content, Meta: map[string]string{}})
}

func TestWordPressParagraphs(t *testing.T) {
	for _, c := range []struct{ stored, want string }{
		{"一行目\n二行目\n\n次の段落", "<p>一行目<br>\n二行目\n<p>次の段落"},
		{"前<br />\n後", "<p>前<br />\n後"},
		{"<h2>見出し</h2>\n本文", "<h2>見出し</h2>\n<p>本文"},
		{"<ul>\n<li>一</li>\n<li>二\n三</li>\n</ul>\n文", "<ul>\n<li>一</li>\n<li>二<br>\n三</li>\n</ul>\n<p>文"},
		{"<div>中の文\n\n次</div>", "<div>\n<p>中の文\n<p>次</div>"},
		{"<pre>a\n\nb</pre>", "<pre>a\n\nb</pre>"},
		{"3 < 5 と\n5 > 3", "<p>3 < 5 と<br>\n5 > 3"},
		{"<p>既にある</p>\n\n<p>段落</p>", "<p>既にある</p>\n<p>段落</p>"},
		{"<strong>強い</strong>文\n<a href=\"/x\">続き</a>", "<p><strong>強い</strong>文<br>\n<a href=\"/x\">続き</a>"},
		{"<!--more-->\n\n文", "<!--more-->\n<p>文"},
		{"<table><tr><td>一\n二</td></tr></table>", "<table><tr><td>一<br>\n二</td></tr></table>"},
	} {
		if got := strings.TrimSpace(paragraphs(c.stored)); got != c.want {
			t.Errorf("%q\n got %q\nwant %q", c.stored, got, c.want)
		}
	}
}

func TestWordPressShortcodes(t *testing.T) {
	for _, c := range []struct {
		name, stored string
		want, never  []string
	}{
		{"text in a box stays", `[box class="x"]中の文[/box]の後`, []string{"中の文", "の後"}, []string{"[box", "[/box", "class"}},
		{"nested", `[row][col size="6"]左[/col][col]右[/col][/row]`, []string{"左", "右"}, []string{"[", "]"}},
		{"a title is shown", `[su_note title="ご注意"]飲酒は避けます。[/su_note]`, []string{"<strong>ご注意</strong>", "飲酒は避けます。"}, []string{"su_note"}},
		{"a question", `[faq_item question="痛いですか"]少し痛みます。[/faq_item]`, []string{`<details class="faq"><summary>痛いですか</summary>`, "少し痛みます。", "</details>"}, []string{"faq_item"}},
		{"reference numbers and words are no shortcodes", `文献[1]と[注]、[PR]、[税込]、[Smith 2019]を見る`, []string{"文献[1]と[注]、[PR]、[税込]、[Smith 2019]を見る"}, nil},
		{"escaped", `[[gallery]]と書く`, []string{"[[gallery]]"}, nil},
		{"what has no text", `前[toc]中[gallery ids="1,2"][embed]https://video.example/1[/embed][contact-form-7 id="1" title="問い合わせ"]後`, []string{"前", "中", "後"}, []string{"toc", "gallery", "video.example", "問い合わせ"}},
		{"quotes in values", `[btn url="https://a.example/?a=[1]" text='x']予約[/btn]`, []string{"予約"}, []string{"a.example"}},
		{"left over ends", `文[/su_box]の続き`, []string{"文の続き"}, nil},
		{"a bracket that never ends", "文[su_box title=\"a", []string{"文[su_box"}, nil},
		{"a caption", `[caption id="a" width="300"]<a href="/x"><img src="/a.jpg" /></a> 術後の例[/caption]`, []string{"<figcaption>術後の例</figcaption>"}, []string{"[caption"}},
	} {
		got, _ := rendered(t, c.stored)
		for _, w := range c.want {
			if !strings.Contains(got, w) {
				t.Errorf("%s: %q lacks %q", c.name, got, w)
			}
		}
		for _, n := range c.never {
			if strings.Contains(got, n) {
				t.Errorf("%s: %q holds %q", c.name, got, n)
			}
		}
	}
}

// What a plugin shows to members alone must not come into the index.
func TestWordPressMembersOnly(t *testing.T) {
	for _, stored := range []string{
		"公開の文\n\n[members_only]会員の秘密[/members_only]",
		`公開の文[wpmem_restricted level="1"]会員の秘密[/wpmem_restricted][restrict]会員の秘密[/restrict]`,
		`公開の文[passster password="x"]会員の秘密[/passster]`,
		"<!-- wp:paragraph --><p>公開の文</p><!-- /wp:paragraph --><!-- wp:jetpack/premium-content --><p>会員の秘密</p><!-- /wp:jetpack/premium-content -->",
		"<!-- wp:paragraph --><p>公開の文</p><!-- /wp:paragraph --><!-- wp:group --><div><!-- wp:jetpack/paywall /--><p>会員の秘密</p></div><!-- /wp:group -->",
	} {
		got, notes := rendered(t, stored)
		if strings.Contains(got, "秘密") || !strings.Contains(got, "公開の文") || len(notes) == 0 {
			t.Errorf("%q became %q, notes %v", stored, got, notes)
		}
	}
}

func TestWordPressBlocks(t *testing.T) {
	parts := NewWordPressParts()
	parts.Add(&WordPressPost{ID: "5", Type: "wp_block", Status: "publish", Content: `<!-- wp:paragraph --><p>共通の注意</p><!-- /wp:paragraph --><!-- wp:block {"ref":5} /-->`})
	parts.Add(&WordPressPost{ID: "6", Type: "wp_block", Status: "draft", Content: "下書きの秘密"})
	parts.Add(&WordPressPost{ID: "9", Type: "tablepress_table", Status: "publish", Content: `[["部位","料金"],["顔","5,500円"]]`, Meta: map[string]string{"_tablepress_export_table_id": "2"}})
	post := &WordPressPost{Meta: map[string]string{"footnotes": `[{"id":"f1","content":"日本皮膚科学会 診療の手引き"}]`}, Content: `<!-- wp:heading {"level":3} --><h3>見出し</h3><!-- /wp:heading -->
<!-- wp:block {"ref":5} /--><!-- wp:block {"ref":6} /--><!-- wp:block {"ref":77} /-->
<!-- wp:rank-math/faq-block {"questions":[{"id":"q1","title":"費用は\u003cbr\u003eいくらですか","content":"1回5,500円です。","visible":true}]} /-->
<!-- wp:acme/hero {"title":"院長より","className":"クラス名","mediaUrl":"https://clinic.example/写真.jpg","metadata":{"name":"編集用の名前"}} /-->
<!-- wp:shortcode -->
[table id=2 /]
<!-- /wp:shortcode -->
<!-- wp:embed {"url":"https://video.example/v"} --><figure class="wp-block-embed"><div class="wp-block-embed__wrapper">
https://video.example/v
</div><figcaption>動画の説明</figcaption></figure><!-- /wp:embed -->
<!-- wp:paragraph {"metadata":{"blockVisibility":false}} --><p>隠した文</p><!-- /wp:paragraph -->
<!-- wp:acme/price-list {"postId":3} /-->
<!-- wp:footnotes /-->`}
	got, notes := parts.html(post)
	for _, want := range []string{"<h3>見出し</h3>", "<p>共通の注意</p>", "<summary>費用は<br>いくらですか</summary>", "1回5,500円です。", "<h3>院長より</h3>", "<th>料金</th>", "<td>5,500円</td>", "<figcaption>動画の説明</figcaption>",
		"<div hidden><p>隠した文</p></div>", "日本皮膚科学会 診療の手引き"} {
		if !strings.Contains(got, want) {
			t.Errorf("lacks %q:\n%s", want, got)
		}
	}
	for _, never := range []string{"下書きの秘密", "video.example", "wp:", "クラス名", "写真.jpg", "編集用の名前", "[table"} {
		if strings.Contains(got, never) {
			t.Errorf("holds %q:\n%s", never, got)
		}
	}
	if strings.Count(got, "共通の注意") != 1 {
		t.Error("a part that holds itself is there more than once")
	}
	all := strings.Join(notes, "\n")
	for _, want := range []string{"reusable block 6 ", "reusable block 77 ", "acme/price-list"} {
		if !strings.Contains(all, want) {
			t.Errorf("no note names %s: %v", want, notes)
		}
	}
}

// Parts that hold one another many times over end.
func TestWordPressPartsDoNotExplode(t *testing.T) {
	parts := NewWordPressParts()
	var all strings.Builder
	for id := range 12 {
		fmt.Fprintf(&all, "<!-- wp:block {\"ref\":%d} /-->", id)
	}
	for id := range 12 {
		parts.Add(&WordPressPost{ID: fmt.Sprint(id), Type: "wp_block", Status: "publish", Content: "部品" + all.String()})
	}
	html, notes := parts.html(&WordPressPost{Content: all.String(), Meta: map[string]string{}})
	if n := strings.Count(html, "部品"); n > maxPutParts || len(notes) == 0 {
		t.Errorf("%d parts were put in, notes %v", n, notes)
	}
}

const wxrHead = `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>見本</title><link>https://clinic.example</link><wp:base_blog_url>https://clinic.example</wp:base_blog_url>
`

func wxrItem(n int, status, extra, content string) string {
	return fmt.Sprintf("<item><title>題%d</title><link>https://clinic.example/%d/</link>%s<content:encoded><![CDATA[%s]]></content:encoded><wp:post_id>%d</wp:post_id><wp:status>%s</wp:status><wp:post_type>post</wp:post_type></item>\n",
		n, n, extra, content, n, status)
}

func readExport(t *testing.T, data string) ([]*WordPressPost, []Problem) {
	t.Helper()
	var posts []*WordPressPost
	problems, err := ReadWordPress(context.Background(), "export.xml", strings.NewReader(data), func(_ *WordPressSite, p *WordPressPost) error {
		posts = append(posts, p)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return posts, problems
}

// One broken item costs that item, and is named with its line.
func TestWordPressBrokenItems(t *testing.T) {
	good := func(n int) string { return wxrItem(n, "publish", "", "本文です。") }
	for _, c := range []struct {
		name, middle string
		posts        int
		line         int // of the rejection; 0: none
		why          string
	}{
		{"tags that do not fit", "<item><title>x</wrong></item>\n", 2, 5, "line 5"},
		{"no end", "<item><title>x</title>\n", 2, 5, "has no end"},
		{"a bare &", wxrItem(2, "publish", "<category domain=\"category\">A & B</category>", "本文"), 3, 0, ""},
		{"control characters", wxrItem(2, "publish", "", "本\x0b文\x00です"), 3, 0, ""},
		{"no UTF-8", wxrItem(2, "publish", "", "本文\xff\xfeです"), 3, 0, ""},
		{"CDATA that ends nowhere", "<item><title><![CDATA[x</title></item>\n", 1, 5, "not read"},
		{"an item that is too large", wxrItem(2, "publish", "", strings.Repeat("あ", maxWordPressItem/3+1)), 2, 5, "larger than"},
		{"tags in CDATA", wxrItem(2, "publish", "", "<item> </item> <![CDATA[ <!--"), 3, 0, ""},
		{"names of HTML", wxrItem(2, "publish", "<excerpt:encoded>A&nbsp;B</excerpt:encoded>", "本文"), 3, 0, ""},
	} {
		posts, problems := readExport(t, wxrHead+"\n"+good(1)+c.middle+good(3)+"</channel></rss>")
		if len(posts) != c.posts {
			t.Errorf("%s: %d posts, want %d: %v", c.name, len(posts), c.posts, problems)
		}
		rejected := 0
		for _, p := range problems {
			if p.Fatal {
				rejected++
			}
		}
		if (rejected > 0) != (c.line > 0) || c.line > 0 && (problems[0].Line != c.line || !strings.Contains(problems[0].Why, c.why)) {
			t.Errorf("%s: problems %v, want one on line %d that says %q", c.name, problems, c.line, c.why)
		}
	}
}

// What the export does not say is public is not published.
func TestWordPressUnpublished(t *testing.T) {
	for _, c := range []struct {
		post WordPressPost
		want string
	}{
		{WordPressPost{Type: "post", Status: "publish"}, ""},
		{WordPressPost{Type: "treatment", Status: "publish"}, ""},
		{WordPressPost{Type: "post", Status: "private"}, "private"},
		{WordPressPost{Type: "post", Status: "acme-internal"}, "acme-internal"},
		{WordPressPost{Type: "post"}, "without a status"},
		{WordPressPost{Status: "publish"}, "without a type"},
		{WordPressPost{Type: "post", Status: "publish", Locked: true}, "password-protected"},
		{WordPressPost{Type: "post", Status: "future"}, "future"},
		{WordPressPost{Type: "acf-field-group", Status: "publish"}, "acf-field-group"},
		{WordPressPost{Type: "attachment", Status: "inherit"}, "attachment"},
	} {
		if got := c.post.Unpublished(); got != c.want {
			t.Errorf("%s %q: %q, want %q", c.post.Type, c.post.Status, got, c.want)
		}
	}
}

func TestWordPressScheduled(t *testing.T) {
	posts, _ := readExport(t, wxrHead+wxrItem(1, "future", "<wp:post_date_gmt>2031-01-02 03:04:05</wp:post_date_gmt>", "本文です。")+"</channel></rss>")
	a, _ := posts[0].Article(&WordPressSite{URL: "https://clinic.example"}, NewWordPressParts())
	if posts[0].Unpublished() != "" || a.PublishAt == nil || a.PublishAt.Year() != 2031 || a.ID != "https://clinic.example/?p=1" {
		t.Errorf("%+v", a)
	}
}

func TestWordPressEncodings(t *testing.T) {
	export := wxrHead + wxrItem(1, "publish", "", "シミの治療について説明します。") + "</channel></rss>"
	for name, encode := range map[string]func(string) (string, error){
		"Shift_JIS": japanese.ShiftJIS.NewEncoder().String, "EUC-JP": japanese.EUCJP.NewEncoder().String,
	} {
		data, err := encode(strings.Replace(export, "UTF-8", name, 1))
		if err != nil {
			t.Fatal(err)
		}
		if posts, problems := readExport(t, data); len(posts) != 1 || !strings.Contains(posts[0].Content, "シミの治療") {
			t.Errorf("%s: %d posts, %v", name, len(posts), problems)
		}
		// Nothing but ASCII at first: the declaration decides.
		late := strings.Replace(export, "<title>見本</title>", "<!--"+strings.Repeat(" ascii", sampleBytes/5)+"-->", 1)
		if data, err = encode(strings.Replace(late, "UTF-8", name, 1)); err != nil {
			t.Fatal(err)
		}
		if posts, problems := readExport(t, data); len(posts) != 1 || !strings.Contains(posts[0].Content, "シミの治療") {
			t.Errorf("%s, seen late: %d posts, %v", name, len(posts), problems)
		}
	}
}

// An export in a corpus is read like an imported one, though what a post refers to
// comes after it.
func TestReadWordPressInCorpus(t *testing.T) {
	block := strings.Replace(wxrItem(9, "publish", "", "<!-- wp:paragraph --><p>妊娠中の方は受けられません。</p><!-- /wp:paragraph -->"), "<wp:post_type>post", "<wp:post_type>wp_block", 1)
	export := wxrHead + wxrItem(1, "publish", "", `<!-- wp:heading --><h2>注意点</h2><!-- /wp:heading --><!-- wp:block {"ref":9} /-->`) + wxrItem(2, "private", "", "秘密の文") + block + "</channel></rss>"
	var got []*corpus.Article
	problems, err := New(testLexicon(t)).Read(context.Background(), "sub/export.xml", strings.NewReader(export), func(a *corpus.Article) error {
		got = append(got, a)
		return nil
	})
	if err != nil || len(problems) > 0 || len(got) != 1 {
		t.Fatalf("%d articles, %v, %v", len(got), problems, err)
	}
	if a := got[0]; a.ID != "https://clinic.example/?p=1" || a.Title != "題1" || len(a.Sections) != 1 || !strings.Contains(a.Sections[0].Text, "妊娠中") || a.Sections[0].StartLine != 3 {
		t.Errorf("%+v", a)
	}
}

// What an import stores is read as what it is: main content alone, or a page.
func TestRecordsOfHTML(t *testing.T) {
	page := `<!doctype html><html><head><title>頁の題</title></head><body><nav><ul><li><a href=\"/\">ホームへ戻る</a></li></ul></nav><main><h1>頁の題</h1><h2>リスク</h2><p>腫れることがあります。数日で引きます。</p></main><footer>住所と電話番号</footer></body></html>`
	lines := `{"id":"a","title":"題","url":"https://clinic.example/a","html":"<h2>リスク</h2><p>赤みが出ることがあります。</p><!-- 内側の覚え書き -->"}` + "\n" + `{"id":"b","title":"","html":"` + page + `"}` + "\n"
	var got []*corpus.Article
	problems, err := New(testLexicon(t)).Read(context.Background(), "stored.jsonl", strings.NewReader(lines), func(a *corpus.Article) error {
		got = append(got, a)
		return nil
	})
	if err != nil || len(problems) > 0 || len(got) != 2 {
		t.Fatalf("%d articles, %v, %v", len(got), problems, err)
	}
	for i, want := range []struct{ title, text string }{{"題", "赤みが出ることがあります。"}, {"頁の題", "腫れることがあります。数日で引きます。"}} {
		a := got[i]
		if a.Title != want.title || len(a.Sections) != 1 || a.Sections[0].Kind != corpus.KindRisks || a.Sections[0].Text != want.text || a.Sections[0].StartLine != i+1 {
			t.Errorf("%q, %+v", a.Title, a.Sections)
		}
	}
}

// endlessExport is an export of a given size, made as it is read.
type endlessExport struct {
	left  int64
	n     int
	ready bytes.Buffer
}

func (e *endlessExport) Read(p []byte) (int, error) {
	for e.ready.Len() == 0 {
		switch {
		case e.n == 0:
			e.ready.WriteString(wxrHead)
		case e.left > 0:
			e.ready.WriteString(wxrItem(e.n, "publish", "", strings.Repeat("<!-- wp:paragraph --><p>長い記事の一つの段落です。</p><!-- /wp:paragraph -->\n", 150)))
		case e.left > -1<<40:
			e.ready.WriteString("</channel></rss>")
			e.left = -1 << 40
		default:
			return 0, io.EOF
		}
		e.n++
		e.left -= int64(e.ready.Len())
	}
	return e.ready.Read(p)
}

// Memory does not grow with an export.
func TestWordPressLargeExportInConstantMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("reads a large export")
	}
	heap := func(size int64) (peak uint64, posts int) {
		var m runtime.MemStats
		runtime.GC()
		_, err := ReadWordPress(context.Background(), "export.xml", &endlessExport{left: size}, func(*WordPressSite, *WordPressPost) error {
			if posts++; posts%200 == 0 {
				runtime.GC()
				runtime.ReadMemStats(&m)
				peak = max(peak, m.HeapAlloc)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return peak, posts
	}
	small, n := heap(10 << 20)
	large, many := heap(80 << 20)
	if many < 7*n {
		t.Fatalf("%d posts, then %d", n, many)
	}
	if large > small+4<<20 {
		t.Errorf("the heap is %d KiB with 10 MiB of an export, and %d KiB with 80 MiB", small>>10, large>>10)
	}
}

func BenchmarkReadWordPress(b *testing.B) {
	const size = 20 << 20
	b.SetBytes(size)
	for b.Loop() {
		if _, err := ReadWordPress(context.Background(), "export.xml", &endlessExport{left: size}, func(*WordPressSite, *WordPressPost) error { return nil }); err != nil {
			b.Fatal(err)
		}
	}
}

func FuzzWordPress(f *testing.F) {
	f.Add([]byte(wxrHead + wxrItem(1, "publish", "<category domain=\"category\" nicename=\"a\">A & B</category>", `<!-- wp:acf/x {"data":{"q":"質問","a":["答え"]}} /-->[box title="題"]文[/box]`) + "</channel></rss>"))
	f.Add([]byte(wxrHead + wxrItem(1, "publish", "", "一行\n\n二行<ul><li>三[caption]<img src=x> 四[/caption]") + "<item><![CDATA[ ]]"))
	f.Add([]byte(wxrHead + wxrItem(2, "draft", "<wp:postmeta><wp:meta_key>footnotes</wp:meta_key><wp:meta_value>[{}]</wp:meta_value></wp:postmeta>", `<!-- wp:a --><!-- wp:b --><!-- /wp:a --><!-- wp:block {"ref":2} /-->`)))
	r := New(testLexicon(f))
	f.Fuzz(func(t *testing.T, data []byte) {
		lines := bytes.Count(data, []byte("\n")) + bytes.Count(data, []byte("\r")) + 1
		for _, name := range []string{"export.xml"} {
			problems, err := r.Read(context.Background(), name, bytes.NewReader(data), func(a *corpus.Article) error {
				if errs := a.Validate(); len(errs) > 0 {
					t.Errorf("an invalid article: %v", errs)
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range problems {
				if p.Line < 0 || p.Line > lines {
					t.Errorf("line %d of %d: %s", p.Line, lines, p.Why)
				}
			}
		}
		// The content alone gets further than one within a broken export does.
		parts := NewWordPressParts()
		parts.Add(&WordPressPost{ID: "2", Type: "wp_block", Status: "publish", Content: string(data)})
		html, _ := parts.html(&WordPressPost{Content: string(data), Meta: map[string]string{}})
		if len(html) > 20*len(data)+1000 && !bytes.Contains(data, []byte("wp:block")) {
			t.Errorf("%d bytes of content became %d of HTML", len(data), len(html))
		}
	})
}
