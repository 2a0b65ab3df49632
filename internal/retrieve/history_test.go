package retrieve

import (
	"strings"
	"testing"

	"shirube/internal/search"
)

// conversation is turns of the user and the assistant: the latter begin with ">".
func conversation(turns ...string) []Turn {
	var out []Turn
	for _, t := range turns {
		if said, ok := strings.CutPrefix(t, ">"); ok {
			out = append(out, Turn{Role: TurnAssistant, Content: said})
		} else {
			out = append(out, Turn{Role: TurnUser, Content: t})
		}
	}
	return out
}

// A follow-up is about what the user spoke of last; a question that stands alone, or
// begins something new, about nothing else.
func TestCarry(t *testing.T) {
	w := newWorld(t)
	for _, tt := range []struct {
		name    string
		history []Turn
		query   string
		want    string
	}{
		{"the treatment", conversation("ハイフの効果は？", ">たるみの改善です。"), "それは痛い？", "HIFU"},
		{"over follow-ups", conversation("ハイフの効果は？", ">改善です。", "費用は？", ">5万円です。"), "副作用は？", "HIFU"},
		{"the last one", conversation("ハイフは痛い？", "じゃあダーマペンは？"), "いくら？", "ダーマペン"},
		{"two that were compared", conversation("ハイフとダーマペンのどちらがいい？"), "痛いのは？", "HIFU ダーマペン"},
		{"a reason not to be treated", conversation("ハイフの効果は？"), "妊娠中は？", "HIFU"},
		{"what goes along", conversation("ダーマペンを受けたい"), "麻酔クリームは使う？", "ダーマペン"},
		{"what was taken out is not meant", conversation("ハイフではなくダーマペンを考えています"), "痛い？", "ダーマペン"},
		{"a question that names its own", conversation("ハイフの効果は？"), "ダーマペンの料金は？", ""},
		{"a new condition", conversation("ハイフの効果は？"), "花粉症はどう治す？", ""},
		{"a condition beside it", conversation("ハイフの効果は？"), "花粉症でも受けられる？", "HIFU"},
		{"other treatments for the condition", conversation("花粉症に舌下免疫療法は効く？"), "ほかの治療は？", "花粉症"},
		{"other treatments for nothing", conversation("ハイフの効果は？"), "それ以外の治療は？", ""},
		{"a condition alone", conversation("花粉症がつらい"), "子どもは？", "花粉症"},
		{"what the assistant said, pointed to", conversation("頬が下がってきた", ">医療ハイフがあります。"), "それは痛い？", "HIFU"},
		{"what the assistant said, not pointed to", conversation("相談です", ">医療ハイフがあります。"), "診療時間は？", ""},
		{"several that the assistant said", conversation("相談です", ">ハイフやダーマペンがあります。"), "それは痛い？", ""},
		{"the user goes before the assistant", conversation("ダーマペンは？", ">ハイフもあります。"), "それは痛い？", "ダーマペン"},
		{"other roles", []Turn{{Role: "system", Content: "ハイフの案内係です"}}, "費用は？", ""},
		{"long ago", append(conversation("ハイフの効果は？"), make([]Turn, readTurns)...), "費用は？", ""},
		{"nothing", nil, "費用は？", ""},
	} {
		query, carried := carry(w, Request{Query: tt.query, History: tt.history})
		var labels []string
		for _, c := range carried {
			labels = append(labels, c.Label)
			if c.Concept == "" || c.From == "" {
				t.Errorf("%s: %+v does not say where it is from", tt.name, c)
			}
		}
		if got := strings.Join(labels, " "); got != tt.want || query != strings.TrimSpace(tt.query+" "+tt.want) {
			t.Errorf("%s: %q about %q, want %q", tt.name, query, got, tt.want)
		}
	}
}

// Carrying is shown beside what was typed, and can be switched off.
func TestCarriedIsShownAndSwitched(t *testing.T) {
	w, off := newWorld(t, hifu()), false
	r := Request{Query: "痛い？", History: conversation("ハイフの効果は？")}
	if a := ask(t, w, r); len(a.Interpreted.Carried) != 1 || w.asked[0].Query != "痛い？ HIFU" {
		t.Errorf("%+v, asked %q", a.Interpreted.Carried, w.asked[0].Query)
	}
	for name, change := range map[string]func(*Request){
		"carry":     func(r *Request) { r.Carry = &off },
		"interpret": func(r *Request) { r.Interpret = &search.Interpret{} },
	} {
		w.asked = nil
		one := r
		change(&one)
		if a := ask(t, w, one); len(a.Interpreted.Carried) != 0 || a.Interpreted.Carried == nil || w.asked[0].Query != "痛い？" {
			t.Errorf("%s: %+v, asked %q", name, a.Interpreted.Carried, w.asked[0].Query)
		}
	}
	long := Request{Query: strings.Repeat("あ", search.MaxQueryRunes), History: r.History}
	if query, carried := carry(w, long); query != long.Query || len(carried) != 0 {
		t.Errorf("a query of full length became %d characters", len([]rune(query)))
	}
	got := asTyped(search.Interpretation{Terms: []search.QueryTerm{{Text: "痛い", Start: 0, End: 2}, {Text: "HIFU", Start: 4, End: 8}}}, "痛い？")
	if len(got.Terms) != 1 || got.Terms[0].Text != "痛い" {
		t.Errorf("terms that nobody typed: %+v", got.Terms)
	}
}
