package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"shirube/index"
	"shirube/internal/bench"
	"shirube/internal/search"
)

// errUnavailable: there is no Java, or Maven cannot have OpenSearch.
var errUnavailable = errors.New("there is no OpenSearch to compare with")

// build has Maven make the peer.
func build(ctx context.Context, folder string) error {
	if _, err := exec.LookPath("mvn"); err != nil {
		return fmt.Errorf("%w: %w", errUnavailable, err)
	}
	said, err := exec.CommandContext(ctx, filepath.Join(folder, "start.sh"), "--build").CombinedOutput() //nolint:gosec // our own script
	var status *exec.ExitError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &status) && status.ExitCode() == usage,
		bytes.Contains(said, []byte("Could not transfer artifact")), bytes.Contains(said, []byte("Unknown host")):
		return fmt.Errorf("%w: %.2000s", errUnavailable, bytes.TrimSpace(said))
	}
	return fmt.Errorf("build the peer: %w: %.4000s", err, said)
}

// startOpenSearch starts a node, gives it the passages and waits until they are found.
func (o *options) startOpenSearch(ctx context.Context, dir string, of *corpusOf) (e *engine, stop func() error, err error) {
	port, err := freePort(ctx)
	if err != nil {
		return nil, nil, err
	}
	home, err := filepath.Abs(filepath.Join(dir, "opensearch"))
	if err != nil {
		return nil, nil, fmt.Errorf("folder: %w", err)
	}
	var talk bytes.Buffer
	cmd := exec.CommandContext(ctx, filepath.Join(o.peer, "start.sh"), //nolint:gosec // our own script
		"path.home="+home, "http.port="+strconv.Itoa(port), "transport.port=0", "cluster.routing.allocation.disk.threshold_enabled=false")
	cmd.Stdout, cmd.Stderr = &talk, &talk
	if err := cmd.Start(); err != nil {
		return nil, nil, fmt.Errorf("start: %w", err)
	}
	stop = func() error {
		err := cmd.Process.Signal(syscall.SIGTERM)
		var ended *exec.ExitError
		if wait := cmd.Wait(); err == nil && wait != nil && !errors.As(wait, &ended) { // Java ends with 143
			err = wait
		}
		if err != nil {
			return fmt.Errorf("end: %w; the node said: %.2000s", err, talk.String())
		}
		return nil
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, stop())
		}
	}()
	e = &engine{name: "OpenSearch", base: "http://127.0.0.1:" + strconv.Itoa(port), path: "/passages/_search", pid: strconv.Itoa(cmd.Process.Pid), read: readOpenSearch}
	waiting, cancel := context.WithTimeout(ctx, 2*time.Minute)
	defer cancel()
	var about struct{ Version struct{ Number string } }
	if err := bench.Until(waiting, func() bool {
		got, err := call(waiting, http.MethodGet, e.base, "application/json", nil)
		return err == nil && json.Unmarshal(got, &about) == nil
	}); err != nil {
		return nil, nil, fmt.Errorf("%w; the node said: %.2000s", err, talk.String())
	}
	e.name += " " + about.Version.Number
	if err := e.fill(ctx, of); err != nil {
		return nil, nil, err
	}
	for _, q := range of.questions {
		body, err := json.Marshal(question(q))
		if err != nil {
			return nil, nil, fmt.Errorf("question: %w", err)
		}
		e.requests = append(e.requests, body)
	}
	return e, stop, nil
}

// freePort is one that nobody listens on.
func freePort(ctx context.Context) (int, error) {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return 0, fmt.Errorf("port: %w", err)
	}
	defer l.Close()                          //nolint:errcheck // nobody has connected
	return l.Addr().(*net.TCPAddr).Port, nil //nolint:forcetypeassert // it is one
}

// object is a piece of JSON.
type object = map[string]any

// settings make an index as its users are advised to for one machine, and for texts that
// are marked.
func settings() object {
	japanese := object{"type": "text", "analyzer": "kuromoji", "index_options": "offsets"} // search mode is its default
	keyword := object{"type": "keyword"}
	properties := object{
		"title": japanese, "heading": japanese, "text": japanese,
		"id": keyword, "article_id": keyword,
		"article": object{"type": "object", "enabled": false}, // only to be shown
		"sources": object{"type": "object", "enabled": false},
	}
	for _, name := range append(index.ArticleFacets(), index.PassageFacets()...) {
		properties[name] = keyword
	}
	for _, name := range []string{index.RangeCost, index.RangeDowntime, index.RangeReviewed, index.RangeUpdated} {
		properties[name] = object{"type": "double"}
	}
	return object{
		"settings": object{"number_of_shards": 1, "number_of_replicas": 0, "refresh_interval": -1},
		"mappings": object{"dynamic": "strict", "properties": properties},
	}
}

