package page

import (
	"encoding/json"
	"fmt"
	"html/template"
	"strings"
	"time"

	"shirube/corpus"
	"shirube/internal/present"
)

// The page of an article says what it is to programs, too, in the words of schema.org. Nothing
// is said there that the page does not show, and what is unknown is left out.

// document is a MedicalWebPage: https://schema.org/MedicalWebPage.
type document struct {
	Context       string     `json:"@context"`
	Type          string     `json:"@type"`
	ID            string     `json:"@id,omitempty"`
	URL           string     `json:"url,omitempty"`
	Name          string     `json:"name"`
	Headline      string     `json:"headline"`
	Description   string     `json:"description,omitempty"`
	Language      string     `json:"inLanguage"`
	DatePublished string     `json:"datePublished,omitempty"`
	DateModified  string     `json:"dateModified,omitempty"`
	LastReviewed  string     `json:"lastReviewed,omitempty"`
	ReviewedBy    []thing    `json:"reviewedBy,omitempty"`
	About         []thing    `json:"about,omitempty"`
	Citation      []thing    `json:"citation,omitempty"`
	MainEntity    []question `json:"mainEntity,omitempty"`
	Breadcrumb    breadcrumb `json:"breadcrumb"`
}

// thing is a person, an organisation, a treatment, a condition, or a cited work.
type thing struct {
	Type          string `json:"@type"`
	Name          string `json:"name"`
	URL           string `json:"url,omitempty"`
	JobTitle      string `json:"jobTitle,omitempty"`
	Affiliation   *thing `json:"affiliation,omitempty"`
	Publisher     *thing `json:"publisher,omitempty"`
	DatePublished string `json:"datePublished,omitempty"`
}

// question is an entry of the article's questions.
type question struct {
	Type     string        `json:"@type"`
	Name     string        `json:"name"`
	Accepted writtenAnswer `json:"acceptedAnswer"`
}

type writtenAnswer struct {
	Type string `json:"@type"`
	Text string `json:"text"`
}

type breadcrumb struct {
	Type  string  `json:"@type"`
	Items []crumb `json:"itemListElement"`
}

type crumb struct {
	Type     string `json:"@type"`
	Position int    `json:"position"`
	Name     string `json:"name"`
	Item     string `json:"item,omitempty"`
}

// document is what the page of an article says to programs. It stands in a script element
// that is data: every < of it is escaped, so that no text of an article ends the element.
func (p *Pages) document(a *corpus.Article, canonical string) (template.JS, error) {
	d := document{
		Context: "https://schema.org", Type: "MedicalWebPage", Name: a.Title, Headline: a.Title, Description: a.Description, Language: a.Lang,
		DatePublished: dayOf(a.Published), DateModified: dayOf(a.Updated), LastReviewed: dayOf(a.Reviewed),
		Breadcrumb: breadcrumb{"BreadcrumbList", []crumb{{Type: "ListItem", Position: 1, Name: p.cfg.SiteName}, {Type: "ListItem", Position: 2, Name: a.Title}}},
	}
	if a.Title == "" {
		d.Name, d.Headline, d.Breadcrumb.Items[1].Name = a.ID, a.ID, a.ID
	}
	if d.Language == "" {
		d.Language = "ja"
	}
	if p.cfg.SiteURL != "" {
		d.ID, d.URL = canonical, canonical
		d.Breadcrumb.Items[0].Item, d.Breadcrumb.Items[1].Item = p.cfg.SiteURL+p.cfg.BasePath+"/search", canonical
	}
	for _, s := range a.Supervisors {
		if by := reviewerOf(s); by != nil {
			d.ReviewedBy = append(d.ReviewedBy, *by)
		}
	}
	for _, name := range a.Treatments {
		d.About = append(d.About, thing{Type: "MedicalTherapy", Name: name})
	}
	for _, name := range a.Conditions {
		d.About = append(d.About, thing{Type: "MedicalCondition", Name: name})
	}
	for _, s := range a.Sources {
		d.Citation = append(d.Citation, citedWork(s))
	}
	for _, f := range a.FAQs {
		if f.Question != "" && f.Answer != "" {
			d.MainEntity = append(d.MainEntity, question{"Question", f.Question, writtenAnswer{"Answer", f.Answer}})
		}
	}
	b, err := json.Marshal(d)
	if err != nil {
		return "", fmt.Errorf("page: schema.org: %w", err)
	}
	return template.JS(b), nil //nolint:gosec // Marshal escapes <, > and &
}

// dayOf is a date as programs read it; empty when unknown.
func dayOf(t *time.Time) string { return present.DateOf(t).ISO }

// citedWork is a source: a work with its publisher, where its title is known.
func citedWork(s corpus.Source) thing {
	out := thing{Type: "CreativeWork", Name: s.Title, URL: present.Link(s.URL)}
	switch {
	case s.Title == "":
		out.Name = s.Name
	case s.Name != "":
		out.Publisher = &thing{Type: "Organization", Name: s.Name}
	}
	if out.Name == "" {
		out.Name = s.URL
	}
	if !present.External(out.URL) {
		out.URL = "" // a path of this server is no address of a work
	}
	if s.Year != nil {
		out.DatePublished = fmt.Sprintf("%04d", *s.Year)
	}
	return out
}

// reviewerOf is who supervised, as a person or an organisation; nil for what is neither: a
// sample (見本), or a role that nobody is named for.
func reviewerOf(s corpus.Supervisor) *thing {
	name := strings.TrimSpace(s.Name)
	switch {
	case name == "" || strings.Contains(name, "見本"):
		return nil
	case s.Representative != "" || endsIn(name, organisations()):
		return &thing{Type: "Organization", Name: name}
	case endsIn(name, roles()):
		return nil
	}
	out := &thing{Type: "Person", Name: name, JobTitle: s.Title}
	if s.Affiliation != "" {
		out.Affiliation = &thing{Type: "Organization", Name: s.Affiliation}
	}
	return out
}

// organisations are how names of organisations end, and of no people.
func organisations() []string {
	return []string{"会", "病院", "医院", "クリニック", "センター", "大学", "学部", "研究所", "研究室", "協会", "財団", "法人", "機構", "連盟", "クラブ", "会社", "編集部", "チーム", "診療所", "省", "庁"}
}

// roles are how descriptions of somebody end.
func roles() []string {
	return []string{"専門医", "認定医", "医師", "指導医", "担当医", "院長", "歯科医", "薬剤師", "看護師", "管理栄養士", "医", "監修者", "担当者"}
}

func endsIn(name string, endings []string) bool {
	for _, e := range endings {
		if strings.HasSuffix(name, e) {
			return true
		}
	}
	return false
}
