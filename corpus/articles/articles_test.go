package articles_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"shirube/corpus"
	"shirube/corpus/articles"
)

// sample is an article as its file has it, read without the reader: what these
// tests hold the authors to must not depend on how well it is understood.
type sample struct {
	file, id, title string
	body            string
	headings        []string
	supervisors     []string
	treatments      []string
	insurance       string
	approval        string
	sources         []corpus.Source
	declared        bool // sources are declared beside the text, not only in it
}

// load reads every article of the embedded corpus.
func load(t *testing.T) []sample {
	t.Helper()
	files, err := fs.ReadDir(articles.FS, ".")
	if err != nil {
		t.Fatal(err)
	}
	var out []sample
	for _, f := range files {
		data, err := fs.ReadFile(articles.FS, f.Name())
		if err != nil {
			t.Fatal(err)
		}
		switch path.Ext(f.Name()) {
		case ".md":
			out = append(out, fromMarkdown(t, f.Name(), string(data)))
		case ".txt":
			out = append(out, fromText(f.Name(), string(data)))
		case ".html":
			out = append(out, fromHTML(t, f.Name(), string(data)))
		case ".jsonl":
			out = append(out, fromJSONLines(t, f.Name(), data)...)
		default:
			t.Errorf("%s: embedded, but no format of the corpus", f.Name())
		}
	}
	return out
}

func fromMarkdown(t *testing.T, name, data string) sample {
	t.Helper()
	parts := strings.SplitN(data, "---\n", 3)
	if len(parts) != 3 || parts[0] != "" {
		t.Fatalf("%s: no front matter", name)
	}
	var front struct {
		ID, Title           string
		Treatments, Tags    []string
		Insurance, Approval string
		Supervisors         []struct{ Name string }
		Sources             []struct {
			Name, Title, URL, Type string
			Year                   *int
		}
	}
	if err := yaml.Unmarshal([]byte(parts[1]), &front); err != nil {
		t.Fatalf("%s: front matter: %v", name, err)
	}
	if !slices.Contains(front.Tags, "見本") {
		t.Errorf("%s: not tagged 見本", name)
	}
	s := sample{
		file: name, id: front.ID, title: front.Title, body: parts[2], treatments: front.Treatments,
		insurance: front.Insurance, approval: front.Approval, declared: true,
	}
	for _, v := range front.Supervisors {
		s.supervisors = append(s.supervisors, v.Name)
	}
	for _, v := range front.Sources {
		s.sources = append(s.sources, corpus.Source{
			Name: v.Name, Title: v.Title, URL: v.URL, Type: corpus.SourceType(v.Type), Year: v.Year,
		})
	}
	for _, l := range strings.Split(s.body, "\n") {
		if h := strings.TrimLeft(l, "#"); h != l {
			s.headings = append(s.headings, strings.TrimSpace(h))
		}
	}
	return s
}

// citation is a line that names a source: 参照元: 厚生労働省「…」(2024年), or
// (閲覧 2026年) where the work has no year of its own.
var citation = regexp.MustCompile(`(?m)^参照元: (.+?)「(.+)」(?:\((?:閲覧 )?(\d{4})年\))?$`)

// fromText reads a pasted page: its title is the first line, and a short line
// alone between blank lines is a heading.
func fromText(name, data string) sample {
	title, body, _ := strings.Cut(data, "\n")
	s := sample{file: name, id: strings.TrimSuffix(name, path.Ext(name)), title: title, body: body}
	lines := strings.Split(body, "\n")
	for i, l := range lines {
		alone := i > 0 && lines[i-1] == "" && i+1 < len(lines) && lines[i+1] == ""
		if alone && !strings.HasSuffix(l, "。") && !citation.MatchString(l) && utf8.RuneCountInString(l) <= 30 {
			s.headings = append(s.headings, l)
			if l == "監修" {
				s.supervisors = append(s.supervisors, lines[i+2])
			}
		}
	}
	for _, m := range citation.FindAllStringSubmatch(body, -1) {
		s.sources = append(s.sources, corpus.Source{Name: m[1], Title: m[2], Type: corpus.SourceOther})
	}
	return s
}

func fromJSONLines(t *testing.T, name string, data []byte) []sample {
	t.Helper()
	var out []sample
	lines := bufio.NewScanner(bytes.NewReader(data))
	lines.Buffer(nil, corpus.MaxArticleBytes)
	for lines.Scan() {
		dec := json.NewDecoder(bytes.NewReader(lines.Bytes()))
		dec.DisallowUnknownFields()
		var a corpus.Article
		if err := dec.Decode(&a); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		a.Normalize()
		if errs := a.Validate(); len(errs) > 0 {
			t.Fatalf("%s: %s: %v", name, a.ID, errors.Join(errs...))
		}
		s := sample{
			file: name, id: a.ID, title: a.Title, treatments: a.Treatments,
			insurance: a.Insurance, approval: a.Approval, sources: a.Sources, declared: true,
		}
		if !slices.Contains(a.Tags, "見本") {
			t.Errorf("%s: %s is not tagged 見本", name, a.ID)
		}
		for _, v := range a.Supervisors {
			s.supervisors = append(s.supervisors, v.Name)
		}
		var text strings.Builder
		for _, sec := range a.Sections {
			s.headings = append(s.headings, sec.Heading)
			text.WriteString(sec.Heading + "\n" + sec.Text + "\n")
			for _, n := range sec.Sources {
				text.WriteString(cite(a.Sources[n]) + "\n")
			}
		}
		s.body = text.String()
		out = append(out, s)
	}
	if err := lines.Err(); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return out
}

