package anatomy

import (
	"testing"
)

// 「ダウンタイム3日以内」 must neither hide a treatment that has none nor show one
// whose bruises were taken for a downtime.
func TestDowntime(t *testing.T) {
	tests := []struct {
		heading, text string
		want          string
		evidence      int
	}{
		{"ダウンタイム", "ダウンタイムはほぼありません。", "0-0", 1},
		{"ダウンタイム", "ダウンタイムはほとんどないと考えて問題ありません。", "0-0", 1},
		{"ダウンタイム", "ダウンタイムがなく、すぐに帰宅できます。", "0-0", 1},
		{"施術の概要", "ダウンタイム：なし", "0-0", 1},
		{"施術の概要", "ダウンタイム：２〜３日", "2-3", 1},
		{"ダウンタイム", "ダウンタイムは3日〜1週間です。", "3-7", 1},
		{"ダウンタイム", "ダウンタイムは1〜2週間ほど見込んでください。", "7-14", 1},
		{"ダウンタイム", "ダウンタイムは当日〜3日です。", "0-3", 1},
		{"ダウンタイム", "ダウンタイムは1週間前後です。", "7-7", 1},
		{"ダウンタイム", "ダウンタイムは2、3日です。", "2-3", 1},
		{"ダウンタイム", "ダウンタイムは約1か月です。", "30-30", 1},
		{"ダウンタイム", "ダウンタイムは最大2週間です。", "?-14", 1},
		{"ダウンタイム", "ダウンタイムは3日以内です。", "?-3", 1},
		{"ダウンタイム", "ダウンタイムは1週間以上です。", "7-?", 1},
		{"ダウンタイム", "ダウンタイムは24〜48時間です。", "1-2", 1},
		{"ダウンタイム", "ダウンタイムは数日です。", "?-?", 1},
		{"ダウンタイム", "ダウンタイムは数日〜1週間です。", "?-7", 1},
		{"ダウンタイム", "2〜3日程度のダウンタイムがあります。", "2-3", 1},
		{"ダウンタイム", "ダウンタイムとして赤みが1〜3日続きます。", "1-3", 1},
		{"ダウンタイム", "赤みや腫れが2〜3日続きます。", "2-3", 1},
		{"ダウンタイム", "ダウンタイムは短く、内出血が出ても1〜2週間で消えます。", "?-?", 0},
		{"ダウンタイム", "ダウンタイムはほとんどありませんが、内出血は1週間前後残ることがあります。", "0-0", 1},
		{"ダウンタイム", "まれに腫れが2週間続く場合があります。", "?-?", 0},
		{"ダウンタイム", "内出血は1週間ほどで引きます。", "?-?", 0},
		{"ダウンタイム", "ダウンタイムがないわけではありません。", "?-?", 0},
		{"ダウンタイム", "見え方は翌日からよくなります。", "?-?", 0},
		{"ダウンタイム", "シャワーは翌日から、入浴は3日後から可能です。", "?-?", 0},
		{"ピコレーザーとは", "ダウンタイムが少ないのが特徴です。", "?-?", 0},
		{"ピコレーザーとは", "シミの治療は3日で終わります。", "?-?", 0},
		{"こんな方におすすめ", "・ダウンタイムがない治療を受けたい方", "?-?", 0},
		{"IPL光治療との違い", "光治療のダウンタイムは1日です。", "?-?", 0},
		{"副作用", "内出血は1週間前後で回復します。", "?-?", 0},
		{"施術の流れ", "| 施術時間 | 20分 |\n| ダウンタイム | ほぼなし |", "0-0", 1},
		{"施術の概要", "ダウンタイム\n\n２〜３日\n\n痛み\n\nほぼなし", "2-3", 1},
		{"料金", "| 施術 | ダウンタイム |\n| ピコレーザー | 3〜5日 |", "3-5", 1},
	}
	for _, tt := range tests {
		a := readParts(t, "ピコレーザーの説明", Part{Heading: tt.heading, Level: 1, Line: 1, Lines: SplitLines(tt.text, 2)}).article
		if got := show(a.Downtime.MinDays, a.Downtime.MaxDays); got != tt.want || len(a.Downtime.Evidence) != tt.evidence {
			t.Errorf("%s / %q: %s with %d pieces of evidence, want %s with %d", tt.heading, tt.text, got, len(a.Downtime.Evidence), tt.want, tt.evidence)
		}
	}
}

