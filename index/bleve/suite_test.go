package bleve

import (
	"context"
	"testing"

	"shirube/index"
	"shirube/index/indextest"
)

type engine struct{ *Directory }

func (e engine) Build(ctx context.Context) (index.Writer, error) {
	return e.Directory.Build(ctx, "test")
}
func (e engine) Open(ctx context.Context) (index.Backend, error) { return e.Current(ctx) }

func TestSuite(t *testing.T) {
	indextest.Run(t, func(t *testing.T) indextest.Engine {
		d, err := OpenDirectory(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		return engine{d}
	})
}
