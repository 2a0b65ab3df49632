package app

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"unicode"

	"shirube/internal/config"
)

// sampleName is what the embedded knowledge base is called.
const sampleName = "sample"

// dataDirectory is where the index is: the one of the settings, else a folder of
// the user's cache directory that depends on the corpus.
func dataDirectory(cfg config.Config) (string, error) {
	if cfg.Data != "" {
		return cfg.Data, nil
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", &config.Error{Where: "--" + config.Data, Reason: fmt.Sprintf("name a directory: there is no cache directory to put it in (%v)", err)}
	}
	name, err := dataName(cfg.Corpus)
	if err != nil {
		return "", err
	}
	return filepath.Join(cache, "shirube", name), nil
}

// dataName is a name for the index of a corpus: readable, and another one for
// every other list of paths.
func dataName(specs []string) (string, error) {
	if len(specs) == 0 {
		return sampleName, nil
	}
	sources, err := configured(specs)
	if err != nil {
		return "", err
	}
	h := sha256.New()
	for _, s := range sources {
		abs, err := filepath.Abs(s.Path)
		if err != nil {
			return "", fmt.Errorf("corpus %s: %w", s.Path, err)
		}
		h.Write([]byte(s.Collection + "\x00" + abs + "\x00"))
	}
	first, err := filepath.Abs(sources[0].Path)
	if err != nil {
		return "", fmt.Errorf("corpus %s: %w", sources[0].Path, err)
	}
	return readable(filepath.Base(first)) + "-" + hex.EncodeToString(h.Sum(nil)[:6]), nil
}

// readable is a name without what file systems or shells make trouble of.
func readable(name string) string {
	clean := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '-' || r == '_' {
			return r
		}
		return '-'
	}, name)
	if r := []rune(clean); len(r) > 40 {
		clean = string(r[:40])
	}
	if clean = strings.Trim(clean, "-"); clean == "" {
		return "corpus"
	}
	return clean
}
