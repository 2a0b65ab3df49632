package app

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// difyClient asks as Dify's server does and judges the answer as it does.
type difyClient struct {
	endpoint, key string
}

// try is what Dify does when an address is entered: it asks without a body, and refuses
// the address for these statuses alone.
func (d difyClient) try() error {
	status, _, err := d.post(nil)
	if err != nil || status == http.StatusBadGateway || status == http.StatusNotFound || status == http.StatusForbidden {
		return fmt.Errorf("%d %w", status, err)
	}
	return nil
}

func (d difyClient) post(body []byte) (status int, answer []byte, err error) {
	r, err := http.NewRequest(http.MethodPost, d.endpoint+"/retrieval", bytes.NewReader(body))
	if err != nil {
		return 0, nil, err
	}
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	r.Header.Set("Authorization", "Bearer "+d.key)
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, nil, err
	}
	defer resp.Body.Close()
	answer, err = io.ReadAll(resp.Body)
	return resp.StatusCode, answer, err
}

type difyRecord struct {
	Content  string
	Score    float64
	Title    string
	Metadata map[string]any
}

// retrieve asks for records, and sorts them by score, as Dify does.
func (d difyClient) retrieve(body string) ([]difyRecord, error) {
	status, answer, err := d.post([]byte(body))
	if err != nil {
		return nil, err
	}
	if status != http.StatusOK {
		return nil, fmt.Errorf("%d %s", status, answer)
	}
	var got struct{ Records []difyRecord }
	if err := json.Unmarshal(answer, &got); err != nil {
		return nil, err
	}
	for _, r := range got.Records {
		if r.Metadata == nil || r.Content == "" || r.Title == "" || r.Score <= 0 || r.Score > 1 {
			return nil, fmt.Errorf("record %+v", r)
		}
	}
	order := fmt.Sprint(got.Records)
	slices.SortStableFunc(got.Records, func(a, b difyRecord) int { return int(1e9*b.Score) - int(1e9*a.Score) })
	if order != fmt.Sprint(got.Records) {
		return nil, fmt.Errorf("sorted by score the order is another: %s", answer)
	}
	return got.Records, nil
}

// The setup that the documentation shows works: its key file, and what Dify does with a
// server that has it.
func TestDifyAsDocumented(t *testing.T) {
	cfg := settings("", t.TempDir())
	cfg.KeyFile = filepath.Join(t.TempDir(), "keys.yaml")
	docs, err := os.ReadFile("../../docs/integrations.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(docs), "cat > keys.yaml <<'END'\n")
	file, command, ok := strings.Cut(rest, "END\n")
	if !ok || !strings.HasPrefix(command, "shirube serve") {
		t.Fatal("the key file or the command is not in the documentation")
	}
	write(t, cfg.KeyFile, file)
	_, key, _ := strings.Cut(file, "secret: ")
	key, _, _ = strings.Cut(key, "\n")
	addr, _, _, _ := start(t, cfg)
	untilPhase(t, addr, phaseReady)
	d := difyClient{"http://" + addr, key}
	if err := d.try(); err != nil {
		t.Error(err)
	}
	if err := (difyClient{d.endpoint, key + "?"}).try(); err == nil {
		t.Error("Dify takes a key that is not known")
	}

	const ask = `{"retrieval_setting": {"top_k": %s, "score_threshold": %s}, "query": %q, "knowledge_id": %q, "metadata_condition": %s}`
	records, err := d.retrieve(fmt.Sprintf(ask, "3", "0.0", "ハイフのダウンタイムは？", "default", `{"logical_operator": "and", "conditions": null}`))
	if err != nil || len(records) == 0 || len(records) > 3 {
		t.Fatalf("%d records, %v", len(records), err)
	}
	records, err = d.retrieve(fmt.Sprintf(ask, "null", "null", "ハイフのリスクは？", "default",
		`{"logical_operator": "or", "conditions": [{"name": "kind", "comparison_operator": "is", "value": "precautions"}, {"name": "kind", "comparison_operator": "is", "value": "risks"}]}`))
	if err != nil || len(records) == 0 {
		t.Fatalf("%d records, %v", len(records), err)
	}
	for _, r := range records {
		if kind := r.Metadata["kind"]; kind != "risks" && kind != "precautions" {
			t.Errorf("a record of kind %s", kind)
		}
	}
	if records, err := d.retrieve(fmt.Sprintf(ask, "3", "0.0", "明日の天気は？", "default", "null")); err != nil || records == nil || len(records) != 0 {
		t.Errorf("to what nothing answers: %v, %v", records, err)
	}
	if _, err := d.retrieve(fmt.Sprintf(ask, "3", "0.0", "ハイフ", "staff", "null")); err == nil || !strings.Contains(err.Error(), "2001") {
		t.Errorf("a knowledge that is not there: %v", err)
	}
}

// An article that is put into a collection makes it a knowledge, and one that is taken
// out unmakes it.
func TestDifyKnowledgeIsACollection(t *testing.T) {
	addr, _, _, _ := start(t, settings(folder(t, map[string]string{"a.md": patch}), t.TempDir()))
	untilPhase(t, addr, phaseReady)
	d := difyClient{"http://" + addr, "none is needed"}
	const body = `{"query": "湿布の貼り方", "knowledge_id": "staff"}`
	if _, err := d.retrieve(body); err == nil || !strings.Contains(err.Error(), "2001") {
		t.Errorf("before there is such a collection: %v", err)
	}
	wantStatus(t, 201, "PUT", "http://"+addr+"/v1/articles/b", `{"title":"湿布の在庫","collection":"staff","markdown":"## 手順\n\n湿布の貼り方を二人で確かめます。"}`)
	records, err := d.retrieve(body)
	if err != nil || len(records) != 1 || records[0].Metadata["article_id"] != "b" {
		t.Errorf("%+v, %v", records, err)
	}
	wantStatus(t, 204, "DELETE", "http://"+addr+"/v1/articles/b", "")
	if _, err := d.retrieve(body); err == nil || !strings.Contains(err.Error(), "2001") {
		t.Errorf("after it is gone: %v", err)
	}
}
