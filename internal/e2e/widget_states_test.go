//go:build e2e

package e2e

import (
	"testing"
)

// Every state of every mode, narrow and wide, light and dark: nothing sticks out, nothing
// cannot be read or reached, nobody else is asked, nothing is complained about.
func TestWidgetInEveryState(t *testing.T) {
	b := browser(t)
	axe := axeSource(t)
	for _, look := range []screen{desktop(), phone(), {"dark", 1440, 900, false, "dark"}} {
		t.Run(look.name, func(t *testing.T) {
			c := newClinic(t, `<shirube-search></shirube-search>`)
			p := c.visitor(b, look, "/")
			p.check(axe)
			p.focusBox()
			p.keys("えくそ")
			p.shownOptions("えくそ")
			p.picture("inline-" + look.name)
			p.check(axe)
		})
	}
}
