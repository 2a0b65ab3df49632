package lexicon

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"shirube/internal/text"
)

// People must find one thing by any of its names: a row is one concept.
func TestSameConcept(t *testing.T) {
	l := load(t)
	for _, names := range [][]string{
		{"薄毛", "AGA", "男性型脱毛症", "はげ", "抜け毛"},
		{"がん", "癌", "ガン", "悪性腫瘍"},
		{"内出血", "あざ", "青あざ", "皮下出血"},
		{"ボトックス", "ボツリヌストキシン", "ボツリヌス注射"},
		{"ハイフ", "HIFU", "高密度焦点式超音波"},
		{"血液サラサラの薬", "抗凝固薬", "抗血小板薬", "ワーファリン"},
		{"エクソソーム", "エキソソーム", "エクソソム", "exosome"},
		{"ひげ", "ヒゲ", "髭"},
		{"歯周病", "歯槽膿漏", "ししゅうびょう"},
		{"入れ歯", "義歯", "デンチャー"},
		{"オルソケラトロジー", "オルソK"},
		{"睡眠時無呼吸症候群", "SAS"},
		{"やけど", "熱傷", "火傷"},
		{"妊娠中", "妊婦", "妊娠の可能性"},
	} {
		first := l.Lookup(names[0])
		if first == nil {
			t.Errorf("%s is unknown", names[0])
			continue
		}
		for _, n := range names[1:] {
			if c := l.Lookup(n); c != first {
				t.Errorf("%s is %v, %s is %s", n, c, names[0], first.ID)
			}
		}
	}
}

// Broader is not same: a search for the one must not be a search for the other.
func TestBroaderIsNotSame(t *testing.T) {
	l := load(t)
	for narrow, broad := range map[string]string{
		"内出血": "副作用", "アナフィラキシー": "アレルギー反応", "妊娠糖尿病": "糖尿病", "リベルサス": "GLP-1受容体作動薬",
		"VIO脱毛": "医療脱毛", "ピコレーザー": "レーザー治療", "乳がん": "がん", "総入れ歯": "入れ歯", "老人性色素斑": "シミ",
		"帯状疱疹ワクチン": "予防接種", "マウスピース矯正": "歯列矯正", "エラボトックス": "ボツリヌストキシン注射",
	} {
		n, b := l.Lookup(narrow), l.Lookup(broad)
		switch {
		case n == nil || b == nil:
			t.Errorf("%s is %v, %s is %v", narrow, n, broad, b)
		case n == b || !slices.Contains(n.Broader, b.ID) || !slices.Contains(l.Narrower(b.ID), n):
			t.Errorf("%s is not narrower than %s: %v", narrow, broad, n.Broader)
		}
	}
}

func TestKindsOfConcepts(t *testing.T) {
	l := load(t)
	for name, kinds := range map[string][]Kind{
		"エクソソーム点滴": {Treatment}, "エクソソーム": {Ingredient}, "アレキサンドライトレーザー": {Device},
		"美肌": {Effect}, "薄毛": {Effect, Condition}, "シミ": {Condition, Effect}, "糖尿病": {Condition, Contraindication},
		"痛み": {Risk}, "内出血": {Risk}, "色素沈着": {Risk, Condition, Effect}, "妊娠中": {Contraindication}, "献血": {Class}, "副作用": {Class},
		"頭皮": {BodyPart}, "厚生労働省": {Organisation},
	} {
		c := l.Lookup(name)
		if c == nil {
			t.Errorf("%s is unknown", name)
			continue
		}
		for _, k := range Kinds() {
			if c.Is(k) != slices.Contains(kinds, k) {
				t.Errorf("%s is %s, also %v; want %v", name, c.Kind, c.Also, kinds)
			}
		}
		if c.Kind != kinds[0] {
			t.Errorf("%s is first of all %s, want %s", name, c.Kind, kinds[0])
		}
	}
}

