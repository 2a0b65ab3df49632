package reader

import (
	"strings"
	"testing"
)

// What stands in a list of terms and is neither term nor description is text, too.
func TestLooseTextInListsOfTerms(t *testing.T) {
	for _, list := range []string{
		`<dl><div><dt>見本法</dt><dd>&yen;33,000</dd></div><p><span>回数:3回</span><br>腕も当てます。</p><div><dt>二点</dt><dd>&yen;44,000</dd></div></dl>`,
		`<dl><dt>見本法</dt><dd>&yen;33,000</dd>回数:3回<br>腕も当てます。<dt>二点</dt><dd>&yen;44,000</dd></dl>`,
		`<dl><p>回数:3回</p><dt>見本法</dt><dd>&yen;33,000</dd><ul><li>腕も当てます。</li></ul><dt>二点</dt><dd>&yen;44,000</dd></dl>`,
	} {
		a, _ := readPage(t, openPage+`<main>`+leadText+`<h2>料金</h2>`+list+`</main></body>`)
		text := a.Sections[len(a.Sections)-1].Text
		for _, want := range []string{"見本法：¥33,000", "回数:3回", "腕も当てます。", "二点：¥44,000"} {
			if !strings.Contains(text, want) {
				t.Errorf("%s: lost %s in %q", list, want, text)
			}
		}
	}
}

// The sign of what opens is no answer; in a table it says something.
func TestTogglesAreNoAnswers(t *testing.T) {
	for _, faq := range []string{
		`<div class="faq-item"><div class="faq-question"><h3>痛みますか？</h3><span class="faq-toggle">+</span></div><div class="faq-answer"><p>少し痛みます。</p></div></div>`,
		`<div class="accordion-item"><button class="accordion-button">痛みますか？<span class="icon">＋</span></button><div class="panel"><p>少し痛みます。</p></div></div>`,
		`<dl class="faq"><dt>痛みますか？<i>▼</i></dt><dd>少し痛みます。</dd></dl>`,
	} {
		a, _ := readPage(t, openPage+`<main>`+leadText+`<h2>よくある質問</h2>`+faq+`</main></body>`)
		if len(a.FAQs) != 1 || a.FAQs[0].Question != "痛みますか？" || a.FAQs[0].Answer != "少し痛みます。" || strings.ContainsAny(a.Sections[len(a.Sections)-1].Heading, "+＋▼") {
			t.Errorf("%s: %q", faq, a.FAQs)
		}
	}
	a, _ := readPage(t, openPage+`<main>`+leadText+`<h2>違い</h2><div class="detail"><table><tr><th>痛み</th><td><span class="mark">＋</span></td></tr></table></div></main></body>`)
	if text := a.Sections[len(a.Sections)-1].Text; !strings.Contains(text, "＋") {
		t.Errorf("a cell lost its sign: %q", text)
	}
}
