package search

import (
	"strings"
	"testing"
	"unicode/utf8"

	"shirube/corpus"
	"shirube/index"
	"shirube/internal/analysis"
)

// tokensOf packs every occurrence of the words in s.
func tokensOf(s string, words ...string) index.Tokens {
	var tokens []index.Token
	for i := range s {
		for _, w := range words {
			if strings.HasPrefix(s[i:], w) {
				tokens = append(tokens, index.Token{Term: w, Start: i, End: i + len(w)})
			}
		}
	}
	return index.PackTokens(tokens)
}

func wanted(words ...string) *marks {
	m := newMarks()
	for _, w := range words {
		m.words([]analysis.Token{{Term: w}})
	}
	return m
}

func TestSnippetShowsTheSentenceThatAnswers(t *testing.T) {
	filler := strings.Repeat("施術の前に医師の診察を受けます。", 20)
	s := filler + "内出血は一週間ほどで目立たなくなることが多いです。" + filler
	m := marker{marks: wanted("内出血", "一週間"), highlight: HighlightHTML}
	got, err := m.snippet(&index.StoredPassage{Passage: corpus.Passage{Text: s}, Tokens: tokensOf(s, "内出血", "一週間", "医師")})
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(got.HTML, "<mark>内出血</mark>は<mark>一週間</mark>ほど") {
		t.Errorf("snippet %q", got.HTML)
	}
	if strings.Contains(got.HTML, "<mark>医師") {
		t.Error("a word that was not asked for is marked")
	}
	if n := utf8.RuneCountInString(got.Text); n > snippetRunes+2 {
		t.Errorf("snippet of %d characters", n)
	}
	if !strings.HasPrefix(got.Text, "…") || !strings.HasSuffix(got.Text, "…") {
		t.Errorf("nothing shows that %q was cut", got.Text)
	}
}

func TestMarksAreCodePoints(t *testing.T) {
	s := "𠮷野家の😀髭とひげ"
	m := marker{marks: wanted("髭", "ひげ"), highlight: HighlightOn}
	got, err := m.whole(s, tokensOf(s, "髭", "ひげ"))
	if err != nil {
		t.Fatal(err)
	}
	var marked []string
	for _, sp := range got.Marks {
		marked = append(marked, string([]rune(got.Text)[sp[0]:sp[1]]))
	}
	if strings.Join(marked, ",") != "髭,ひげ" {
		t.Errorf("marked %q", marked)
	}
	if got.HTML != "" {
		t.Errorf("HTML %q, and none was asked for", got.HTML)
	}
}

func TestHTMLIsEscaped(t *testing.T) {
	s := `<script>alert("痛み")</script>&痛み`
	m := marker{marks: wanted("痛み"), highlight: HighlightHTML}
	got, err := m.whole(s, tokensOf(s, "痛み"))
	if err != nil {
		t.Fatal(err)
	}
	if want := `&lt;script&gt;alert(&#34;<mark>痛み</mark>&#34;)&lt;/script&gt;&amp;<mark>痛み</mark>`; got.HTML != want {
		t.Errorf("%s, want %s", got.HTML, want)
	}
}

func TestTouchingAndOverlappingMarksAreOne(t *testing.T) {
	s := "エクソソーム点滴"
	tokens := index.PackTokens([]index.Token{
		{Term: "whole", Start: 0, End: len(s)}, {Term: "a", Start: 0, End: len("エクソソーム")}, {Term: "b", Start: len("エクソソーム"), End: len(s)},
	})
	got, err := marker{marks: wanted("whole", "a", "b"), highlight: HighlightOn}.whole(s, tokens)
	if err != nil || len(got.Marks) != 1 || got.Marks[0] != [2]int{0, 8} {
		t.Errorf("marks %v, %v, want one of 0 to 8", got.Marks, err)
	}
}

func TestOneLongSentenceIsCutAroundItsTerms(t *testing.T) {
	s := strings.Repeat("あいうえお", 100) + "迷走神経反射" + strings.Repeat("かきくけこ", 100)
	m := marker{marks: wanted("迷走神経反射"), highlight: HighlightHTML}
	got, err := m.snippet(&index.StoredPassage{Passage: corpus.Passage{Text: s}, Tokens: tokensOf(s, "迷走神経反射")})
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(got.HTML, "<mark>迷走神経反射</mark>") || utf8.RuneCountInString(got.Text) > snippetRunes+2 {
		t.Errorf("snippet %q", got.HTML)
	}
}

func TestNothingIsMarkedWhenHighlightIsOff(t *testing.T) {
	s := "痛み"
	got, err := marker{marks: wanted("痛み"), highlight: HighlightOff}.whole(s, tokensOf(s, "痛み"))
	if err != nil || len(got.Marks) != 0 || got.Marks == nil || got.HTML != "" {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestDamagedTokensAreAnError(t *testing.T) {
	for _, tokens := range []index.Tokens{{0xff}, {1, 200}, {1, 1, 'a', 5, 1, 1, 9}} {
		if _, err := (marker{marks: wanted("a")}).whole("a", tokens); err == nil {
			t.Errorf("damaged tokens %v gave no error", tokens)
		}
	}
}

func TestPhrasesAreMarkedOnlyWhole(t *testing.T) {
	s := "妊娠中の方。治療中の方。妊娠の可能性。妊娠のまっ中。"
	m := newMarks()
	m.words([]analysis.Token{{Term: "妊娠"}, {Term: "中"}})
	m.words([]analysis.Token{{Term: negator}})
	got, err := marker{marks: m, highlight: HighlightHTML}.whole(s, tokensOf(s, "妊娠", "中", negator))
	if want := "<mark>妊娠中</mark>の方。治療中の方。妊娠の可能性。妊娠のまっ中。"; err != nil || got.HTML != want {
		t.Errorf("%s, %v, want %s", got.HTML, err, want)
	}
}
