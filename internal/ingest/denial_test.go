package ingest

import "testing"

// What an answer denies is ranked first for who asks for what does not hurt or is not
// covered: an answer that allows, or that nobody knows, must not pass for one.
func TestAnswersThatDeny(t *testing.T) {
	for _, tt := range []struct {
		question, answer string
		want             bool
	}{
		{"保険は使えますか？", "使えません。", true},
		{"保険は使えますか？", "いいえ、自由診療です。", true},
		{"痛みはありますか？", "ほとんどありません。", true},
		{"入院は必要ですか？", "A. 不要です。", true},
		{"運転に支障はありますか？", "支障ありません。", true},
		{"手術は痛いですか？", "痛みは麻酔で抑えます。", false},
		{"保険は使えますか？", "問題ありません。", false},
		{"妊娠中でも受けられますか？", "差し支えありません。", false},
		{"当日の入浴は可能ですか？", "シャワーならかまいません。", false},
		{"将来がんになる副作用はありますか？", "まだ分かっていません。", false},
		{"効果は続きますか？", "一概に言えません。", false},
		{"必ず腫れますか？", "いいえ、問題になるほどは腫れません。", true},
	} {
		if got := answersNo(tt.question, tt.answer); got != tt.want {
			t.Errorf("%s %s: %v, want %v", tt.question, tt.answer, got, tt.want)
		}
	}
}
