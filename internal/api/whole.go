package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// decodeBody reads JSON into v. JSON has no integers: 3, 3.0 and 3e0 are one number, and
// JavaScript, PHP or Python send any of them; encoding/json takes only the first as one.
func decodeBody(data []byte, v any) error {
	err := json.Unmarshal(data, v)
	var typed *json.UnmarshalTypeError
	if !errors.As(err, &typed) || !strings.HasPrefix(typed.Value, "number") {
		return err //nolint:wrapcheck // huma shows it
	}
	var plain any
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	if decoder.Decode(&plain) != nil {
		return err //nolint:wrapcheck // as above
	}
	rewritten, errMarshal := json.Marshal(wholeNumbers(plain))
	if errMarshal != nil {
		return fmt.Errorf("numbers: %w", errMarshal)
	}
	return json.Unmarshal(rewritten, v) //nolint:wrapcheck // as above
}

// maxExact is the largest whole number up to which every one is a float64.
const maxExact = 1 << 53

// wholeNumbers writes every whole number in v without a fraction or an exponent.
func wholeNumbers(v any) any {
	switch v := v.(type) {
	case node:
		for name, inner := range v {
			v[name] = wholeNumbers(inner)
		}
	case []any:
		for i, inner := range v {
			v[i] = wholeNumbers(inner)
		}
	case json.Number:
		if f, err := v.Float64(); err == nil && f == math.Trunc(f) && math.Abs(f) <= maxExact {
			return json.Number(strconv.FormatInt(int64(f), 10))
		}
	}
	return v
}
