// Package peer tells which machine a request comes from: the one that connects or, behind
// proxies that are trusted, the one that they name; and whether that is this machine. What
// somebody may do who asks from there is left to the callers.
package peer

import (
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
)

// Proxies are the networks of the proxies whose word on who asks is taken.
type Proxies []netip.Prefix

// AddrOf is the address of who asks: that of the connection or, where that is a
// proxy of ours, the one that the proxy names. Each proxy adds to the right of the
// header what it saw, and whatever stands left of the first address that is not a
// proxy of ours was sent by that address, true or not. The zero Addr: none is known,
// as over a socket of the file system.
func (ps Proxies) AddrOf(r *http.Request) netip.Addr {
	peer := hop(r.RemoteAddr)
	if !ps.has(peer) {
		return peer
	}
	byList := slices.Collect(HeaderParts(r.Header.Values("X-Forwarded-For")))
	byName := forwarded(r.Header.Values("Forwarded"))
	switch {
	case len(byName) == 0:
		return ps.client(peer, byList)
	case len(byList) == 0:
		return ps.client(peer, byName)
	}
	// A proxy writes one of the two and passes on the other as it came. Where they
	// differ it is open which is a lie, so that the proxy itself is all that is known.
	client := ps.client(peer, byList)
	if ps.client(peer, byName) != client {
		return peer
	}
	return client
}

// client is the rightmost of hops that is not a proxy of ours. What is no address ends
// the search: who sent it is known, where that came from is not.
func (ps Proxies) client(peer netip.Addr, hops []string) netip.Addr {
	at := peer
	for _, h := range slices.Backward(hops) {
		addr := hop(h)
		if !addr.IsValid() {
			break
		}
		at = addr
		if !ps.has(addr) {
			break
		}
	}
	return at
}

func (ps Proxies) has(addr netip.Addr) bool {
	return slices.ContainsFunc(ps, func(p netip.Prefix) bool { return p.Contains(addr) })
}

// hop reads an address with a port or without: 192.0.2.1, 192.0.2.1:80, 2001:db8::1,
// [2001:db8::1]:80. The zero Addr: it is none.
func hop(s string) netip.Addr {
	if at, err := netip.ParseAddrPort(s); err == nil {
		return at.Addr().Unmap().WithZone("")
	}
	addr, err := netip.ParseAddr(strings.TrimSuffix(strings.TrimPrefix(s, "["), "]"))
	if err != nil {
		return netip.Addr{}
	}
	return addr.Unmap().WithZone("")
}

// HeaderParts are the parts of a header between commas, in all its lines.
func HeaderParts(lines []string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for _, line := range lines {
			for part := range strings.SplitSeq(line, ",") {
				if !yield(strings.TrimSpace(part)) {
					return
				}
			}
		}
	}
}

// forwarded are the addresses of a Forwarded header (RFC 7239): of each element what it
// says was asked for; empty where it says nothing. An address holds no comma, so one
// in quotes divides what is no address anyway.
func forwarded(lines []string) []string {
	var hops []string
	for element := range HeaderParts(lines) {
		client := ""
		for pair := range strings.SplitSeq(element, ";") {
			name, value, _ := strings.Cut(pair, "=")
			if strings.EqualFold(strings.TrimSpace(name), "for") {
				client = strings.Trim(strings.TrimSpace(value), `"`)
			}
		}
		hops = append(hops, client)
	}
	return hops
}

// Network is what is counted as one: an address, or the 64 bits of IPv6 that one
// connection to the Internet has for itself.
func Network(addr netip.Addr) netip.Prefix {
	bits := addr.BitLen()
	if addr.Is6() {
		bits = 64
	}
	p, err := addr.Prefix(bits)
	if err != nil {
		return netip.Prefix{}
	}
	return p
}

// Passed reports whether headers say that a request came through a proxy, which can be reached
// from anywhere whatever its own address is.
func Passed(h http.Header) bool {
	return slices.ContainsFunc([]string{
		"Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Port", "X-Forwarded-Server", "X-Real-Ip",
	}, func(name string) bool { return len(h.Values(name)) > 0 })
}

// LoopbackHost reports whether the Host of a request, with a port or without, is a name that only
// this machine has: any other can be another site's that points here.
func LoopbackHost(host string) bool {
	name := (&url.URL{Host: host}).Hostname()
	addr, err := netip.ParseAddr(name)
	return strings.EqualFold(name, "localhost") || err == nil && addr.Unmap().IsLoopback()
}

// Local reports whether a request was made on this machine, for this machine, through no proxy.
// The caller knows whether others can reach the address that is listened on.
func Local(r *http.Request) bool {
	return hop(r.RemoteAddr).IsLoopback() && !Passed(r.Header) && LoopbackHost(r.Host)
}
