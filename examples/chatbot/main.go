// Command chatbot answers questions from a Shirube server's passages alone: every
// sentence with a source, risks beside effects, and a refusal where nothing answers.
// It is an example of what a chatbot has to see to, and leaves finding, pairing and
// citations to the server.
//
//	shirube serve &
//	go run ./examples/chatbot ハイフのダウンタイムは何日？
//
// Without a model it prints the cited passages. With one, of any endpoint like
// OpenAI's chat completions, it prints what the model made of them, checked:
//
//	OPENAI_API_KEY=… go run ./examples/chatbot --model gpt-5-mini
//	go run ./examples/chatbot --base-url http://127.0.0.1:11434/v1 --model qwen3
//
// Without a question it reads one a line, and takes the conversation along.
package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"time"
)

// settings are what flags and the environment say; keys come from the environment
// alone, because command lines are seen by others.
type settings struct {
	server, serverKey        string
	baseURL, model, modelKey string
	question                 string
}

// timeout is how long one answer may take, of the server and of the model.
const timeout = 60 * time.Second

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1:], os.Getenv, os.Stdin, os.Stdout, os.Stderr)
	stop()
	switch {
	case errors.Is(err, flag.ErrHelp):
	case errors.Is(err, errUsage):
		fmt.Fprintln(os.Stderr, "chatbot:", err)
		os.Exit(2) //nolint:forbidigo // this is main
	case err != nil:
		fmt.Fprintln(os.Stderr, "chatbot:", err)
		os.Exit(1) //nolint:forbidigo // this is main
	}
}

var errUsage = errors.New("wrong usage")

func parse(args []string, env func(string) string, stderr io.Writer) (settings, error) {
	s := settings{serverKey: env("SHIRUBE_KEY"), modelKey: env("OPENAI_API_KEY")}
	or := func(value, otherwise string) string {
		if value == "" {
			return otherwise
		}
		return value
	}
	flags := flag.NewFlagSet("chatbot", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringVar(&s.server, "server", or(env("SHIRUBE_URL"), "http://127.0.0.1:8080"), "the Shirube server (SHIRUBE_URL; its key: SHIRUBE_KEY)")
	flags.StringVar(&s.baseURL, "base-url", env("OPENAI_BASE_URL"), "a chat endpoint like OpenAI's (OPENAI_BASE_URL; its key: OPENAI_API_KEY)")
	flags.StringVar(&s.model, "model", env("OPENAI_MODEL"), "the endpoint's model (OPENAI_MODEL)")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return s, err
		}
		return s, fmt.Errorf("%w: %w", errUsage, err)
	}
	s.question = strings.Join(flags.Args(), " ")
	if s.hasEndpoint() && s.model == "" {
		return s, fmt.Errorf("%w: a chat endpoint is configured, but no model: say --model NAME", errUsage)
	}
	if !s.hasEndpoint() && s.model != "" {
		return s, fmt.Errorf("%w: --model %s needs an endpoint: set OPENAI_API_KEY, or --base-url", errUsage, s.model)
	}
	return s, nil
}

func (s settings) hasEndpoint() bool { return s.baseURL != "" || s.modelKey != "" }

func run(ctx context.Context, args []string, env func(string) string, stdin io.Reader, stdout, stderr io.Writer) error {
	s, err := parse(args, env, stderr)
	if err != nil {
		return err
	}
	c := &chat{
		kb:     &knowledge{url: strings.TrimRight(s.server, "/"), key: s.serverKey, http: &http.Client{Timeout: timeout}},
		stderr: stderr,
	}
	if s.hasEndpoint() {
		c.model = newModel(s)
	}
	if s.question != "" {
		return c.ask(ctx, s.question, stdout)
	}
	for lines := bufio.NewScanner(stdin); lines.Scan(); {
		question := strings.TrimSpace(lines.Text())
		if question == "" {
			continue
		}
		if err := c.ask(ctx, question, stdout); err != nil {
			if ctx.Err() != nil {
				return err
			}
			fmt.Fprintln(stderr, "chatbot:", err) // the next question may be answered
		}
	}
	return nil
}
