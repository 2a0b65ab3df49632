package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// answer is as much of an answer to POST /v1/retrieve as a chatbot needs.
type answer struct {
	Passages   []passage `json:"passages"`
	Answerable bool      `json:"answerable"`
	Notices    []string  `json:"notices"`
}

// passage is a stretch of an article, whole sentences in its own words.
type passage struct {
	ID         string   `json:"id"`
	Text       string   `json:"text"`
	Role       string   `json:"role"` // match, risk_pair or contraindication
	Citation   string   `json:"citation"`
	Effect     bool     `json:"effect"`
	PairedWith []string `json:"paired_with"`
	Unpaired   string   `json:"unpaired"`
	Suspicious []string `json:"suspicious"`
}

const (
	roleRisk             = "risk_pair"
	roleContraindication = "contraindication"
)

// turn is something that was said, as the server and chat endpoints take it.
type turn struct {
	Role    string `json:"role"`
	Content string `json:"content"`
}

// knowledge asks a Shirube server.
type knowledge struct {
	url, key string
	http     *http.Client
}

// maxAnswer is how much of a response is read, in bytes.
const maxAnswer = 4 << 20

func (k *knowledge) retrieve(ctx context.Context, question string, history []turn) (*answer, error) {
	body, err := json.Marshal(map[string]any{"query": question, "history": history, "max_chars": 3000})
	if err != nil {
		return nil, fmt.Errorf("retrieve: %w", err)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, k.url+"/v1/retrieve", bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("retrieve: %w", err)
	}
	req.Header.Set("Content-Type", "application/json")
	if k.key != "" {
		req.Header.Set("Authorization", "Bearer "+k.key)
	}
	resp, err := k.http.Do(req)
	if err != nil {
		return nil, fmt.Errorf("retrieve (is `shirube serve` running at %s?): %w", k.url, err)
	}
	defer func() { _ = resp.Body.Close() }() // it is read, or the error is said
	data, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	if err != nil {
		return nil, fmt.Errorf("retrieve: %w", err)
	}
	if resp.StatusCode != http.StatusOK {
		return nil, refused(resp.Status, data)
	}
	var a answer
	if err := json.Unmarshal(data, &a); err != nil {
		return nil, fmt.Errorf("retrieve: %s is no Shirube server: %w", k.url, err)
	}
	return &a, nil
}

// refused says in words what a problem document says.
func refused(status string, data []byte) error {
	var problem struct {
		Detail string `json:"detail"`
		Errors []struct {
			Parameter string   `json:"parameter"`
			Reason    string   `json:"reason"`
			Allowed   []string `json:"allowed"`
		} `json:"errors"`
	}
	if err := json.Unmarshal(data, &problem); err != nil {
		return fmt.Errorf("retrieve: %s", status)
	}
	words := []string{problem.Detail}
	for _, e := range problem.Errors {
		words = append(words, fmt.Sprintf("%s: %s (allowed: %s)", e.Parameter, e.Reason, strings.Join(e.Allowed, ", ")))
	}
	return fmt.Errorf("retrieve: %s: %s", status, strings.Join(words, "; "))
}
