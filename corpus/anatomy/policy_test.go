package anatomy

import (
	"testing"

	"shirube/corpus"
)

func TestInsurance(t *testing.T) {
	tests := []struct{ text, want string }{
		{"保険適用外の治療です。", corpus.InsuranceSelfPay},
		{"残念ながら、保険適用されません。全額自己負担です。", corpus.InsuranceSelfPay},
		{"自由診療のため、費用は医療機関によって異なります。", corpus.InsuranceSelfPay},
		{"健康保険は使えません。", corpus.InsuranceSelfPay},
		{"保険がきかない治療です。", corpus.InsuranceSelfPay},
		{"保険診療ではなく、自費診療となります。", corpus.InsuranceSelfPay},
		{"健康保険が適用されます。", corpus.InsuranceCovered},
		{"健康保険で受けられます。", corpus.InsuranceCovered},
		{"3割負担で約5,000円です。", corpus.InsuranceCovered},
		{"この処置は保険適用となるのが一般的です。", corpus.InsuranceCovered},
		{"健康保険で受けられます。費用は自由診療の場合、施設により異なります。", corpus.InsuranceCovered},
		{"保険診療の対象です。", corpus.InsuranceCovered},
		{"あざの治療の場合は保険が適用されます。美容目的では保険が使えません。", corpus.InsuranceMixed},
		{"病気の治療として行う場合に限り、保険が適用されます。", corpus.InsuranceMixed},
		{"保険が適用されれば受けやすくなります。", corpus.Unknown},
		{"「保険が適用されます」と言われたという相談があります。", corpus.Unknown},
		{"保険は使えますか？", corpus.Unknown},
		{"医療保険に入っている方は確認しましょう。", corpus.Unknown},
		{"| 保険適用 | なし |", corpus.InsuranceSelfPay},
		{"| 健康保険 | 適用あり |", corpus.InsuranceCovered},
		{"| 保険の適用 | 病気の治療は可、美容目的は自費 |", corpus.InsuranceMixed},
		{"・保険適用：不可", corpus.InsuranceSelfPay},
		{"| 診療の種類 | 自由診療 |", corpus.InsuranceSelfPay},
		{"| ピコレーザー | 自費診療 |", corpus.InsuranceSelfPay},
		{"※自由診療のため保険適応外となります。", corpus.InsuranceSelfPay},
		{"この治療はすべて自費診療です。", corpus.InsuranceSelfPay},
		{"保険適用で治療が可能です。", corpus.InsuranceCovered},
		{"保険診療で対応可能なため、費用を抑えられます。", corpus.InsuranceCovered},
		{"保険が適用される場合があります。", corpus.InsuranceMixed},
		{"あざには保険適応がありますが、シミは保険適応外となります。", corpus.InsuranceMixed},
		{"保険が使えるのは、決められた病気の治療に限られます。", corpus.InsuranceMixed},
		{"保険・自費を選べます。", corpus.InsuranceMixed},
		{"原則として保険がききません。", corpus.InsuranceSelfPay},
		{"美容目的のため、保険診療にはなりません。", corpus.InsuranceSelfPay},
		{"| 全顔（1回・自費） | 11,000円 |\n| あざ（1回・保険3割） | 約3,000円 |", corpus.InsuranceMixed},
		{"・塗り薬（保険3割負担）：約1,000円\n\nピコレーザーは保険がききません。", corpus.InsuranceSelfPay},
		{"塗り薬には保険が適用されます。ピコレーザーは保険がききません。", corpus.InsuranceMixed},
		{"各種保険を取り扱う会社の相談窓口です。", corpus.Unknown},
	}
	for _, tt := range tests {
		a := readParts(t, "ピコレーザーの説明", Part{Heading: "費用", Level: 1, Lines: SplitLines(tt.text, 1)}).article
		if a.Insurance != tt.want {
			t.Errorf("%q: %s, want %s", tt.text, a.Insurance, tt.want)
		}
	}
}

