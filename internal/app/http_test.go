package app

import (
	"strings"
	"testing"

	"shirube/internal/api"
	"shirube/internal/config"
)

// Where other machines may be asking, somebody who asks too often is refused.
func TestRateThatNobodyNamed(t *testing.T) {
	for _, tt := range []struct {
		name          string
		setting       int
		public, keyed bool
		proxies       []string
		want          int
	}{
		{"this machine alone", config.RateAuto, false, false, nil, 0},
		{"with keys", config.RateAuto, false, true, nil, api.DefaultRate},
		{"other machines", config.RateAuto, true, false, nil, api.DefaultRate},
		{"behind a proxy on this machine", config.RateAuto, false, false, []string{"127.0.0.1"}, api.DefaultRate},
		{"named, on this machine", 30, false, false, nil, 30},
		{"none", 0, true, true, nil, 0},
	} {
		cfg := config.Default()
		cfg.RateLimit, cfg.TrustedProxies = tt.setting, tt.proxies
		s := &server{App: &App{cfg: cfg}, public: tt.public}
		if got := s.rate(tt.keyed); got != tt.want {
			t.Errorf("%s: %d, want %d", tt.name, got, tt.want)
		}
	}
}

func TestNetworks(t *testing.T) {
	got, err := networks([]string{"10.1.2.3/8", "192.0.2.1", "fd00::1/8", "::1"})
	want := "10.0.0.0/8 192.0.2.1/32 fd00::/8 ::1/128"
	words := make([]string, 0, len(got))
	for _, p := range got {
		words = append(words, p.String())
	}
	if err != nil || strings.Join(words, " ") != want {
		t.Errorf("%v %v", words, err)
	}
	for _, bad := range []string{"", "10.0.0.0/33", "proxy.example", "10.0.0"} {
		if _, err := networks([]string{bad}); err == nil || !strings.Contains(err.Error(), "10.0.0.0/8") {
			t.Errorf("%q: %v", bad, err)
		}
	}
}
