package app

import (
	"context"
	"errors"
	"fmt"
	"net"
	"syscall"

	"shirube/internal/config"
)

// listen opens the address of the settings. One that other machines can reach
// needs keys, or the setting that says what that means.
func (a *App) listen(ctx context.Context, keys bool) (net.Listener, error) {
	addr, err := net.ResolveTCPAddr("tcp", a.cfg.Addr)
	if err != nil {
		return nil, &config.Error{Where: "--" + config.Addr, Reason: err.Error()}
	}
	public := !loopback(addr)
	if public && !keys && !a.cfg.InsecurePublic {
		return nil, &config.Error{Where: "--" + config.Addr, Reason: fmt.Sprintf(
			"%s can be reached by other machines, and nobody is asked for a key: make a key (shirube keys create) or name a file of keys (--%s), or allow it (--%s)",
			a.cfg.Addr, config.KeyFile, config.InsecurePublic)}
	}
	var lc net.ListenConfig
	ln, err := lc.Listen(ctx, "tcp", addr.String())
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fmt.Errorf("cannot listen on %s: the port is in use; choose another with --%s, or stop who uses it", a.cfg.Addr, config.Addr)
	case errors.Is(err, syscall.EACCES):
		return nil, fmt.Errorf("cannot listen on %s: the system does not allow it; ports below 1024 are for root", a.cfg.Addr)
	case err != nil:
		return nil, fmt.Errorf("cannot listen on %s: %w", a.cfg.Addr, err)
	}
	if public && !keys {
		a.log.Warn("everyone who reaches this address can read every published article", "address", ln.Addr().String())
	}
	return ln, nil
}

// loopback reports whether only this machine can reach an address.
func loopback(addr net.Addr) bool {
	tcp, ok := addr.(*net.TCPAddr)
	return ok && tcp.IP.IsLoopback() // no IP is every one
}
