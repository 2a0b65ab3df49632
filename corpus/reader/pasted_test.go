package reader

import (
	"fmt"
	"strings"
	"testing"
)

// A text that was pasted from a page loses the clinic's own lines around the article, and
// nothing of the article.
func TestPastedSurroundings(t *testing.T) {
	body := "%s\n\nピコレーザーによるシミの治療\n\n短い光でシミの色素を砕く治療です。数回くり返します。\n\n効果\n\nシミの色が薄くなることが期待できます。\n\nリスク\n\n赤みやかさぶたが出ることがあります。\n\n%s\n"
	for _, tt := range []struct{ head, tail, noise string }{
		{"見本皮膚科クリニック", "", "見本皮膚科クリニック"},
		{"見本皮膚科クリニック\n診療案内　料金　アクセス　ご予約", "", "アクセス"},
		{"医療法人見本会 見本皮フ科医院\nTEL 03-1234-5678", "", "03-1234"},
		{"見本美容クリニック 例示院\nホーム\n施術一覧\nドクター紹介\nご予約", "", "ドクター"},
		{"メニュー\n閉じる\n見本歯科クリニック", "", "見本歯科"},
		{"", "見本皮膚科クリニック\n例示県見本市緑町1-2-3\nTEL：03-1234-5678\n診療時間　9:30〜18:00\n休診日　木・日", "緑町"},
		{"", "お問い合わせ\n03-1234-5678\n受付 平日9時から18時", "平日9時"},
		{"", "ご予約はこちら\nWEB予約\nLINE予約\nお電話", "お電話"},
		{"", "カテゴリー：美容皮膚科\nタグ：シミ、レーザー\n前の記事：そばかすの話\n次の記事：いぼの話", "いぼ"},
		{"", "関連記事\nそばかすの話\nいぼの話\n\nCopyright 見本皮膚科", "いぼ"},
		{"", "この記事をシェアする\nX Facebook LINE\n\nアクセス\n見本駅東口 徒歩3分\n提携駐車場あり", "提携"},
		{"", "--\n見本皮膚科クリニック\nhttps://example.org/\nmail@example.org", "example"},
		{"", "■診療時間\n月 火 水 木 金 土\n午前 ○ ○ ○ × ○ ○\n午後 ○ ○ × × ○ ×", "午前"},
		{"", "■アクセス\n見本線「見本駅」1番出口すぐ\n〒000-0000 例示県見本市1-2-3", "1番出口"},
		{"", "プライバシーポリシー | サイトマップ\n(c) 見本皮膚科クリニック", "サイトマップ"},
		{"", "ページトップへ", "ページトップ"},
		{"", "コメント (0)\nトラックバック (0)\n2025-04-01 10:00", "トラック"},
		{"", "[PR] いまなら初回50%OFF", "50%"},
		{"", "当院では随時カウンセリングを受け付けております。お気軽にお問い合わせください。\nTEL 03-1234-5678", "1234"},
		{"", "【見本皮膚科】\n住所　例示県見本市緑町1丁目2-3 みほんビル4F\nアクセス　見本駅から歩いて2分", "みほんビル"},
		{"", "電話で予約する\nネットで予約する\n料金を見る", "料金を見る"},
	} {
		arts, problems := readAll(t, "a.txt", []byte(fmt.Sprintf(body, tt.head, tt.tail)))
		if len(arts) != 1 {
			t.Errorf("%v", problems)
			continue
		}
		a := arts[0]
		got := outlineOf(a)
		if a.Title != "ピコレーザーによるシミの治療" || strings.Contains(got, tt.noise) {
			t.Errorf("%q %q: title %s; %s", tt.head, tt.tail, a.Title, strings.ReplaceAll(got, "\n", " ¶ "))
		}
		for _, k := range []string{"色素を砕く治療です。", "期待できます。", "かさぶたが出ることがあります。"} {
			if !strings.Contains(got, k) {
				t.Errorf("lost: %q %q: %s", tt.head, tt.tail, got)
			}
		}
	}
	for _, tt := range []struct{ tail, keep string }{
		{"※未承認の機器を用います", "未承認の機器"},
		{"監修：見本皮膚科クリニック 院長\nTEL 03-1234-5678", "院長"},
		{"参考：日本皮膚科学会 診療ガイドライン\n\nお問い合わせはこちら", "ガイドライン"},
		{"料金\n\n1回 33,000円\n\nご予約はこちら", "33,000円"},
		{"受けられない方\n・妊娠中の方\n・日焼けした方\n\nご予約はこちら", "日焼けした方"},
		{"治療の流れ\n1.診察\n2.照射\n3.会計\nご予約はこちら", "照射"},
		{"まとめ\n\n焦らず続けることが大切\nお問い合わせはこちら", "大切"},
	} {
		arts, _ := readAll(t, "a.txt", []byte(fmt.Sprintf(body, "", tt.tail)))
		got := outlineOf(arts[0]) + fmt.Sprint(arts[0].Supervisors, arts[0].Sources)
		if !strings.Contains(got, tt.keep) {
			t.Errorf("not kept: %q: %s %v", tt.tail, got, arts[0].Dropped)
		}
	}
	for _, tt := range []struct{ first, title string }{
		{"美容皮膚科", "美容皮膚科"}, {"禁煙外来", "禁煙外来"}, {"脳神経外科", "脳神経外科"}, {"皮膚科で受けるケミカルピーリング", "皮膚科で受けるケミカルピーリング"}, {"小児歯科のむし歯治療", "小児歯科のむし歯治療"},
	} {
		arts, _ := readAll(t, "a.txt", []byte(tt.first+"\n\nどんなときに受けるか\n\n困りごとがあるときに相談する場所です。まず話を聞きます。\n"))
		if arts[0].Title != tt.title {
			t.Errorf("title of %q: %q", tt.first, arts[0].Title)
		}
	}
}
