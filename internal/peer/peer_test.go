package peer

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
)

// Whatever somebody writes into the headers, they are counted as the address from
// which they reached the first of our proxies.
func TestAddressOf(t *testing.T) {
	proxies := Proxies{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("fd00::/8"), netip.MustParsePrefix("127.0.0.1/32")}
	list, named := "X-Forwarded-For: ", "Forwarded: "
	tests := []struct {
		name, remote string
		headers      []string
		want         string
	}{
		{"nothing in between", "203.0.113.9:1234", nil, "203.0.113.9"},
		{"no proxy of ours: its word is not taken", "203.0.113.9:1234", []string{list + "198.51.100.1"}, "203.0.113.9"},
		{"the same by the other header", "203.0.113.9:1234", []string{named + "for=198.51.100.1"}, "203.0.113.9"},
		{"one proxy", "10.0.0.1:1234", []string{list + "198.51.100.1"}, "198.51.100.1"},
		{"two proxies", "10.0.0.1:1234", []string{list + "198.51.100.1, 10.0.0.2"}, "198.51.100.1"},
		{"a client that names another", "10.0.0.1:1234", []string{list + "1.1.1.1, 198.51.100.1"}, "198.51.100.1"},
		{"a client that names a proxy of ours", "10.0.0.1:1234", []string{list + "10.9.9.9, 198.51.100.1"}, "198.51.100.1"},
		{"the same behind two", "10.0.0.1:1234", []string{list + "1.1.1.1, 10.9.9.9, 198.51.100.1, 10.0.0.2"}, "198.51.100.1"},
		{"in several lines", "10.0.0.1:1234", []string{list + "1.1.1.1", list + "198.51.100.1"}, "198.51.100.1"},
		{"nonsense before it", "10.0.0.1:1234", []string{list + "nonsense, 198.51.100.1"}, "198.51.100.1"},
		{"nonsense from the proxy", "10.0.0.1:1234", []string{list + "198.51.100.1, nonsense"}, "10.0.0.1"},
		{"nonsense between proxies", "10.0.0.1:1234", []string{list + "198.51.100.1, unknown, 10.0.0.2"}, "10.0.0.2"},
		{"an empty header", "10.0.0.1:1234", []string{list}, "10.0.0.1"},
		{"no header", "10.0.0.1:1234", nil, "10.0.0.1"},
		{"proxies only", "10.0.0.1:1234", []string{list + "10.0.0.3, 10.0.0.2"}, "10.0.0.3"},
		{"with ports", "10.0.0.1:1234", []string{list + "198.51.100.1:4711"}, "198.51.100.1"},
		{"IPv6", "[fd00::1]:1234", []string{list + "2001:db8::7"}, "2001:db8::7"},
		{"IPv6 with a port", "[fd00::1]:1234", []string{list + "[2001:db8::7]:4711"}, "2001:db8::7"},
		{"IPv4 in IPv6", "[::ffff:10.0.0.1]:1234", []string{list + "::ffff:198.51.100.1"}, "198.51.100.1"},
		{"zones", "[fe80::1%eth0]:1234", nil, "fe80::1"},
		{"Forwarded", "10.0.0.1:1234", []string{named + `for=192.0.2.60;proto=http;by=203.0.113.43`}, "192.0.2.60"},
		{"Forwarded, IPv6", "10.0.0.1:1234", []string{named + `proto=https; For="[2001:db8:cafe::17]:4711"`}, "2001:db8:cafe::17"},
		{"Forwarded, several", "10.0.0.1:1234", []string{named + `for=1.1.1.1, for=198.51.100.1, for=10.0.0.2`}, "198.51.100.1"},
		{"Forwarded, hidden", "10.0.0.1:1234", []string{named + `for=1.1.1.1, for=_hidden`}, "10.0.0.1"},
		{"Forwarded, says nothing", "10.0.0.1:1234", []string{named + `for=1.1.1.1, proto=https`}, "10.0.0.1"},
		{"Forwarded, commas in quotes", "10.0.0.1:1234", []string{named + `for="1.1.1.1, for=2.2.2.2"`}, "2.2.2.2"},
		{"both, of one mind", "10.0.0.1:1234", []string{list + "198.51.100.1", named + "for=198.51.100.1"}, "198.51.100.1"},
		{"both: a client wrote the other", "10.0.0.1:1234", []string{list + "198.51.100.1", named + "for=1.1.1.1"}, "10.0.0.1"},
		{"a socket", "@", nil, ""},
		{"a header that never ends", "10.0.0.1:1234", []string{list + strings.Repeat("10.0.0.2,", 5000) + "10.0.0.3"}, "10.0.0.2"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil)
			r.RemoteAddr = tt.remote
			for _, h := range tt.headers {
				name, value, _ := strings.Cut(h, ": ")
				r.Header.Add(name, value)
			}
			want := netip.Addr{}
			if tt.want != "" {
				want = netip.MustParseAddr(tt.want)
			}
			if got := proxies.AddrOf(r); got != want {
				t.Errorf("%v, want %v", got, want)
			}
		})
	}
}

func TestNetwork(t *testing.T) {
	for addr, want := range map[string]string{
		"198.51.100.1": "198.51.100.1/32", "2001:db8:1:2:3:4:5:6": "2001:db8:1:2::/64", "2001:db8:1:2::9": "2001:db8:1:2::/64",
	} {
		if got := Network(netip.MustParseAddr(addr)); got.String() != want {
			t.Errorf("%s: %s", addr, got)
		}
	}
	if Network(netip.Addr{}).IsValid() {
		t.Error("no address is a network")
	}
}

// A request is local if nothing says that it is not.
func TestLocal(t *testing.T) {
	for _, c := range []struct {
		remote, host, header string
		want                 bool
	}{
		{"127.0.0.1:5000", "localhost:8080", "", true},
		{"127.0.0.1:5000", "LOCALHOST", "", true},
		{"127.0.0.2:5000", "127.0.0.1:8080", "", true},
		{"[::1]:5000", "[::1]:8080", "", true},
		{"[::ffff:127.0.0.1]:5000", "[::1]", "", true},
		{"192.0.2.1:5000", "localhost:8080", "", false},
		{"@", "localhost:8080", "", false},
		{"127.0.0.1:5000", "rebound.example:8080", "", false},
		{"127.0.0.1:5000", "localhost.example", "", false},
		{"127.0.0.1:5000", "192.0.2.1", "", false},
		{"127.0.0.1:5000", "", "", false},
		{"127.0.0.1:5000", "localhost", "X-Forwarded-For", false},
		{"127.0.0.1:5000", "localhost", "X-Forwarded-Proto", false},
		{"127.0.0.1:5000", "localhost", "Forwarded", false},
		{"127.0.0.1:5000", "localhost", "Via", false},
		{"127.0.0.1:5000", "localhost", "X-Real-IP", false},
	} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil)
		r.RemoteAddr, r.Host = c.remote, c.host
		if c.header != "" {
			r.Header.Set(c.header, "")
		}
		if got := Local(r); got != c.want {
			t.Errorf("%+v: %v", c, got)
		}
	}
}
