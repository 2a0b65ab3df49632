package bench

import (
	"fmt"
	"io"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// List collects the values of a flag that is given several times.
type List []string

// String is the values, as flag.Value wants it.
func (l *List) String() string { return strings.Join(*l, " ") }

// Set adds a value.
func (l *List) Set(v string) error {
	*l = append(*l, v)
	return nil
}

// Line is a figure with what it must reach.
type Line struct {
	What  string
	Got   float64
	Bound float64
	Most  bool // the bound is the most that Got may be, not the least
	Unit  string
}

// Holds reports whether the bound is kept.
func (l Line) Holds() bool {
	if l.Most {
		return l.Got <= l.Bound
	}
	return l.Got >= l.Bound
}

// String is a line of a report.
func (l Line) String() string {
	sign, verdict := "≥", "ok"
	if l.Most {
		sign = "≤"
	}
	if !l.Holds() {
		verdict = "MISSED"
	}
	return fmt.Sprintf("%-6s %s: %.4g%s (%s %.4g%s)", verdict, l.What, l.Got, l.Unit, sign, l.Bound, l.Unit)
}

// lineForm is a Line as String writes it.
const lineForm = `^(?:ok|MISSED) +(.*): ([0-9.e+-]+|NaN)(.*) \((≥|≤) ([0-9.e+-]+)(.*)\)$`

// ParseLine reads a line of a report of another command, as Line.String wrote it.
func ParseLine(s string) (Line, bool) {
	m := regexp.MustCompile(lineForm).FindStringSubmatch(s)
	if m == nil {
		return Line{}, false
	}
	got, err1 := strconv.ParseFloat(m[2], 64)
	bound, err2 := strconv.ParseFloat(m[5], 64)
	if err1 != nil || err2 != nil {
		return Line{}, false
	}
	return Line{What: m[1], Got: got, Bound: bound, Most: m[4] == "≤", Unit: m[3]}, true
}

// Header says when and on what a run was made, as docs quote it.
func Header() string {
	return fmt.Sprintf("%s, %d cores, %s/%s, %s", time.Now().UTC().Format("2006-01-02"), runtime.NumCPU(), runtime.GOOS, runtime.GOARCH, runtime.Version())
}

// Judge prints the lines and returns the exit status: 1 if one was missed.
func Judge(w io.Writer, lines []Line) int {
	status := 0
	for _, l := range lines {
		fmt.Fprintln(w, l)
		if !l.Holds() {
			status = 1
		}
	}
	return status
}
