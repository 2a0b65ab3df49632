package bench

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"

	"shirube/internal/ingest"
	"shirube/internal/search"
)

// Run is what a command does once its flags are read: do, until it is done or somebody
// interrupts it. It returns the status to exit with: the one that do gives, or 3 where it
// fails, which is said with the command's name.
func Run(name string, do func(context.Context) (status int, err error)) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	status, err := do(ctx)
	if err != nil {
		fmt.Fprintf(os.Stderr, "%s: %v\n", name, err)
		return 3
	}
	return status
}

// Temporary calls do with a new folder, which is gone afterwards.
func Temporary(do func(dir string) error) (err error) {
	dir, err := os.MkdirTemp("", "shirube-bench-*")
	if err != nil {
		return fmt.Errorf("temporary folder: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	return do(dir)
}

// Indexed calls do with an index of the source, which is made for it in a temporary
// folder.
func (p *Parts) Indexed(ctx context.Context, source ingest.Source, do func(*Served) error, options ...search.Option) error {
	return Temporary(func(dir string) (err error) {
		if err := p.Build(ctx, source, dir); err != nil {
			return err
		}
		served, err := p.Serve(ctx, dir, options...)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, served.Close()) }()
		return do(served)
	})
}
