package importer

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strings"
	"syscall"
	"time"

	"golang.org/x/net/idna"
)

// errRefused is that an address is one that no web site of the public has.
var errRefused = errors.New("refused: the address is not one of the public internet (--allow-private allows it)")

// refusedRanges are addresses that are not of the public internet beside those
// that netip knows: this machine's network, shared and test networks, and IPv6
// ranges that lead to addresses of IPv4 through a translator.
func refusedRanges() []netip.Prefix {
	var list []netip.Prefix
	for _, s := range []string{
		"0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "240.0.0.0/4",
		"::/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "fec0::/10", "5f00::/16",
	} {
		list = append(list, netip.MustParsePrefix(s))
	}
	return list
}

// isPublic reports whether an address is one of the public internet. Addresses of
// cloud metadata services are link-local, private or shared, and so are not.
func isPublic(a netip.Addr) bool {
	a = a.WithZone("").Unmap()
	if !a.IsGlobalUnicast() || a.IsPrivate() || a.IsLoopback() || a.IsLinkLocalUnicast() {
		return false
	}
	for _, r := range refusedRanges() {
		if r.Contains(a) {
			return false
		}
	}
	return true
}

// guardedDialer connects to addresses that permit allows. It is asked about the
// address that is connected to, after names were resolved, so that no name can
// lead elsewhere at a second look.
func guardedDialer(permit func(netip.Addr) bool) *net.Dialer {
	return &net.Dialer{
		Timeout:   15 * time.Second,
		KeepAlive: 30 * time.Second,
		Control: func(network, address string, _ syscall.RawConn) error {
			if !strings.HasPrefix(network, "tcp") {
				return fmt.Errorf("%s %s: %w", network, address, errRefused)
			}
			at, err := netip.ParseAddrPort(address)
			if err != nil {
				return fmt.Errorf("%s: %w", address, errRefused)
			}
			if !permit(at.Addr()) {
				return fmt.Errorf("%s: %w", at.Addr(), errRefused)
			}
			return nil
		},
	}
}

// CheckAddress says what is wrong with an address as that of a site; nil: nothing.
func CheckAddress(address string) error {
	_, err := parseAddress(address)
	return err
}

// parseAddress reads the address of a page that may be fetched.
func parseAddress(s string) (*url.URL, error) {
	u, err := url.Parse(strings.TrimSpace(s))
	switch {
	case err != nil:
		return nil, fmt.Errorf("%q is no address: %w", s, err)
	case u.Scheme != "http" && u.Scheme != "https":
		return nil, fmt.Errorf("%q is no address of a web site: it begins with http:// or https://", s)
	case u.Hostname() == "":
		return nil, fmt.Errorf("%q names no host", s)
	case u.User != nil:
		return nil, errors.New("an address must not hold a name or a password")
	}
	if ascii, err := idna.Lookup.ToASCII(u.Hostname()); err == nil && ascii != u.Hostname() && !strings.Contains(ascii, ":") {
		u.Host = strings.TrimSuffix(ascii+":"+u.Port(), ":")
	}
	u.Fragment, u.RawFragment = "", ""
	if u.Path == "" {
		u.Path = "/"
	}
	return u, nil
}
