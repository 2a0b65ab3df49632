package dify

import (
	"errors"
	"net/http"
	"strings"
	"testing"
)

// refusal is what is wrong with a body, as far as it can be told without a search.
func refusal(body string) error {
	r, err := Decode([]byte(body))
	if err != nil {
		return err
	}
	if _, err := r.topK(); err != nil {
		return err
	}
	if _, err := r.threshold(); err != nil {
		return err
	}
	_, err = r.conditions()
	return err
}

// conditioned is a request with one condition.
func conditioned(condition string) string {
	return `{"query":"赤み","metadata_condition":{"conditions":[` + condition + `]}}`
}

func TestDecodeTakesNullForMissing(t *testing.T) {
	for _, body := range []string{
		`{"query":"赤み"}`,
		`{"query":"赤み","knowledge_id":null,"retrieval_setting":null,"metadata_condition":null}`,
		`{"query":"赤み","knowledge_id":"","retrieval_setting":{},"metadata_condition":{}}`,
		`{"query":"赤み","retrieval_setting":{"top_k":null,"score_threshold":null},"metadata_condition":{"logical_operator":null,"conditions":null}}`,
		`{"query":"赤み","metadata_condition":{"conditions":[]},"something_new":{"a":1}}`,
	} {
		r, err := Decode([]byte(body))
		if err != nil {
			t.Fatalf("%s: %v", body, err)
		}
		k, kErr := r.topK()
		least, leastErr := r.threshold()
		tests, testsErr := r.conditions()
		if err := errors.Join(kErr, leastErr, testsErr); err != nil {
			t.Errorf("%s: %v", body, err)
		}
		if r.Knowledge() != "default" || k != 8 || least != 0 || len(tests) != 0 || r.either() {
			t.Errorf("%s: %s, %d records, %g, %v", body, r.Knowledge(), k, least, tests)
		}
	}
}

func TestTopKIsAtMost50(t *testing.T) {
	for body, want := range map[string]int{
		`{"query":"a","retrieval_setting":{"top_k":1}}`: 1, `{"query":"a","retrieval_setting":{"top_k":4.0}}`: 4,
		`{"query":"a","retrieval_setting":{"top_k":1000}}`: 50,
	} {
		r, err := Decode([]byte(body))
		if err != nil {
			t.Fatal(err)
		}
		if got, err := r.topK(); err != nil || got != want {
			t.Errorf("%s: %d, %v, want %d", body, got, err, want)
		}
	}
}

