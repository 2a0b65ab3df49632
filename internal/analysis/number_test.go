package analysis

import (
	"slices"
	"testing"
)

// A price is searched for as 10万円 and written as 100,000円: both must be one
// number, and what is no number must not become one.
func TestParseNumber(t *testing.T) {
	for _, c := range []struct {
		in, want string
		no       bool
	}{
		{in: "10", want: "10"},
		{in: "1,234,567", want: "1234567"},
		{in: "007", want: "7"},
		{in: "000", want: "0"},
		{in: "0.50", want: "0.5"},
		{in: "3.0", want: "3"},
		{in: "123456789012345678901234567890", want: "123456789012345678901234567890"},
		{in: "一", want: "1"},
		{in: "十", want: "10"},
		{in: "二十", want: "20"},
		{in: "百二十三", want: "123"},
		{in: "千九百九十八", want: "1998"},
		{in: "二〇二四", want: "2024"},
		{in: "万", want: "10000"},
		{in: "一億二千万", want: "120000000"},
		{in: "10万", want: "100000"},
		{in: "1万2千", want: "12000"},
		{in: "1億5,000万", want: "150000000"},
		{in: "1.5万", want: "15000"},
		{in: "2.5千", want: "2500"},
		{in: "3兆", want: "3000000000000"},
		{in: "零", want: "0"},
		{in: "百千", no: true},
		{in: "万億", no: true},
		{in: "30百", no: true},
		{in: "5十5十", no: true},
		{in: "十1.5", no: true},
		{in: "1.23456万", no: true},
		{in: "一1", no: true},
		{in: "999999999999兆", no: true},
		{in: "9999999999999999億", no: true},
	} {
		got, ok := parseNumber(c.in)
		if ok == c.no || ok && got != c.want {
			t.Errorf("parseNumber(%q) = %q, %v; want %q, %v", c.in, got, ok, c.want, !c.no)
		}
	}
}

func TestNumberPieces(t *testing.T) {
	a := analyzer(t)
	for text, want := range map[string][]string{
		"100,000,000円":       {"100000000", "円"},
		"1,00円":              {"1", "0", "円"}, // no thousands
		"12,345,67":          {"12345", "67"},
		"0,123":              {"0", "123"},
		"1.2.3":              {"1", "2", "3"},
		"192.168.0.1":        {"192", "168", "0", "1"},
		"5.5.":               {"5.5"},
		".5":                 {"5"},
		"百千円":                {"100", "1000", "円"},
		"数万円":                {"数", "10000", "円"},
		"三、四回":               {"3", "4", "回"},
		"10万〜20万円":           {"100000", "200000", "円"},
		"二十四時間":              {"24", "時間"},
		"一般的":                {"一般", "的"},
		"2024年(令和六年)":        {"2024", "年", "令和", "6", "年"},
		"99999999999999999兆": {"99999999999999999", "1000000000000"},
	} {
		if got := terms(a, text); !slices.Equal(got, want) {
			t.Errorf("%q has the terms %q, want %q", text, got, want)
		}
	}
}
