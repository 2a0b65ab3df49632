package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
)

// chat is a conversation.
type chat struct {
	kb      *knowledge
	model   *model // nil: passages are shown as they are
	history []turn
	stderr  io.Writer
}

// maxTurns is how much of a conversation is remembered.
const maxTurns = 20

const (
	refusal  = "この資料には、お尋ねの答えがありません。医療機関にご相談ください。"
	noRisks  = "この治療のリスクについての記載は、この資料に見つかりませんでした。リスクがないという意味ではありません。"
	dropping = "確かめられない文を除きました："
)

// ask answers a question on w. Without an answer it says so; where the model fails,
// or has no source for anything that it says, the passages speak for themselves.
func (c *chat) ask(ctx context.Context, question string, w io.Writer) error {
	found, err := c.kb.retrieve(ctx, question, c.history)
	if err != nil {
		return err
	}
	var b strings.Builder
	said := c.compose(ctx, &b, question, found)
	for _, n := range found.Notices {
		fmt.Fprintf(&b, "※ %s\n", n)
	}
	b.WriteString("\n")
	c.remember(turn{"user", question}, turn{"assistant", said})
	if _, err := io.WriteString(w, b.String()); err != nil {
		return fmt.Errorf("answer: %w", err)
	}
	return nil
}

// compose writes the answer less its notices, and returns what was said in a
// conversation: empty where passages were only shown.
func (c *chat) compose(ctx context.Context, b *strings.Builder, question string, found *answer) string {
	if !found.Answerable || len(found.Passages) == 0 {
		b.WriteString(refusal + "\n")
		return refusal
	}
	if c.model == nil {
		show(b, found.Passages, everything(found.Passages))
		return ""
	}
	said, err := c.model.say(ctx, question, found.Passages, c.history)
	if err != nil {
		fmt.Fprintln(c.stderr, "chatbot:", err)
		show(b, found.Passages, everything(found.Passages))
		return ""
	}
	left := check(said, found.Passages)
	for _, d := range left.dropped {
		fmt.Fprintln(c.stderr, dropping+d)
	}
	if left.text == "" {
		show(b, found.Passages, everything(found.Passages))
		return ""
	}
	b.WriteString(left.text + "\n\n")
	told := mustTell(found.Passages, left.cited)
	if len(told) > 0 {
		b.WriteString("リスクと注意（記事の原文）\n")
		show(b, found.Passages, told)
	} else if silent(found.Passages, left.cited) {
		b.WriteString(noRisks + "\n")
	}
	for _, i := range left.cited {
		if !slices.Contains(told, i) {
			b.WriteString(found.Passages[i].Citation + "\n")
		}
	}
	return left.text
}

// silent: an effect is told for whose treatment no risk was found.
func silent(passages []passage, told []int) bool {
	return slices.ContainsFunc(told, func(i int) bool { return passages[i].Effect && passages[i].Unpaired != "" })
}

// show writes passages as they are, each with its citation.
func show(b *strings.Builder, passages []passage, which []int) {
	for _, i := range which {
		p := passages[i]
		fmt.Fprintf(b, "%s%s\n%s\n\n", label(p.Role), p.Text, p.Citation)
	}
	if len(which) == len(passages) && silent(passages, which) {
		b.WriteString(noRisks + "\n")
	}
}

func everything(passages []passage) []int {
	out := make([]int, len(passages))
	for i := range out {
		out[i] = i
	}
	return out
}

// remember adds what was said, less what is empty, and forgets the oldest.
func (c *chat) remember(turns ...turn) {
	for _, t := range turns {
		if t.Content != "" {
			c.history = append(c.history, t)
		}
	}
	c.history = c.history[max(0, len(c.history)-maxTurns):]
}
