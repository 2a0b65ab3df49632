package anatomy

import (
	"cmp"
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"shirube/corpus"
	"shirube/internal/lexicon"
	"shirube/internal/loglinear"
)

// What a section's kind is decided by where no word of its heading is known. Names of
// the lexicon count as what they are, not by their letters: what is said of one
// treatment is said of others in the same way.

// KindFeatures are the features of a section, by its text and by its heading.
type KindFeatures struct {
	Content, Heading []loglinear.Feature
}

// FeaturesOf returns the features of each section of an article that was read, in order:
// what weights are trained with.
func FeaturesOf(lex Lexicon, a *corpus.Article) []KindFeatures {
	read := *a
	r := &reading{lex: lex, article: read, subject: newSubject(lex, a.Title)}
	r.adopt()
	parts := make([]Part, len(r.sections))
	for i, s := range r.sections {
		parts[i] = Part{Heading: s.Heading, Level: s.Level, Lines: SplitLines(s.Text, 1), Question: s.question}
	}
	for i, s := range r.sections {
		if s.Text == "" {
			s.told = toldBelow(s.Level, parts[i+1:])
		}
	}
	out := make([]KindFeatures, len(r.sections))
	for i, s := range r.sections {
		out[i] = KindFeatures{r.contentFeatures(s), r.headingFeatures(s.Heading)}
	}
	return out
}

// Lengths in bytes above which a text has said what it is about.
const maxTold = 12_000

// toldBelow is what stands below a section without a text of its own, where none of the
// headings there says what it is about: what the section is about, they tell together.
func toldBelow(level int, parts []Part) string {
	var b strings.Builder
	for i := range parts {
		p := &parts[i]
		if max(p.Level, 1) <= level || p.Heading == "" || b.Len() > maxTold {
			break
		}
		if p.Question || questionLen(p.Heading) > 0 || readHeading(p.Heading).kind != "" {
			return ""
		}
		b.WriteString(p.Text())
		b.WriteByte('\n')
	}
	return b.String()
}

// unitsTold are the units by which a section tells what it is about.
func (s *section) unitsTold() []unit {
	if s.Text == "" && s.told != "" {
		return cutUnits(s.told)
	}
	return s.unitsOf()
}

// contentFeatures are the features of a section's text: its characters in twos and
// threes, how its sentences end, and what they are and tell of, each as a share.
func (r *reading) contentFeatures(s *section) []loglinear.Feature {
	units := s.unitsTold()
	units = units[:min(len(units), maxWeighed)]
	if len(units) == 0 {
		return nil
	}
	grams := gramSet{prefix: "c:"}
	shares := shareCounter{of: float64(len(units))}
	size := 0
	for i, u := range units {
		if size += len(u.text); size > maxTold {
			break
		}
		masked := r.masked(u.text)
		grams.add(masked, 2, 3)
		if end := lastRunes(strings.TrimRight(masked, "。.!！ 」)"), 3); u.form == sentence {
			grams.name("e:" + end)
		}
		if i == 0 {
			grams.name("b:" + firstRunes(masked, 4))
		}
		r.tellOf(u, masked, &shares)
	}
	out := append(grams.features(), shares.features()...)
	if kind := plainContent(cmp.Or(s.Text, s.told)); kind != corpus.KindOther {
		out = append(out, loglinear.Feature{Name: "plain:" + string(kind), Value: 1})
	}
	return append(out, loglinear.Feature{Name: "length", Value: math.Log(float64(runes(cmp.Or(s.Text, s.told))) / 100)})
}

// tellOf counts what a unit is and tells of.
func (r *reading) tellOf(u unit, masked string, c *shareCounter) {
	c.add("form:" + formNames[u.form])
	if kind := r.kindOfUnit(u); kind != "" {
		c.add("tells:" + string(kind))
	}
	for _, class := range maskClasses {
		if strings.ContainsRune(masked, class.mask) {
			c.add("names:" + string(class.kind))
		}
	}
	for _, sign := range unitSigns {
		if sign.pattern.MatchString(masked) {
			c.add("says:" + sign.name)
		}
	}
	if corpus.HasAmount(u.text) {
		c.add("says:money")
	}
	if u.form == item && whoItem.MatchString(u.text) {
		c.add("says:people")
	}
}

