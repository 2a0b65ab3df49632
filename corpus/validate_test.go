package corpus

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
)

// Every kind of mistake is named by its field, so that an editor finds it.
func TestValidate(t *testing.T) {
	number := func(n int) *int { return &n }
	tests := []struct {
		name   string
		change func(*Article)
		want   string // in the only error
	}{
		{"no id", func(a *Article) { a.ID = " " }, "id: the article has no id"},
		{"no title and no body", func(a *Article) { a.Title, a.Sections, a.FAQs, a.Risks = "", nil, nil, nil }, "title, sections: the article has no body"},
		{"no body", func(a *Article) { a.Sections, a.FAQs, a.Risks = nil, nil, nil }, "sections: the article has no body"},
		{"status", func(a *Article) { a.Status = "hidden" }, `status: unknown value "hidden" (allowed: published, draft)`},
		{"insurance", func(a *Article) { a.Insurance = "free" }, `insurance: unknown value "free"`},
		{"approval", func(a *Article) { a.Approval = "yes" }, `approval: unknown value "yes"`},
		{"expires first", func(a *Article) {
			late, early := time.Date(2026, 5, 2, 0, 0, 0, 0, time.UTC), time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)
			a.PublishAt, a.ExpiresAt = &late, &early
		}, "expires_at: the article expires (2026-05-01) before it is published (2026-05-02)"},
		{"nameless supervisor", func(a *Article) { a.Supervisors = []Supervisor{{Affiliation: "見本病院"}} }, "supervisors[0].name: "},
		{"kind", func(a *Article) { a.Sections[1].Kind = "price" }, `sections[1].kind: unknown value "price"`},
		{"section without id", func(a *Article) { a.Sections[6].ID = "" }, `sections[6].id: the section "参考文献" has no id`},
		{"duplicate section id", func(a *Article) { a.Sections[2].ID = a.Sections[1].ID }, "sections[2].id: "},
		{"level", func(a *Article) { a.Sections[1].Level = 0 }, "sections[1].level: 0 is not a level"},
		{"source index", func(a *Article) { a.Sections[1].Sources = []int{2} }, "sections[1].sources: 2 is not an index into the 2 sources"},
		{"negative source index", func(a *Article) { a.Sections[1].Sources = []int{-1} }, "sections[1].sources: -1 "},
		{"source type", func(a *Article) { a.Sources[0].Type = "none" }, `sources[0].type: unknown value "none"`},
		{"nameless source", func(a *Article) { a.Sources[1].Name = "" }, "sources[1].name: "},
		{"FAQ without a section", func(a *Article) { a.FAQs[1].Section = "gone" }, `faqs[1].section: there is no section "gone"`},
		{"FAQ without a question", func(a *Article) { a.FAQs[1].Question = "" }, "faqs[1].question: "},
		{"stance", func(a *Article) { a.Risks[0].Stance = "maybe" }, `risks[0].stance: unknown value "maybe"`},
		{"claim without a label", func(a *Article) { a.Risks[0].Label = "" }, "risks[0].label: "},
		{"claim in no section", func(a *Article) { a.Risks[0].Section = "gone" }, `risks[0].section: there is no section "gone"`},
		{"negative cost", func(a *Article) { a.Cost.MinYen = number(-1) }, "cost.min_yen: -1 is negative"},
		{"min above max", func(a *Article) { a.Cost.MinYen, a.Cost.MaxYen = number(5), number(3) }, "cost.min_yen: 5 is more than cost.max_yen, 3"},
		{"course min above max", func(a *Article) { a.Cost.CourseMinYen, a.Cost.CourseMaxYen = number(5), number(3) }, "cost.course_min_yen: 5 "},
		{"unit", func(a *Article) { a.Cost.Per = "hour" }, `cost.per: unknown value "hour"`},
		{"negative fee", func(a *Article) { a.Fees = []Fee{{Label: "麻酔", Yen: number(-5)}} }, "fees[0].yen: -5 is negative"},
		{"downtime", func(a *Article) { a.Downtime.MinDays, a.Downtime.MaxDays = number(7), number(1) }, "downtime.min_days: 7 "},
		{"sessions", func(a *Article) { a.Sessions.Min, a.Sessions.Max = number(7), number(1) }, "sessions.min: 7 "},
		{"interval", func(a *Article) { a.Sessions.IntervalDays = number(-7) }, "sessions.interval_days: -7 is negative"},
		{"duration", func(a *Article) { a.Duration.Max = number(-7) }, "duration_minutes.max: -7 is negative"},
	}
	for _, tt := range tests {
		a := sample()
		tt.change(a)
		errs := a.Validate()
		if len(errs) != 1 || !strings.HasPrefix(errs[0].Error(), strings.TrimSuffix(tt.want, " ")) {
			t.Errorf("%s: %v, want one error %q", tt.name, errs, tt.want)
			continue
		}
		var fe *FieldError
		if !errors.As(errs[0], &fe) && !errors.Is(errs[0], ErrNoBody) {
			t.Errorf("%s: %v is no FieldError", tt.name, errs[0])
		}
	}
	if errs := sample().Validate(); len(errs) > 0 {
		t.Errorf("a good article: %v", errs)
	}
}

// Clients rely on arrays that are never null and on unknown that is.
func TestNormalizeJSON(t *testing.T) {
	a := &Article{ID: "x", Sections: []Section{{Heading: "費用"}, {Heading: "麻酔", Level: 1 << 40}, {Text: "本文"}}}
	a.Normalize()
	raw, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	var all map[string]any
	if err := json.Unmarshal(raw, &all); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"treatments", "conditions", "departments", "tags", "supervisors", "sections", "faqs", "sources", "effects", "risks", "contraindications", "fees", "dropped"} {
		if _, ok := all[name].([]any); !ok {
			t.Errorf("%s is %v", name, all[name])
		}
	}
	if cost := all["cost"].(map[string]any); cost["min_yen"] != nil || cost["evidence"] == nil {
		t.Errorf("cost %v", cost)
	}
	got := fmt.Sprint(a.Collection, a.Status, a.Lang, a.Insurance, a.Approval)
	if got != fmt.Sprint(DefaultCollection, StatusPublished, DefaultLang, Unknown, Unknown) {
		t.Errorf("defaults %s", got)
	}
	var paths []string
	for _, s := range a.Sections {
		paths = append(paths, fmt.Sprintf("%d %s %v", s.Level, s.Kind, s.Path))
	}
	if got := strings.Join(paths, "; "); got != "1 other [費用]; 1099511627776 other [費用 麻酔]; 1 other []" {
		t.Errorf("sections %s", got)
	}
}

// A section keeps its id while its headings and its place among equals stay.
func TestSectionIDs(t *testing.T) {
	ids := func(headings ...string) map[string]string {
		a := &Article{}
		for _, h := range headings {
			a.Sections = append(a.Sections, Section{Heading: h, Text: "文"})
		}
		a.Normalize()
		out := map[string]string{}
		for i, s := range a.Sections {
			out[fmt.Sprint(s.Heading, strings.Count(strings.Join(headings[:i], "/"), s.Heading))] = s.ID
		}
		return out
	}
	before, after := ids("費用", "注意", "注意"), ids("はじめに", "費用", "注意", "注意")
	for k, id := range before {
		if after[k] != id {
			t.Errorf("%s: id %s became %s", k, id, after[k])
		}
	}
	if before["注意0"] == before["注意1"] {
		t.Error("two sections have one id")
	}
}
