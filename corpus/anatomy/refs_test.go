package anatomy

import (
	"fmt"
	"slices"
	"testing"

	"shirube/corpus"
)

func sourcesText(a *corpus.Article) []string {
	out := []string{}
	for _, s := range a.Sources {
		out = append(out, sourceText(s))
	}
	return out
}

func citedBy(a *corpus.Article) string {
	var out []string
	for _, s := range a.Sections {
		out = append(out, fmt.Sprint(s.Sources))
	}
	return fmt.Sprint(out)
}

// However a page heads and writes its list, each work in it is one source.
func TestSourceLists(t *testing.T) {
	tests := []struct {
		heading, lines string
		want           []string
	}{
		{"参考サイト", "・厚生労働省「手引き」\n　https://www.mhlw.go.jp/a\n・日本見本学会『指針』2020年\nhttps://example.jp/b（2024年5月1日閲覧）",
			[]string{"厚生労働省|手引き|https://www.mhlw.go.jp/a|government|-", "日本見本学会|指針|https://example.jp/b|society|2020"}},
		{"参考資料", "https://www.mhlw.go.jp/a\nhttps://example.co.jp/b", []string{"厚生労働省||https://www.mhlw.go.jp/a|government|-", "example.co.jp||https://example.co.jp/b|company|-"}},
		{"REFERENCES", "1) Sato A, Suzuki B. Lasers for spots. J Dermatol. 2019;46:1001-7. doi:10.1000/jd.2019.1\n2) Tanaka C, et al. Heat and skin. 2020. PMID: 12345678",
			[]string{"Sato A, Suzuki B|Lasers for spots. J Dermatol. 2019;46:1001-7. doi:10.1000/jd.2019.1|https://doi.org/10.1000/jd.2019.1|journal|2019",
				"Tanaka C, et al|Heat and skin. 2020. PMID: 12345678|https://pubmed.ncbi.nlm.nih.gov/12345678/|journal|2020"}},
		{"文献", "見本太郎, 見本花子: シミとレーザー. 見本皮膚科 12: 34-40, 2018", []string{"見本太郎, 見本花子|シミとレーザー. 見本皮膚科 12: 34-40, 2018||journal|2018"}},
		{"エビデンス", "Sato A, Suzuki B. Lasers for spots. J Dermatol. 2019;46:1001-7.\n日本見本学会「見本診療の手引き」2021年",
			[]string{"Sato A, Suzuki B|Lasers for spots. J Dermatol. 2019;46:1001-7||journal|2019", "日本見本学会|見本診療の手引き||society|2021"}},
		{"出典", "※2024年5月時点の情報です。\n※資料の内容は変わることがあります。\n厚生労働省\n最終確認日：2024年5月2日", []string{"厚生労働省|||government|-"}},
		{"参考文献", "| 番号 | 文献 |\n| 1 | 厚生労働省「手引き」 |\n| 2 | 日本見本学会「指針」 |", []string{"厚生労働省|手引き||government|-", "日本見本学会|指針||society|-"}},
		{"参考文献", "← 前の記事：シミの話 | 次の記事：しわの話 →\n厚生労働省「手引き」", []string{"厚生労働省|手引き||government|-"}},
	}
	for _, tt := range tests {
		a := readParts(t, "ピコレーザーの説明", sectionOf("ピコレーザーとは", "シミに用います。"), sectionOf(tt.heading, tt.lines)).article
		if got := sourcesText(&a); !slices.Equal(got, tt.want) {
			t.Errorf("%s\n got %q\nwant %q", tt.lines, got, tt.want)
		}
		if last := a.Sections[len(a.Sections)-1]; last.Kind != corpus.KindSources {
			t.Errorf("%s: %s is %s", tt.lines, last.Heading, last.Kind)
		}
	}
}