// cite is the line under a section that a source supports. What has no year of
// its own was read in 2026.
func cite(s corpus.Source) string {
	line := "参照元: " + s.Name + "「" + s.Title + "」"
	if s.Year == nil {
		return line + "(閲覧 2026年)"
	}
	return line + "(" + strconv.Itoa(*s.Year) + "年)"
}

func TestThereAreEnoughOfEveryFormat(t *testing.T) {
	count := map[string]int{}
	ids := map[string]string{}
	for _, s := range load(t) {
		count[path.Ext(s.file)]++
		if first, ok := ids[s.id]; ok || s.id == "" {
			t.Errorf("%s: the id %q is missing or that of %s", s.file, s.id, first)
		}
		ids[s.id] = s.file
	}
	if len(ids) < 32 {
		t.Errorf("%d articles, want at least 32", len(ids))
	}
	for ext, want := range map[string]int{".md": 20, ".txt": 4, ".html": 4, ".jsonl": 3} {
		if count[ext] < want {
			t.Errorf("%d articles in %s, want at least %d", count[ext], ext, want)
		}
	}
}

func TestOnlyArticlesAreEmbedded(t *testing.T) {
	for _, name := range []string{"SOURCES.md", "embed.go", "articles_test.go"} {
		if _, err := fs.Stat(articles.FS, name); err == nil {
			t.Errorf("%s is in the corpus: people would find it among the articles", name)
		}
	}
}

// note is what tells a reader that a page is no advice. The dental articles
// send people to a dentist.
var note = regexp.MustCompile(`※この記事は検索エンジンの動作を示すための見本です。診療の判断には使わず、(医師|歯科医師)に相談してください。`)

func TestEveryArticleSaysThatItIsASample(t *testing.T) {
	for _, s := range load(t) {
		first, _, _ := strings.Cut(strings.TrimLeft(s.body, "\n"), "\n")
		if !note.MatchString(first) {
			t.Errorf("%s: %s begins with %q, not with the note", s.file, s.id, first)
		}
	}
}

func TestLength(t *testing.T) {
	for _, s := range load(t) {
		text := regexp.MustCompile(`[\s#|*-]+`).ReplaceAllString(s.body, "")
		if n := utf8.RuneCountInString(text); n < 1500 || n > 4000 {
			t.Errorf("%s: %s has %d characters, want 1,500 to 4,000", s.file, s.id, n)
		}
	}
}

// TestAnatomy: a visitor looks for these in any article, whatever its headings
// are called.
func TestAnatomy(t *testing.T) {
	parts := map[string]*regexp.Regexp{
		"overview":    regexp.MustCompile(`とは|基礎知識`),
		"effects":     regexp.MustCompile(`期待|効果|メリット`),
		"procedure":   regexp.MustCompile(`流れ|手順`),
		"risks":       regexp.MustCompile(`リスク|副作用|副反応|合併症|偶発症|デメリット`),
		"precautions": regexp.MustCompile(`注意|受けられない|できない方|伝えてほしい|服用できない`),
		"cost":        regexp.MustCompile(`費用|料金|治療費|助成`),
		"faq":         regexp.MustCompile(`質問|Q&A`),
		"summary":     regexp.MustCompile(`まとめ|おわりに`),
		"supervision": regexp.MustCompile(`監修`),
	}
	for _, s := range load(t) {
		for part, words := range parts {
			if !slices.ContainsFunc(s.headings, words.MatchString) {
				t.Errorf("%s: %s has no heading for %s", s.file, s.id, part)
			}
		}
		if !strings.Contains(s.body, "ダウンタイム") && !strings.Contains(s.body, "検査後の過ごし方") {
			t.Errorf("%s: %s does not say how long recovery takes", s.file, s.id)
		}
		if !strings.Contains(s.body, "妊娠") || !strings.Contains(s.body, "アレルギー") && !strings.Contains(s.body, "過敏症") &&
			!strings.Contains(s.body, "ケロイド") && !strings.Contains(s.body, "糖尿病") {
			t.Errorf("%s: %s leaves out pregnancy, or who else must not have it", s.file, s.id)
		}
	}
}

