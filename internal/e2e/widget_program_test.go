//go:build e2e

package e2e

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// The box of the finished program in a page of another origin, with a key that is bound to
// it: suggestions, results, effects with their risks, and what is chosen. In a page
// of any other origin the key opens nothing.
func TestWidgetOfTheProgramAcrossOrigins(t *testing.T) {
	b := browser(t)
	site, other := newClinic(t, ""), newClinic(t, "")
	keys := filepath.Join(t.TempDir(), "keys.yaml")
	if err := os.WriteFile(keys, []byte("- name: site\n  secret: public-key-of-the-site\n  scopes: [search]\n  origins: ["+site.site.URL+"]\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := serve(t, t.TempDir(), "--key-file", keys, "--base-path", "/kb")
	page := `<shirube-search key="public-key-of-the-site"></shirube-search><script type="module" crossorigin src="http://` + s.addr + `/kb/widget/shirube.js"></script>`
	site.page, other.page = page, page
	for _, c := range []*clinic{site, other} { // the script of the program alone
		c.head = `</head><body>` + page + `<footer class="site"></footer></body></html><!--`
	}
	p := site.visitor(b, desktop(), "/")
	p.focusBox()
	p.keys("えくそそーむ 効果")
	p.until("results", inBox(".option.result")+`?.textContent.includes("エクソソーム")`)
	p.until("risks beside the effect", inBox(".option.result .risks-text")+`.textContent.length > 10`)
	p.until("the address is the server's", inBox(".option.result")+`.href.startsWith("http://`+s.addr+`/kb/articles/")`)
	p.picture("program")
	eval[chromedp.Void](p, `document.addEventListener("shirube-select", () => document.addEventListener("click", (e) => e.preventDefault(), {once: true}))`)
	p.press(".option.result")
	p.until("the click was told", `performance.getEntriesByType("resource").some((e) => e.name.endsWith("/v1/events"))`)
	for _, complaint := range p.complained("a request left the server: http://" + s.addr + "/kb/") {
		t.Error(complaint)
	}
	q := other.visitor(b, desktop(), "/")
	q.focusBox()
	q.keys("しみ")
	q.until("the other page is told nothing", inBox(`[part="error"]`)+" !== null")
}

// The example works as its first lines say, under its strict policy: the page, the dialog,
// and the results page that the box leads to.
func TestWidgetExampleSite(t *testing.T) {
	b := browser(t)
	axe := axeSource(t)
	s := serve(t, t.TempDir(), "--allow-origin", "*")
	program := filepath.Join(t.TempDir(), "html")
	if out, err := exec.Command("go", "build", "-o", program, "../../examples/html").CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	cmd := exec.CommandContext(t.Context(), program, "--addr", "127.0.0.1:0", "--server", "http://"+s.addr)
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	line, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	address, _, _ := strings.Cut(strings.TrimPrefix(line, "http://"), "/")
	ours := "a request left the server: http://" + s.addr + "/"
	for _, look := range []screen{desktop(), phone(), {"dark", 1440, 900, false, "dark"}} {
		t.Run(look.name, func(t *testing.T) {
			p := open(b, t, &server{addr: address}, look)
			p.visit("/")
			main := `document.querySelector("shirube-search.main").shadowRoot`
			p.until("the box is there", main+`.querySelector("input")`)
			p.check(axe, ours)
			p.do("look for it", chromedp.Evaluate[chromedp.Void](main+`.querySelector("input").focus()`))
			p.keys("エクソソームの効果")
			p.until("results", main+`.querySelector(".option.result .risks-text")`)
			p.picture("example-" + look.name)
			p.check(axe, ours)
			p.keys(kb.Enter)
			p.until("the results page", `location.pathname === "/search.html" && `+inBox(".hit"))
			p.picture("example-page-" + look.name)
			p.check(axe, ours)
			eval[chromedp.Void](p, "history.back()")
			p.until("the first page", `location.pathname === "/" && `+inBox(".opener"))
			eval[chromedp.Void](p, `document.activeElement.blur()`)
			p.keys("k", chromedp.KeyModifiers(chromedp.ModifierCtrl))
			p.until("the dialog", inBox("dialog")+".open")
			p.keys("出血が止まらない")
			p.until("the emergency", inBox(".urgent"))
			p.picture("example-modal-" + look.name)
			p.check(axe, ours)
		})
	}
}
