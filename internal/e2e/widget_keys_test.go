//go:build e2e

package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// active is the title of the option that the arrows have reached.
func (p *tab) active() string {
	p.t.Helper()
	return eval[string](p, `(() => {
		const root = document.querySelector("shirube-search").shadowRoot;
		const id = root.querySelector("input").getAttribute("aria-activedescendant");
		if (!id) return "";
		const o = root.getElementById(id);
		const others = [...root.querySelectorAll("[aria-selected=true]")];
		if (others.length !== 1 || others[0] !== o) return "not the one that is selected: " + others.length;
		const box = o.getBoundingClientRect(), panel = root.querySelector("[part~=panel]").getBoundingClientRect();
		if (box.bottom < panel.top || box.top > panel.bottom) return "out of sight";
		return o.querySelector(".title").textContent;
	})()`)
}

func (p *tab) expandedIs(want string) {
	p.t.Helper()
	if got := eval[string](p, inBox("input")+`.getAttribute("aria-expanded")`); got != want {
		p.t.Errorf("aria-expanded is %s, want %s", got, want)
	}
}

// With the keyboard alone one reaches everything in the list, in both directions, and
// the cursor stays in the box.
func TestWidgetByKeyboard(t *testing.T) {
	b := browser(t)
	c := newClinic(t, `<shirube-search results="/results"></shirube-search><button>次</button>`)
	p := c.visitor(b, desktop(), "/")
	p.expandedIs("false")
	p.keys(kb.Tab)
	p.keys("しみ")
	titles := p.shownOptions("しみ")
	p.expandedIs("true")
	want := []string{"しみの費用", "しみの副作用", "しみとは", "リスク・副作用の説明を読む", "費用の目安", "ダウンタイムについて", "治療のあとの過ごし方", "すべての結果を見る（34件）"}
	if !slices.Equal(titles, want) {
		t.Fatalf("the list has %q", titles)
	}
	for _, title := range append(want, "", want[0]) {
		p.keys(kb.ArrowDown)
		if got := p.active(); got != title {
			t.Errorf("down to %q, want %q", got, title)
		}
	}
	for _, step := range []struct{ key, title string }{
		{kb.ArrowUp, ""}, {kb.ArrowUp, want[7]}, {kb.Home, want[0]}, {kb.End, want[7]}, {kb.ArrowDown, ""},
	} {
		p.keys(step.key)
		if got := p.active(); got != step.title {
			t.Errorf("then at %q, want %q", got, step.title)
		}
	}
	p.keys(kb.Home) // nothing is active: the cursor goes to the beginning of the text
	p.keys("の")
	p.shownOptions("のしみ")
	p.keys(kb.Escape)
	p.expandedIs("false")
	if got := eval[string](p, inBox("input")+".value"); got != "のしみ" {
		t.Errorf("Escape left %q in the box", got)
	}
	p.keys(kb.ArrowDown)
	p.expandedIs("true")
	p.keys(kb.Escape)
	p.keys(kb.Escape)
	if got := eval[string](p, inBox("input")+".value"); got != "" {
		t.Errorf("a second Escape left %q in the box", got)
	}
	p.keys("しみ")
	p.shownOptions("しみ")
	p.keys(kb.ArrowDown)
	p.keys(kb.Tab)
	p.expandedIs("false")
	if got := eval[string](p, `document.querySelector("shirube-search").shadowRoot.activeElement.className`); got != "clear" {
		t.Errorf("Tab goes from the box to %q", got)
	}
	if got := eval[string](p, inBox("input")+".value"); got != "しみ" {
		t.Errorf("Tab changed the box to %q", got)
	}
	p.keys(kb.Tab)
	p.keys(kb.Tab)
	if got := eval[string](p, `document.activeElement.textContent`); got != "次" {
		t.Errorf("the next stop behind the box is %q", got)
	}
	p.check("")
}

// Enter follows the option that is active; without one it leads to the results page.
func TestWidgetEnterFollows(t *testing.T) {
	b := browser(t)
	c := newClinic(t, `<shirube-search results="/results"></shirube-search>`)
	for _, step := range []struct {
		downs int
		path  string
	}{{0, "/results?q=%E3%81%97%E3%81%BF"}, {3, "/articles/drip#p-p1"}, {4, "/articles/drip#p-r1"}, {8, "/results?q=%E3%81%97%E3%81%BF"}} {
		p := c.visitor(b, desktop(), "/")
		p.focusBox()
		p.keys("しみ")
		p.shownOptions("しみ")
		p.keys(strings.Repeat(kb.ArrowDown, step.downs))
		p.keys(kb.Enter)
		p.until(fmt.Sprintf("%d down and Enter lead to %s, not %s", step.downs, step.path, eval[string](p, "location.href")), fmt.Sprintf(`location.pathname + location.search + location.hash === %q`, step.path))
	}
	p := c.visitor(b, desktop(), "/")
	p.focusBox()
	p.keys("しみ")
	p.shownOptions("しみ")
	p.keys(kb.ArrowDown)
	p.keys(kb.Enter)
	p.shownOptions("しみの費用") // a suggestion is searched for
	if got := eval[string](p, inBox("input")+".value"); got != "しみの費用" {
		t.Errorf("the suggestion put %q into the box", got)
	}
}

