package analysis

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/ikawaha/kagome-dict/dict"
	"github.com/ikawaha/kagome-dict/ipa"

	"shirube/internal/text"
)

// dictionary is Kagome's IPA dictionary with what the rules say about each of
// its 392,000 entries worked out beforehand, in flat tables without pointers:
// a term costs two array reads, and the garbage collector has nothing to walk.
type dictionary struct {
	kagome   *dict.Dict
	identity string

	terms packed // index term of each entry, "" where the rules drop it
	roles []role
	forms packed // base form, a zero byte, reading
	pos   []uint8
	tags  []tag // parts of speech, by pos
	unk   []tag // parts of speech of unknown words, by their own ids

	viterbis  *viterbis
	lay       layIndex
	compounds memory
	names     memory
}

// process keeps the process's one dictionary. It is the cache of a constant:
// the dictionary is compiled into the program and nothing can change it, and
// tests and servers with several Analyzers must not pay for it several times.
var process = holder{get: sync.OnceValues(load)} //nolint:gochecknoglobals // see above

type holder struct{ get func() (*dictionary, error) }

// load reads Kagome's dictionary and works out the tables. DictShrink would be
// smaller but has no base forms and readings. So the full one is read and its
// features (slices of strings, 72 of 88 MB) are released when the tables hold
// what is needed of them in 17 MB: nothing else uses Kagome, and segmentation
// does not look at features.
func load() (*dictionary, error) {
	k := ipa.Dict()
	c, err := newColumns(k)
	if err != nil {
		return nil, err
	}
	n := len(k.Morphs)
	d := &dictionary{kagome: k, pos: make([]uint8, n), roles: make([]role, n), lay: newLayIndex()}
	if err := d.tagAll(c); err != nil {
		return nil, err
	}
	rel, spelt := newRelations(d, c), newOkurigana(d, c)
	terms, forms := newPacker(n, 12), newPacker(n, 28)
	for i := range n {
		base := c.base(i)
		term, role := d.tag(i).judge(base)
		if term != "" && role == ordinary {
			usual := spelt.of(i, base)
			if root := rel.root(i, usual); root != usual {
				usual = spelt.inflected("形容詞,自立", spelt.inflected("動詞,自立", root))
			}
			if usual != base {
				term = text.FoldKana(usual)
			}
		}
		d.roles[i] = role
		terms.add(term)
		forms.add(base, "\x00", c.reading(i))
	}
	d.terms, d.forms = terms.done(), forms.done()
	for _, f := range k.UnkDict.Contents {
		d.unk = append(d.unk, joinTag(f[:min(c.levels, len(f))]))
	}
	k.Contents, k.POSTable.POSs = nil, nil
	d.viterbis = newViterbis(k)
	sum := sha256.Sum256([]byte(d.terms.text))
	d.identity = fmt.Sprintf("ipa.%d.%x", n, sum[:6])
	return d, nil
}

// columns reads the features of Kagome's entries.
type columns struct {
	kagome *dict.Dict
	levels int // of the part of speech; the contents follow it
	at     [3]int
}

func newColumns(k *dict.Dict) (columns, error) {
	c := columns{kagome: k, levels: int(k.ContentsMeta[dict.POSHierarchy])}
	for i, name := range []string{dict.BaseFormIndex, dict.ReadingIndex, dict.InflectionalForm} {
		at, ok := k.ContentsMeta[name]
		if !ok || int(at) < c.levels {
			return c, fmt.Errorf("analysis: the dictionary has no column %q", name)
		}
		c.at[i] = int(at) - c.levels
	}
	if n := len(k.Morphs); c.levels == 0 || len(k.Contents) != n || len(k.POSTable.POSs) != n {
		return c, errors.New("analysis: the dictionary lacks features or parts of speech")
	}
	return c, nil
}

func (c columns) base(i int) string       { return feature(c.kagome.Contents[i], c.at[0]) }
func (c columns) reading(i int) string    { return feature(c.kagome.Contents[i], c.at[1]) }
func (c columns) inflection(i int) string { return feature(c.kagome.Contents[i], c.at[2]) }

func feature(c []string, i int) string {
	if i < 0 || i >= len(c) || c[i] == "*" {
		return ""
	}
	return c[i]
}

// form returns the base form and the reading (katakana) of an entry.
func (d *dictionary) form(id int) (base, reading string) {
	base, reading, _ = strings.Cut(d.forms.get(id), "\x00")
	return base, reading
}

// tag is a part of speech: its levels joined by commas.
type tag string

func joinTag(levels []string) tag {
	for len(levels) > 0 && levels[len(levels)-1] == "*" {
		levels = levels[:len(levels)-1]
	}
	return tag(strings.Join(levels, ","))
}

// tagAll numbers the parts of speech (the dictionary has 69) and gives every
// entry the number of its own.
func (d *dictionary) tagAll(c columns) error {
	table := c.kagome.POSTable
	ids := map[string]uint8{} // by the bytes of the dictionary's own ids
	var key []byte
	for i, levels := range table.POSs {
		key = key[:0]
		for _, id := range levels {
			key = append(key, byte(id>>8), byte(id))
		}
		id, ok := ids[string(key)]
		if !ok {
			if len(d.tags) > 255 {
				return errors.New("analysis: the dictionary has more than 256 parts of speech")
			}
			var names []string
			for _, id := range levels {
				names = append(names, table.NameList[id])
			}
			id = uint8(len(d.tags)) //nolint:gosec // checked above
			ids[string(key)] = id
			d.tags = append(d.tags, joinTag(names))
		}
		d.pos[i] = id
	}
	return nil
}

func (d *dictionary) tag(i int) tag { return d.tags[d.pos[i]] }

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

// newPacker makes room for n strings of about size bytes each.
func newPacker(n, size int) *packer {
	p := &packer{at: make([]uint32, 0, n+1)}
	p.b.Grow(n * size)
	return p
}

// add appends the string that parts make together.
func (p *packer) add(parts ...string) {
	p.at = append(p.at, uint32(p.b.Len())) //nolint:gosec // ten megabytes in all
	for _, s := range parts {
		p.b.WriteString(s)
	}
}

func (p *packer) done() packed {
	p.add()
	return packed{p.b.String(), p.at}
}
