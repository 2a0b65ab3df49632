package anatomy

import (
	"slices"
	"testing"
)

// English beside a Japanese heading is decoration, wherever it stands: it must not
// end the passage before, nor begin the one below.
func TestDecoration(t *testing.T) {
	r := readParts(t, "ピコレーザーの話",
		sectionOf("ピコレーザーとは", "ABOUT\n\n短い光を当てます。\n\nFLOW"),
		sectionOf("施術の流れ", "受付をします。\n\n01\n"),
		sectionOf("PRICE", "料金表\n\n1回3万円です。"),
		sectionOf("RISK", "赤みが出ることがあります。"),
		sectionOf("まとめ", "VISIA\n\nご相談ください。"))
	want := []string{"= ピコレーザーの話", "1 overview ピコレーザーとは", "1 procedure 施術の流れ", "1 cost PRICE 料金表", "1 risks RISK", "1 summary まとめ"}
	if got := outlineOf(r); !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	var texts []string
	for _, s := range r.article.Sections {
		texts = append(texts, s.Text)
	}
	if want := []string{"短い光を当てます。", "受付をします。", "1回3万円です。", "赤みが出ることがあります。", "VISIA\n\nご相談ください。"}; !slices.Equal(texts, want) {
		t.Errorf("texts %q", texts)
	}
	if len(r.article.Dropped) != 3 {
		t.Errorf("dropped %+v", r.article.Dropped)
	}
}
