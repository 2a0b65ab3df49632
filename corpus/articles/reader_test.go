package articles_test

import (
	"context"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"

	"shirube/corpus"
	"shirube/corpus/articles"
	"shirube/corpus/reader"
	"shirube/internal/lexicon"
)

// understood is what a visitor is told of an article in a search result. A
// price or a number of days is "min-max", and "" where the article gives none.
type understood struct {
	insurance string
	approval  string
	cost      string // yen, then what it is for
	course    string // yen
	downtime  string // days
	faqs      int
	sources   int
}

// written is what each article says, taken from its text by hand. The
// plain-text articles have no front matter, so their approval is unknown.
var written = map[string]understood{
	"aga-medication":                 {"self_pay", "approved", "3500-10000 month", "", "0-0", 4, 2},
	"botulinum-wrinkle":              {"self_pay", "approved", "20000-50000 site", "", "0-0", 4, 2},
	"cataract-surgery":               {"mixed", "approved", "", "", "1-3", 4, 3},
	"clear-aligner":                  {"self_pay", "unapproved", "", "200000-1000000", "0-0", 3, 4},
	"dental-implant":                 {"self_pay", "approved", "300000-500000 tooth", "", "3-7", 4, 4},
	"exosome-drip":                   {"self_pay", "unapproved", "100000-300000 session", "300000-800000", "0-0", 5, 3},
	"gastroscopy":                    {"mixed", "unknown", "15000-25000 session", "", "", 4, 4},
	"hifu-face-lifting":              {"self_pay", "unapproved", "30000-90000 session", "", "0-3", 4, 5},
	"hyaluronic-acid-nasolabial":     {"self_pay", "approved", "50000-100000 vial", "", "1-3", 3, 4},
	"icl-phakic-lens":                {"self_pay", "approved", "450000-750000 other", "", "3-7", 4, 3},
	"knee-hyaluronic-injection":      {"covered", "approved", "", "", "0-0", 5, 3},
	"medical-laser-hair-removal":     {"self_pay", "unknown", "3000-80000 session", "150000-350000", "0-3", 4, 4},
	"pigmented-spot-laser":           {"mixed", "approved", "5000-20000 site", "", "7-14", 4, 2},
	"chemical-peeling":               {"self_pay", "unapproved", "8000-25000 session", "40000-70000", "1-5", 4, 2},
	"fat-dissolving-injection":       {"self_pay", "unapproved", "30000-80000 session", "120000-300000", "3-7", 4, 2},
	"glaucoma-slt":                   {"covered", "approved", "", "", "0-0", 4, 2},
	"glp1-off-label-diet":            {"self_pay", "unapproved", "10000-60000 month", "", "0-0", 4, 4},
	"high-dose-vitamin-c-drip":       {"self_pay", "unapproved", "8000-20000 session", "", "0-0", 4, 2},
	"hyperhidrosis-botulinum":        {"covered", "approved", "", "", "0-0", 4, 3},
	"lumbar-disc-herniation-surgery": {"covered", "approved", "", "", "14-30", 4, 2},
	"periodontal-treatment":          {"mixed", "approved", "50000-150000 tooth", "", "0-3", 4, 2},
	"prp-knee-injection":             {"self_pay", "unapproved", "30000-150000 session", "100000-400000", "0-3", 4, 2},
	"alopecia-areata":                {"mixed", "approved", "2000-5000 session", "", "0-0", 4, 3},
	"cedar-pollen-sublingual":        {"covered", "approved", "", "", "0-0", 5, 2},
	"helicobacter-eradication":       {"covered", "approved", "", "", "0-0", 4, 2},
	"hpv-vaccine":                    {"self_pay", "approved", "25000-35000 session", "80000-100000", "0-0", 4, 3},
	"migraine-cgrp-injection":        {"covered", "approved", "", "", "0-0", 4, 2},
	"oral-contraceptive":             {"mixed", "approved", "2000-3500 month", "", "0-0", 4, 3},
	"teeth-whitening":                {"self_pay", "approved", "20000-50000 session", "", "0-0", 4, 2},
	"cpap-sleep-apnea":               {"covered", "unknown", "", "", "0-0", 4, 2},
	"dyslipidemia-statin":            {"covered", "approved", "", "", "0-0", 4, 2},
	"smoking-cessation":              {"mixed", "unknown", "", "", "0-0", 4, 3},
	"colonoscopy":                    {"mixed", "unknown", "20000-30000 session", "", "0-1", 4, 3},
	"dermapen-microneedling":         {"self_pay", "unapproved", "15000-30000 session", "50000-80000", "3-7", 4, 3},
	"orthokeratology":                {"self_pay", "approved", "130000-180000 other", "", "0-0", 4, 2},
	"wisdom-tooth-extraction":        {"mixed", "unknown", "", "", "1-7", 4, 3},
	"shingles-vaccine":               {"self_pay", "approved", "7000-25000 session", "40000-50000", "", 4, 4},
}