var formNames = map[unitForm]string{sentence: "sentence", item: "item", row: "row", fragment: "fragment"}

// unitSigns are what sentences of a kind have in common whatever their words are.
// Digits are 0 there.
var unitSigns = []struct {
	name    string
	pattern *regexp.Regexp
}{
	{"asks to", regexp.MustCompile(`(?:ください|下さい|しましょう|お願いします|お願いいたします)(?:。|$)`)},
	{"may not", regexp.MustCompile(`できません|いただけません|お断り|ご遠慮|見合わせ|禁忌|禁止|してはいけ|いけません|避け|控え`)},
	{"may be", regexp.MustCompile(`ことがあります|こともあります|場合があります|場合もあります|可能性があ|おそれがあ|恐れがあ|まれに|ごくまれ|稀に`)},
	{"hoped for", regexp.MustCompile(`期待|見込め|見込ま|改善|報告されて`)},
	{"is what", regexp.MustCompile(`とは、?|である|(?:治療|療法|施術|手術|検査|病気|疾患|薬|方法|装置|機器|注射|ワクチン|もの|状態|こと)です`)},
	{"days", regexp.MustCompile(`0+(?:日|週間|週|か月|ヶ月|カ月|ヵ月)`)},
	{"minutes", regexp.MustCompile(`0+(?:分|時間)`)},
	{"times", regexp.MustCompile(`0+回`)},
	{"years", regexp.MustCompile(`0+年|0+歳`)},
	{"share", regexp.MustCompile(`0+(?:\.0+)?[%％]|0+割|0+人に`)},
	{"dose", regexp.MustCompile(`0+(?:mg|ml|錠|滴|単位|μg|g|cc)`)},
	{"compares", regexp.MustCompile(`比べ|較べ|比較|一方|に対し|異なり|違い|より(?:も|は)?、?[^。]{0,12}(?:い|く|高|低|短|長|少|多)`)},
	{"after", regexp.MustCompile(`(?:術|治療|施術|手術|検査|接種|照射|抜歯|退院|帰宅)(?:の|した)?(?:後|あと)|翌日|当日|当夜|その日`)},
	{"before", regexp.MustCompile(`(?:前|まえ)(?:に|は|の|日)`)},
	{"doctor", regexp.MustCompile(`医師|主治医|薬剤師|専門医`)},
	{"we", regexp.MustCompile(`当院|当クリニック|私たち|わたしたち|当科|当センター`)},
	{"law", regexp.MustCompile(`法律|法に|届出|届け出|番号|承認|未承認|厚生労働省`)},
	{"study", regexp.MustCompile(`試験|研究|論文|報告|調査|データ|学会`)},
	{"quoted", regexp.MustCompile(`^[「『"]|」$|』`)},
	{"link", regexp.MustCompile(`https?:|www\.|doi`)},
	{"year cited", regexp.MustCompile(`(?:19|20|00)00(?:年|[;:(（.,])`)},
	{"call", regexp.MustCompile(`お問い合わせ|ご予約|お電話|電話番号|受付|診療時間|休診`)},
}

// maskClasses are the sorts of names that stand for themselves in the features, each
// with the sign that stands for its names.
var maskClasses = []struct {
	kind lexicon.Kind
	mask rune
}{
	{lexicon.Treatment, 'τ'}, {lexicon.Ingredient, 'ι'}, {lexicon.Device, 'δ'}, {lexicon.Effect, 'ε'},
	{lexicon.Risk, 'ρ'}, {lexicon.Condition, 'κ'}, {lexicon.Contraindication, 'χ'}, {lexicon.BodyPart, 'β'},
	{lexicon.Organisation, 'ο'},
}

