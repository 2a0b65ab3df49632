// Package pattern has long regular expressions written for people: over several lines, an
// alternative a line, what belongs together indented; and has them read only the texts that
// can match. What they match is left to their callers.
package pattern

import "regexp"

// Joined is an expression that is laid out so, for regexp.MustCompile: a line break and the
// tabs after it are no part of it. All else is, spaces too.
func Joined(laidOut string) string { return lineBreak.ReplaceAllString(laidOut, "") }

var lineBreak = regexp.MustCompile(`\n\t*`)
