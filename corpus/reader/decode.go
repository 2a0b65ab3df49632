package reader

import (
	"bytes"
	"fmt"
	"mime"
	"strings"

	htmlcharset "golang.org/x/net/html/charset"
)

// DecodeHTML returns a page as UTF-8. What its bytes are decides; what the content
// type of the answer or the page itself declares is often wrong, and asked only
// where the bytes leave it open. The error says that it is no text, or in no
// encoding known here.
func DecodeHTML(body []byte, contentType string) ([]byte, error) {
	body = bytes.TrimPrefix(body, []byte("\xef\xbb\xbf"))
	cs, err := detect(body, true)
	if err == nil {
		if cs.enc == nil {
			return bytes.ToValidUTF8(body, []byte("\ufffd")), nil
		}
		text, err := cs.enc.NewDecoder().Bytes(body)
		if err != nil {
			return nil, fmt.Errorf("not valid %s: %w", cs.name, err)
		}
		return bytes.TrimPrefix(text, []byte("\ufeff")), nil
	}
	if binaryKind(body) != "" || bytes.IndexByte(body, 0) >= 0 {
		return nil, err
	}
	if _, params, bad := mime.ParseMediaType(contentType); bad != nil || params["charset"] == "" {
		contentType = "text/html"
	}
	enc, name, certain := htmlcharset.DetermineEncoding(body, contentType)
	if !certain || strings.EqualFold(name, "utf-8") {
		return nil, err
	}
	text, failed := enc.NewDecoder().Bytes(body)
	if failed != nil {
		return nil, fmt.Errorf("not valid %s: %w", name, failed)
	}
	return text, nil
}
