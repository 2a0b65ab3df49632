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
		name    string
		setting int
		public  bool
		proxies []string
		rate    int
		alone   bool
	}{
		{"this machine alone", config.RateAuto, false, nil, api.DefaultRate, true},
		{"other machines", config.RateAuto, true, nil, api.DefaultRate, false},
		{"behind a proxy on this machine", config.RateAuto, false, []string{"127.0.0.1"}, api.DefaultRate, false},
		{"named, on this machine", 30, false, nil, 30, false},
		{"none", 0, true, nil, 0, false},
	} {
		cfg := config.Default()
		cfg.RateLimit, cfg.TrustedProxies = tt.setting, tt.proxies
		s := &server{App: &App{cfg: cfg}, public: tt.public}
		if rate, alone := s.rate(), s.alone(); rate != tt.rate || alone != tt.alone {
			t.Errorf("%s: %d %v", tt.name, rate, alone)
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
