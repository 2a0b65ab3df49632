// Package origin says which web page asks: it reads the origins that an operator
// names, and tells whether that of a request is among them. What a page may do
// then is left to internal/api.
//
// An origin is what browsers send with a request, and only browsers are held to
// it: any other program can send whatever it likes.
package origin

import (
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"

	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"
)

// All stands for every origin, where a Set may hold it.
const All = "*"

// Pattern is one origin, or those of all hosts under a name.
type Pattern struct {
	scheme, host, port string
	under              bool // hosts below host, at any depth, and not host itself
}

// Parse reads a pattern: https://example.jp, http://localhost:3000, or
// https://*.example.jp. The error says what is wrong, for who wrote it.
func Parse(s string) (Pattern, error) {
	scheme, rest, ok := strings.Cut(s, "://")
	scheme = strings.ToLower(scheme)
	if !ok || scheme != "http" && scheme != "https" {
		return Pattern{}, fmt.Errorf("origin %q: write it as https://example.jp, with http or https", s)
	}
	name, under := strings.CutPrefix(rest, "*.")
	if strings.Contains(name, "*") {
		return Pattern{}, fmt.Errorf("origin %q: a * stands for the first part of a host only, as in https://*.example.jp", s)
	}
	u, err := url.Parse(scheme + "://" + name)
	if err != nil || u.Host != name || strings.HasSuffix(name, ":") {
		return Pattern{}, fmt.Errorf("origin %q: it is a scheme, a host and perhaps a port, with nothing after them, as in https://example.jp", s)
	}
	p := Pattern{scheme: scheme, port: portOf(u), under: under}
	if n, err := strconv.Atoi(p.port); err != nil || n < 1 || n > 65535 {
		return Pattern{}, fmt.Errorf("origin %q: its port is not 1 to 65535", s)
	}
	if p.host, err = hostOf(u.Hostname(), under); err != nil {
		return Pattern{}, fmt.Errorf("origin %q: %w", s, err)
	}
	return p, nil
}

// hostOf is a host as browsers write it.
func hostOf(name string, under bool) (string, error) {
	if addr, err := netip.ParseAddr(name); err == nil {
		if under {
			return "", errors.New("there are no hosts under an address")
		}
		return addr.String(), nil
	}
	host, err := idna.Lookup.ToASCII(name)
	if err != nil || host == "" {
		return "", fmt.Errorf("%q is not the name of a host", name)
	}
	if !under {
		return host, nil
	}
	suffix, official := publicsuffix.PublicSuffix(host)
	if suffix == host && (official || strings.Contains(host, ".")) {
		return "", fmt.Errorf("everyone can have a host under %s", host)
	}
	return host, nil
}

// portOf is the port of an address, that of its scheme where it names none.
func portOf(u *url.URL) string {
	switch {
	case u.Port() != "":
		return u.Port()
	case u.Scheme == "http":
		return "80"
	}
	return "443"
}

// match compares with an address that was taken apart.
func (p Pattern) match(u *url.URL) bool {
	if u.Scheme != p.scheme || portOf(u) != p.port {
		return false
	}
	host := strings.ToLower(u.Hostname())
	if p.under {
		return strings.HasSuffix(host, "."+p.host) && len(host) > len(p.host)+1
	}
	return host == p.host
}

// Set is several patterns. The zero Set has none, and nothing is in it.
type Set struct {
	all      bool
	patterns []Pattern
}

// ParseSet reads patterns, among which All may be.
func ParseSet(patterns []string) (Set, error) {
	var set Set
	for _, s := range patterns {
		if s == All {
			set.all = true
			continue
		}
		p, err := Parse(s)
		if err != nil {
			return Set{}, err
		}
		set.patterns = append(set.patterns, p)
	}
	return set, nil
}

// Has reports whether an origin, as a browser sends it, is in the set. "null",
// which pages without an origin send, is only where all are.
func (s Set) Has(origin string) bool {
	if s.all {
		return origin != ""
	}
	if len(s.patterns) == 0 {
		return false
	}
	u, err := url.Parse(origin)
	if err != nil || u.Scheme+"://"+u.Host != origin {
		return false
	}
	for _, p := range s.patterns {
		if p.match(u) {
			return true
		}
	}
	return false
}

// Of is the origin of the page that sent a request: what its Origin says or,
// where there is none, as in requests to the page's own origin, its Referer.
// Empty: no page says that it did, or several.
func Of(h http.Header) string {
	if sent := h.Values("Origin"); len(sent) > 0 {
		if len(sent) > 1 {
			return ""
		}
		return sent[0]
	}
	sent := h.Values("Referer")
	if len(sent) != 1 {
		return ""
	}
	u, err := url.Parse(sent[0])
	if err != nil || u.Host == "" || u.User != nil {
		return ""
	}
	return u.Scheme + "://" + u.Host
}
