package anatomy

import (
	"regexp"
	"slices"
	"strings"

	"shirube/corpus"
)

// What stands below the last answer of an article, or at its very end, can be on
// the whole article: who supervised it, what it cites. Pasted pages part it from
// the answer by no more than a blank line.

// cutTails gives such lines sections of their own, after the part that they stand in.
func (r *reading) cutTails(parts []Part) []Part {
	if !slices.ContainsFunc(parts, func(p Part) bool { return slices.ContainsFunc(p.Lines, func(l Line) bool { return mayEnd(l.Text) }) }) {
		return parts
	}
	answers := make([]bool, len(parts)+1) // the last is false
	var kinds kindStack
	own := make([]corpus.Kind, len(parts))
	for i, p := range parts {
		own[i] = kinds.open(p.Heading, p.Level)
		answers[i] = p.Question || own[i] == corpus.KindFAQ && (isQuestion(p.Heading) || questionLen(p.Heading) > 0)
	}
	var out []Part
	for i, p := range parts {
		var tail []Part
		switch {
		case own[i] == corpus.KindSources:
			p.Lines, tail = cutSupervisor(p)
		case own[i] == corpus.KindSupervision, p.Heading == "":
		case answers[i]:
			if !answers[i+1] {
				p.Lines, tail = cutTail(p, true)
			}
			if tail == nil {
				p.Lines, tail = cutOwnSources(p)
			}
		case i == len(parts)-1:
			p.Lines, tail = cutTail(p, false)
		}
		out = append(append(out, p), tail...)
	}
	return out
}

// mayEnd is a quick test of how a tail begins.
func mayEnd(line string) bool {
	return len(line) < 400 && (strings.Contains(firstRunes(line, 12), "監修") || sourceLine(line) || isBareLabel(line))
}

// tailForm is what a line is that may begin a tail.
type tailForm int

const (
	noTail         tailForm = iota
	supervisorHead          // 「監修者情報」 over who it is
	supervisorLine          // 「監修：当院院長」
	sourcesHead             // 「参考文献」 over a list
	sourceOne               // 「参考：日本皮膚科学会」
)

// supervisorLabel is the label of a line that names a supervisor.
var supervisorLabel = regexp.MustCompile(`^(?:■|●|◆|・|※|\[|【|（|\()?[\s　]*(` + superviseLabel + `)[\s　]*(?:(?:】|\])[\s　]*[:：/／|｜]?[\s　]*|[:：/／|｜][\s　]*|　+)`)

// tailOf reads a line that may begin a tail: its form, its label and what follows.
func tailOf(line string) (form tailForm, label, rest string) {
	t := strings.TrimSpace(line)
	if m := supervisorLabel.FindStringSubmatchIndex(t); m != nil && !endsSentence(t) && m[1] < len(t) {
		return supervisorLine, t[m[2]:m[3]], t[m[1]:]
	}
	if head := strings.TrimRight(unmark(t), ":： 　"); runes(head) <= 14 && supervisorLabel.MatchString(head+":") {
		return supervisorHead, head, ""
	}
	if n := sourceLabelLen(line); n > 0 && strings.TrimSpace(line[n:]) != "" {
		return sourceOne, strings.Trim(line[:n], "※＊*■▼・（(【[】]）) \t　:："), unbracket(line[n:])
	} else if n > 0 || isBareLabel(line) {
		return sourcesHead, strings.Trim(t, "※＊*■▼・（(【[<〈】]）)>〉 　:："), ""
	}
	return noTail, "", ""
}

// cutTail parts the lines of a part from the tail below them. Of what is no answer
// only a supervisor is cut off: a source there is the section's own.
func cutTail(p Part, answer bool) ([]Line, []Part) {
	for i := range p.Lines {
		if !beginsTail(p.Lines, i) {
			continue
		}
		if form, _, _ := tailOf(p.Lines[i].Text); !answer && form != supervisorLine && form != supervisorHead {
			continue
		}
		if tail := tailParts(p, i, answer); tail != nil {
			return p.Lines[:i], tail
		}
	}
	return p.Lines, nil
}

