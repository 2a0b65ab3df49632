package ingest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"runtime/debug"
	"sync"
	"time"

	"shirube/corpus"
	"shirube/corpus/reader"
)

// readJob is a file that is being read. Its articles come out of the channel as
// they are read, a few at a time; when it is closed, the rest is set.
type readJob struct {
	*planned
	articles chan *corpus.Article

	problems []reader.Problem
	hash     string // of all contents; empty: they could not be read
	size     int64
	modTime  time.Time
	err      error // what ends the run
}

// aheadArticles is how many articles of a file are read before they are taken.
// An article can have 8 MiB.
const aheadArticles = 4

// readAll reads files side by side and hands them over in their order. The
// channel's capacity is how many are open at the same time.
func (w *pass) readAll(ctx context.Context, files []*planned, reading chan<- *readJob) error {
	defer close(reading)
	var open sync.WaitGroup
	defer open.Wait()
	for _, f := range files {
		job := &readJob{planned: f, articles: make(chan *corpus.Article, aheadArticles)}
		select {
		case reading <- job:
		case <-ctx.Done():
			return ctx.Err()
		}
		open.Go(func() {
			defer close(job.articles)
			w.read(ctx, job)
		})
	}
	return nil
}

// read reads one file. Whatever is wrong with it is its problem, not the run's.
func (w *pass) read(ctx context.Context, job *readJob) {
	src, err := w.sources[job.source].fsys.Open(job.name)
	if err != nil {
		job.reject(unreadable(err))
		return
	}
	defer func() { job.close(src) }()
	info, err := src.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = errors.New("not a regular file")
	}
	if err != nil {
		job.reject(unreadable(err))
		return
	}
	job.size, job.modTime = info.Size(), info.ModTime()
	in := &input{ctx: ctx, src: src, hash: sha256.New(), meter: w.Meter}
	emit := func(a *corpus.Article) error {
		select {
		case job.articles <- a:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	job.problems, err = w.guarded(ctx, job.name, in, emit)
	if err == nil { // what the reader did not need is a part of the hash
		_, err = io.Copy(io.Discard, in)
	}
	switch {
	case ctx.Err() != nil:
		job.err = ctx.Err()
	case err != nil:
		job.reject(unreadable(err))
	default:
		job.hash = hex.EncodeToString(in.hash.Sum(nil))
	}
}

// guarded calls the reader. Should it ever panic on some contents, that file is
// rejected and the others are read.
func (w *pass) guarded(ctx context.Context, name string, in io.Reader, emit func(*corpus.Article) error) (problems []reader.Problem, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			w.Log.Error("a reader failed", "file", name, "fault", fmt.Sprint(fault), "stack", string(debug.Stack()))
			problems = append(problems, reader.Problem{File: name, Line: 1, Why: "internal fault: this file cannot be read", Fatal: true})
		}
	}()
	return w.Reader.Read(ctx, name, in, emit)
}

func (j *readJob) reject(why string) {
	j.problems = append(j.problems, reader.Problem{File: j.name, Line: 1, Why: why, Fatal: true})
}

func (j *readJob) close(src fs.File) {
	if err := src.Close(); err != nil && j.err == nil {
		j.reject(unreadable(err))
	}
}

// input is a file's contents on their way: counted, hashed, and at an end when
// ctx is.
type input struct {
	ctx   context.Context
	src   io.Reader
	hash  hash.Hash // nil: not hashed
	meter *Meter    // nil: not counted
}

func (in *input) Read(p []byte) (int, error) {
	if err := in.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := in.src.Read(p)
	if in.hash != nil {
		in.hash.Write(p[:n])
	}
	if in.meter != nil {
		in.meter.bytes.Add(int64(n))
	}
	return n, err
}
