package main

import (
	"fmt"
	"runtime"

	"github.com/spf13/cobra"

	"shirube/internal/app"
)

func newVersion(t terminal) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "version",
		Short: "Print the version",
		Args:  exactly(0, "no arguments"),
	}
	asJSON := cmd.Flags().Bool("json", false, "print it as JSON")
	cmd.RunE = func(*cobra.Command, []string) error {
		if *asJSON {
			return writeJSON(t.stdout, map[string]string{
				"version": app.Version(), "go": runtime.Version(), "os": runtime.GOOS, "arch": runtime.GOARCH,
			})
		}
		_, err := fmt.Fprintf(t.stdout, "shirube %s (%s, %s/%s)\n", app.Version(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
		return err
	}
	return cmd
}
