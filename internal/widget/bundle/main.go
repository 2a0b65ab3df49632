// Bundle makes shirube.js, which the server embeds, of the modules in src:
//
//	go generate ./internal/widget
//
// It is a program of its own so that esbuild is not linked into Shirube.
package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/evanw/esbuild/pkg/api"
)

func main() {
	if err := run("."); err != nil {
		fmt.Fprintln(os.Stderr, "bundle:", err)
		os.Exit(1) //nolint:forbidigo // this is main
	}
}

// run writes the script of the package in dir.
func run(dir string) error {
	script, err := bundle(dir)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, "shirube.js"), script, 0o600); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	return nil
}

// bundle returns the modules under src in dir as one, made small. The same modules give
// the same bytes.
func bundle(dir string) ([]byte, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("find %s: %w", dir, err)
	}
	result := api.Build(api.BuildOptions{
		AbsWorkingDir:     dir,
		EntryPoints:       []string{"src/index.js"},
		Bundle:            true,
		Format:            api.FormatESModule,
		Target:            api.ES2022,
		Charset:           api.CharsetUTF8,
		MinifyWhitespace:  true,
		MinifyIdentifiers: true,
		MinifySyntax:      true,
		LegalComments:     api.LegalCommentsNone,
		Banner:            map[string]string{"js": "/* Shirube, <shirube-search>. Apache License 2.0 */"},
	})
	var errs []error
	for _, m := range append(result.Errors, result.Warnings...) {
		where := ""
		if m.Location != nil {
			where = fmt.Sprintf("%s:%d: ", m.Location.File, m.Location.Line)
		}
		errs = append(errs, fmt.Errorf("%s%s", where, m.Text))
	}
	if len(errs) > 0 {
		return nil, errors.Join(errs...)
	}
	if len(result.OutputFiles) != 1 {
		return nil, fmt.Errorf("%d files came out, want 1", len(result.OutputFiles))
	}
	return result.OutputFiles[0].Contents, nil
}
