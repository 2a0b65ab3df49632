package mcp

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"sync"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"
)

// ServeIO answers one client over a pair of streams, a message a line, until in
// ends, or ctx. What is no message is answered with an error, and the next one is
// read: the SDK would hang up.
func (s *Server) ServeIO(ctx context.Context, in io.Reader, out io.Writer) error {
	w := &lockedWriter{w: out}
	session, err := s.sdk.Connect(ctx, &drained{
		Transport: &sdk.IOTransport{Reader: newLines(in, w), Writer: w, MaxLineLength: MaxMessage + 1}, most: s.drain,
	}, nil)
	if err != nil {
		return fmt.Errorf("mcp: %w", err)
	}
	ended := make(chan error, 1)
	go func() { ended <- session.Wait() }()
	select {
	case err = <-ended:
	case <-ctx.Done():
		// Its reader may stay in a read that nothing ends; the process will.
		return nil
	}
	if err != nil && !isAny(err, io.EOF, io.ErrClosedPipe) {
		return fmt.Errorf("mcp: %w", err)
	}
	return nil
}

// lockedWriter is written to by the SDK and by lines, a whole message at a time.
type lockedWriter struct {
	mu sync.Mutex
	w  io.Writer
}

func (l *lockedWriter) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	n, err := l.w.Write(p)
	if err != nil {
		return n, fmt.Errorf("answer: %w", err)
	}
	return n, nil
}

// Close leaves the stream to who opened it.
func (l *lockedWriter) Close() error { return nil }

// lines reads messages, one a line, and keeps back what is none.
type lines struct {
	in   *bufio.Reader
	out  io.Writer // for what is refused
	left []byte    // of the present line
}

func newLines(in io.Reader, out io.Writer) *lines {
	return &lines{in: bufio.NewReaderSize(in, 64<<10), out: out}
}

// Close leaves the stream to who opened it.
func (l *lines) Close() error { return nil }

func (l *lines) Read(p []byte) (int, error) {
	for len(l.left) == 0 {
		if err := l.next(); err != nil {
			return 0, err
		}
	}
	n := copy(p, l.left)
	l.left = l.left[n:]
	return n, nil
}

// next reads a line; none is left where it was empty or refused.
func (l *lines) next() error {
	line, whole, err := l.line()
	if err != nil && len(bytes.TrimSpace(line)) == 0 {
		return err
	}
	fault := tooLarge()
	if whole {
		if line = bytes.TrimSpace(line); len(line) == 0 {
			return nil
		}
		fault = faultOf(line)
	}
	if fault == nil {
		line = append(line, '\n')
		l.left = line
		return nil
	}
	if _, err := l.out.Write(append(fault, '\n')); err != nil {
		return err
	}
	return nil
}

// line reads up to the end of a line; whole is false where it was longer than a
// message may be, and was skipped.
func (l *lines) line() (line []byte, whole bool, err error) {
	whole = true
	for {
		part, err := l.in.ReadSlice('\n')
		if whole = whole && len(line)+len(part) <= MaxMessage+1; whole {
			line = append(line, part...)
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		return line, whole, err
	}
}
