package console

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"path"
	"strings"

	"github.com/gin-gonic/gin"
)

//go:embed assets
var assetFiles embed.FS

//go:embed templates/*.html.tmpl
var templateFiles embed.FS

// assets are files under a path that holds the hash of all of them, so that they may be cached
// for good and modules can name one another.
type assets struct {
	base  string // path without the base path
	root  string // path with it
	style string
	icon  string
	files map[string]asset // by name below the path
}

type asset struct {
	contentType string
	content     []byte
}

func newAssets(basePath string) (*assets, error) {
	a := &assets{files: map[string]asset{}}
	sum := sha256.New()
	var sheet bytes.Buffer
	err := fs.WalkDir(assetFiles, "assets", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := assetFiles.ReadFile(name)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		sum.Write([]byte(name))
		sum.Write(content)
		switch path.Ext(name) {
		case ".css": // in the order of their names, as they are walked
			sheet.Write(content)
			sheet.WriteByte('\n')
		case ".js":
			a.files[path.Base(name)] = asset{"text/javascript; charset=utf-8", content}
		case ".svg":
			a.files[path.Base(name)] = asset{"image/svg+xml", content}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("assets: %w", err)
	}
	a.files["console.css"] = asset{"text/css; charset=utf-8", sheet.Bytes()}
	a.base = "/console/assets/" + hex.EncodeToString(sum.Sum(nil)[:6])
	a.root = basePath + a.base
	a.style, a.icon = a.root+"/console.css", a.root+"/icon.svg"
	return a, nil
}

// module is the path of a module by its name.
func (a *assets) module(name string) string { return a.root + "/" + name + ".js" }

func (a *assets) mount(r gin.IRouter) {
	for name, f := range a.files {
		r.GET(a.base+"/"+name, func(c *gin.Context) {
			c.Header("Cache-Control", "public, max-age=31536000, immutable")
			c.Header("X-Content-Type-Options", "nosniff")
			c.Data(http.StatusOK, f.contentType, f.content)
		})
	}
}

// parsePages reads the templates once a language: t words a text in it.
func parsePages(words map[language]func(string, ...any) string) (map[language]*template.Template, error) {
	pages := map[language]*template.Template{}
	for l, t := range words {
		parsed, err := template.New("").Funcs(template.FuncMap{
			"t":    t,
			"inc":  func(n int) int { return n + 1 },
			"join": strings.Join,
			"dict": dict,
		}).ParseFS(templateFiles, "templates/*.html.tmpl")
		if err != nil {
			return nil, fmt.Errorf("templates: %w", err)
		}
		pages[l] = parsed
	}
	return pages, nil
}

// dict is what a template hands to another one: names and values by turns.
func dict(pairs ...any) (map[string]any, error) {
	out := map[string]any{}
	for i := 0; i+1 < len(pairs); i += 2 {
		name, ok := pairs[i].(string)
		if !ok {
			return nil, fmt.Errorf("dict: %v is no name", pairs[i])
		}
		out[name] = pairs[i+1]
	}
	return out, nil
}