// cutSupervisor parts a list of sources from who supervised, below it.
func cutSupervisor(p Part) ([]Line, []Part) {
	for i, l := range p.Lines {
		if i == 0 || !mayEnd(l.Text) {
			continue
		}
		form, label, rest := tailOf(l.Text)
		if form != supervisorHead && form != supervisorLine {
			continue
		}
		part := Part{Heading: label, Level: max(p.Level, 1), Line: l.No, Lines: p.Lines[i+1:], Links: p.Links, tail: true}
		if rest != "" {
			part.Lines = append([]Line{{rest, l.No}}, part.Lines...)
		}
		return p.Lines[:i], []Part{part}
	}
	return p.Lines, nil
}

// cutOwnSources parts an answer from the sources that end it: they support it, and
// answer nothing.
func cutOwnSources(p Part) ([]Line, []Part) {
	lines := trimBlank(p.Lines)
	for i := range lines {
		form, label, rest := tailOf(lines[i].Text)
		if form != sourceOne && form != sourcesHead || allBlank(lines[:i]) {
			continue
		}
		below := lines[i+1:]
		if form == sourcesHead && (len(below) == 0 || len(listBelow(texts(below))) < len(below)) ||
			form == sourceOne && slices.ContainsFunc(below, func(l Line) bool { return !isBlank(l.Text) && !sourceLine(l.Text) }) {
			continue
		}
		part := Part{Heading: label, Level: max(p.Level, 1), Line: lines[i].No, Lines: below, Links: p.Links, tail: true, supports: true}
		if rest != "" {
			part.Lines = append([]Line{{rest, lines[i].No}}, below...)
		}
		return lines[:i], []Part{part}
	}
	return p.Lines, nil
}

// beginsTail reports whether line i can begin a tail: after a blank line, below text;
// a line that names who supervised, right below a sentence too.
func beginsTail(lines []Line, i int) bool {
	if i < 1 || !mayEnd(lines[i].Text) {
		return false
	}
	form, _, _ := tailOf(lines[i].Text)
	if !isBlank(lines[i-1].Text) && (form != supervisorLine || !endsSentence(lines[i-1].Text)) {
		return false
	}
	return form != noTail && slices.ContainsFunc(lines[:i], func(l Line) bool { return !isBlank(l.Text) })
}

// tailParts makes sections of the lines from i on; nil where they go on with
// something else.
func tailParts(p Part, i int, answer bool) []Part {
	var out []Part
	for i < len(p.Lines) {
		end := i + 1
		for end < len(p.Lines) && !beginsTail(p.Lines, end) {
			end++
		}
		form, label, rest := tailOf(p.Lines[i].Text)
		below := p.Lines[i+1 : end]
		part := Part{Heading: label, Level: 1, Line: p.Lines[i].No, Lines: below, Links: p.Links, tail: true}
		switch {
		case form == sourceOne && !allBlank(below), form == sourcesHead && len(listBelow(texts(below))) < len(trimBlank(below)):
			return nil // the answer goes on
		case !answer && slices.ContainsFunc(below, func(l Line) bool { return endsSentence(l.Text) || runes(l.Text) > 60 }):
			return nil
		case strings.Contains(label, "参照元"):
			part.supports = true
		}
		if rest != "" {
			part.Lines = append([]Line{{rest, p.Lines[i].No}}, below...)
		}
		out = append(out, part)
		i = end
	}
	return out
}

func allBlank(lines []Line) bool {
	return !slices.ContainsFunc(lines, func(l Line) bool { return !isBlank(l.Text) })
}

// trimBlank takes blank lines off the end.
func trimBlank(lines []Line) []Line {
	for len(lines) > 0 && isBlank(lines[len(lines)-1].Text) {
		lines = lines[:len(lines)-1]
	}
	return lines
}

func texts(lines []Line) []string {
	out := make([]string, len(lines))
	for i, l := range lines {
		out[i] = l.Text
	}
	return out
}