// More ways to name a source in or below the text, and lines that name none.
func TestSourceLabels(t *testing.T) {
	tests := []struct {
		line string
		want []string
	}{
		{"【出典】厚生労働省「手引き」", []string{"厚生労働省|手引き||government|-"}},
		{"（出典　厚生労働省「手引き」）", []string{"厚生労働省|手引き||government|-"}},
		{"エビデンス：日本見本学会「指針」", []string{"日本見本学会|指針||society|-"}},
		{"脚注：日本見本学会「指針」", []string{"日本見本学会|指針||society|-"}},
		{"引用・参考文献：日本見本学会「指針」", []string{"日本見本学会|指針||society|-"}},
		{"シミが薄くなるとされます【出典：日本見本学会「指針」】。", []string{"日本見本学会|指針||society|-"}},
		{"厚生労働省『見本の手引き』によると、シミが薄くなります。", []string{"厚生労働省|見本の手引き||government|-"}},
		{"日本見本学会の「見本指針」では、薄いシミに勧めています。", []string{"日本見本学会|見本指針||society|-"}},
		{"doi:10.1000/jd.2019.1", []string{"doi.org||https://doi.org/10.1000/jd.2019.1|journal|-"}},
		{"出典日本見本学会「見本指針」2019", []string{"日本見本学会|見本指針||society|2019"}},
		{"出典によると薄くなります。", nil},
		{"エビデンスのある治療です。", nil},
		{"厚生労働省は「見本」を公表していません。", nil},
		{"当院の「見本コース」では、薄いシミを扱います。", nil},
	}
	for _, tt := range tests {
		a := readParts(t, "ピコレーザーの説明", sectionOf("ピコレーザーとは", "シミに用いるレーザーです。\n\n"+tt.line)).article
		if got := sourcesText(&a); !slices.Equal(got, append([]string{}, tt.want...)) {
			t.Errorf("%s\n got %q\nwant %q", tt.line, got, tt.want)
		}
	}
}

// Marks in the text say which sections a list, or notes below, support.
func TestReferenceMarks(t *testing.T) {
	list := sectionOf("参考文献", "1. 厚生労働省「手引き」\n2. 日本見本学会『指針』\n3. Sato A, Suzuki B. Lasers for spots. J Dermatol. 2019;46:1001-7.")
	tests := []struct{ text, want string }{
		{"シミが薄くなります¹。", "[[0] [0 1 2]]"},
		{"シミが薄くなります［１］。", "[[0] [0 1 2]]"},
		{"シミが薄くなります(2)。", "[[1] [0 1 2]]"},
		{"シミが薄くなります※3。", "[[2] [0 1 2]]"},
		{"シミが薄くなります（Sato et al., 2019）。", "[[2] [0 1 2]]"},
		{"Satoら（2019）は、薄くなったと報告しました。", "[[2] [0 1 2]]"},
		{"照射面は4cm²です。(1)受付をします。", "[[] [0 1 2]]"},
	}
	for _, tt := range tests {
		a := readParts(t, "ピコレーザーの説明", sectionOf("期待できる効果", tt.text), list).article
		if got := citedBy(&a); got != tt.want {
			t.Errorf("%s: sections cite %s, want %s", tt.text, got, tt.want)
		}
	}
	refs := readParts(t, "ピコレーザーの説明", Part{Heading: "期待できる効果", Level: 1, Lines: SplitLines("薄くなります。", 1), Refs: []string{"2"}}, list).article
	if got := citedBy(&refs); got != "[[1] [0 1 2]]" {
		t.Errorf("a superscript: sections cite %s", got)
	}
	notes := readParts(t, "ピコレーザーの説明", sectionOf("期待できる効果", "シミが薄くなります※1。"), sectionOf("副作用", "赤みが出ます※2。"),
		sectionOf("まとめ", "相談してください。\n\n※1 厚生労働省「手引き」\n※2 日本見本学会「指針」2020年")).article
	if got := citedBy(&notes); got != "[[0] [1] []]" || len(notes.Sources) != 2 {
		t.Errorf("notes: sections cite %s of %q", got, sourcesText(&notes))
	}
	paren := readParts(t, "ピコレーザーの説明", sectionOf("期待できる効果", "シミが薄くなります1)。"), sectionOf("副作用", "赤みが出ます。\n\n1) 日本見本学会：見本指針2023")).article
	if got := citedBy(&paren); got != "[[0] []]" || len(paren.Sources) != 1 {
		t.Errorf("notes with brackets: sections cite %s of %q", got, sourcesText(&paren))
	}
	plain := readParts(t, "ピコレーザーの説明", sectionOf("料金", "1回3万円です※1。\n\n※1 税込の価格です。\n※2 2024年5月の価格")).article
	if len(plain.Sources) != 0 {
		t.Errorf("notes on prices are cited: %q", sourcesText(&plain))
	}
}

