package main

import (
	"github.com/spf13/cobra"

	"shirube/internal/app"
	"shirube/internal/config"
)

func newMCP(t terminal) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "mcp",
		Short: "Answer an assistant over MCP, on standard input and output",
		Long: `Answer one assistant over the Model Context Protocol: messages come on standard
input and go to standard output, until the input ends. The tools search, fetch,
retrieve and facets read the index; articles are resources.

The index is built or brought in step first where that is needed; beside a running
server it is used as it is, and what the server indexes later is taken up. A server
itself answers MCP over HTTP, at /mcp.`,
		Example: `  shirube mcp
  shirube mcp --corpus ~/articles
  shirube mcp --data /var/lib/shirube`,
		Args: exactly(0, "no arguments"),
	}
	load := settings(cmd, t, config.Corpus, config.Ignore, config.Corrections, config.Lexicon, config.Data)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		cfg, err := load()
		if err != nil {
			return err
		}
		a, err := app.New(cfg, commandLog(t))
		if err != nil {
			return err
		}
		return a.MCP(cmd.Context(), t.stdin, t.stdout)
	}
	return cmd
}
