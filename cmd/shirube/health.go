package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"

	"github.com/spf13/cobra"

	"shirube/internal/config"
)

// healthTimeout is how long a server may take to say that it is alive.
const healthTimeout = 3 * time.Second

func newHealth(t terminal) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "health",
		Short: "Ask a running server whether it is alive",
		Long: `Ask the server on this machine whether it is alive, as GET /healthz does: for
containers, which have no other program to ask with. It takes the address and the
base path from the same settings as serve.`,
		Example: `  shirube health
  shirube health --addr 127.0.0.1:9000`,
		Args: exactly(0, "no arguments"),
	}
	load := settings(cmd, t, config.Addr, config.BasePath)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		cfg, err := load()
		if err != nil {
			return err
		}
		return askHealth(cmd.Context(), cfg)
	}
	return cmd
}

// askHealth returns what keeps the server of these settings from being healthy.
func askHealth(ctx context.Context, cfg config.Config) error {
	host, port, err := net.SplitHostPort(cfg.Addr)
	if err != nil {
		return &config.Error{Where: "--" + config.Addr, Reason: err.Error()}
	}
	// Who listens on every address listens on this machine's own. It is not
	// called localhost here: a container may not know names.
	switch ip := net.ParseIP(host); {
	case host == "" || ip.Equal(net.IPv4zero):
		host = "127.0.0.1"
	case ip.Equal(net.IPv6unspecified):
		host = "::1"
	}
	address := net.JoinHostPort(host, port)
	ctx, cancel := context.WithTimeout(ctx, healthTimeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+address+cfg.BasePath+"/healthz", nil)
	if err != nil {
		return fmt.Errorf("health: %w", err)
	}
	// A transport of its own: no proxy of the environment stands between.
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	resp, err := client.Do(req)
	if err != nil {
		return fmt.Errorf("health: nothing answers at %s: %w", address, err)
	}
	_, err = io.Copy(io.Discard, io.LimitReader(resp.Body, 1<<16))
	if closed := resp.Body.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return fmt.Errorf("health: %s: %w", address, err)
	}
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("health: %s answers with status %d", address, resp.StatusCode)
	}
	return nil
}
