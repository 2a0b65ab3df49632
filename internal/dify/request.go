package dify

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"

	"shirube/internal/retrieve"
)

// Request is what Dify sends. Dify writes null for what it has no value for, so that
// null is everywhere as if it were not there. Fields that are not here are passed over:
// Dify adds some from time to time, and none of them is a condition.
type Request struct {
	KnowledgeID *string    `json:"knowledge_id,omitempty" doc:"The collection; default where none is named"`
	Query       string     `json:"query" maxLength:"512" doc:"What is asked"`
	Setting     *Setting   `json:"retrieval_setting,omitempty" doc:"How much is wanted"`
	Metadata    *Condition `json:"metadata_condition,omitempty" doc:"What the metadata must be like"`
}

// Setting says how much is wanted.
type Setting struct {
	TopK      *float64 `json:"top_k,omitempty" minimum:"1" doc:"Records at most; what is above 50 is 50. Default: 8"`
	Threshold *float64 `json:"score_threshold,omitempty" minimum:"0" maximum:"1" doc:"The least score of a record. Default: 0"`
}

// Condition is what the metadata must be like.
type Condition struct {
	Logical    *string      `json:"logical_operator,omitempty" enum:"and,or" doc:"Whether all tests must hold, or one. Default: and"`
	Conditions []Comparison `json:"conditions,omitempty" doc:"The tests"`
}

// Comparison is one test of the metadata, as it is sent.
type Comparison struct {
	Name     Names  `json:"name" doc:"A name of the metadata, or several of which one must hold"`
	Operator string `json:"comparison_operator" doc:"How to compare"`
	Value    any    `json:"value,omitempty" doc:"What with: a string, a number, or an array of them; nothing for empty and not empty"`
}

// Names is one string, or an array of strings.
type Names []string

// UnmarshalJSON reads either form.
func (n *Names) UnmarshalJSON(b []byte) error {
	var one string
	if json.Unmarshal(b, &one) == nil {
		*n = Names{one}
		return nil
	}
	var many []string
	if err := json.Unmarshal(b, &many); err != nil {
		return invalid("metadata_condition.conditions.name", "must be a string, or an array of strings")
	}
	*n = many
	return nil
}

// DefaultKnowledge is the knowledge where none is named.
const DefaultKnowledge = "default"

// Decode reads the body of a request. The error is an *Error.
func Decode(body []byte) (*Request, error) {
	if len(bytes.TrimSpace(body)) == 0 {
		return nil, malformed("The body is empty: send a JSON object with knowledge_id, query and retrieval_setting.")
	}
	var r *Request
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	err := d.Decode(&r)
	var own *Error
	var typed *json.UnmarshalTypeError
	switch {
	case errors.As(err, &own):
		return nil, own
	case errors.As(err, &typed) && typed.Field != "":
		return nil, invalid(typed.Field, "a JSON %s is not possible here", typed.Value)
	case errors.As(err, &typed):
		return nil, malformed("The body is not a JSON object: it is a JSON %s.", typed.Value)
	case err != nil:
		return nil, malformed("The body is not a JSON object: %s.", strings.TrimPrefix(err.Error(), "json: "))
	case r == nil:
		return nil, malformed("The body is not a JSON object: it is null.")
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, malformed("The body is not a JSON object: there is more after it.")
	}
	if strings.TrimSpace(r.Query) == "" {
		return nil, invalid("query", "is missing or empty")
	}
	return r, nil
}

// Knowledge is the collection that is asked.
func (r *Request) Knowledge() string {
	if r.KnowledgeID == nil || *r.KnowledgeID == "" {
		return DefaultKnowledge
	}
	return *r.KnowledgeID
}

// topK is how many records are wanted at most.
func (r *Request) topK() (int, error) {
	if r.Setting == nil || r.Setting.TopK == nil {
		return retrieve.DefaultTopK, nil
	}
	k := *r.Setting.TopK
	if k < 1 || k != math.Trunc(k) {
		return 0, invalid("retrieval_setting.top_k", "must be a whole number from 1, not %s", fmt.Sprint(k))
	}
	return int(min(k, retrieve.MaxTopK)), nil
}

// threshold is the least score of a record.
func (r *Request) threshold() (float64, error) {
	if r.Setting == nil || r.Setting.Threshold == nil {
		return 0, nil
	}
	v := *r.Setting.Threshold
	if !(0 <= v && v <= 1) {
		return 0, invalid("retrieval_setting.score_threshold", "must be from 0 to 1, not %s", fmt.Sprint(v))
	}
	return v, nil
}

// either reports whether one test is enough.
func (r *Request) either() bool {
	return r.Metadata != nil && r.Metadata.Logical != nil && *r.Metadata.Logical == "or"
}

// maxConditions is how many tests a request may have.
const maxConditions = 50

// conditions reads the tests.
func (r *Request) conditions() ([]test, error) {
	m := r.Metadata
	if m == nil {
		return nil, nil
	}
	if m.Logical != nil && *m.Logical != "and" && *m.Logical != "or" {
		return nil, invalid("metadata_condition.logical_operator", "%q is neither and nor or", shorten(*m.Logical))
	}
	if len(m.Conditions) > maxConditions {
		return nil, invalid("metadata_condition.conditions", "there are %d; at most %d are possible", len(m.Conditions), maxConditions)
	}
	tests := make([]test, 0, len(m.Conditions))
	for i, w := range m.Conditions {
		t, err := w.read(fmt.Sprintf("metadata_condition.conditions[%d]", i))
		if err != nil {
			return nil, err
		}
		tests = append(tests, t)
	}
	return tests, nil
}