// documents are an article's, one a passage.
func documents(a *index.ArticleDocument) []object {
	head := *a.Article
	head.Sections, head.FAQs, head.Sources, head.Dropped, head.Corrected = nil, nil, nil, nil, nil
	head.Effects, head.Risks, head.Contraindications, head.Fees = nil, nil, nil, nil
	var out []object
	for _, p := range a.Passages {
		d := object{
			"id": p.Passage.ID, "article_id": a.Article.ID, "title": a.Article.Title,
			"heading": strings.Join(append(p.Passage.Path, p.Passage.Heading), " "), "text": p.Passage.Text,
			"article": head, "sources": p.Passage.Sources,
			index.RangeCost: a.Numbers.Cost, index.RangeDowntime: a.Numbers.Downtime,
			index.RangeReviewed: a.Numbers.Reviewed, index.RangeUpdated: a.Numbers.Updated,
		}
		for name, values := range a.Facets {
			d[name] = values
		}
		for name, values := range p.Facets {
			d[name] = values
		}
		out = append(out, d)
	}
	return out
}

// bulk is how many bytes are sent at once.
const bulk = 4 << 20

// fill makes the index.
func (e *engine) fill(ctx context.Context, of *corpusOf) error {
	made, err := json.Marshal(settings())
	if err != nil {
		return fmt.Errorf("settings: %w", err)
	}
	if _, err := call(ctx, http.MethodPut, e.base+"/passages", "application/json", made); err != nil {
		return err
	}
	var lines bytes.Buffer
	send := func() error {
		got, err := call(ctx, http.MethodPost, e.base+"/passages/_bulk", "application/x-ndjson", lines.Bytes())
		lines.Reset()
		if err == nil && !bytes.Contains(got, []byte(`"errors":false`)) {
			err = fmt.Errorf("bulk: %.2000s", got)
		}
		return err
	}
	enc := json.NewEncoder(&lines)
	for _, a := range of.articles {
		for _, d := range documents(a) {
			if err := errors.Join(enc.Encode(object{"index": object{"_id": d["id"]}}), enc.Encode(d)); err != nil {
				return fmt.Errorf("document: %w", err)
			}
		}
		if lines.Len() >= bulk {
			if err := send(); err != nil {
				return err
			}
		}
	}
	if lines.Len() > 0 {
		if err := send(); err != nil {
			return err
		}
	}
	for _, do := range []string{"/passages/_forcemerge?max_num_segments=1", "/passages/_refresh"} {
		if _, err := call(ctx, http.MethodPost, e.base+do, "application/json", nil); err != nil {
			return err
		}
	}
	return nil
}

// question asks for ten passages with all facets and marks. Half of the words must be
// there, in whichever field, as Shirube wants it.
func question(q string) object {
	counts := object{}
	for _, name := range append(index.ArticleFacets(), index.PassageFacets()...) {
		counts[name] = object{"terms": object{"field": name, "size": search.DefaultFacetLimit}}
	}
	for name, bounds := range map[string][]float64{index.RangeCost: {10_000, 50_000, 100_000, 300_000}, index.RangeDowntime: {1, 4, 8}} {
		counts[name] = object{"range": object{"field": name, "ranges": ranges(bounds)}}
	}
	return object{
		"size":             search.DefaultPerPage,
		"track_total_hits": true,
		"query": object{"multi_match": object{
			"query": q, "type": "cross_fields", "fields": []string{"title^2", "heading^2", "text"},
			"operator": "or", "minimum_should_match": "2<50%",
		}},
		"aggs": counts,
		"highlight": object{"type": "unified", "fields": object{
			"title": object{"number_of_fragments": 0},
			"text":  object{"number_of_fragments": 1, "fragment_size": 160},
		}},
	}
}

// ranges are those between bounds, below the first and from the last on.
func ranges(bounds []float64) []object {
	out := []object{{"to": bounds[0]}}
	for i, from := range bounds {
		r := object{"from": from}
		if i+1 < len(bounds) {
			r["to"] = bounds[i+1]
		}
		out = append(out, r)
	}
	return out
}

func readOpenSearch(body []byte) (answer, error) {
	var got struct {
		Hits struct {
			Hits []struct{ Highlight map[string][]string }
		}
		Aggregations map[string]json.RawMessage
		TimedOut     bool `json:"timed_out"`
	}
	if err := json.Unmarshal(body, &got); err != nil {
		return answer{}, fmt.Errorf("answer: %w", err)
	}
	if got.TimedOut {
		return answer{}, os.ErrDeadlineExceeded
	}
	out := answer{hits: len(got.Hits.Hits), facets: len(got.Aggregations)}
	for _, h := range got.Hits.Hits {
		out.marks += len(h.Highlight)
	}
	return out, nil
}