// TestSources: a citation that leads nowhere is worse than none.
func TestSources(t *testing.T) {
	list, err := os.ReadFile("SOURCES.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range load(t) {
		cited := map[string]bool{}
		for _, m := range citation.FindAllString(s.body, -1) {
			cited[m] = true
		}
		if len(cited) < 2 {
			t.Errorf("%s: %s cites %d works, want at least 2", s.file, s.id, len(cited))
		}
		if n := strings.Count(s.body, "参照元:"); n != len(citation.FindAllString(s.body, -1)) {
			t.Errorf("%s: %s has a 参照元 line that is not organisation「title」(year)", s.file, s.id)
		}
		for m := range cited {
			if !strings.Contains(m, "年)") {
				t.Errorf("%s: %s does not say of when a source is: %s", s.file, s.id, m)
			}
		}
		for _, src := range s.sources {
			if src.Name == "PMDA" {
				t.Errorf("%s: %s gives PMDA as the author of %q: a label is its maker's", s.file, s.id, src.Title)
			}
			if !strings.Contains(string(list), src.Title) {
				t.Errorf("%s: %s cites %q, which SOURCES.md does not list", s.file, s.id, src.Title)
			}
			if !s.declared {
				continue
			}
			if !cited[cite(src)] {
				t.Errorf("%s: %s declares a source that no section cites: %s", s.file, s.id, cite(src))
			}
			delete(cited, cite(src))
		}
		if s.declared && len(cited) > 0 {
			t.Errorf("%s: %s cites what it does not declare: %v", s.file, s.id, cited)
		}
	}
}

func TestNobodyIsNamed(t *testing.T) {
	named := regexp.MustCompile(`[一-龥]{2,4}(先生|院長|教授|博士)|(院長|監修医|監修者)[:：　 ]+[一-龥]`)
	for _, s := range load(t) {
		if len(s.supervisors) == 0 {
			t.Errorf("%s: %s has no supervisor", s.file, s.id)
		}
		for _, v := range s.supervisors {
			if !regexp.MustCompile(`^（見本）.+専門医$`).MatchString(v) {
				t.Errorf("%s: %s is supervised by %q, not by a role marked 見本", s.file, s.id, v)
			}
		}
		if m := named.FindString(s.title + s.body); m != "" {
			t.Errorf("%s: %s names a person: %q", s.file, s.id, m)
		}
	}
}

// TestAdvertisingRules: no guarantee, no superlative, no testimonial, no
// pressure; and an unapproved treatment says all that it has to.
func TestAdvertisingRules(t *testing.T) {
	banned := regexp.MustCompile(`必ず(治|効|成功|改善)|絶対|100[%％]|１００％|日本一|世界一|最高|最先端|No\.?1|ナンバーワン|業界初|完治|` +
		`体験談|お客様の声|患者様の声|口コミ|今だけ|キャンペーン|モニター価格|限定価格|副作用(は|が)(ありません|ない)|リスク(は|が)(ありません|ない)`)
	unapproved := map[string]*regexp.Regexp{
		"that it is unapproved":       regexp.MustCompile(`未承認`),
		"how it is obtained":          regexp.MustCompile(`入手経路`),
		"approved equivalents":        regexp.MustCompile(`国内.{0,12}承認(医薬)?品|国内承認品`),
		"safety information abroad":   regexp.MustCompile(`諸外国`),
		"that relief does not apply":  regexp.MustCompile(`医薬品副作用被害救済制度の対象(になりません|外)`),
		"that insurance does not pay": regexp.MustCompile(`自由診療`),
	}
	seen := map[string]int{}
	for _, s := range load(t) {
		if m := banned.FindString(s.title + s.body); m != "" {
			t.Errorf("%s: %s says %q", s.file, s.id, m)
		}
		seen[s.insurance]++
		seen[s.approval]++
		if s.approval != corpus.ApprovalUnapproved {
			continue
		}
		for what, words := range unapproved {
			if !words.MatchString(s.body) {
				t.Errorf("%s: %s is unapproved, but does not say %s", s.file, s.id, what)
			}
		}
	}
	for _, v := range []string{
		corpus.InsuranceCovered, corpus.InsuranceSelfPay, corpus.InsuranceMixed, corpus.ApprovalApproved, corpus.ApprovalUnapproved,
	} {
		if seen[v] == 0 {
			t.Errorf("no article is %s: the sample cannot show it", v)
		}
	}
}

// TestOwnWords: the acceptance article belongs to others; no run of it may
// stand in the sample.
func TestOwnWords(t *testing.T) {
	shared := os.Getenv("SHIRUBE_SHARED")
	if shared == "" {
		shared = "../../../shared"
	}
	seeds, err := fs.Glob(os.DirFS(shared), "seeds/*.txt")
	if err != nil || len(seeds) == 0 {
		t.Skipf("no third-party articles in %s to compare with", shared)
	}
	const run = 25 // characters that two people don't write alike by chance
	theirs := map[string]bool{}
	for _, name := range seeds {
		data, err := os.ReadFile(path.Join(shared, name))
		if err != nil {
			t.Fatal(err)
		}
		r := []rune(string(data))
		for i := 0; i+run <= len(r); i++ {
			theirs[string(r[i:i+run])] = true
		}
	}
	for _, s := range load(t) {
		r := []rune(s.body)
		for i := 0; i+run <= len(r); i++ {
			if theirs[string(r[i:i+run])] {
				t.Errorf("%s: %s repeats %q", s.file, s.id, string(r[i:i+run]))
				break
			}
		}
	}
}
