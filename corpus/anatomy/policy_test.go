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
		{"保険診療の対象です。", corpus.InsuranceCovered},
		{"あざの治療の場合は保険が適用されます。美容目的では保険が使えません。", corpus.InsuranceMixed},
		{"病気の治療として行う場合に限り、保険が適用されます。", corpus.InsuranceMixed},
		{"保険が適用されれば受けやすくなります。", corpus.Unknown},
		{"「保険が適用されます」と言われたという相談があります。", corpus.Unknown},
		{"保険は使えますか？", corpus.Unknown},
		{"医療保険に入っている方は確認しましょう。", corpus.Unknown},
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
