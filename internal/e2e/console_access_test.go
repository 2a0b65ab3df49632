//go:build e2e

package e2e

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// fill fills a field as somebody types.
func (p *tab) fill(selector, text string) {
	p.t.Helper()
	p.do("fill "+selector, chromedp.Focus(chromedp.CSS(selector)), chromedp.KeyEvent(text))
}

// Operations and access as somebody who begins with them: go through upkeep at the computer
// itself, make the first account, log in by keyboard, meet one's limits, log out.
func TestConsoleAccess(t *testing.T) {
	b, axe := browser(t), axeSource(t)
	s := serve(t, t.TempDir())
	p := open(b, t, s, screens()[0])
	const password = "correct horse battery"

	t.Run("operations", func(*testing.T) {
		p.visitConsole("/console/operations/runs")
		p.submit(`button[value=rebuild]`)
		p.until("the run has ended", `document.querySelectorAll("tbody tr").length === 2 && !document.querySelector("#progress[data-working]")`)
		p.visitConsole("/console/operations/generations")
		p.submit(`button[name=generation]`)
		p.until("the earlier generation is served", `document.querySelector(".warning") && document.querySelector("tbody tr:last-child .tag")`)
		p.visitConsole("/console/operations/runs")
		p.submit(`button[value=update]`)
		p.until("the corpus is taken up", `document.querySelectorAll("tbody tr").length === 3 && !document.querySelector("#progress .warning")`)
		p.submit("tbody a")
		p.until("every file is listed", `document.querySelectorAll("tbody tr").length > 10`)
		p.check(axe)
	})
	t.Run("the first account", func(*testing.T) {
		p.visitConsole("/console/staff")
		p.fill("#name", "hanako")
		p.fill("#password", password)
		p.keys("\r")
		p.until("a login is asked for", `location.pathname === "/console/login"`)
		p.check(axe)
	})
	t.Run("login by keyboard", func(t *testing.T) {
		p.visitConsole("/console/audit?who=hanako")
		p.keys("hanako\t")
		p.keys("wrong\r")
		p.until("it is said what is wrong", `document.querySelector("[role=alert]")`)
		p.fill("#password", password)
		p.keys("\r")
		p.until("it leads to where one was going", `location.pathname === "/console/audit"`)
		if text := eval[string](p, `document.querySelector("tbody").innerText`); !strings.Contains(text, "ログインの失敗") {
			t.Errorf("the audit log does not have the failure: %s", text)
		}
		p.visitConsole("/console/audit")
		if text := eval[string](p, `document.querySelector("tbody").innerText`); !strings.Contains(text, "索引の世代の切り替え") || !strings.Contains(text, "索引の作り直し") {
			t.Errorf("the audit log does not have what was done before: %s", text)
		}
		p.check(axe, "422")
	})
	t.Run("a password that is made is shown once", func(t *testing.T) {
		p.visitConsole("/console/staff")
		p.fill("#name", "uketsuke")
		p.keys("\r")
		p.until("it is shown", `document.querySelector("#made-secret")`)
		p.check(axe)
		p.visitConsole("/console/staff/uketsuke")
		if eval[bool](p, `document.querySelector("#made-secret") !== null`) {
			t.Error("it is shown again")
		}
		p.check(axe)
	})
	t.Run("logout", func(t *testing.T) {
		p.submit(".who form:last-of-type button")
		p.visitConsole("/console/staff")
		if at := eval[string](p, `location.pathname`); at != "/console/login" {
			t.Error(at)
		}
	})
}
