package reader

import (
	"bytes"
	"fmt"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/japanese"
	utf16 "golang.org/x/text/encoding/unicode"
)

// charset is a character encoding that a text may be in.
type charset struct {
	name string
	enc  encoding.Encoding // nil: UTF-8
}

// legacyCharsets are tried, in this order, on a text that is not UTF-8.
func legacyCharsets() []charset {
	return []charset{
		{"Shift_JIS", japanese.ShiftJIS},
		{"EUC-JP", japanese.EUCJP},
	}
}

// detect tells the encoding of a text by its first bytes: all of it, or a sample
// that may end inside a character. The error says why it is no text, or in no
// encoding known here.
func detect(sample []byte, whole bool) (charset, error) {
	if kind := binaryKind(sample); kind != "" {
		return charset{}, fmt.Errorf("unsupported format: %s", kind)
	}
	switch {
	case bytes.HasPrefix(sample, []byte{0xEF, 0xBB, 0xBF}):
		return charset{name: "UTF-8"}, nil
	case bytes.HasPrefix(sample, []byte{0xFF, 0xFE}):
		return charset{"UTF-16", utf16.UTF16(utf16.LittleEndian, utf16.UseBOM)}, nil
	case bytes.HasPrefix(sample, []byte{0xFE, 0xFF}):
		return charset{"UTF-16", utf16.UTF16(utf16.BigEndian, utf16.UseBOM)}, nil
	}
	if cs, ok := bareUTF16(sample); ok {
		return cs, nil
	}
	if bytes.IndexByte(sample, 0) >= 0 {
		return charset{}, fmt.Errorf("unsupported format: binary data")
	}
	if bytes.Contains(sample, []byte("\x1b$B")) || bytes.Contains(sample, []byte("\x1b$@")) {
		return charset{"ISO-2022-JP", japanese.ISO2022JP}, nil
	}
	if !whole {
		sample = wholeRunes(sample)
	}
	if mostlyUTF8(sample) {
		return charset{name: "UTF-8"}, nil
	}
	best, bestScore := charset{}, 0.0
	for _, cs := range legacyCharsets() {
		if score := japaneseShare(sample, cs.enc, whole); score > bestScore {
			best, bestScore = cs, score
		}
	}
	if bestScore < 0.8 {
		return charset{}, fmt.Errorf("not a text in UTF-8, UTF-16, Shift_JIS, EUC-JP or ISO-2022-JP")
	}
	return best, nil
}

// binaryKind names files that are no text by how they begin.
func binaryKind(b []byte) string {
	for _, m := range []struct{ magic, name string }{
		{"%PDF-", "PDF"}, {"PK\x03\x04", "ZIP archive or office document"}, {"\x89PNG", "PNG image"}, {"\xff\xd8\xff", "JPEG image"},
		{"GIF87a", "GIF image"}, {"GIF89a", "GIF image"}, {"\x1f\x8b", "gzip archive"}, {"\xd0\xcf\x11\xe0", "old office document"}, {"{\\rtf", "RTF"},
		{"\x7fELF", "program"}, {"SQLite format 3\x00", "SQLite database"},
	} {
		if bytes.HasPrefix(b, []byte(m.magic)) {
			return m.name
		}
	}
	return ""
}

// bareUTF16 recognises UTF-16 without a byte order mark: every other byte of its
// line breaks and ASCII characters is zero, always on the same side.
func bareUTF16(b []byte) (charset, bool) {
	if len(b) < 4 {
		return charset{}, false
	}
	var zeros [2]int
	for i, c := range b {
		if c == 0 {
			zeros[i%2]++
		}
	}
	units := len(b) / 2
	var endian utf16.Endianness
	switch {
	case zeros[0] == 0 && zeros[1] > 0:
		endian = utf16.LittleEndian
	case zeros[1] == 0 && zeros[0] > 0:
		endian = utf16.BigEndian
	default:
		return charset{}, false
	}
	cs := charset{"UTF-16", utf16.UTF16(endian, utf16.IgnoreBOM)}
	if zeros[0]+zeros[1] == units {
		return cs, true // all ASCII
	}
	return cs, japaneseShare(b[:units*2], cs.enc, true) > 0.8
}

// wholeRunes cuts off a character that the sample ends in.
func wholeRunes(b []byte) []byte {
	for i := 1; i <= utf8.UTFMax && i <= len(b); i++ {
		if c := b[len(b)-i]; utf8.RuneStart(c) {
			if !utf8.FullRune(b[len(b)-i:]) {
				return b[:len(b)-i]
			}
			break
		}
	}
	return b
}

// mostlyUTF8 reports whether a text is UTF-8, a few damaged characters aside.
func mostlyUTF8(b []byte) bool {
	if utf8.Valid(b) {
		return true
	}
	valid, invalid := 0, 0
	for i := 0; i < len(b); {
		if b[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			invalid++
		} else {
			valid++
		}
		i += n
	}
	return valid > 0 && invalid*10 <= valid
}

// japaneseShare decodes a text and returns which share of what is not ASCII is
// Japanese; 0 where it does not decode.
func japaneseShare(b []byte, enc encoding.Encoding, whole bool) float64 {
	out, err := enc.NewDecoder().Bytes(b)
	if err != nil {
		return 0
	}
	good, bad := 0, 0
	for i, r := range string(out) {
		switch {
		case r == utf8.RuneError:
			if !whole && i >= len(out)-4 {
				continue // the sample ends inside a character
			}
			bad += 10
		case r < utf8.RuneSelf:
			if r < ' ' && r != '\n' && r != '\r' && r != '\t' {
				bad++
			}
		case unicode.In(r, unicode.Hiragana, unicode.Katakana, unicode.Han) && (r < 0xFF61 || r > 0xFF9F), r == 'ー', r >= 0x3000 && r <= 0x303F, r >= 0xFF01 && r <= 0xFF5E:
			good++
		case r >= 0xFF61 && r <= 0xFF9F:
			bad++ // half-width kana: what another encoding looks like in Shift_JIS
		}
	}
	if good == 0 {
		return 0
	}
	return float64(good) / float64(good+bad)
}

// markup names a text format that is not read, by how it begins; "" for others. A
// Markdown file may hold HTML, but be no document of it.
func markup(s string, markdown bool) string {
	head := []byte(s[:min(len(s), 2<<10)])
	t := bytes.ToLower(bytes.TrimLeft(head, " \t\r\n\ufeff"))
	for bytes.HasPrefix(t, []byte("<!--")) {
		end := bytes.Index(t, []byte("-->"))
		if end < 0 {
			break
		}
		t = bytes.TrimLeft(t[end+3:], " \t\r\n")
	}
	switch {
	case hasPrefix(t, "<!doctype html", "<html", "<head>", "<head ", "<body"), htmlPage.Match(head) && !bytes.Contains(head, []byte("```")):
		return "HTML"
	case hasPrefix(t, "<?xml", "<rss", "<feed", "<urlset"):
		return "XML"
	case !markdown && hasPrefix(t, "<") && bytes.Count(t, []byte("</")) >= 3 && !bytes.Contains(t, []byte("\n#")) && !bytes.Contains(t, []byte("\n\n")):
		return "HTML"
	}
	return ""
}

func hasPrefix(b []byte, prefixes ...string) bool {
	for _, p := range prefixes {
		if bytes.HasPrefix(b, []byte(p)) {
			return true
		}
	}
	return false
}
