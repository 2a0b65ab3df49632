package config

import (
	"fmt"
	"net"
	"net/url"
	"path"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// value is a setting that is text with a check.
type value struct {
	to    *string
	check func(string) error
}

func newValue(to *string, def string, check func(string) error) *value {
	*to = def
	return &value{to, check}
}

func (v *value) String() string { return *v.to }
func (v *value) Type() string   { return "string" }

func (v *value) Set(s string) error {
	if err := v.check(s); err != nil {
		return err
	}
	*v.to = s
	return nil
}

// duration is a setting that is a length of time above zero.
type duration struct{ to *time.Duration }

func newDuration(to *time.Duration, def time.Duration) duration {
	*to = def
	return duration{to}
}

func (d duration) String() string { return d.to.String() }
func (d duration) Type() string   { return "duration" }

func (d duration) Set(s string) error {
	v, err := time.ParseDuration(s)
	if err != nil || v <= 0 {
		return fmt.Errorf("%q is not a length of time above zero, such as 500ms, 10s or 2m", s)
	}
	*d.to = v
	return nil
}

// rate is a setting that is a number of requests, or auto.
type rate struct{ to *int }

func newRate(to *int, def int) rate {
	*to = def
	return rate{to}
}

func (r rate) String() string {
	if *r.to == RateAuto {
		return autoRate
	}
	return strconv.Itoa(*r.to)
}

func (r rate) Type() string { return "rate" }

func (r rate) Set(s string) error {
	if s == autoRate {
		*r.to = RateAuto
		return nil
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || n > 1_000_000 {
		return fmt.Errorf("%q is not a number of requests from 0 to 1000000, or auto", s)
	}
	*r.to = n
	return nil
}

// days is a number of days.
type days struct{ to *int }

func newDays(to *int, value int) days {
	*to = value
	return days{to}
}

func (d days) String() string { return strconv.Itoa(*d.to) }

func (d days) Type() string { return "days" }

func (d days) Set(s string) error {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || n > 3650 {
		return fmt.Errorf("%q is not a number of days from 0 to 3650", s)
	}
	*d.to = n
	return nil
}

// number is a setting from 0 to most.
type number struct {
	to   *int
	most int
}

func newNumber(to *int, def, most int) number {
	*to = def
	return number{to, most}
}

func (n number) String() string { return strconv.Itoa(*n.to) }

func (n number) Type() string { return "number" }

func (n number) Set(s string) error {
	v, err := strconv.Atoi(s)
	if err != nil || v < 0 || v > n.most {
		return fmt.Errorf("%q is not a number from 0 to %d", s, n.most)
	}
	*n.to = v
	return nil
}

const autoRate = "auto"

func oneOf(allowed ...string) func(string) error {
	return func(s string) error {
		for _, a := range allowed {
			if s == a {
				return nil
			}
		}
		return fmt.Errorf("%q is not one of %s", s, strings.Join(allowed, ", "))
	}
}

func checkAddr(s string) error {
	_, port, err := net.SplitHostPort(s)
	if err != nil {
		return fmt.Errorf("%q is not HOST:PORT, such as 127.0.0.1:8080", s)
	}
	if n, err := strconv.Atoi(port); err != nil || n < 0 || n > 65535 {
		return fmt.Errorf("%q has no port from 0 to 65535", s)
	}
	return nil
}

var basePath = regexp.MustCompile(`^(/[A-Za-z0-9._~-]+)*$`)

func checkBasePath(s string) error {
	if !basePath.MatchString(s) || path.Clean("/"+s) != "/"+strings.TrimPrefix(s, "/") {
		return fmt.Errorf("%q is not a path such as /kb: a slash before it and none after it, of letters, digits and . _ ~ -", s)
	}
	return nil
}

// checkSiteURL takes a scheme and a host: the path is what --base-path says.
func checkSiteURL(s string) error {
	u, err := url.Parse(s)
	if s == "" || err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && s == u.Scheme+"://"+u.Host {
		return nil
	}
	return fmt.Errorf("%q is not the address of a site, such as https://example.jp: no path, and no slash at its end", s)
}
