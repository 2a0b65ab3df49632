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
	{"cell.com", "", corpus.SourceJournal},
	{"oup.com", "", corpus.SourceJournal},
	{"karger.com", "", corpus.SourceJournal},
	{"sagepub.com", "", corpus.SourceJournal},
	{"lww.com", "", corpus.SourceJournal},
	{"biomedcentral.com", "", corpus.SourceJournal},
	{"ahajournals.org", "", corpus.SourceJournal},
	{"jci.org", "", corpus.SourceJournal},
	{"pnas.org", "", corpus.SourceJournal},
	{"medrxiv.org", "", corpus.SourceJournal},
	{"europepmc.org", "", corpus.SourceJournal},
	{"rad-ar.or.jp", "くすりのしおり", corpus.SourceDrugLabel},
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
	{"niid.go.jp", "国立感染症研究所", corpus.SourceGovernment},
	{"jihs.go.jp", "国立健康危機管理研究機構", corpus.SourceGovernment},
	{"ncgm.go.jp", "国立国際医療研究センター", corpus.SourceGovernment},
	{"ncvc.go.jp", "国立循環器病研究センター", corpus.SourceGovernment},
	{"ncchd.go.jp", "国立成育医療研究センター", corpus.SourceGovernment},
	{"ncgg.go.jp", "国立長寿医療研究センター", corpus.SourceGovernment},
	{"ncnp.go.jp", "国立精神・神経医療研究センター", corpus.SourceGovernment},
	{"amed.go.jp", "AMED", corpus.SourceGovernment},
	{"medlineplus.gov", "MedlinePlus", corpus.SourceGovernment},
	{"nice.org.uk", "NICE", corpus.SourceGovernment},
	{"kyoukaikenpo.or.jp", "全国健康保険協会", corpus.SourceGovernment},
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
	{"jsog.or.jp", "日本産科婦人科学会", corpus.SourceSociety},
	{"jaog.or.jp", "日本産婦人科医会", corpus.SourceSociety},
	{"urol.or.jp", "日本泌尿器科学会", corpus.SourceSociety},
	{"jrs.or.jp", "日本呼吸器学会", corpus.SourceSociety},
	{"jpeds.or.jp", "日本小児科学会", corpus.SourceSociety},
	{"j-circ.or.jp", "日本循環器学会", corpus.SourceSociety},
	{"jpnsh.jp", "日本高血圧学会", corpus.SourceSociety},
	{"jsge.or.jp", "日本消化器病学会", corpus.SourceSociety},
	{"jges.net", "日本消化器内視鏡学会", corpus.SourceSociety},
	{"jibika.or.jp", "日本耳鼻咽喉科頭頸部外科学会", corpus.SourceSociety},
	{"jspn.or.jp", "日本精神神経学会", corpus.SourceSociety},
	{"neurology-jp.org", "日本神経学会", corpus.SourceSociety},
	{"jsh.or.jp", "日本肝臓学会", corpus.SourceSociety},
	{"anesth.or.jp", "日本麻酔科学会", corpus.SourceSociety},
	{"jsaweb.jp", "日本アレルギー学会", corpus.SourceSociety},
	{"kansensho.or.jp", "日本感染症学会", corpus.SourceSociety},
	{"jsoms.or.jp", "日本口腔外科学会", corpus.SourceSociety},
	{"aad.org", "American Academy of Dermatology", corpus.SourceSociety},
	{"aao.org", "American Academy of Ophthalmology", corpus.SourceSociety},
	{"acog.org", "ACOG", corpus.SourceSociety},
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
	h := hostOf(url)
	if h.suffix == "pmda.go.jp" && containsAny(url, "iyakuDetail", "/go/pack/", "/info/pack/", "/rdPDF/", "/ResultDataSetPDF/") {
		return corpus.SourceDrugLabel
	}
	if h.is != "" {
		return h.is
	}
	return corpus.SourceOther
}
