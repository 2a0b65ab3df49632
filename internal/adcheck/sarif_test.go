package adcheck

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"shirube/corpus"
)

var update = flag.Bool("update", false, "write the golden file anew: read every difference before committing it")

// reviewed is an article with one of each: missing, unclear, flagged, allowed.
func reviewed() FileReport {
	a := said("この注射で必ず痩せます。\n\n今だけ半額です。")
	a.Insurance, a.Sections[0].Lines = corpus.InsuranceSelfPay, []int{5, 6, 8}
	a.Dropped = []corpus.Dropped{{Line: 7, Text: "<!-- shirube-check: ok 院長と確認済み -->", Why: "comment"}}
	r := FileReport{File: "記事/見本 1.md", Report: Check(a)}
	r.Locate([]string{"# 治療の説明", "", "## 説明", "", "**この注射で必ず痩せます。**", "", "<!-- shirube-check: ok 院長と確認済み -->", "今だけ半額です。"})
	return r
}

// What code review tools are given is a document that is kept: they match findings
// of one run with those of the next.
func TestSARIF(t *testing.T) {
	var b bytes.Buffer
	if err := WriteSARIF(&b, "1.2.3", []FileReport{reviewed()}); err != nil {
		t.Fatal(err)
	}
	const golden = "testdata/check.sarif"
	if *update {
		if err := os.WriteFile(golden, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(b.Bytes(), want) {
		t.Errorf("the document is not that of %s; run go test ./internal/adcheck -update and look at the diff", golden)
	}
	structure(t, b.Bytes())
}

// structure checks what the standard asks beyond a schema: every result is of a
// rule that is listed, at a place that exists.
func structure(t *testing.T, doc []byte) {
	t.Helper()
	var log struct {
		Schema  string `json:"$schema"`
		Version string
		Runs    []struct {
			Tool struct {
				Driver struct {
					Name  string
					Rules []struct{ ID string }
				}
			}
			ColumnKind string
			Results    []struct {
				RuleID    string
				RuleIndex int
				Level     string
				Message   struct{ Text string }
				Locations []struct {
					PhysicalLocation struct {
						ArtifactLocation struct{ URI string }
						Region           struct {
							StartLine, StartColumn, EndColumn int
							Snippet                           struct{ Text string }
						}
					}
				}
				PartialFingerprints map[string]string
				Suppressions        []struct{ Kind, Justification string }
			}
		}
	}
	if err := json.Unmarshal(doc, &log); err != nil {
		t.Fatal(err)
	}
	if log.Version != "2.1.0" || log.Schema == "" || len(log.Runs) != 1 || log.Runs[0].Tool.Driver.Name != "Shirube" || log.Runs[0].ColumnKind != "unicodeCodePoints" {
		t.Fatalf("head: %.200s", doc)
	}
	run := log.Runs[0]
	seen, suppressed := map[string]bool{}, 0
	for _, r := range run.Results {
		if r.RuleIndex < 0 || r.RuleIndex >= len(run.Tool.Driver.Rules) || run.Tool.Driver.Rules[r.RuleIndex].ID != r.RuleID {
			t.Errorf("%s is not rule %d", r.RuleID, r.RuleIndex)
		}
		place := r.Locations[0].PhysicalLocation
		if place.ArtifactLocation.URI != "%E8%A8%98%E4%BA%8B/%E8%A6%8B%E6%9C%AC%201.md" || place.Region.StartLine < 1 || r.Message.Text == "" {
			t.Errorf("%s: %+v", r.RuleID, place)
		}
		if r.Level != "error" && r.Level != "warning" && r.Level != "note" {
			t.Errorf("%s: level %q", r.RuleID, r.Level)
		}
		finger := r.PartialFingerprints["shirubeFinding/v1"]
		if finger == "" || seen[finger] {
			t.Errorf("%s: fingerprint %q", r.RuleID, finger)
		}
		seen[finger] = true
		if r.RuleID == "guarantee" && (place.Region.StartLine != 5 || place.Region.StartColumn != 8 || place.Region.EndColumn != 14 || place.Region.Snippet.Text != "必ず痩せます") {
			t.Errorf("guarantee at %+v", place.Region)
		}
		if len(r.Suppressions) > 0 {
			suppressed++
			if r.Suppressions[0].Kind != "inSource" || r.Suppressions[0].Justification != "院長と確認済み" {
				t.Errorf("%s: %+v", r.RuleID, r.Suppressions)
			}
		}
	}
	if suppressed != 2 {
		t.Errorf("%d results are suppressed", suppressed)
	}
}

// The standard's own schema, where SHIRUBE_SARIF_SCHEMA names a copy of it.
func TestSARIFSchema(t *testing.T) {
	path := os.Getenv("SHIRUBE_SARIF_SCHEMA")
	if path == "" {
		t.Skip("SHIRUBE_SARIF_SCHEMA names no copy of sarif-schema-2.1.0.json")
	}
	schema, err := jsonschema.NewCompiler().Compile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, reports := range [][]FileReport{nil, {reviewed()}, {{File: "/a.md", Report: Check(whole())}}} {
		var b bytes.Buffer
		if err := WriteSARIF(&b, "", reports); err != nil {
			t.Fatal(err)
		}
		doc, err := jsonschema.UnmarshalJSON(&b)
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(doc); err != nil {
			t.Error(err)
		}
	}
}

func TestFileURI(t *testing.T) {
	for file, want := range map[string]string{"a/b.md": "a/b.md", "a:b.md": "./a:b.md", "/x/y.md": "file:///x/y.md", "a b?.md": "a%20b%3F.md"} {
		if got := fileURI(file); got != want {
			t.Errorf("%q: %q, want %q", file, got, want)
		}
	}
}