// Every refusal names what is wrong and keeps to the statuses: 400 for what cannot be
// read, 422 for what was read and is not accepted.
func TestRefuses(t *testing.T) {
	many := strings.Repeat(`{"name":"kind","comparison_operator":"is","value":"faq"},`, 51)
	for body, want := range map[string]struct {
		status int
		named  string
	}{
		``:                                      {400, "empty"},
		`{"query":"赤み"`:                         {400, "JSON"},
		`["赤み"]`:                                {400, "array"},
		`null`:                                  {400, "null"},
		`{"query":"赤み"} {}`:                     {400, "more"},
		"{\"query\":\"\x00\"}":                  {400, "JSON"},
		`{"query":NaN}`:                         {400, "JSON"},
		`{}`:                                    {422, "query"},
		`{"query":" "}`:                         {422, "query"},
		`{"query":7}`:                           {422, "query"},
		`{"query":"a","knowledge_id":1}`:        {422, "knowledge_id"},
		`{"query":"a","retrieval_setting":[1]}`: {422, "retrieval_setting"},
		`{"query":"a","retrieval_setting":{"top_k":0}}`:                                       {422, "top_k"},
		`{"query":"a","retrieval_setting":{"top_k":-3}}`:                                      {422, "top_k"},
		`{"query":"a","retrieval_setting":{"top_k":1.5}}`:                                     {422, "top_k"},
		`{"query":"a","retrieval_setting":{"top_k":"many"}}`:                                  {422, "top_k"},
		`{"query":"a","retrieval_setting":{"top_k":1e999}}`:                                   {422, "top_k"},
		`{"query":"a","retrieval_setting":{"score_threshold":1.01}}`:                          {422, "score_threshold"},
		`{"query":"a","retrieval_setting":{"score_threshold":-1}}`:                            {422, "score_threshold"},
		`{"query":"a","metadata_condition":[]}`:                                               {422, "metadata_condition"},
		`{"query":"a","metadata_condition":{"logical_operator":"xor","conditions":[]}}`:       {422, "xor"},
		`{"query":"a","metadata_condition":{"conditions":{"name":"kind"}}}`:                   {422, "conditions"},
		`{"query":"a","metadata_condition":{"conditions":[` + strings.Trim(many, ",") + `]}}`: {422, "51"},

		conditioned(`{}`): {422, "conditions[0].name"},
		conditioned(`{"name":null,"comparison_operator":"is","value":"a"}`):                                         {422, "name"},
		conditioned(`{"name":7,"comparison_operator":"is","value":"a"}`):                                            {422, "name"},
		conditioned(`{"name":"colour","comparison_operator":"is","value":"red"}`):                                   {422, `"colour"`},
		conditioned(`{"name":["kind","colour"],"comparison_operator":"is","value":"red"}`):                          {422, `"colour"`},
		conditioned(`{"name":"kind","value":"faq"}`):                                                                {422, "comparison_operator"},
		conditioned(`{"name":"kind","comparison_operator":"like","value":"faq"}`):                                   {422, `"like"`},
		conditioned(`{"name":"kind","comparison_operator":">","value":"faq"}`):                                      {422, "kind"},
		conditioned(`{"name":"kind","comparison_operator":"before","value":"2025-01-01"}`):                          {422, "kind"},
		conditioned(`{"name":"cost_min","comparison_operator":"contains","value":"1"}`):                             {422, "a number"},
		conditioned(`{"name":"cost_min","comparison_operator":"before","value":"2025-01-01"}`):                      {422, "a number"},
		conditioned(`{"name":"updated","comparison_operator":"start with","value":"2025"}`):                         {422, "a date"},
		conditioned(`{"name":"passage_id","comparison_operator":"contains","value":"a"}`):                           {422, "an id"},
		conditioned(`{"name":"kind","comparison_operator":"is"}`):                                                   {422, "value"},
		conditioned(`{"name":"kind","comparison_operator":"is","value":null}`):                                      {422, "value"},
		conditioned(`{"name":"kind","comparison_operator":"is","value":""}`):                                        {422, "value"},
		conditioned(`{"name":"kind","comparison_operator":"is","value":[]}`):                                        {422, "value"},
		conditioned(`{"name":"kind","comparison_operator":"in","value":null}`):                                      {422, "value"},
		conditioned(`{"name":"kind","comparison_operator":"is","value":true}`):                                      {422, "value"},
		conditioned(`{"name":"kind","comparison_operator":"is","value":{"a":1}}`):                                   {422, "value"},
		conditioned(`{"name":"kind","comparison_operator":"in","value":["faq",["risks"]]}`):                         {422, "value"},
		conditioned(`{"name":"title","comparison_operator":"contains","value":"` + strings.Repeat("あ", 201) + `"}`): {422, "200"},
		conditioned(`{"name":"title","comparison_operator":"in","value":"` + strings.Repeat("あ,", 201) + `"}`):      {422, "200"},
	} {
		var e *Error
		if err := refusal(body); !errors.As(err, &e) {
			t.Errorf("%.90s: %v, want it refused", body, err)
		} else if e.Status != want.status || e.Code != 10*want.status || !strings.Contains(e.Message, want.named) {
			t.Errorf("%.90s: %d %d %s, want %d and %q named", body, e.Status, e.Code, e.Message, want.status, want.named)
		}
	}
}

func TestErrorsOfTheSearch(t *testing.T) {
	if e := NoSuchKnowledge("staff"); e.Status != http.StatusNotFound || e.Code != 2001 || !strings.Contains(e.Error(), "staff") {
		t.Errorf("%+v", e)
	}
	if _, ok := FromSearch(errors.New("disk")); ok {
		t.Error("a fault of ours is told as one of the caller")
	}
}

// Nothing that is sent makes it panic, and every refusal is one.
func FuzzDecode(f *testing.F) {
	f.Add([]byte(conditioned(`{"name":["kind"],"comparison_operator":"in","value":["faq",1]}`)))
	f.Add([]byte(`{"query":"a","retrieval_setting":{"top_k":1e9,"score_threshold":0.5},"knowledge_id":"x"}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		var e *Error
		if err := refusal(string(body)); err != nil && (!errors.As(err, &e) || e.Message == "" || e.Status/100 != 4) {
			t.Errorf("%q: %v", body, err)
		}
	})
}
