package corpus

// Kind is what a section is about.
type Kind string

// The section kinds, in the order in which people expect them in an article.
const (
	KindOverview    Kind = "overview"
	KindEffects     Kind = "effects"
	KindCandidates  Kind = "candidates"
	KindProcedure   Kind = "procedure"
	KindRisks       Kind = "risks"
	KindPrecautions Kind = "precautions"
	KindCost        Kind = "cost"
	KindDowntime    Kind = "downtime"
	KindAftercare   Kind = "aftercare"
	KindComparison  Kind = "comparison"
	KindFAQ         Kind = "faq"
	KindSummary     Kind = "summary"
	KindSupervision Kind = "supervision"
	KindSources     Kind = "sources"
	KindOther       Kind = "other"
)

// Label is a value with the Japanese words that people read for it.
type Label struct {
	Value string
	Text  string
}

// KindLabels lists every kind with its label, in reading order.
func KindLabels() []Label {
	return []Label{
		{string(KindOverview), "概要"},
		{string(KindEffects), "効果"},
		{string(KindCandidates), "向いている人"},
		{string(KindProcedure), "施術の流れ"},
		{string(KindRisks), "リスク・副作用・デメリット"},
		{string(KindPrecautions), "注意点・禁忌"},
		{string(KindCost), "費用"},
		{string(KindDowntime), "ダウンタイム"},
		{string(KindAftercare), "アフターケア"},
		{string(KindComparison), "比較"},
		{string(KindFAQ), "よくある質問"},
		{string(KindSummary), "まとめ"},
		{string(KindSupervision), "監修"},
		{string(KindSources), "参照元"},
		{string(KindOther), "その他"},
	}
}

// SourceType is what sort of organisation or work a source is.
type SourceType string

// The source types. SourceNone is not a type of a source but the facet value
// of a passage that cites none.
const (
	SourceGovernment SourceType = "government"
	SourceSociety    SourceType = "society"
	SourceUniversity SourceType = "university"
	SourceJournal    SourceType = "journal"
	SourceDrugLabel  SourceType = "drug_label"
	SourceHospital   SourceType = "hospital"
	SourceCompany    SourceType = "company"
	SourceMedia      SourceType = "media"
	SourceOther      SourceType = "other"
	SourceNone       SourceType = "none"
)

// SourceTypeLabels lists every source type with its label, official ones first.
func SourceTypeLabels() []Label {
	return []Label{
		{string(SourceGovernment), "公的機関"},
		{string(SourceSociety), "学会"},
		{string(SourceUniversity), "大学"},
		{string(SourceJournal), "論文"},
		{string(SourceDrugLabel), "添付文書"},
		{string(SourceHospital), "病院"},
		{string(SourceCompany), "企業"},
		{string(SourceMedia), "メディア"},
		{string(SourceOther), "その他"},
		{string(SourceNone), "出典なし"},
	}
}

// InsuranceLabels lists the values of Article.Insurance with their labels.
func InsuranceLabels() []Label {
	return []Label{
		{InsuranceCovered, "保険診療"},
		{InsuranceSelfPay, "自由診療"},
		{InsuranceMixed, "保険・自由診療"},
		{Unknown, "不明"},
	}
}

// ApprovalLabels lists the values of Article.Approval with their labels.
func ApprovalLabels() []Label {
	return []Label{
		{ApprovalApproved, "国内承認"},
		{ApprovalUnapproved, "国内未承認・適応外"},
		{Unknown, "不明"},
	}
}