// The dialog opens by its button and its shortcuts, but not while one types elsewhere; it
// keeps the focus, and gives it back.
func TestWidgetModalByKeyboard(t *testing.T) {
	b := browser(t)
	c := newClinic(t, `<input id="name" aria-label="名前"><button id="before">ボタン</button><shirube-search mode="modal"></shirube-search>`)
	p := c.visitor(b, desktop(), "/")
	open := inBox("dialog") + ".open"
	is := func(want bool, when string) {
		t.Helper()
		if got := eval[bool](p, open); got != want {
			t.Fatalf("%s: open is %v, want %v", when, got, want)
		}
	}
	eval[chromedp.Void](p, `document.getElementById("name").focus()`)
	p.keys("/")
	is(false, "/ in a field")
	if got := eval[string](p, `document.getElementById("name").value`); got != "/" {
		t.Errorf("the field has %q", got)
	}
	eval[chromedp.Void](p, `document.getElementById("before").focus()`)
	p.keys("/")
	is(true, "/")
	p.keys("いたみ")
	p.shownOptions("いたみ")
	for range 6 {
		p.keys(kb.Tab)
		if at := eval[string](p, `document.activeElement.localName`); at != "shirube-search" && at != "body" {
			t.Fatalf("Tab leads out of the dialog, to %s", at)
		}
	}
	p.focusBox()
	p.keys(kb.Escape)
	is(false, "Escape")
	if at := eval[string](p, `document.activeElement.id`); at != "before" {
		t.Errorf("the focus is given back to %q", at)
	}
	p.keys("k", chromedp.KeyModifiers(chromedp.ModifierCtrl))
	is(true, "Ctrl+K")
	p.keys("k", chromedp.KeyModifiers(chromedp.ModifierCtrl))
	is(false, "Ctrl+K again")
	eval[chromedp.Void](p, inBox(`[part="open"]`)+`.focus()`)
	p.keys(kb.Enter)
	is(true, "the button")
	p.keys("しみ")
	p.shownOptions("しみ")
	p.do("press beside the dialog", chromedp.MouseClickXY(20, 400))
	is(false, "a press beside it")
	p.check("")
}

// accessible is the accessibility tree's node of something in the box.
func (p *tab) accessible(selector string) *accessibility.Node {
	p.t.Helper()
	var node *accessibility.Node
	p.do("look at the accessibility tree", chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
		tree, err := cdp.Call(ctx, tab, accessibility.GetFullAXTree, accessibility.GetFullAXTreeParams{})
		if err != nil {
			return err
		}
		for _, n := range tree.Nodes {
			if !n.Ignored && n.Role != nil && strings.Trim(string(n.Role.Value), `"`) == selector {
				node = n
				return nil
			}
		}
		return fmt.Errorf("no %s among %d nodes", selector, len(tree.Nodes))
	}))
	return node
}

// said is the value of a property of the tree as text.
func said(t *testing.T, v *accessibility.Value) string {
	t.Helper()
	if len(v.Value) == 0 {
		return ""
	}
	var value any
	if err := json.Unmarshal([]byte(v.Value), &value); err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(value)
}

// What a screen reader is told: a combobox with a name, that controls a list of named
// groups, and which option is active.
func TestWidgetInAccessibilityTree(t *testing.T) {
	b := browser(t)
	c := newClinic(t, `<shirube-search label="治療を探す"></shirube-search>`)
	p := c.visitor(b, desktop(), "/")
	p.focusBox()
	p.keys("しみ")
	p.shownOptions("しみ")
	p.keys(kb.ArrowDown)
	p.keys(kb.ArrowDown)
	p.keys(kb.ArrowDown)
	box := p.accessible("combobox")
	properties := map[string]string{}
	for _, x := range box.Properties {
		v := said(t, x.Value)
		if len(x.Value.RelatedNodes) > 0 {
			v = x.Value.RelatedNodes[0].Idref
		}
		properties[string(x.Name)] = v
	}
	if got := said(t, box.Name); got != "治療を探す" {
		t.Errorf("the box is called %q", got)
	}
	for name, want := range map[string]string{"expanded": "true", "focused": "true", "hasPopup": "listbox", "autocomplete": "list", "controls": "list", "activedescendant": "o2"} {
		if properties[name] != want {
			t.Errorf("%s is %q, want %q (of %v)", name, properties[name], want, properties)
		}
	}
	option := p.accessible("option")
	if name := said(t, option.Name); !strings.Contains(name, "しみの費用") {
		t.Errorf("the first option is called %s", name)
	}
	groups := eval[[]string](p, allInBox("[role=group]")+`.map(g => g.getAttribute("aria-labelledby") ? g.getRootNode().getElementById(g.getAttribute("aria-labelledby")).textContent : g.getAttribute("aria-label"))`)
	if want := []string{"大切なお知らせ", "よく検索されることば", "検索結果"}; !slices.Equal(groups, want) {
		t.Errorf("groups %q, want %q", groups, want)
	}
	// An effect is not heard without its risks.
	if name := eval[string](p, allInBox(".option.result")+"[0].textContent"); !strings.Contains(name, riskText) {
		t.Errorf("the effect is read as %q", name)
	}
}

// What changes is announced, in the language of the box.
func TestWidgetAnnounces(t *testing.T) {
	b := browser(t)
	for _, tt := range []struct{ lang, query, want string }{
		{"ja", "しみ", "検索結果34件。7個の選択肢を上下の矢印キーで選べます。"},
		{"ja", "見つからないもの", "検索結果はありません。候補が2個あります。"},
		{"en", "しみ", "34 results. Use the up and down arrow keys to choose from 7 options."},
		{"en", "見つからないもの", "No results.2 suggestions."},
	} {
		c := newClinic(t, `<shirube-search lang="`+tt.lang+`"></shirube-search>`)
		p := c.visitor(b, desktop(), "/")
		p.focusBox()
		p.keys(tt.query)
		p.until("announced: "+tt.want, fmt.Sprintf("%s.textContent.trim() === %q", inBox("[role=status]"), tt.want))
	}
}