// An answer needs no subject: the question is it.
func TestDowntimeAsked(t *testing.T) {
	tests := []struct{ answer, want string }{
		{"ほとんどありません。", "0-0"},
		{"いいえ、ありません。", "0-0"},
		{"2〜3日ほどです。", "2-3"},
		{"施術後の皮下出血は数日で消えます。", "?-?"},
		{"皮下出血は1週間ほどです。", "?-?"},
		{"休む必要はありません。ダウンタイムと呼ばれる期間はありません。", "0-0"},
	}
	for _, tt := range tests {
		a := readParts(t, "ピコレーザーの説明",
			Part{Heading: "よくある質問", Level: 1},
			Part{Heading: "ダウンタイムはどれくらいですか？", Level: 2, Lines: SplitLines(tt.answer, 1)}).article
		if got := show(a.Downtime.MinDays, a.Downtime.MaxDays); got != tt.want {
			t.Errorf("%q: %s, want %s", tt.answer, got, tt.want)
		}
	}
}

// The section on downtime knows better than a passing word.
func TestDowntimeRanks(t *testing.T) {
	a := readParts(t, "ピコレーザーの説明",
		Part{Level: 0, Lines: SplitLines("ダウンタイムはほとんどありません。", 1)},
		Part{Heading: "ダウンタイム", Level: 1, Lines: SplitLines("ダウンタイムは3〜5日です。", 3)}).article
	if got := show(a.Downtime.MinDays, a.Downtime.MaxDays); got != "3-5" {
		t.Errorf("downtime %s, want that of its section", got)
	}
}

func TestPeriods(t *testing.T) {
	tests := []struct{ text, want string }{
		{"3日", "3-3"}, {"三日", "3-3"}, {"1〜2週間", "7-14"}, {"3日から1週間", "3-7"}, {"半日", "1-1"}, {"翌日", "1-1"}, {"1か月", "30-30"}, {"1ヶ月半", "30-30"},
		{"半年", "182-182"}, {"数日", "?-?"}, {"2,3日", "2-3"}, {"1週間程度から2週間", "7-14"},
		{"3日目", ""}, {"5月3日", ""}, {"1日2回", ""}, {"2日に1回", ""}, {"十分な効果", ""}, {"一日中", ""}, {"2024年", ""}, {"4週間おき", ""},
	}
	for _, tt := range tests {
		got := ""
		for _, p := range periods(fold(tt.text)) {
			got = show(days(p.min), days(p.max))
		}
		if got != tt.want {
			t.Errorf("periods(%q) = %s, want %s", tt.text, got, tt.want)
		}
	}
}

func TestDurationAndSessions(t *testing.T) {
	tests := []struct {
		text                         string
		minutes, sessions, intervals string
	}{
		{"所要時間は30分程度です。", "30-30", "?-?", "?"},
		{"施術時間：15〜20分", "15-20", "?-?", "?"},
		{"手術は1時間ほどで終わります。", "60-60", "?-?", "?"},
		{"施術時間\n\n60分〜70分\n\n施術間隔\n\n2週間〜3か月", "60-70", "?-?", "14"},
		{"麻酔クリームを塗って30分待ちます。", "?-?", "?-?", "?"},
		{"点滴に要する時間は1回30分程度です。", "30-30", "?-?", "?"},
		{"十分な説明を受けましょう。", "?-?", "?-?", "?"},
		{"3〜5回の照射が必要です。", "?-?", "?-?", "?"},
		{"効果を実感するには3〜5回ほど必要です。", "?-?", "3-5", "?"},
		{"回数の目安は5回以上です。", "?-?", "5-?", "?"},
		{"1回30分、月に1回のペースで受けます。", "30-30", "?-?", "30"},
		{"治療は4週間おきに5回繰り返します。", "?-?", "5-5", "28"},
		{"2〜3か月の間隔を空けて治療します。", "?-?", "?-?", "60"},
		{"施術は数回に及びます。", "?-?", "?-?", "?"},
		{"1日2回、薬を塗ります。", "?-?", "?-?", "?"},
		{"合計2回接種します。", "?-?", "2-2", "?"},
		{"2回目の施術は痛みが少なくなります。", "?-?", "?-?", "?"},
		{"接種は1回のみです。", "?-?", "1-1", "?"},
	}
	for _, tt := range tests {
		a := readParts(t, "ピコレーザーの説明", Part{Heading: "施術の流れ", Level: 1, Lines: SplitLines(tt.text, 1)}).article
		interval := "?"
		if a.Sessions.IntervalDays != nil {
			interval = show(a.Sessions.IntervalDays, nil)
			interval = interval[:len(interval)-2]
		}
		got := [3]string{show(a.Duration.Min, a.Duration.Max), show(a.Sessions.Min, a.Sessions.Max), interval}
		if want := [3]string{tt.minutes, tt.sessions, tt.intervals}; got != want {
			t.Errorf("%q: minutes, sessions, interval %v, want %v", tt.text, got, want)
		}
	}
}
