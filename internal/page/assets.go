package page

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"html/template"
	"net/http"

	"github.com/gin-gonic/gin"
)

//go:embed assets/style.css
var styleSheet []byte

//go:embed assets/icon.svg
var icon []byte

//go:embed assets/page.js
var script []byte

//go:embed templates/*.html.tmpl
var templateFiles embed.FS

// asset is a file whose name holds its hash, so that it may be cached for good.
type asset struct {
	route, path, contentType string
	content                  []byte
}

type assets struct{ style, icon, script asset }

func newAssets(base string) assets {
	return assets{
		style:  newAsset(base, "style", ".css", "text/css; charset=utf-8", styleSheet),
		icon:   newAsset(base, "icon", ".svg", "image/svg+xml", icon),
		script: newAsset(base, "page", ".js", "text/javascript; charset=utf-8", script),
	}
}

func newAsset(base, name, extension, contentType string, content []byte) asset {
	sum := sha256.Sum256(content)
	route := "/assets/" + name + "." + hex.EncodeToString(sum[:6]) + extension
	return asset{route: route, path: base + route, contentType: contentType, content: content}
}

func (a assets) mount(r gin.IRouter) {
	for _, f := range []asset{a.style, a.icon, a.script} {
		r.GET(f.route, func(c *gin.Context) {
			c.Header("Cache-Control", "public, max-age=31536000, immutable")
			c.Header("X-Content-Type-Options", "nosniff")
			c.Data(http.StatusOK, f.contentType, f.content)
		})
	}
}

func parseTemplates() (*template.Template, error) {
	t, err := template.New("").Funcs(template.FuncMap{
		"inc": func(n int) int { return n + 1 },
	}).ParseFS(templateFiles, "templates/*.html.tmpl")
	if err != nil {
		return nil, fmt.Errorf("templates: %w", err)
	}
	return t, nil
}
