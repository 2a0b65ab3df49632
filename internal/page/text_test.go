package page

import (
	"fmt"
	"math"
	"regexp"
	"strings"
	"testing"

	"shirube/internal/present"
)

// Text can be read in both colour schemes (WCAG 2.2, contrast of at least 4.5).
func TestContrast(t *testing.T) {
	css := string(styleSheet)
	colour := regexp.MustCompile(`--([a-z-]+): (#[0-9a-f]{6})`)
	roots := regexp.MustCompile(`:root \{[^}]*\}`).FindAllString(css, 2)
	if len(roots) != 2 {
		t.Fatal("no two colour schemes")
	}
	for scheme, root := range roots {
		c := map[string]string{}
		for _, m := range colour.FindAllStringSubmatch(root, -1) {
			c[m[1]] = m[2]
		}
		for _, pair := range []string{
			"ink paper", "ink surface", "ink sunk", "ink accent-soft", "soft paper", "soft surface", "soft sunk", "soft accent-soft",
			"accent paper", "accent surface", "accent accent-soft", "accent-ink accent", "mark-ink mark", "warn-ink warn", "alarm-ink alarm",
		} {
			text, ground, _ := strings.Cut(pair, " ")
			if r := contrast(t, c[text], c[ground]); r < 4.5 {
				t.Errorf("scheme %d: %s has %.2f", scheme, pair, r)
			}
		}
	}
	kinds := regexp.MustCompile(`--kind: (#\w+); --kind-ink: (#\w+)`).FindAllStringSubmatch(css, -1)
	if len(kinds) != 12 {
		t.Errorf("%d colours of kinds, want 6 a scheme", len(kinds))
	}
	for _, k := range kinds {
		if r := contrast(t, k[1], k[2]); r < 4.5 {
			t.Errorf("kind %s on %s has %.2f", k[2], k[1], r)
		}
	}
}

// contrast is the ratio of WCAG 2.2.
func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	luminance := func(hex string) float64 {
		var c [3]int
		if _, err := fmt.Sscanf(hex, "#%02x%02x%02x", &c[0], &c[1], &c[2]); err != nil {
			t.Fatalf("%q: %v", hex, err)
		}
		l := 0.0
		for i, weight := range []float64{.2126, .7152, .0722} {
			v := float64(c[i]) / 255
			if v <= .04045 {
				v /= 12.92
			} else {
				v = math.Pow((v+.055)/1.055, 2.4)
			}
			l += weight * v
		}
		return l
	}
	x, y := luminance(a), luminance(b)
	return (max(x, y) + .05) / (min(x, y) + .05)
}

// A question is named once, also where the section's heading numbers it.
func TestHeadings(t *testing.T) {
	tests := []struct {
		path    []string
		heading string
		want    string
	}{
		{[]string{"リスク", "腫れ"}, "腫れ", "リスク › 腫れ"},
		{[]string{"よくある質問"}, "痛いですか", "よくある質問 › 痛いですか"},
		{[]string{"よくある質問", "Q1. 痛いですか"}, "痛いですか", "よくある質問 › 痛いですか"},
		{[]string{""}, "", ""},
		{nil, "費用", "費用"},
	}
	for _, tt := range tests {
		if got := strings.Join(present.Headings(tt.path, tt.heading), " › "); got != tt.want {
			t.Errorf("%v %q: %s", tt.path, tt.heading, got)
		}
	}
}
