package reader

import (
	"bytes"
	"regexp"
	"strings"

	"shirube/internal/pattern"
)

// codeMark is how code of a template begins and ends, which servers should have
// run, and sometimes did not.
type codeMark struct{ open, end string }

func codeMarks() []codeMark {
	return []codeMark{{"<?php", "?>"}, {"<?=", "?>"}, {"<? ", "?>"}, {"<%", "%>"}}
}

// cutTemplates blanks what is code of a template in the source of a page, before its
// tags are read, and lists it. Lines stay.
func (p *page) cutTemplates(src []byte, first int) []byte {
	if !bytes.Contains(src, []byte("<?")) && !bytes.Contains(src, []byte("<%")) {
		return src
	}
	out := src
	copied := false
	line, counted := first, 0
	endless := map[string]bool{} // what ends nowhere in the rest of the source
	for at := 0; at < len(src); {
		i := bytes.IndexByte(src[at:], '<')
		if i < 0 {
			break
		}
		at += i
		mark, ok := markAt(src[at:])
		if !ok {
			at++
			continue
		}
		end := len(src)
		n := -1
		if !endless[mark.end] {
			n = bytes.Index(src[at:], []byte(mark.end))
		}
		switch {
		case n >= 0:
			end = at + n + len(mark.end)
		case mark.open != "<?php":
			endless[mark.end] = true
			at++
			continue
		}
		line += bytes.Count(src[counted:at], []byte("\n"))
		counted = at
		if m := templateName.FindSubmatch(src[at:end]); m != nil && p.template == "" {
			p.template = string(m[1])
		}
		p.list(line, shorten(strings.Join(strings.Fields(string(src[at:end])), " ")), whyTemplate)
		if !copied {
			out, copied = bytes.Clone(src), true
		}
		for j := at; j < end; j++ {
			if out[j] != '\n' {
				out[j] = ' '
			}
		}
		at = end
	}
	return out
}

// templateName is what a page template of WordPress is called by, in the comment at its
// top: the page that it is made for.
var templateName = regexp.MustCompile(`(?m)^[\s/*#]*Template Name:[ \t]*(\S.{0,80}?)[ \t]*(?:\*/.*)?$`)

func markAt(s []byte) (codeMark, bool) {
	for _, m := range codeMarks() {
		if len(s) >= len(m.open) && bytes.EqualFold(s[:len(m.open)], []byte(m.open)) {
			return m, true
		}
	}
	return codeMark{}, false
}

var (
	// leftover is what template languages leave in texts: {{ … }}, {% … %}, {# … #},
	// {!! … !!}, Blade's directives on lines of their own.
	leftover = regexp.MustCompile(`\{\{[^{}]{0,400}\}\}\}?|\{%[^%]{0,400}%\}|\{#[^#]{0,400}#\}|\{!![^!]{0,400}!!\}`)
	blade    = regexp.MustCompile(`(?m)^[ \t]*@(?:extends|section|endsection|yield|include|if|elseif|else|endif|foreach|endforeach|php|endphp|csrf|push|endpush|component|endcomponent|slot|endslot)\b[^\n。]*$`)
	// shortcodeMark is WordPress's: [name key="value"], [/name], [toc].
	shortcodeMark = regexp.MustCompile(pattern.Joined(`
		\[/?[a-z][a-z0-9_-]{1,40}(?:
			\s+[a-zA-Z0-9_-]+=(?:"[^"\]]*"|'[^'\]]*'|“[^”]*”|”[^”]*”|[^\s\]"']+)
		)+\s*/?\]
		|\[/[a-z][a-z0-9_-]{1,40}\]
		|\[(?:
			toc|gallery|contact-form-7|caption|embed|audio|video|playlist|ez-toc|lwptoc|sitemap|shortcode
			|vc_row|vc_column|vc_column_text|et_pb_section|et_pb_row|et_pb_text|su_[a-z_]+
		)\]
	`))
	moduleLines = regexp.MustCompile(`(?m)^[ \t]*(?:import\s+(?:[\w*{}, ]+\s+from\s+)?['"][^'"\n]+['"];?|export\s+(?:const|default|let|function)\b[^\n]*)[ \t]*$`)
)

// cutLeftovers takes leftovers of templates out of a text, and lists them.
func (p *page) cutLeftovers(n *node) {
	s := n.text
	if strings.IndexByte(s, '{') < 0 && strings.IndexByte(s, '[') < 0 && strings.IndexByte(s, '@') < 0 && !strings.Contains(s, "import ") && !strings.Contains(s, "export ") {
		return
	}
	for _, re := range []*regexp.Regexp{leftover, blade, shortcodeMark, moduleLines} {
		s = re.ReplaceAllStringFunc(s, func(m string) string {
			p.list(n.line+leadingBreaks(n.text), strings.TrimSpace(m), whyTemplate)
			return strings.Repeat("\n", strings.Count(m, "\n"))
		})
	}
	n.text = s
}

// eachText calls f for every text below n that is not dropped.
func eachText(n *node, f func(*node)) {
	for c := n.first; c != nil; c = c.next {
		switch {
		case c.tag == "":
			f(c)
		case c.drop == "":
			eachText(c, f)
		}
	}
}
