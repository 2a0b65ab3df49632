package reader

import (
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// programs are what the word behind the opening of a fence names where the fence
// holds a program, a diagram's source or a program's settings. Languages in which
// people write text or tables (text, markdown, html, csv) are not among them.
const programs = `mermaid graphviz dot plantuml puml uml d2 vega vega-lite chart chartjs flowchart sequence gantt tikz latex tex math katex svg ditaa nomnoml blockdiag
	js javascript jsx mjs ts typescript tsx vue svelte astro css scss sass less php rb ruby erb py python go golang rust rs java kotlin swift scala dart c cpp c++ h cs c# csharp fsharp
	perl lua r julia matlab sql graphql sh bash zsh shell console terminal powershell ps1 bat cmd dockerfile docker makefile make cmake nginx apache htaccess vim diff patch
	json json5 jsonc jsonld yaml yml toml ini env xml liquid twig jinja handlebars hbs pug ejs blade smarty gas vba vb asm wasm regex`

// isProgram reports whether the first word of a fence names a program's language;
// a file's name or options may follow it (js:main.js, {.python}, ts{1,3}).
func isProgram(info string) bool {
	info = strings.TrimLeft(strings.ToLower(info), "{. ")
	if i := strings.IndexFunc(info, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9') && !strings.ContainsRune("+#-", r)
	}); i >= 0 {
		info = info[:i]
	}
	return slices.Contains(strings.Fields(programs), info)
}

// dropFenced drops a fenced block with its fences: nobody reads a diagram's source.
func (m *marked) dropFenced(n *ast.FencedCodeBlock) {
	lines := n.Lines()
	if lines.Len() == 0 {
		return
	}
	for i := range lines.Len() {
		m.hide(lines.At(i).Start, lines.At(i).Stop)
	}
	start, end := lines.At(0).Start, lines.At(lines.Len()-1).Stop
	start = lineStart(m.src, max(lineStart(m.src, start)-1, 0))
	if stop := lineEnd(m.src, end); end < len(m.src) && fenceLine.Match(m.src[end:stop]) {
		end = stop
	}
	m.drop(start, string(m.src[start:end]), "code or template")
}
