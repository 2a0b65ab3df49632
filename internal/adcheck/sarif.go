package adcheck

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"path"
	"unicode/utf8"
)

// WriteSARIF writes the findings of reports (what is missing, unclear or flagged)
// in the Static Analysis Results Interchange Format, version 2.1.0, an OASIS
// standard that code review tools show beside the lines. What a comment in the
// source allows is there as suppressed.
func WriteSARIF(w io.Writer, version string, reports []FileReport) error {
	run := sarifRun{
		Tool:       sarifTool{Driver: sarifDriver{Name: "Shirube", Version: version, Rules: sarifRules()}},
		ColumnKind: "unicodeCodePoints",
		Results:    []sarifResult{},
	}
	for _, r := range reports {
		run.Results = append(run.Results, r.sarif()...)
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	err := enc.Encode(sarifLog{
		Schema:  "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
		Version: "2.1.0", Runs: []sarifRun{run},
	})
	if err != nil {
		return fmt.Errorf("sarif: %w", err)
	}
	return nil
}

type sarifLog struct {
	Schema  string     `json:"$schema"`
	Version string     `json:"version"`
	Runs    []sarifRun `json:"runs"`
}

type sarifRun struct {
	Tool       sarifTool     `json:"tool"`
	ColumnKind string        `json:"columnKind"`
	Results    []sarifResult `json:"results"`
}

type sarifTool struct {
	Driver sarifDriver `json:"driver"`
}

type sarifDriver struct {
	Name    string      `json:"name"`
	Version string      `json:"version,omitempty"`
	Rules   []sarifRule `json:"rules"`
}

type sarifRule struct {
	ID      string       `json:"id"`
	Short   sarifText    `json:"shortDescription"`
	Full    sarifText    `json:"fullDescription"`
	Help    sarifText    `json:"help"`
	Default sarifDefault `json:"defaultConfiguration"`
}

type sarifDefault struct {
	Level Level `json:"level"`
}

type sarifText struct {
	Text string `json:"text"`
}

type sarifResult struct {
	RuleID       string             `json:"ruleId"`
	RuleIndex    int                `json:"ruleIndex"`
	Level        Level              `json:"level"`
	Message      sarifText          `json:"message"`
	Locations    []sarifLocation    `json:"locations"`
	Fingerprints map[string]string  `json:"partialFingerprints"`
	Suppressions []sarifSuppression `json:"suppressions,omitempty"`
}

type sarifLocation struct {
	Physical sarifPhysical `json:"physicalLocation"`
}

type sarifPhysical struct {
	Artifact sarifArtifact `json:"artifactLocation"`
	Region   sarifRegion   `json:"region"`
}

type sarifArtifact struct {
	URI string `json:"uri"`
}

type sarifRegion struct {
	StartLine   int        `json:"startLine"`
	StartColumn int        `json:"startColumn,omitempty"`
	EndColumn   int        `json:"endColumn,omitempty"`
	Snippet     *sarifText `json:"snippet,omitempty"`
}

type sarifSuppression struct {
	Kind          string `json:"kind"`
	Justification string `json:"justification,omitempty"`
}

func sarifRules() []sarifRule {
	out := []sarifRule{}
	for _, r := range Rules() {
		help := "根拠: " + r.Basis
		if r.Suggestion != "" {
			help = r.Suggestion + "。" + help
		}
		out = append(out, sarifRule{
			ID: r.ID, Short: sarifText{r.Label}, Full: sarifText{r.Why + "。" + Notice},
			Help: sarifText{help}, Default: sarifDefault{r.Level},
		})
	}
	return out
}

func (r FileReport) sarif() []sarifResult {
	index := map[string]int{}
	for i, rule := range Rules() {
		index[rule.ID] = i
	}
	var out []sarifResult
	times := map[string]int{} // the same words may stand more than once
	add := func(rule string, level Level, message string, at Position) *sarifResult {
		key := r.Article + "\x00" + rule + "\x00" + at.Section + "\x00" + at.Quote
		times[key]++
		sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%d", key, times[key]))
		out = append(out, sarifResult{
			RuleID: rule, RuleIndex: index[rule], Level: level, Message: sarifText{message},
			Locations:    []sarifLocation{{sarifPhysical{sarifArtifact{fileURI(r.File)}, at.region()}}},
			Fingerprints: map[string]string{"shirubeFinding/v1": hex.EncodeToString(sum[:8])},
		})
		return &out[len(out)-1]
	}
	for _, it := range r.Items {
		at := Position{Line: 1}
		if len(it.Positions) > 0 {
			at = it.Positions[0]
		}
		switch it.Status {
		case Missing:
			add(it.Rule, it.Level, it.Label+": "+it.Why, at)
		case Unclear:
			add(it.Rule, Note, it.Label+": "+it.Why, at)
		}
	}
	for _, p := range r.Phrases {
		add(p.Rule, p.Level, p.message(), p.Position)
	}
	for _, p := range r.Allowed {
		add(p.Rule, p.Level, p.message(), p.Position).Suppressions = []sarifSuppression{{"inSource", p.Reason}}
	}
	return out
}

func (p *Phrase) message() string {
	return p.Label + "「" + p.Quote + "」: " + p.Why + "。" + p.Suggestion
}

func (p *Position) region() sarifRegion {
	r := sarifRegion{StartLine: max(p.Line, 1)}
	if p.Quote != "" {
		r.Snippet = &sarifText{p.Quote}
	}
	if p.Column > 0 {
		r.StartColumn, r.EndColumn = p.Column, p.Column+utf8.RuneCountInString(p.Quote)
	}
	return r
}

// fileURI is a path as a reference: relative as it was given, else a file URI.
func fileURI(file string) string {
	u := url.URL{Path: file}
	if path.IsAbs(file) {
		u.Scheme = "file"
	}
	return u.String()
}
