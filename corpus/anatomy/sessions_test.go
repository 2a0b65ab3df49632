package anatomy

import "testing"

// What is counted must be the treatment, and a time how long it takes.
func TestSessionsCounted(t *testing.T) {
	tests := []struct{ heading, text, sessions, minutes string }{
		{"施術の流れ", "3〜5回ほど受けることをおすすめします。", "3-5", "?-?"},
		{"注意点", "最後の照射から3回の月経を待つ必要があります。", "?-?", "?-?"},
		{"概要", "いびきが1時間あたり5回以上なら治療の目安です。", "?-?", "?-?"},
		{"施術の流れ", "15歳未満の方は2回、それ以外の方は計4回接種します。", "2-4", "?-?"},
		{"施術の流れ", "量に応じて20〜40分かけて照射します。", "?-?", "20-40"},
		{"施術の流れ", "麻酔クリームを30分かけて効かせます。", "?-?", "?-?"},
	}
	for _, tt := range tests {
		a := readParts(t, "ピコレーザーの話", sectionOf(tt.heading, tt.text)).article
		if got := show(a.Sessions.Min, a.Sessions.Max); got != tt.sessions {
			t.Errorf("%q: sessions %s, want %s", tt.text, got, tt.sessions)
		}
		if got := show(a.Duration.Min, a.Duration.Max); got != tt.minutes {
			t.Errorf("%q: minutes %s, want %s", tt.text, got, tt.minutes)
		}
	}
}
