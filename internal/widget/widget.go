// Package widget serves the search box for other people's pages: the custom element
// <shirube-search>, one script without dependencies. The script is written in src,
// bundled by internal/widget/bundle into shirube.js and embedded from there. What it asks
// is the HTTP interface of internal/api; how it is used is told in docs/widget.md.
package widget

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"
)

//go:generate go run ./bundle

//go:embed shirube.js
var script []byte

// Path is where the script is, under the base path.
const Path = "/widget/shirube.js"

// Mount adds the script to the group of the base path. Any page may load it: it holds
// no secret and does nothing by itself. Its address has no hash, because pages name it, so
// browsers ask after an hour whether it is still the same.
func Mount(r gin.IRouter) {
	sum := sha256.Sum256(script)
	tag := `"` + hex.EncodeToString(sum[:12]) + `"`
	r.GET(Path, func(c *gin.Context) {
		h := c.Writer.Header()
		h.Set("Content-Type", "text/javascript; charset=utf-8")
		h.Set("Cache-Control", "public, max-age=3600, stale-while-revalidate=86400")
		h.Set("ETag", tag)
		h.Set("Access-Control-Allow-Origin", "*")
		h.Set("Cross-Origin-Resource-Policy", "cross-origin")
		h.Set("X-Content-Type-Options", "nosniff")
		http.ServeContent(c.Writer, c.Request, "", time.Time{}, bytes.NewReader(script))
	})
}
