package page

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"shirube/corpus"
)

// The part of schema.org that the pages use: types with their properties, own and inherited,
// and what a property may hold. From https://schema.org/version/latest/schemaorg-current-https.jsonld;
// each type has a page of its own, such as https://schema.org/MedicalWebPage.
func vocabulary() map[string]map[string][]string {
	const text, date, address, number = "Text", "Date", "URL", "Integer"
	thing := map[string][]string{"name": {text}, "url": {address}, "description": {text}}
	work := func(more map[string][]string) map[string][]string {
		out := maps.Clone(thing)
		maps.Copy(out, map[string][]string{
			"headline": {text}, "inLanguage": {text}, "datePublished": {date}, "dateModified": {date}, "publisher": {"Organization", "Person"},
			"about": {"MedicalTherapy", "MedicalCondition"}, "citation": {"CreativeWork", text}, "mainEntity": {"Question"}, // about and mainEntity: any Thing
		})
		maps.Copy(out, more)
		return out
	}
	with := func(more map[string][]string) map[string][]string {
		out := maps.Clone(thing)
		maps.Copy(out, more)
		return out
	}
	return map[string]map[string][]string{
		"MedicalWebPage":   work(map[string][]string{"reviewedBy": {"Person", "Organization"}, "lastReviewed": {date}, "breadcrumb": {"BreadcrumbList", text}}),
		"CreativeWork":     work(nil),
		"Question":         work(map[string][]string{"acceptedAnswer": {"Answer", "ItemList"}}),
		"Answer":           work(map[string][]string{"text": {text}}),
		"Person":           with(map[string][]string{"jobTitle": {text}, "affiliation": {"Organization"}}),
		"Organization":     thing,
		"MedicalTherapy":   thing,
		"MedicalCondition": thing,
		"BreadcrumbList":   with(map[string][]string{"itemListElement": {"ListItem", text}}),
		"ListItem":         with(map[string][]string{"position": {number, text}, "item": {address}}),
	}
}

// checkThing compares a thing with the vocabulary.
func checkThing(t *testing.T, where string, v map[string]any) {
	t.Helper()
	kind, _ := v["@type"].(string)
	known, ok := vocabulary()[kind]
	if !ok {
		t.Errorf("%s: schema.org has no type %q here", where, kind)
		return
	}
	for name, value := range v {
		if strings.HasPrefix(name, "@") {
			continue
		}
		allowed, ok := known[name]
		if !ok {
			t.Errorf("%s: %s has no %s", where, kind, name)
			continue
		}
		list, isList := value.([]any)
		if !isList {
			list = []any{value}
		}
		for _, one := range list {
			checkValue(t, where+"."+name, one, allowed)
		}
	}
}

func checkValue(t *testing.T, where string, value any, allowed []string) {
	t.Helper()
	switch value := value.(type) {
	case map[string]any:
		if !slices.Contains(allowed, value["@type"].(string)) {
			t.Errorf("%s may not hold a %v", where, value["@type"])
		}
		checkThing(t, where, value)
	case string:
		if value == "" || !slices.ContainsFunc(allowed, func(a string) bool { return a == "Text" || a == "Date" || a == "URL" }) {
			t.Errorf("%s may not hold %q", where, value)
		}
		if slices.Contains(allowed, "Date") && len(value) != 4 && len(value) != 10 {
			t.Errorf("%s: %q is no date", where, value)
		}
	case float64:
		if !slices.Contains(allowed, "Integer") {
			t.Errorf("%s may not hold %v", where, value)
		}
	default:
		t.Errorf("%s holds %v", where, value)
	}
}

func documentOf(t *testing.T, cfg Config, a *corpus.Article) map[string]any {
	t.Helper()
	doc := open(t, site(t, &fake{article: a}, cfg), cfg.BasePath+"/articles/x")
	scripts := doc.Find("script[type='application/ld+json']")
	if scripts.Length() != 1 {
		t.Fatalf("%d documents", scripts.Length())
	}
	var out map[string]any
	if err := json.Unmarshal([]byte(scripts.Text()), &out); err != nil {
		t.Fatalf("%v: %s", err, scripts.Text())
	}
	return out
}

// Programs are told what the page is in words that schema.org has, with addresses only where
// the site's own is known.
func TestArticleSpeaksSchemaOrg(t *testing.T) {
	a := article()
	a.Treatments, a.Conditions, a.Updated = []string{"二重埋没法"}, []string{"一重まぶた"}, reviewed()
	a.Supervisors = []corpus.Supervisor{{Name: "標 花子", Title: "医師", Affiliation: "見本病院"}, {Name: "見本形成外科学会", Representative: "某"}}
	got := documentOf(t, Config{SiteURL: "https://example.jp", BasePath: "/kb"}, a)
	if got["@context"] != "https://schema.org" || got["@type"] != "MedicalWebPage" {
		t.Errorf("%v %v", got["@context"], got["@type"])
	}
	checkThing(t, "page", got)
	for name, want := range map[string]any{
		"name": a.Title, "lastReviewed": "2025-09-08", "datePublished": "2025-09-08", "dateModified": "2025-09-08", "inLanguage": "ja",
		"url": "https://example.jp/kb/articles/eyelid%2Ffold",
	} {
		if got[name] != want {
			t.Errorf("%s: %v, want %v", name, got[name], want)
		}
	}
	for name, want := range map[string]int{"reviewedBy": 1, "about": 2, "citation": 2, "mainEntity": 2} {
		if list, _ := got[name].([]any); len(list) != want {
			t.Errorf("%s: %v, want %d", name, got[name], want)
		}
	}
	for _, name := range []string{"url", "@id"} {
		if v, ok := documentOf(t, Config{}, a)[name]; ok {
			t.Errorf("without the site's address there is %s %v", name, v)
		}
	}
}

// A sample and a role are nobody; what is no person is not called one.
func TestReviewers(t *testing.T) {
	for name, want := range map[string]string{
		"（見本）皮膚科専門医": "", "見本: 形成外科専門医": "", "皮膚科専門医": "", "担当医": "", "": "",
		"標 花子": "Person", "見出し病院": "Organization", "標研究会マスターズクラブ": "Organization", "編集部": "Organization",
	} {
		got := reviewerOf(corpus.Supervisor{Name: name})
		if (got == nil) != (want == "") || got != nil && got.Type != want {
			t.Errorf("%q is %+v, want %q", name, got, want)
		}
	}
	if got := reviewerOf(corpus.Supervisor{Name: "標の集い", Representative: "某"}); got == nil || got.Type != "Organization" {
		t.Errorf("who is represented is %+v", got)
	}
}

// Nothing that an article says ends the element that its document stands in.
func TestDocumentIsOnlyData(t *testing.T) {
	const bad = `</script><script>alert(1)</script><!--<script>`
	a := article()
	a.Title, a.FAQs[0].Question, a.Sources[0].Title, a.Sources[0].URL, a.Treatments = bad, bad, bad, "javascript:alert(1)", []string{bad}
	got := documentOf(t, Config{SiteName: bad}, a)
	if got["name"] != bad {
		t.Errorf("the title is %v", got["name"])
	}
	if url, ok := got["citation"].([]any)[0].(map[string]any)["url"]; ok {
		t.Errorf("a work has the address %v", url)
	}
}
