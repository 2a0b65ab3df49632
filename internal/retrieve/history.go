package retrieve

import (
	"slices"
	"strings"
	"unicode/utf8"

	"shirube/internal/lexicon"
	"shirube/internal/search"
	"shirube/internal/text"
)

// A follow-up (それは痛い？, 副作用は？) is about what the conversation is about. Where the
// query names no treatment, the treatment that the user named last is looked for as well;
// without one, the condition. What the assistant said counts only where the user points to
// it. A query that asks for treatments, for others than that one, or that names a condition
// of its own, begins a new topic.

// What is read of a conversation: so many of its latest turns, and of each so many
// characters from its beginning and from its end.
const (
	readTurns = 12
	readChars = 1000
)

// carry is the query with what the conversation is about, and what that is.
func carry(s Searcher, r Request) (string, []Carried) {
	none := []Carried{}
	if len(r.History) == 0 || r.Carry != nil && !*r.Carry || r.Interpret != nil && !r.Interpret.Synonyms {
		return r.Query, none
	}
	q := key(r.Query)
	named := s.Named(r.Query)
	points := containsAny(q, pointers())
	if has(named, isMeans) || has(named, isNewTopic) && !points && !containsAny(q, also()) {
		return r.Query, none
	}
	about := topicOf(s, r.History, points, asksForTreatments(q))
	words := []string{r.Query}
	for _, c := range about {
		words = append(words, c.Label)
	}
	query := strings.Join(words, " ")
	if len(about) == 0 || utf8.RuneCountInString(query) > search.MaxQueryRunes {
		return r.Query, none
	}
	return query, about
}

// topicOf is what the latest turns are about. Where treatments are asked for, it is the
// condition that they are for.
func topicOf(s Searcher, history []Turn, points, asksForTreatments bool) []Carried {
	var said []Carried
	for _, t := range slices.Backward(history[max(0, len(history)-readTurns):]) {
		switch t.Role {
		case TurnAssistant:
			if said == nil && points {
				said = theOnly(concepts(s.Named(shortened(t.Content)), isMeans))
			}
		case TurnUser:
			named := s.Named(shortened(t.Content))
			if means := concepts(named, isMeans); len(means) > 0 && !asksForTreatments {
				return means[:min(len(means), mostCarried)]
			}
			conditions := concepts(named, (*lexicon.Concept).HopedFor)
			switch {
			case len(said) > 0 && !asksForTreatments:
				return said // it answers what this turn says, and the user points to it
			case len(conditions) > 0 && (asksForTreatments || !containsAny(key(t.Content), also())):
				return conditions[:1]
			}
		}
	}
	if asksForTreatments {
		return nil
	}
	return said
}

// mostCarried is how many treatments are carried over: 「ボトックスとヒアルロン酸のどちらがいい？」.
const mostCarried = 2

// concepts are those of a kind that a turn names and does not deny, each once, without
// those that are broader than another.
func concepts(named []search.Named, is func(*lexicon.Concept) bool) []Carried {
	var kept []search.Named
	for _, n := range named {
		again := func(o search.Named) bool {
			return o.Concept.ID == n.Concept.ID || slices.Contains(o.Concept.Broader, n.Concept.ID)
		}
		if n.Denied || !is(n.Concept) || slices.ContainsFunc(kept, again) {
			continue
		}
		kept = slices.DeleteFunc(kept, func(o search.Named) bool { return slices.Contains(n.Concept.Broader, o.Concept.ID) })
		kept = append(kept, n)
	}
	var out []Carried
	for _, n := range kept {
		out = append(out, Carried{Concept: n.Concept.ID, Label: n.Concept.Label, From: n.Text})
	}
	return out
}

// theOnly is nothing where there are several: who points to them does not say which.
func theOnly(list []Carried) []Carried {
	if len(list) != 1 {
		return nil
	}
	return list
}

// isMeans reports whether something is done or used to treat, and a conversation can be
// about it: neither what is also a reason not to be treated (ステロイド) nor what goes along
// with many treatments.
func isMeans(c *lexicon.Concept) bool {
	return (c.Is(lexicon.Treatment) || c.Is(lexicon.Ingredient) || c.Is(lexicon.Device)) && !c.Is(lexicon.Contraindication) && !goesAlong(c)
}

// goesAlong reports whether something is an anaesthetic or a sedative, by the lexicon's ids.
func goesAlong(c *lexicon.Concept) bool {
	return slices.ContainsFunc(append(slices.Clone(c.Broader), c.ID), func(id string) bool {
		return id == "anesthesia" || id == "local_anesthesia" || id == "sedative"
	})
}

// isNewTopic reports whether a query that names it is about that: a condition, unless it
// is also a reason not to be treated.
func isNewTopic(c *lexicon.Concept) bool {
	return c.HopedFor() && c.Is(lexicon.Condition) && !c.Is(lexicon.Contraindication)
}

func has(named []search.Named, is func(*lexicon.Concept) bool) bool {
	for _, n := range named {
		if !n.Denied && is(n.Concept) {
			return true
		}
	}
	return false
}

// pointers are words that point to what was said.
func pointers() []string {
	return []string{"それ", "これ", "その", "この", "そちら", "こちら", "そっち", "上記", "先ほど", "さっき", "今の"}
}

// also are words by which a question adds to what was said.
func also() []string {
	return []string{"にも", "でも", "も効", "にな", "が出", "があって"}
}

// asksForTreatments reports whether the query asks which treatments there are, or for
// others than that which was spoken of.
func asksForTreatments(q string) bool {
	for _, noun := range []string{"治療", "治療法", "施術", "方法", "薬", "手術", "選択肢"} {
		for _, ask := range []string{"は?", "は何?", "は何が", "は何です", "はある?", "はありますか", "はないですか", "を教えて", "のおすすめ", "の種類"} {
			if strings.Contains(q, noun+ask) {
				return true
			}
		}
		for _, which := range []string{"どんな", "おすすめの", "効く", "以外の", "ほかの", "他の", "別の", "代わりの", "ほかに", "他に"} {
			if strings.Contains(q, which+noun) {
				return true
			}
		}
	}
	return false
}

func containsAny(s string, words []string) bool {
	for _, w := range words {
		if strings.Contains(s, text.Normalize(w).String) {
			return true
		}
	}
	return false
}

// containsFold reports whether a text in normal form has a word in any width or case.
func containsFold(normal, word string) bool {
	return strings.Contains(normal, text.Normalize(word).String)
}

// shortened is the beginning and the end of a turn: what it is about stands there.
func shortened(s string) string {
	runes := []rune(s)
	if len(runes) <= 2*readChars {
		return s
	}
	return string(runes[:readChars]) + "\n" + string(runes[len(runes)-readChars:])
}

// asTyped is an interpretation without the terms that stand behind the typed query.
func asTyped(in search.Interpretation, query string) search.Interpretation {
	length := utf8.RuneCountInString(query)
	terms := []search.QueryTerm{}
	for _, t := range in.Terms {
		if t.Start < length {
			terms = append(terms, t)
		}
	}
	in.Terms = terms
	return in
}