// A link counts by where it leads and where it stands, and has the name of who is
// behind it when its words say nothing.
func TestLinkNames(t *testing.T) {
	link := func(heading, text, words, url string) []string {
		a := readParts(t, "ピコレーザーの説明", Part{Heading: heading, Level: 1, Lines: SplitLines(text, 1), Links: []Link{{words, url}}}).article
		return sourcesText(&a)
	}
	tests := []struct {
		heading, text, words, url string
		want                      []string
	}{
		{"ピコレーザーとは", "詳しくはこちらをご覧ください。", "こちら", "https://www.mhlw.go.jp/x", []string{"厚生労働省||https://www.mhlw.go.jp/x|government|-"}},
		{"ピコレーザーとは", "日本皮膚科学会の指針（リンク）によります。", "リンク", "https://www.dermatol.or.jp/x", []string{"日本皮膚科学会||https://www.dermatol.or.jp/x|society|-"}},
		{"ピコレーザーとは", "薄くなったと報告されています。", "報告", "https://pubmed.ncbi.nlm.nih.gov/1/", []string{"PubMed||https://pubmed.ncbi.nlm.nih.gov/1/|journal|-"}},
		{"医師紹介", "所属：日本皮膚科学会", "日本皮膚科学会", "https://www.dermatol.or.jp/", []string{}},
		{"ピコレーザーとは", "当院の商品はこちら。", "こちら", "https://example.com/shop", []string{}},
		{"ピコレーザーとは", "料金表はこちら。", "料金表", "/price", []string{}},
	}
	for _, tt := range tests {
		if got := link(tt.heading, tt.text, tt.words, tt.url); !slices.Equal(got, tt.want) {
			t.Errorf("%s (%s)\n got %q\nwant %q", tt.text, tt.url, got, tt.want)
		}
	}
}

// A card gives a paper by its authors, and links to it by the name of the journal.
func TestPaperAboveItsLink(t *testing.T) {
	a := readParts(t, "ピコレーザーの説明", Part{Heading: "しみへの光の研究 Annals of Example, 2017", Level: 1,
		Lines: SplitLines("薄くなった人が多いと報告されています。\n\nSato AB, et al. Light for Spots: A Trial.\n\n論文を読む（Annals of Example）→", 1),
		Links: []Link{{"論文を読む（Annals of Example）→", "https://example.com/paper"}}}).article
	if len(a.Sources) != 1 {
		t.Fatalf("%d sources, want 1: %+v", len(a.Sources), a.Sources)
	}
	s := a.Sources[0]
	if s.Name != "Sato AB, et al" || s.Title != "Light for Spots: A Trial. Annals of Example" || s.Year == nil || *s.Year != 2017 || s.URL != "https://example.com/paper" || s.Type != corpus.SourceJournal {
		t.Errorf("read as %+v", s)
	}
}

// A list of sources may have each under a heading of its own, with what it is below.
func TestSourcesAsHeadings(t *testing.T) {
	part := func(level int, heading, text string) Part {
		return Part{Heading: heading, Level: level, Lines: SplitLines(text, 1)}
	}
	a := readParts(t, "ピコレーザーの説明", part(1, "参考文献", ""), part(2, "情報サイト", ""), part(3, "Mihon Library", "世界の論文を集めて公開しています。"), part(2, "見本の本", "見本太郎『しみの話』見本書店、2020年")).article
	if len(a.Sources) != 2 || a.Sources[0].Name != "Mihon Library" || a.Sources[1].Title != "しみの話" {
		t.Errorf("read as %+v", a.Sources)
	}
}
