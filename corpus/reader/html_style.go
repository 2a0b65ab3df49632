package reader

import (
	"regexp"
	"strconv"
	"strings"
)

// stylesheet is what a page's own <style> says of single classes, ids and
// elements: all that reading needs of CSS.
type stylesheet struct {
	rules map[string]*styleRule // by ".class", "#id", "tag", "tag.class"
}

type styleRule struct {
	hidden bool
	bold   bool
	size   float64 // in px; 0 where it isn't set
}

// maxStyle is how many bytes of styles are read.
const maxStyle = 1 << 20

// addStyles reads a style element. Rules for other media than the usual screen
// are left out, and so is every selector of more than one step.
func (s *stylesheet) add(css string) {
	css = stripCSSComments(css[:min(len(css), maxStyle)])
	for css != "" {
		open := strings.IndexByte(css, '{')
		if open < 0 {
			return
		}
		selector := strings.TrimSpace(css[:open])
		if strings.HasPrefix(selector, "@") {
			css = skipBlock(css[open:])
			continue
		}
		end := strings.IndexByte(css[open:], '}')
		if end < 0 {
			return
		}
		s.rule(selector, css[open+1:open+end])
		css = css[open+end+1:]
	}
}

func stripCSSComments(css string) string {
	if !strings.Contains(css, "/*") {
		return css
	}
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(css, "/*")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		if _, css, found = strings.Cut(rest, "*/"); !found {
			return b.String()
		}
	}
}

// skipBlock skips a block in braces with the blocks in it.
func skipBlock(css string) string {
	depth := 0
	for i := 0; i < len(css); i++ {
		switch css[i] {
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return css[i+1:]
			}
		}
	}
	return ""
}

var (
	simpleSelector = regexp.MustCompile(`^(?:[a-z][a-z0-9]*)?(?:[.#][A-Za-z_][A-Za-z0-9_-]*)?$`)
	fontSize       = regexp.MustCompile(`(?:^|;)font-size:([0-9.]+)(px|pt|rem|em|%)`)
	fontWeight     = regexp.MustCompile(`(?:^|;)font-weight:(bold|bolder|[6-9]00)`)
)

func (s *stylesheet) rule(selectors, body string) {
	if !strings.Contains(body, "display") && !strings.Contains(body, "font-") {
		return // in upper case nobody writes them
	}
	body = strings.ToLower(squeeze(body))
	r := styleRule{hidden: strings.Contains(body, "display:none"), bold: fontWeight.MatchString(body), size: cssSize(body)}
	if r == (styleRule{}) && !strings.Contains(body, "display:") {
		return
	}
	for _, sel := range strings.Split(selectors, ",") {
		sel = strings.TrimSpace(sel)
		if sel == "" || !simpleSelector.MatchString(sel) {
			continue
		}
		if s.rules == nil {
			s.rules = map[string]*styleRule{}
		}
		old := s.rules[sel]
		if old == nil {
			old = &styleRule{}
			s.rules[sel] = old
		}
		if strings.Contains(body, "display:") {
			old.hidden = r.hidden
		}
		old.bold = old.bold || r.bold
		if r.size > 0 {
			old.size = r.size
		}
	}
}

func cssSize(body string) float64 {
	m := fontSize.FindStringSubmatch(body)
	if m == nil {
		return 0
	}
	v, err := strconv.ParseFloat(m[1], 64)
	if err != nil {
		return 0
	}
	switch m[2] {
	case "pt":
		return v * 4 / 3
	case "rem", "em":
		return v * 16
	case "%":
		return v * 16 / 100
	}
	return v
}

// of calls f with every rule that is for an element.
func (s *stylesheet) of(n *node, f func(*styleRule)) {
	if len(s.rules) == 0 {
		return
	}
	if r := s.rules[n.tag]; r != nil {
		f(r)
	}
	for _, c := range strings.Fields(n.attr("class")) {
		if r := s.rules["."+c]; r != nil {
			f(r)
		}
		if r := s.rules[n.tag+"."+c]; r != nil {
			f(r)
		}
	}
	if id := n.attr("id"); id != "" {
		if r := s.rules["#"+id]; r != nil {
			f(r)
		}
	}
}

// hides reports whether the page's styles hide an element.
func (s *stylesheet) hides(n *node) bool {
	hidden := false
	s.of(n, func(r *styleRule) { hidden = hidden || r.hidden })
	return hidden
}

// look is how an element's own rules, and its style attribute, show its text.
func (s *stylesheet) look(n *node) (bold bool, size float64) {
	s.of(n, func(r *styleRule) {
		bold = bold || r.bold
		if r.size > 0 {
			size = r.size
		}
	})
	if own := n.attr("style"); own != "" {
		own = strings.ToLower(strings.ReplaceAll(own, " ", ""))
		bold = bold || fontWeight.MatchString(own)
		if v := cssSize(own); v > 0 {
			size = v
		}
	}
	return bold, size
}

// isUtility reports whether a class of a page without styles of its own is one of
// a utility framework's for bold text.
func boldClass(class string) bool {
	switch class {
	case "font-bold", "font-semibold", "font-extrabold", "fw-bold", "fw-bolder", "bold", "fwb", "has-bold", "text-bold", "strong":
		return true
	}
	return false
}
