//go:build e2e

package e2e

import "testing"

func TestZZ(t *testing.T) {
	b := browser(t)
	p := open(b, t, &server{addr: "127.0.0.1:8091"}, screens()[2])
	p.visitConsole("/")
	t.Log(eval[[]string](p, `[...document.querySelectorAll("body, body > *, .desk, #results, #results > *, .hit > *, .facets, #facets > *")].map(e => e.tagName + "#" + e.id + "." + e.className + " " + Math.round(e.getBoundingClientRect().width) + " " + getComputedStyle(e).gridTemplateColumns)`))
}
