package app

import (
	"errors"
	"io/fs"
	"strings"

	"shirube/internal/lexicon"
)

// CheckLexicon reads users' files of concepts on top of the built-in ones. It
// returns what they change, or what is wrong with them, each as file:line: why. An
// error is that a file cannot be read.
func CheckLexicon(files []string) (changes []lexicon.Change, problems []string, err error) {
	lex, err := lexicon.Load(files...)
	var path *fs.PathError
	switch {
	case err == nil:
		return lex.Changes(), nil, nil
	case errors.As(err, &path):
		return nil, nil, err
	}
	for _, p := range flatten(err) {
		problems = append(problems, strings.TrimPrefix(p.Error(), "lexicon: "))
	}
	return nil, problems, nil
}

// flatten takes joined errors apart.
func flatten(err error) []error {
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return []error{err}
	}
	var out []error
	for _, e := range joined.Unwrap() {
		out = append(out, flatten(e)...)
	}
	return out
}
