package console

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
)

// previewSeal says of rules that somebody wants to save whether this server showed them what
// these would move. After a restart it shows them again.
type previewSeal struct{ key []byte }

func newPreviewSeal() (previewSeal, error) {
	key := make([]byte, sha256.Size)
	if _, err := rand.Read(key); err != nil {
		return previewSeal{}, fmt.Errorf("key of previews: %w", err)
	}
	return previewSeal{key}, nil
}

// of is the seal of a document that a person was shown, on top of a revision.
func (s previewSeal) of(r *request, base int, yaml string) string {
	h := hmac.New(sha256.New, s.key)
	yaml = strings.TrimSpace(strings.ReplaceAll(yaml, "\r\n", "\n")) // as forms send it
	for _, part := range []string{r.person.Name, strconv.Itoa(base), yaml} {
		h.Write([]byte(strconv.Itoa(len(part)) + ":" + part))
	}
	return hex.EncodeToString(h.Sum(nil))
}

func (s previewSeal) has(r *request, base int, yaml, seal string) bool {
	return hmac.Equal([]byte(seal), []byte(s.of(r, base, yaml)))
}
