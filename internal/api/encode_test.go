package api

import (
	"bytes"
	"encoding/json"
	"math"
	"math/rand/v2"
	"net/http"
	"reflect"
	"strconv"
	"testing"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"shirube/corpus"
	"shirube/internal/retrieve"
	"shirube/internal/search"
)

// What is sent is what encoding/json would send, whatever is in a text, a number or a
// list: a client must not be able to tell.
func TestAnswersAreWrittenAsEncodingJSONDoes(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 4))
	write := jsonFormats()["application/json"].Marshal
	for _, of := range []reflect.Type{
		reflect.TypeFor[*search.Response](), reflect.TypeFor[*search.PassageDetail](), reflect.TypeFor[*corpus.Article](),
		reflect.TypeFor[*retrieve.Answer](), reflect.TypeFor[*FacetValues](), reflect.TypeFor[*Problem](),
	} {
		for range 40 {
			v := reflect.New(of).Elem()
			fill(r, v, 0)
			var want, got bytes.Buffer
			if err := huma.DefaultJSONFormat.Marshal(&want, v.Interface()); err != nil {
				t.Fatal(err)
			}
			if err := write(&got, v.Interface()); err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got.Bytes(), want.Bytes()) {
				t.Fatalf("%v\n%s\ninstead of\n%s", of, got.Bytes(), want.Bytes())
			}
			var back any
			if err := json.Unmarshal(got.Bytes(), &back); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := write(&bytes.Buffer{}, math.NaN()); err == nil {
		t.Error("NaN was written")
	}
}

// fill makes a value up. Backspace, form feed and the two line separators are not among its texts:
// of several ways to escape them each library has its own, which read the same.
func fill(r *rand.Rand, v reflect.Value, depth int) {
	texts := []string{"", "内出血は<b>1〜2週間</b>で & \"引く\"", "a\\b/c\n\t\r\x00\x1f\x7f", "𠮷野家🙂", "\xff切れ\xe3\x81", "</script>"}
	numbers := []float64{0, math.Copysign(0, -1), 1, -1.5, 1e20, 1e21, 1e-6, 1e-7, 0.1 + 0.2, 7.31, 5e-324, math.MaxFloat64}
	if v.Type() == reflect.TypeFor[time.Time]() {
		v.Set(reflect.ValueOf(time.Date(2025, 4, 1, 9, r.IntN(60), 0, r.IntN(2)*500, time.UTC)))
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(texts[r.IntN(len(texts))])
	case reflect.Int, reflect.Int64, reflect.Int32:
		v.SetInt(int64(r.IntN(2000) - 1000))
	case reflect.Float64:
		v.SetFloat(numbers[r.IntN(len(numbers))])
	case reflect.Bool:
		v.SetBool(r.IntN(2) == 0)
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Field(i).CanSet() {
				fill(r, v.Field(i), depth)
			}
		}
	case reflect.Array:
		for i := range v.Len() {
			fill(r, v.Index(i), depth)
		}
	case reflect.Pointer:
		if depth < 4 && r.IntN(4) > 0 {
			v.Set(reflect.New(v.Type().Elem()))
			fill(r, v.Elem(), depth+1)
		}
	case reflect.Slice:
		if n := r.IntN(4); n > 0 {
			v.Set(reflect.MakeSlice(v.Type(), n-1, n-1))
			for i := range n - 1 {
				fill(r, v.Index(i), depth+1)
			}
		}
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		for range r.IntN(4) {
			key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
			fill(r, key, depth)
			fill(r, value, depth+1)
			v.SetMapIndex(key, value)
		}
	}
}

// An answer says how long it is, so that it is sent in one piece; packed, it is another
// length, and says none that is wrong.
func TestAnswersSayTheirLength(t *testing.T) {
	h := handler(t, &fake{}, nil)
	for _, packed := range []string{"identity", "gzip"} {
		w := get(h, "/v1/search?q=a", "Accept-Encoding", packed)
		if w.Code != http.StatusOK {
			t.Fatalf("status %d", w.Code)
		}
		switch told := w.Header().Get("Content-Length"); {
		case told == "" && packed == "identity":
			t.Error("an answer does not say its length")
		case told != "" && told != strconv.Itoa(w.Body.Len()):
			t.Errorf("%s: an answer of %d bytes says %s", packed, w.Body.Len(), told)
		}
	}
}
