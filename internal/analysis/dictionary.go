package analysis

import (
	"errors"
	"fmt"
	"hash/fnv"
	"strings"
	"sync"

	"github.com/ikawaha/kagome-dict/dict"
	"github.com/ikawaha/kagome-dict/ipa"

	"shirube/internal/text"
)

// dictionary is Kagome's IPA dictionary with what the rules say about each of
// its 392,000 entries worked out beforehand, in flat tables without pointers:
// looking a term up costs two array reads, and the garbage collector has
// nothing to walk.
type dictionary struct {
	kagome   *dict.Dict
	identity string

	terms packed // index term of each entry, "" where the rules drop it
	forms packed // base form, a zero byte, reading
	pos   []uint8
	tags  []tag // by pos
	unk   []tag // by id of unknown-word entry
}

// tag is a part of speech: the levels that say something, joined by commas.
type tag string

// packed is a list of strings in one piece.
type packed struct {
	text string
	at   []uint32
}

func (p packed) get(i int) string { return p.text[p.at[i]:p.at[i+1]] }

// packer builds a packed.
type packer struct {
	b  strings.Builder
	at []uint32
}

func (p *packer) add(parts ...string) {
	p.at = append(p.at, uint32(p.b.Len())) //nolint:gosec // some ten megabytes in all
	for _, s := range parts {
		p.b.WriteString(s)
	}
}

func (p *packer) done() packed {
	p.add()
	return packed{p.b.String(), p.at}
}

// holder keeps the process's one dictionary. It is a cache of a constant: the
// dictionary is compiled into the program and nothing can change it, so that
// tests and servers with several Analyzers do not pay for it several times.
type holder struct{ get func() (*dictionary, error) }

var process = holder{get: sync.OnceValues(load)}

func loaded() (*dictionary, error) { return process.get() }

// load reads Kagome's dictionary and works out the tables. The parts of
// Kagome's own tables that the segmentation does not need (features as slices
// of strings, some 70 MB) are released: no other package uses Kagome, and this
// one reads features from its own tables only.
func load() (*dictionary, error) {
	k := ipa.Dict()
	base, ok1 := k.ContentsMeta[dict.BaseFormIndex]
	read, ok2 := k.ContentsMeta[dict.ReadingIndex]
	levels := int(k.ContentsMeta[dict.POSHierarchy])
	if !ok1 || !ok2 || levels == 0 || len(k.Contents) != len(k.Morphs) || len(k.POSTable.POSs) != len(k.Morphs) {
		return nil, errors.New("analysis: the dictionary has no base forms, readings or parts of speech")
	}
	d := &dictionary{kagome: k, pos: make([]uint8, len(k.Morphs))}
	ids := map[tag]uint8{}
	sum := fnv.New64a()
	var terms, forms packer
	for i, c := range k.Contents {
		id, err := d.tagOf(k.POSTable, i, levels, ids)
		if err != nil {
			return nil, err
		}
		d.pos[i] = id
		b, r := feature(c, int(base)-levels), feature(c, int(read)-levels)
		t := d.tags[id].term(b)
		terms.add(t)
		forms.add(b, "\x00", r)
		sum.Write([]byte(t))
	}
	d.terms, d.forms = terms.done(), forms.done()
	for _, c := range k.UnkDict.Contents {
		d.unk = append(d.unk, joinTag(c[:min(levels, len(c))]))
	}
	k.Contents, k.POSTable.POSs = nil, nil
	d.identity = fmt.Sprintf("ipa.%d.%x", len(k.Morphs), sum.Sum64())
	return d, nil
}

func feature(c []string, i int) string {
	if i < 0 || i >= len(c) || c[i] == "*" {
		return ""
	}
	return c[i]
}

// tagOf returns the number of entry i's part of speech, adding it when new.
func (d *dictionary) tagOf(t dict.POSTable, i, levels int, ids map[tag]uint8) (uint8, error) {
	names := make([]string, 0, levels)
	for _, id := range t.POSs[i] {
		names = append(names, t.NameList[id])
	}
	g := joinTag(names)
	id, ok := ids[g]
	if !ok {
		if len(d.tags) > 255 {
			return 0, errors.New("analysis: the dictionary has more than 256 parts of speech")
		}
		id = uint8(len(d.tags)) //nolint:gosec // checked above
		ids[g] = id
		d.tags = append(d.tags, g)
	}
	return id, nil
}

func joinTag(levels []string) tag {
	for len(levels) > 0 && levels[len(levels)-1] == "*" {
		levels = levels[:len(levels)-1]
	}
	return tag(strings.Join(levels, ","))
}

// base and reading are the forms of a known entry.
func (d *dictionary) form(id int) (base, reading string) {
	base, reading, _ = strings.Cut(d.forms.get(id), "\x00")
	return base, reading
}

// fold finishes a term.
func fold(s string) string { return text.FoldKana(s) }
