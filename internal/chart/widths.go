package chart

import (
	"encoding/binary"
	"fmt"

	"github.com/golang/freetype/truetype"
)

// Browsers draw the labels with the reader's own fonts, but the library lays them out by the
// widths of a font it is given, and those that it brings know no Japanese: labels would run into
// bars and into one another. So it is given a font that has widths and nothing else: a
// character of Japanese is as wide as it is high, one of Latin a little more than half.

// Widths in thousandths of the height.
const (
	em       = 1000
	narrowEm = 580
)

// narrowRanges are the characters, first and last, that are narrow.
func narrowRanges() [2][2]rune { return [2][2]rune{{0x20, 0x2ff}, {0xff61, 0xff9f}} }

// widthOf is how wide a text is, in heights of a character.
func widthOf(s string) float64 {
	w := 0.0
	for _, r := range s {
		c := 1.0
		for _, n := range narrowRanges() {
			if r >= n[0] && r <= n[1] {
				c = narrowEm / float64(em)
			}
		}
		w += c
	}
	return w
}

// widths makes the font: the tables that a TrueType font must have, with empty glyphs. Glyph 0
// stands for every character that is not narrow.
func widths() (*truetype.Font, error) {
	be := binary.BigEndian
	ranges := narrowRanges()
	glyphs := uint16(1)
	cmap := []byte{0, 0, 0, 1, 0, 3, 0, 10, 0, 0, 0, 12} // one table, of all of Unicode, at byte 12
	cmap = be.AppendUint16(cmap, 12)                     // its format: groups of characters
	cmap = be.AppendUint16(cmap, 0)
	cmap = be.AppendUint32(cmap, uint32(16+12*len(ranges))) // #nosec G115 -- two
	cmap = be.AppendUint32(cmap, 0)
	cmap = be.AppendUint32(cmap, uint32(len(ranges))) // #nosec G115 -- two
	for _, r := range ranges {
		cmap = be.AppendUint32(cmap, uint32(r[0])) // #nosec G115 -- characters
		cmap = be.AppendUint32(cmap, uint32(r[1])) // #nosec G115 -- characters
		cmap = be.AppendUint32(cmap, uint32(glyphs))
		glyphs += uint16(r[1] - r[0] + 1) // #nosec G115 -- some hundreds
	}
	head := make([]byte, 54)
	be.PutUint16(head[18:], em)
	hhea := make([]byte, 36)
	be.PutUint16(hhea[4:], 880)
	descent := -120
	be.PutUint16(hhea[6:], uint16(descent)) // #nosec G115 -- two's complement, as the format has it
	be.PutUint16(hhea[34:], 2)              // two widths: all further glyphs have the second
	maxp := make([]byte, 32)
	be.PutUint32(maxp, 0x00010000)
	be.PutUint16(maxp[4:], glyphs)
	hmtx := be.AppendUint16(nil, em)
	hmtx = be.AppendUint16(hmtx, 0)
	hmtx = be.AppendUint16(hmtx, narrowEm)
	hmtx = append(hmtx, make([]byte, 2+2*(int(glyphs)-2))...)
	loca := make([]byte, 2*(int(glyphs)+1)) // every glyph ends where it begins

	tables := []struct {
		name string
		data []byte
	}{{"cmap", cmap}, {"head", head}, {"hhea", hhea}, {"hmtx", hmtx}, {"loca", loca}, {"maxp", maxp}}
	file := []byte{0, 1, 0, 0, 0, byte(len(tables)), 0, 0, 0, 0, 0, 0}
	at := uint32(len(file) + 16*len(tables)) // #nosec G115 -- a hundred bytes
	var data []byte
	for _, t := range tables {
		file = append(file, t.name...)
		file = be.AppendUint32(file, 0)
		file = be.AppendUint32(file, at)
		file = be.AppendUint32(file, uint32(len(t.data))) // #nosec G115 -- some kilobytes
		data = append(data, t.data...)
		at += uint32(len(t.data)) // #nosec G115 -- some kilobytes
	}
	font, err := truetype.Parse(append(file, data...))
	if err != nil {
		return nil, fmt.Errorf("chart: the font of widths: %w", err)
	}
	return font, nil
}