// masked is a text in normal form in which names are signs of their sort, the subject's
// σ, and digits are 0.
func (r *reading) masked(s string) string {
	var b strings.Builder
	pos := 0
	for _, m := range r.lex.Find(s) {
		if mask := r.maskOf(m.Concept); mask != 0 {
			b.WriteString(s[pos:m.Start])
			b.WriteRune(mask)
			pos = m.End
		}
	}
	b.WriteString(s[pos:])
	out := fold(b.String())
	for _, name := range r.subject.names {
		out = strings.ReplaceAll(out, name, "σ")
	}
	return strings.Map(func(c rune) rune {
		switch {
		case unicode.IsDigit(c):
			return '0'
		case unicode.IsSpace(c):
			return -1
		}
		return c
	}, out)
}

// maskOf is the sign that stands for a concept's names; 0 where its words say more.
func (r *reading) maskOf(c *lexicon.Concept) rune {
	if slices.Contains(r.subject.concepts, c) {
		return 'σ'
	}
	for _, class := range maskClasses {
		if c.Kind == class.kind {
			return class.mask
		}
	}
	return 0
}

// headingFeatures are the features of a heading: its characters, alone, in twos and
// threes, with where it begins and ends.
func (r *reading) headingFeatures(heading string) []loglinear.Feature {
	if heading == "" {
		return nil
	}
	grams := gramSet{prefix: "h:"}
	_, n := numberMark(heading)
	masked := strings.Trim(r.masked(heading[n:]), "*■●◆・<>〈〉《》【】[]「」|:#。")
	grams.add("^"+masked+"$", 1, 2, 3)
	if strings.ContainsAny(masked, "?") || strings.HasSuffix(masked, "か$") {
		grams.name("asks")
	}
	return grams.features()
}

// gramSet collects what a text has, each thing once.
type gramSet struct {
	prefix string
	names  []string
	seen   map[string]bool
}

func (g *gramSet) name(s string) {
	if g.seen == nil {
		g.seen = map[string]bool{}
	}
	if !g.seen[s] {
		g.seen[s] = true
		g.names = append(g.names, s)
	}
}

// add adds the runs of characters of each of some lengths, those of punctuation left out.
func (g *gramSet) add(s string, lengths ...int) {
	at := make([]int, 0, len(s)/3+1)
	for i := range s {
		at = append(at, i)
	}
	at = append(at, len(s))
	for _, n := range lengths {
		for i := 0; i+n < len(at); i++ {
			if gram := s[at[i]:at[i+n]]; !strings.ContainsAny(gram, gramEnds) {
				g.name(gram)
			}
		}
	}
}

// gramEnds are characters that no run goes over.
const gramEnds = "。、,.・|()「」『』/!?:;~-+*#"

// features are the things collected, together of length one: a long text says no more
// than a short one.
func (g *gramSet) features() []loglinear.Feature {
	value := 1 / math.Sqrt(float64(max(1, len(g.names))))
	out := make([]loglinear.Feature, len(g.names))
	for i, name := range g.names {
		out[i] = loglinear.Feature{Name: g.prefix + name, Value: value}
	}
	return out
}

// shareCounter counts how many of some units have something.
type shareCounter struct {
	of     float64
	names  []string
	counts map[string]float64
}

func (c *shareCounter) add(name string) {
	if c.counts == nil {
		c.counts = map[string]float64{}
	}
	if c.counts[name] == 0 {
		c.names = append(c.names, name)
	}
	c.counts[name]++
}

// features are the shares, as square roots: one of ten says more than a tenth.
func (c *shareCounter) features() []loglinear.Feature {
	out := make([]loglinear.Feature, len(c.names))
	for i, name := range c.names {
		out[i] = loglinear.Feature{Name: name, Value: math.Sqrt(c.counts[name] / c.of)}
	}
	return out
}