func TestReaderUnderstandsWhatIsWritten(t *testing.T) {
	read := readEmbedded(t)
	for _, a := range read {
		want, ok := written[a.ID]
		if !ok {
			t.Errorf("%s: no line in the table of what the articles say", a.ID)
			continue
		}
		got := understood{
			insurance: a.Insurance,
			approval:  a.Approval,
			cost:      strings.TrimSpace(span(a.Cost.MinYen, a.Cost.MaxYen) + " " + a.Cost.Per),
			course:    span(a.Cost.CourseMinYen, a.Cost.CourseMaxYen),
			downtime:  span(a.Downtime.MinDays, a.Downtime.MaxDays),
			faqs:      len(a.FAQs),
			sources:   len(a.Sources),
		}
		if got != want {
			t.Errorf("%s: read as\n%+v\nwritten\n%+v", a.ID, got, want)
		}
	}
	if len(read) != len(written) {
		t.Errorf("%d articles read, %d written", len(read), len(written))
	}
}

// Risks and those who cannot have the treatment are what a reader must never
// miss, and a sample article that lost them would teach the wrong thing.
func TestReaderFindsTheWarnings(t *testing.T) {
	for _, a := range readEmbedded(t) {
		if len(a.Risks) == 0 {
			t.Errorf("%s: no risk was read", a.ID)
		}
		if len(a.Contraindications) == 0 {
			t.Errorf("%s: nobody who should not have it was read", a.ID)
		}
		for _, kind := range []corpus.Kind{corpus.KindRisks, corpus.KindPrecautions, corpus.KindCost} {
			if !slices.ContainsFunc(a.Sections, func(s corpus.Section) bool { return s.Kind == kind }) {
				t.Errorf("%s: no section of kind %s", a.ID, kind)
			}
		}
		if _, err := fs.Stat(articles.FS, a.ID+".html"); err != nil && len(a.Dropped) > 0 {
			t.Errorf("%s: left out of the index: %v", a.ID, a.Dropped)
		}
	}
}

// TestThereIsSomethingToFilterBy: every facet a visitor can open offers a choice,
// and every kind of section can be seen in the sample.
func TestThereIsSomethingToFilterBy(t *testing.T) {
	facets := map[string]map[string]bool{}
	add := func(facet string, values ...string) {
		if facets[facet] == nil {
			facets[facet] = map[string]bool{}
		}
		for _, v := range values {
			facets[facet][v] = true
		}
	}
	for _, a := range readEmbedded(t) {
		add("treatment", a.Treatments...)
		add("condition", a.Conditions...)
		add("department", a.Departments...)
		add("tag", a.Tags...)
		add("insurance", a.Insurance)
		add("approval", a.Approval)
		for facet, claims := range map[string][]corpus.Claim{"effect": a.Effects, "risk": a.Risks, "contraindication": a.Contraindications} {
			for _, c := range claims {
				if c.Concept != "" {
					add(facet, c.Label)
				}
			}
		}
		for _, s := range a.Sources {
			add("source_type", string(s.Type))
		}
		for _, v := range a.Supervisors {
			add("supervisor", v.Name)
		}
		for _, s := range a.Sections {
			add("kind", string(s.Kind))
		}
	}
	for facet, want := range map[string]int{
		"treatment": 30, "condition": 20, "department": 10, "tag": 5, "effect": 10, "risk": 40, "contraindication": 20,
		"source_type": 6, "supervisor": 10, "kind": len(corpus.KindLabels()), "insurance": 3, "approval": 3,
	} {
		if got := len(facets[facet]); got < want {
			t.Errorf("%d values of %s, want at least %d: %v", got, facet, want, facets[facet])
		}
	}
}

func readEmbedded(t *testing.T) []*corpus.Article {
	t.Helper()
	lex, err := lexicon.Default()
	if err != nil {
		t.Fatal(err)
	}
	rd := reader.New(lex)
	names, err := fs.Glob(articles.FS, "*")
	if err != nil {
		t.Fatal(err)
	}
	var read []*corpus.Article
	for _, name := range names {
		f, err := articles.FS.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		problems, err := rd.Read(context.Background(), name, f, func(a *corpus.Article) error {
			read = append(read, a)
			return nil
		})
		_ = f.Close()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, p := range problems {
			t.Errorf("%s", p)
		}
	}
	return read
}

// span writes a range as "min-max"; "" when neither end is known.
func span(low, high *int) string {
	if low == nil && high == nil {
		return ""
	}
	end := func(n *int) string {
		if n == nil {
			return "?"
		}
		return fmt.Sprint(*n)
	}
	return end(low) + "-" + end(high)
}
