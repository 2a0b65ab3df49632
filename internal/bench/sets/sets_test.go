package sets

import "testing"

func TestAnswered(t *testing.T) {
	q := &PageQuestion{Relevant: []Judgment{
		{Page: "01", Heading: "費用の目安", Grade: 3},
		{Page: "01", Heading: "料金", Grade: 2},
		{Page: "02", Heading: "通院の間隔", Grade: 3, Parent: "施術の流れ"},
	}}
	passage := func(text string, path ...string) *Place {
		p := &Place{}
		p.Heading, p.Path, p.Text = path[len(path)-1], path, text
		return p
	}
	for _, tt := range []struct {
		page string
		p    *Place
		want string
	}{
		{"01", passage("", "料金", "■ 費用の 目安（税込）"), "費用の目安"}, // its own heading comes first
		{"01", passage("", "料金", "支払い方法"), "料金"},
		{"02", passage("", "料金"), ""}, // of another page
		{"02", passage("通院の間隔\n4週間ごとです。", "施術の流れ"), "通院の間隔"},
		{"02", passage("通院の間隔は4週間です。", "まとめ"), ""},
	} {
		got := ""
		if j := q.Answered(tt.page, tt.p); j != nil {
			got = j.Heading
		}
		if got != tt.want {
			t.Errorf("%s %q: %q, want %q", tt.page, tt.p.Path, got, tt.want)
		}
	}
}