// The label of a facet value, given back by a client, must find its concept in
// whatever form it comes.
func TestLookup(t *testing.T) {
	l := load(t)
	for name, id := range map[string]string{
		"HIFU": "hifu", "ＨＩＦＵ": "hifu", " hifu ": "hifu", "ハイフ": "hifu", "はいふ": "hifu", "ﾊｲﾌ": "hifu",
		"ヒアルロン酸 注入": "hyaluronic_filler", "GLP1": "glp1", "glp-1": "glp1", "レーザ治療": "laser_treatment",
		norm.NFD.String("ダーマペン"): "dermapen", "痛風・高尿酸血症": "gout",
	} {
		if c := l.Lookup(name); c == nil || c.ID != id {
			t.Errorf("Lookup(%q) = %v, want %s", name, c, id)
		}
	}
	for _, name := range []string{"", " ", "ハイフを受ける", "がんの治療を受けている", "存在しない語"} {
		if c := l.Lookup(name); c != nil {
			t.Errorf("Lookup(%q) = %s, want none", name, c.ID)
		}
	}
	if l.ByID("hifu") != l.Lookup("ハイフ") || l.ByID("ハイフ") != nil {
		t.Error("ByID does not go by id")
	}
}

func TestNames(t *testing.T) {
	l := load(t)
	c := l.ByID("cancer_treatment")
	names := c.Names()
	if names[0] != c.Label || !slices.Contains(names, "癌治療中") || slices.Contains(names, "がんの治療を受けている") {
		t.Errorf("names of %s: %v", c.ID, names)
	}
	names[0] = "別の語"
	if c.Names()[0] != c.Label {
		t.Error("a caller can change the names")
	}
	for _, c := range l.Concepts() {
		if n := c.Names(); n[0] != c.Label || len(slices.Compact(slices.Sorted(slices.Values(n)))) != len(n) {
			t.Errorf("%s: names %v", c.ID, n)
		}
	}
}

// An index is rebuilt when the fingerprint changes: it must change for nothing
// else than other data.
func TestFingerprintAndOrder(t *testing.T) {
	a, b := load(t), load(t)
	if a.Fingerprint() != b.Fingerprint() || a.Fingerprint() == "" {
		t.Errorf("fingerprints %q and %q of the same data", a.Fingerprint(), b.Fingerprint())
	}
	ids := func(l *Lexicon) (out []string) {
		for _, c := range l.Concepts() {
			out = append(out, c.ID)
		}
		return out
	}
	if !slices.Equal(ids(a), ids(b)) {
		t.Error("two loads order the concepts differently")
	}
	if !slices.IsSortedFunc(a.Concepts(), func(x, y *Concept) int {
		return slices.Index(Kinds(), x.Kind) - slices.Index(Kinds(), y.Kind)
	}) {
		t.Error("concepts are not ordered by kind")
	}
}

// The built-in data must be complete enough to serve facets and suggestions: a
// kanji name without a reading is not found by typing kana.
func TestDataIsComplete(t *testing.T) {
	l := load(t)
	departments := strings.Fields(`皮膚科 美容皮膚科 美容外科 形成外科 歯科 歯科口腔外科 矯正歯科 眼科 整形外科 内科 消化器内科 循環器内科 呼吸器内科
		糖尿病・内分泌内科 腎臓内科 腫瘍内科 泌尿器科 婦人科 乳腺外科 耳鼻咽喉科 精神科 心療内科 脳神経外科 血管外科 肛門外科 放射線科 アレルギー科 ペインクリニック内科 漢方内科`)
	for _, c := range l.Concepts() {
		if c.Department != "" && !slices.Contains(departments, c.Department) {
			t.Errorf("%s: %s is no department we know", c.ID, c.Department)
		}
		for _, id := range c.UsedFor {
			if u := l.ByID(id); !u.Is(Condition) && !u.Is(Effect) {
				t.Errorf("%s is used for %s, a %s", c.ID, id, u.Kind)
			}
		}
		for _, id := range c.Broader {
			if b := l.ByID(id); b.Kind != Class && !b.Is(c.Kind) {
				t.Errorf("%s (%s) has the broader %s (%s)", c.ID, c.Kind, id, b.Kind)
			}
		}
		if len(c.Readings) == 0 && strings.IndexFunc(c.Label, text.IsKanji) == 0 && c.Kind != Organisation && c.Kind != BodyPart {
			t.Errorf("%s (%s) has no reading", c.ID, c.Label)
		}
	}
}
