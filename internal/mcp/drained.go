package mcp

import (
	"context"
	"errors"
	"io"
	"sync"
	"time"

	"github.com/modelcontextprotocol/go-sdk/jsonrpc"
	sdk "github.com/modelcontextprotocol/go-sdk/mcp"
)

// drainTime is how long answers may take after the input has ended.
const drainTime = time.Minute

// drained is a transport whose input ends when what came before is answered, or
// given up: the SDK drops what it is at when the input ends, and a shell that sends a
// file would lose the answers.
type drained struct {
	sdk.Transport
	most time.Duration
}

// Connect implements sdk.Transport.
func (d *drained) Connect(ctx context.Context) (sdk.Connection, error) {
	inner, err := d.Transport.Connect(ctx)
	if err != nil {
		return nil, err //nolint:wrapcheck // the SDK's own error, for the SDK
	}
	return &drainedConnection{Connection: inner, most: d.most, changed: make(chan struct{}, 1), open: map[jsonrpc.ID]bool{}}, nil
}

type drainedConnection struct {
	sdk.Connection
	most    time.Duration
	changed chan struct{} // has one when open may be empty

	mu     sync.Mutex
	open   map[jsonrpc.ID]bool // calls that are not answered
	closed bool
}

// Read implements sdk.Connection.
func (c *drainedConnection) Read(ctx context.Context) (jsonrpc.Message, error) {
	m, err := c.Connection.Read(ctx)
	if call, ok := m.(*jsonrpc.Request); ok && err == nil && call.IsCall() {
		c.change(func() { c.open[call.ID] = true })
	}
	if errors.Is(err, io.EOF) {
		c.wait(ctx)
	}
	return m, err //nolint:wrapcheck // the SDK compares it
}

// Write implements sdk.Connection.
func (c *drainedConnection) Write(ctx context.Context, m jsonrpc.Message) error {
	err := c.Connection.Write(ctx, m)
	if answer, ok := m.(*jsonrpc.Response); ok {
		c.change(func() { delete(c.open, answer.ID) })
	}
	return err //nolint:wrapcheck // the SDK compares it
}

// Close implements sdk.Connection.
func (c *drainedConnection) Close() error {
	c.change(func() { c.closed = true })
	return c.Connection.Close() //nolint:wrapcheck // the SDK's own error, for the SDK
}

func (c *drainedConnection) change(what func()) {
	c.mu.Lock()
	what()
	c.mu.Unlock()
	select {
	case c.changed <- struct{}{}:
	default:
	}
}

// wait returns when every call is answered, the connection is closed, or it has
// taken too long.
func (c *drainedConnection) wait(ctx context.Context) {
	timer := time.NewTimer(c.most)
	defer timer.Stop()
	for {
		c.mu.Lock()
		done := len(c.open) == 0 || c.closed
		c.mu.Unlock()
		if done {
			return
		}
		select {
		case <-c.changed:
		case <-timer.C:
			return
		case <-ctx.Done():
			return
		}
	}
}
