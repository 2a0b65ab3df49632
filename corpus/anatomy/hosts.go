package anatomy

import (
	"strings"

	"shirube/corpus"
)

// host is who stands behind an address, by the end of its host name.
type host struct {
	suffix string
	name   string // who that is; empty where the suffix is shared
	is     corpus.SourceType
}

// hosts are tried in order: the libraries of papers before the governments that run
// them. Names are those under which the bodies present themselves on these pages.
var hosts = []host{
	{"pubmed.ncbi.nlm.nih.gov", "PubMed", corpus.SourceJournal},
	{"pmc.ncbi.nlm.nih.gov", "PubMed Central", corpus.SourceJournal},
	{"ncbi.nlm.nih.gov", "NCBI", corpus.SourceJournal},
	{"doi.org", "", corpus.SourceJournal},
	{"jstage.jst.go.jp", "J-STAGE", corpus.SourceJournal},
	{"cir.nii.ac.jp", "CiNii", corpus.SourceJournal},
	{"ci.nii.ac.jp", "CiNii", corpus.SourceJournal},
	{"scholar.google.com", "", corpus.SourceJournal},
	{"sciencedirect.com", "", corpus.SourceJournal},
	{"springer.com", "", corpus.SourceJournal},
	{"wiley.com", "", corpus.SourceJournal},
	{"tandfonline.com", "", corpus.SourceJournal},
	{"nature.com", "", corpus.SourceJournal},
	{"nejm.org", "", corpus.SourceJournal},
	{"thelancet.com", "", corpus.SourceJournal},
	{"jamanetwork.com", "", corpus.SourceJournal},
	{"bmj.com", "", corpus.SourceJournal},
	{"plos.org", "", corpus.SourceJournal},
	{"mdpi.com", "", corpus.SourceJournal},
	{"frontiersin.org", "", corpus.SourceJournal},
	{"cochranelibrary.com", "Cochrane Library", corpus.SourceJournal},
	{"cochrane.org", "Cochrane", corpus.SourceJournal},
	{"mhlw.go.jp", "厚生労働省", corpus.SourceGovernment},
	{"pmda.go.jp", "PMDA", corpus.SourceGovernment},
	{"caa.go.jp", "消費者庁", corpus.SourceGovernment},
	{"kokusen.go.jp", "国民生活センター", corpus.SourceGovernment},
	{"nta.go.jp", "国税庁", corpus.SourceGovernment},
	{"mext.go.jp", "文部科学省", corpus.SourceGovernment},
	{"cfa.go.jp", "こども家庭庁", corpus.SourceGovernment},
	{"e-gov.go.jp", "e-Gov", corpus.SourceGovernment},
	{"ncc.go.jp", "国立がん研究センター", corpus.SourceGovernment},
	{"ganjoho.jp", "国立がん研究センター", corpus.SourceGovernment},
	{"who.int", "WHO", corpus.SourceGovernment},
	{"fda.gov", "FDA", corpus.SourceGovernment},
	{"cdc.gov", "CDC", corpus.SourceGovernment},
	{"nih.gov", "NIH", corpus.SourceGovernment},
	{"europa.eu", "", corpus.SourceGovernment},
	{"nhs.uk", "NHS", corpus.SourceGovernment},
	{"dermatol.or.jp", "日本皮膚科学会", corpus.SourceSociety},
	{"joa.or.jp", "日本整形外科学会", corpus.SourceSociety},
	{"nichigan.or.jp", "日本眼科学会", corpus.SourceSociety},
	{"gankaikai.or.jp", "日本眼科医会", corpus.SourceSociety},
	{"perio.jp", "日本歯周病学会", corpus.SourceSociety},
	{"shika-implant.org", "日本口腔インプラント学会", corpus.SourceSociety},
	{"jos.gr.jp", "日本矯正歯科学会", corpus.SourceSociety},
	{"jda.or.jp", "日本歯科医師会", corpus.SourceSociety},
	{"jds.or.jp", "日本糖尿病学会", corpus.SourceSociety},
	{"jsprs.or.jp", "日本形成外科学会", corpus.SourceSociety},
	{"med.or.jp", "日本医師会", corpus.SourceSociety},
	{".lg.jp", "", corpus.SourceGovernment},
	{".go.jp", "", corpus.SourceGovernment},
	{".gov", "", corpus.SourceGovernment},
	{".gov.uk", "", corpus.SourceGovernment},
	{".ac.jp", "", corpus.SourceUniversity},
	{".edu", "", corpus.SourceUniversity},
	{".co.jp", "", corpus.SourceCompany},
}

// hostOf returns who stands behind an address; the zero host where nobody knows.
func hostOf(url string) host {
	name := hostName(url)
	if name == "" {
		return host{}
	}
	if i := strings.IndexByte(name, ':'); i >= 0 {
		name = name[:i]
	}
	for _, h := range hosts {
		if before, ok := strings.CutSuffix(name, h.suffix); ok && (before == "" || h.suffix[0] == '.' || before[len(before)-1] == '.') {
			return h
		}
	}
	return host{}
}

// hostName is the host of an address, in lower case.
func hostName(url string) string {
	_, rest, ok := strings.Cut(url, "://")
	if !ok {
		return ""
	}
	if i := strings.IndexAny(rest, "/?#"); i >= 0 {
		rest = rest[:i]
	}
	return strings.ToLower(rest)
}

func typeOfURL(url string) corpus.SourceType {
	if h := hostOf(url); h.is != "" {
		return h.is
	}
	return corpus.SourceOther
}
