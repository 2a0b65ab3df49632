package app

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"

	"go.yaml.in/yaml/v3"

	"shirube/internal/api"
	"shirube/internal/config"
)

// keyEntry is a key in a key file.
type keyEntry struct {
	Name        string      `yaml:"name"`
	Secret      string      `yaml:"secret"`
	Scopes      []api.Scope `yaml:"scopes"`
	Collections []string    `yaml:"collections"`
	Origins     []string    `yaml:"origins"`
	Rate        int         `yaml:"rate"`
}

// readKeys reads a key file: a YAML list of keys with name, secret, scopes
// (search where none is named), collections (all where none is named), origins (any
// where none is named) and rate (the server's where it is 0). No path: no keys.
func readKeys(path string) (api.KeyList, error) {
	if path == "" {
		return nil, nil
	}
	bad := func(reason string) error { return &config.Error{Where: "--" + config.KeyFile, Reason: reason} }
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, bad(err.Error())
	}
	dec := yaml.NewDecoder(bytes.NewReader(data))
	dec.KnownFields(true)
	var entries []keyEntry
	// A parser's message may quote the file, and a secret with it.
	if err := dec.Decode(&entries); err != nil && !errors.Is(err, io.EOF) {
		return nil, bad(path + " is not a list of keys with name, secret, scopes, collections, origins and rate")
	}
	if len(entries) == 0 {
		return nil, bad(path + " has no keys in it")
	}
	names, secrets := map[string]bool{}, map[string]bool{}
	keys := make(api.KeyList, 0, len(entries))
	for i, e := range entries {
		if names[e.Name] || secrets[e.Secret] {
			return nil, bad(fmt.Sprintf("%s: key %d (%q) has the name or the secret of another one", path, i+1, e.Name))
		}
		names[e.Name], secrets[e.Secret] = true, true
		if len(e.Scopes) == 0 {
			e.Scopes = []api.Scope{api.ScopeSearch}
		}
		keys = append(keys, api.Key{Name: e.Name, Secret: e.Secret, Scopes: e.Scopes, Collections: e.Collections, Origins: e.Origins, Rate: e.Rate})
	}
	if err := keys.Check(); err != nil {
		return nil, bad(path + ": " + err.Error())
	}
	return keys, nil
}
