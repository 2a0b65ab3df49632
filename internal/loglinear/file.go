package loglinear

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// The file of a model is for reading: lines that begin with "# " say something about it,
// the first other line names the classes, the second has what is known before anything
// is (the bias), each further line a feature, with its weight for each class in tenths,
// apart by tabs.

const (
	maxLine = 1 << 16 // of a file, in bytes
	tenths  = 10
)

// Write writes a model, with a comment of one or more lines before it.
func (m *Model) Write(w io.Writer, comment string) error {
	var b strings.Builder
	for line := range strings.SplitSeq(strings.TrimSpace(comment), "\n") {
		b.WriteString("# " + line + "\n")
	}
	b.WriteString("\t" + strings.Join(m.classes, "\t") + "\n")
	writeRow(&b, "", m.bias)
	for _, name := range slices.Sorted(maps.Keys(m.weights)) {
		writeRow(&b, name, m.weights[name])
	}
	if _, err := io.WriteString(w, b.String()); err != nil {
		return fmt.Errorf("write weights: %w", err)
	}
	return nil
}

func writeRow(b *strings.Builder, name string, weights []float64) {
	b.WriteString(name)
	for _, v := range weights {
		b.WriteByte('\t')
		b.WriteString(strconv.FormatFloat(v*tenths, 'f', 0, 64))
	}
	b.WriteByte('\n')
}

// Read reads a model. An error names the line.
func Read(r io.Reader) (*Model, error) {
	m := &Model{weights: map[string][]float64{}}
	in := bufio.NewScanner(r)
	in.Buffer(nil, maxLine)
	for no := 1; in.Scan(); no++ {
		line := in.Text()
		if strings.HasPrefix(line, "# ") {
			continue
		}
		cells := strings.Split(line, "\t")
		name, cells := cells[0], cells[1:]
		if m.classes == nil {
			m.classes = cells
			continue
		}
		if len(cells) != len(m.classes) {
			return nil, fmt.Errorf("line %d: %d weights, %d classes", no, len(cells), len(m.classes))
		}
		row := make([]float64, len(cells))
		for i, cell := range cells {
			v, err := strconv.Atoi(cell)
			if err != nil {
				return nil, fmt.Errorf("line %d: weight: %w", no, err)
			}
			row[i] = float64(v) / tenths
		}
		switch {
		case m.bias == nil && name == "":
			m.bias = row
		case name == "" || m.bias == nil || m.weights[name] != nil:
			return nil, fmt.Errorf("line %d: feature %q stands twice, or before the bias", no, name)
		default:
			m.weights[name] = row
		}
	}
	if err := in.Err(); err != nil {
		return nil, fmt.Errorf("read weights: %w", err)
	}
	if len(m.bias) == 0 {
		return nil, errors.New("read weights: no classes")
	}
	return m, nil
}
