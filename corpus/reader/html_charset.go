package reader

import (
	"bytes"
	"errors"
	"fmt"
	"mime"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
)

// metaCharset is a page's own declaration of its encoding.
var metaCharset = regexp.MustCompile(`(?i)<meta[^>]{0,400}?charset\s*=\s*["']?\s*([a-z0-9_:.-]+)`)

// declarationBytes is how far into a page its declaration is looked for.
const declarationBytes = 8 << 10

// DecodePage turns the source of an HTML page into UTF-8. ContentType is the value
// of the HTTP header of that name, "" where there is none. A byte order mark comes
// first, then the header, then the page's own declaration; where the content is
// plainly something else, the content decides and note says what was declared
// wrongly. The error says why it is no text in an encoding that is known here.
func DecodePage(src []byte, contentType string) (page []byte, note string, err error) {
	if kind := binaryKind(src); kind != "" {
		return nil, "", fmt.Errorf("unsupported format: %s", kind)
	}
	declared, enc := declaredCharset(src, contentType)
	found, err := detect(stripZeros(src), true)
	switch {
	case err == nil && found.enc == nil && isASCIIBytes(src):
		if declared != "iso-2022-jp" { // whose every byte is ASCII, and which detect knows
			return bytes.TrimPrefix(src, []byte("\ufeff")), "", nil
		}
	case err != nil && enc != nil:
		found = charset{declared, enc}
	case err != nil:
		return nil, "", errors.New(strings.Replace(err.Error(), "not a text", "not a page", 1))
	case declared != "" && !strings.EqualFold(declared, found.name):
		if enc != nil && found.enc != nil && found.name != "UTF-16" && found.name != "ISO-2022-JP" && japaneseShare(src, enc, true) >= japaneseShare(src, found.enc, true)-0.02 {
			found = charset{declared, enc}
			break
		}
		note = fmt.Sprintf("the page is declared as %s, but is %s", declared, found.name)
	}
	if found.enc == nil {
		return bytes.TrimPrefix(src, []byte("\ufeff")), note, nil
	}
	out, err := found.enc.NewDecoder().Bytes(src)
	if err != nil {
		return nil, "", fmt.Errorf("not %s: %w", found.name, err)
	}
	return bytes.TrimPrefix(out, []byte("\ufeff")), note, nil
}

// declaredCharset is the encoding that the header, or else the page itself,
// declares, by its usual name; nil where there is none that is known.
func declaredCharset(src []byte, contentType string) (string, encoding.Encoding) {
	name := ""
	if _, params, err := mime.ParseMediaType(contentType); err == nil {
		name = params["charset"]
	}
	if name == "" {
		if m := metaCharset.FindSubmatch(src[:min(len(src), declarationBytes)]); m != nil {
			name = string(m[1])
		}
	}
	if name == "" {
		return "", nil
	}
	switch strings.ToLower(name) {
	case "cp932", "ms932", "windows-932", "shift-jis", "sjis", "shift_jis-2004":
		name = "shift_jis"
	case "eucjp", "euc_jp", "x-euc", "eucjp-win", "cp51932":
		name = "euc-jp"
	case "utf8":
		name = "utf-8"
	}
	enc, err := htmlindex.Get(name)
	if err != nil {
		return name, nil
	}
	if canonical, err := htmlindex.Name(enc); err == nil {
		name = canonical
	}
	return name, enc
}

// stripZeros takes single zero bytes out of a text, which would be taken for
// binary data.
func stripZeros(src []byte) []byte {
	if zeros := bytes.Count(src, []byte{0}); zeros == 0 || zeros > len(src)/100 {
		return src
	}
	return trimNul(src)
}

func isASCIIBytes(b []byte) bool {
	for _, c := range b {
		if c >= utf8.RuneSelf || c == 0x1b {
			return false
		}
	}
	return true
}