// A note in the heading on costs says who pays.
func TestInsuranceOfHeading(t *testing.T) {
	tests := []struct{ heading, text, want string }{
		{"費用（自由診療）", "1回33,000円です。", corpus.InsuranceSelfPay},
		{"料金（税込・自費）", "1回33,000円です。", corpus.InsuranceSelfPay},
		{"料金（保険適用外）", "1回33,000円です。", corpus.InsuranceSelfPay},
		{"料金（保険診療）", "1回1,500円です。", corpus.InsuranceCovered},
		{"費用（自由診療）", "あざの治療なら保険が適用されます。", corpus.InsuranceMixed},
		{"自由診療の費用とは", "1回33,000円です。", corpus.Unknown},
		{"費用（税込）", "1回33,000円です。", corpus.Unknown},
	}
	for _, tt := range tests {
		a := readParts(t, "ピコレーザーの説明", Part{Heading: tt.heading, Level: 1, Lines: SplitLines(tt.text, 1)}).article
		if a.Insurance != tt.want {
			t.Errorf("%s: %s, want %s", tt.heading, a.Insurance, tt.want)
		}
	}
}

// Headings say it of what is below them, and a comparison of its own column.
func TestInsuranceElsewhere(t *testing.T) {
	tests := []struct {
		name, title string
		parts       []Part
		want        string
	}{
		{"headings", "ピコレーザーの話", []Part{sectionOf("保険でできる治療", "塗り薬があります。"), sectionOf("自費の治療", "1回11,000円です。")}, corpus.InsuranceMixed},
		{"title", "あざの治療｜保険の薬と自費の治療", []Part{sectionOf("はじめに", "塗り薬があります。")}, corpus.InsuranceMixed},
		{"a share in a heading", "ピコレーザーの話", []Part{sectionOf("手術費用（3割負担）", "約15,000円です。")}, corpus.InsuranceCovered},
		{"what is asked", "ピコレーザーの話", []Part{sectionOf("保険は使えますか？", "料金の欄をご覧ください。")}, corpus.Unknown},
		{"what is compared", "ピコレーザーの話", []Part{sectionOf("保険診療と自費診療の違い", "違いを述べます。")}, corpus.Unknown},
		{"own column", "ピコレーザーの話", []Part{sectionOf("他の治療との比較", "| 項目 | ピコレーザー | IPL光治療 |\n| 費用 | 自費診療 | 保険が使えます |")}, corpus.InsuranceSelfPay},
		{"another one's heading", "ピコレーザーの話", []Part{sectionOf("IPL光治療（自費）", "光を当てます。")}, corpus.Unknown},
		{"a price beside what is insured", "ピコレーザーの話", []Part{sectionOf("料金", "| 小さいもの | 6,600円 |\n| 切除（3割負担） | 約5,000円 |")}, corpus.InsuranceMixed},
	}
	for _, tt := range tests {
		if got := readParts(t, tt.title, tt.parts...).article.Insurance; got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

func TestApproval(t *testing.T) {
	tests := []struct{ text, want string }{
		{"この機器は国内で未承認です。", corpus.ApprovalUnapproved},
		{"厚生労働省の承認を受けていない製剤です。", corpus.ApprovalUnapproved},
		{"適応外使用となります。", corpus.ApprovalUnapproved},
		{"国内では承認されていません。", corpus.ApprovalUnapproved},
		{"厚生労働省の承認を取得した機器を使います。", corpus.ApprovalApproved},
		{"国内承認機器です。", corpus.ApprovalApproved},
		{"国内で製造販売承認を受けた医薬品です。", corpus.ApprovalApproved},
		{"FDAの承認を受けています。", corpus.Unknown},
		{"FDAの承認を受けていますが、国内では未承認です。", corpus.ApprovalUnapproved},
		{"同一の成分で国内の承認医薬品等の有無：承認されたものはありません。", corpus.Unknown},
		{"国内で承認を受けた機器がある一方、未承認の機器を使う医療機関もあります。", corpus.Unknown},
		{"倫理委員会の承認を得ています。", corpus.Unknown},
	}
	for _, tt := range tests {
		a := readParts(t, "ピコレーザーの説明", Part{Heading: "ピコレーザーとは", Level: 1, Lines: SplitLines(tt.text, 1)}).article
		if a.Approval != tt.want {
			t.Errorf("%q: %s, want %s", tt.text, a.Approval, tt.want)
		}
	}
}
