package staff_test

import (
	"context"
	"errors"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"shirube/internal/staff"
	"shirube/internal/store"
)

const good = "correct horse battery"

var (
	clinic = netip.MustParsePrefix("192.0.2.7/32")
	abroad = netip.MustParsePrefix("2001:db8:1:2::/64")
)

// office is one over a real database, with an admin called boss.
func office(t *testing.T) (*staff.Office, *store.Store) {
	t.Helper()
	kept, err := store.Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = kept.Close() })
	return over(t, kept), kept
}

func over(t *testing.T, kept *store.Store) *staff.Office {
	t.Helper()
	o := staff.New(kept)
	if somebody, err := o.Any(t.Context()); err == nil && !somebody {
		add(t, o, "boss", staff.Admin)
	}
	return o
}

func add(t *testing.T, o *staff.Office, name string, role staff.Role) {
	t.Helper()
	if _, err := o.Add(t.Context(), staff.Command(), staff.Person{Name: name, Role: role}, good); err != nil {
		t.Fatal(err)
	}
}

func login(t *testing.T, o *staff.Office, name, password string) staff.Session {
	t.Helper()
	s, err := o.Login(t.Context(), staff.Login{Name: name, Password: password, From: clinic})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func resumes(o *staff.Office, ticket string) bool {
	_, err := o.Holder(context.Background(), ticket)
	return err == nil
}

// A session is its person's as they are now, and ends with what must end it.
func TestSessionsEnd(t *testing.T) {
	ctx := context.Background()
	boss := staff.Person{Name: "boss", Role: staff.Admin}
	for name, end := range map[string]func(o *staff.Office, s staff.Session) error{
		"password": func(o *staff.Office, _ staff.Session) error {
			return o.SetPassword(ctx, boss, "hanako", "another good one")
		},
		"own password": func(o *staff.Office, _ staff.Session) error {
			s, err := o.ChangePassword(ctx, staff.Login{Name: "hanako", Password: good, From: clinic}, "another good one")
			if err == nil && !resumes(o, s.Ticket) {
				return errors.New("the session that a new password begins is none")
			}
			return err
		},
		"role": func(o *staff.Office, _ staff.Session) error {
			_, err := o.Change(ctx, boss, staff.Person{Name: "hanako", Role: staff.Reader})
			return err
		},
		"disabled": func(o *staff.Office, _ staff.Session) error { return o.SetDisabled(ctx, boss, "hanako", true) },
		"removed":  func(o *staff.Office, _ staff.Session) error { return o.Remove(ctx, boss, "hanako") },
		"removed and made again": func(o *staff.Office, _ staff.Session) error {
			err := o.Remove(ctx, boss, "hanako")
			_, again := o.Add(ctx, boss, staff.Person{Name: "hanako", Role: staff.Editor}, good)
			return errors.Join(err, again)
		},
	} {
		t.Run(name, func(t *testing.T) {
			o, kept := office(t)
			add(t, o, "hanako", staff.Editor)
			s, other := login(t, o, "hanako", good), login(t, o, "boss", good)
			elsewhere := over(t, kept) // another process on the same file
			if a, err := elsewhere.Holder(ctx, s.Ticket); err != nil || a.Name != "hanako" || a.Role != staff.Editor {
				t.Fatal(a, err)
			}
			if err := end(o, s); err != nil {
				t.Fatal(err)
			}
			if resumes(o, s.Ticket) || resumes(elsewhere, s.Ticket) {
				t.Error("the session goes on")
			}
			if !resumes(o, other.Ticket) {
				t.Error("somebody else's session ended")
			}
		})
	}
}

// Collections and names are those of now, without a new login.
func TestSessionsFollow(t *testing.T) {
	o, _ := office(t)
	add(t, o, "hanako", staff.Editor)
	s := login(t, o, " HANAKO ", good)
	_, err := o.Change(t.Context(), staff.Command(), staff.Person{Name: "hanako", Shown: "受付", Role: staff.Editor, Collections: []string{"site", "", "site"}})
	if err != nil {
		t.Fatal(err)
	}
	a, err := o.Holder(t.Context(), s.Ticket)
	if err != nil || a.Shown != "受付" || len(a.Collections) != 1 || a.Collections[0] != "site" {
		t.Error(a, err)
	}
}

// The file holds neither passwords nor what lets somebody in.
func TestNothingSecretIsKept(t *testing.T) {
	dir := t.TempDir()
	kept, err := store.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	o := over(t, kept)
	s := login(t, o, "boss", good)
	_, wrong := o.Login(t.Context(), staff.Login{Name: "a password typed as name", Password: "secret typed wrong", From: clinic})
	if !errors.Is(wrong, staff.ErrWrong) {
		t.Error(wrong)
	}
	if err := kept.Close(); err != nil {
		t.Fatal(err)
	}
	files, _ := filepath.Glob(filepath.Join(dir, "*"))
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, secret := range []string{good, s.Device, "typed"} {
			if strings.Contains(string(data), secret) {
				t.Errorf("%s holds %q", f, secret)
			}
		}
	}
}

// Nobody is told which names there are, nor whether an account is disabled, without its
// password.
func TestRefusals(t *testing.T) {
	ctx := t.Context()
	o, _ := office(t)
	add(t, o, "gone", staff.Reader)
	if err := o.SetDisabled(ctx, staff.Command(), "gone", true); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, password string
		want           error
	}{
		{"boss", "wrong", staff.ErrWrong},
		{"nobody", good, staff.ErrWrong},
		{"", "", staff.ErrWrong},
		{"a name with spaces", good, staff.ErrWrong},
		{"boss", strings.Repeat("x", 1<<20), staff.ErrWrong},
		{"gone", "wrong", staff.ErrWrong},
		{"gone", good, staff.ErrDisabled},
	} {
		_, err := o.Login(ctx, staff.Login{Name: c.name, Password: c.password, From: clinic})
		if !errors.Is(err, c.want) || err.Error() != c.want.Error() {
			t.Errorf("%s: %v, not %v", c.name, err, c.want)
		}
	}
	list, err := o.Audit(ctx, staff.AuditAsk{What: staff.DidFail, Limit: 100})
	if err != nil || len(list) != 6 {
		t.Errorf("%d failures are noted: %v", len(list), err)
	}
}

// Somebody who tries passwords is stopped, and cannot keep out who has logged in with
// their browser before.
func TestAttempts(t *testing.T) {
	ctx := t.Context()
	o, _ := office(t)
	add(t, o, "hanako", staff.Reader)
	s := login(t, o, "hanako", good)
	var many *staff.TooManyError
	guess := func(name string, from netip.Prefix) error {
		_, err := o.Login(ctx, staff.Login{Name: name, Password: "wrong", From: from})
		return err
	}
	var group sync.WaitGroup
	var mu sync.Mutex
	stopped := 0
	for range 25 { // at once
		group.Go(func() {
			err := guess("hanako", abroad)
			mu.Lock()
			defer mu.Unlock()
			if errors.As(err, &many) {
				stopped++
			}
		})
	}
	group.Wait()
	if stopped != 15 || many.Retry <= 0 {
		t.Errorf("%d of 25 were stopped", stopped)
	}
	if _, err := o.Login(ctx, staff.Login{Name: "hanako", Password: good, From: clinic}); !errors.As(err, &many) {
		t.Errorf("a stranger from elsewhere goes on: %v", err)
	}
	if _, err := o.Login(ctx, staff.Login{Name: "hanako", Password: good, From: abroad, Device: s.Device}); err != nil {
		t.Errorf("hanako is kept out by others: %v", err)
	}
	if _, err := o.Login(ctx, staff.Login{Name: "boss", Password: good, From: clinic, Device: s.Device}); err != nil {
		t.Errorf("boss is kept out: %v", err)
	}
	for range 10 {
		if err := guess("unknown", clinic); !errors.Is(err, staff.ErrWrong) {
			t.Fatal(err)
		}
	}
	if err := guess("unknown", netip.MustParsePrefix("192.0.2.99/32")); !errors.As(err, &many) {
		t.Errorf("a name that nobody has is told by its having no limit: %v", err)
	}
	for i := range 10 { // one network, many names
		if err := guess("other"+string(rune('a'+i)), clinic); !errors.Is(err, staff.ErrWrong) {
			t.Fatal(i, err)
		}
	}
	if err := guess("another", clinic); !errors.As(err, &many) {
		t.Errorf("a network goes on with other names: %v", err)
	}
	if err := o.SetPassword(ctx, staff.Command(), "hanako", "another good one"); err != nil {
		t.Fatal(err)
	}
	if _, err := o.Login(ctx, staff.Login{Name: "hanako", Password: "another good one", From: abroad, Device: s.Device}); !errors.As(err, &many) {
		t.Errorf("a device goes on after the password was changed: %v", err)
	}
}

// There is an admin wherever there is somebody, and nobody locks themselves out.
func TestSomebodyAdministrates(t *testing.T) {
	ctx := t.Context()
	kept, err := store.Open(ctx, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer kept.Close()
	o := staff.New(kept)
	command := staff.Command()
	if _, err := o.Add(ctx, command, staff.Person{Name: "first", Role: staff.Editor}, good); !errors.Is(err, staff.ErrNoAdmin) {
		t.Error(err)
	}
	add(t, o, "boss", staff.Admin)
	add(t, o, "other", staff.Reader)
	if _, err := o.Add(ctx, command, staff.Person{Name: "Boss", Role: staff.Admin}, good); !errors.Is(err, staff.ErrNameTaken) {
		t.Error(err)
	}
	boss := staff.Person{Name: "boss", Role: staff.Admin}
	demote := func(by staff.Person) error {
		_, err := o.Change(ctx, by, staff.Person{Name: "boss", Role: staff.Reader})
		return err
	}
	for _, c := range []struct {
		by   staff.Person
		want error
	}{{command, staff.ErrNoAdmin}, {boss, staff.ErrSelf}} {
		for what, err := range map[string]error{
			"demoted": demote(c.by), "disabled": o.SetDisabled(ctx, c.by, "boss", true), "removed": o.Remove(ctx, c.by, "boss"),
		} {
			if !errors.Is(err, c.want) {
				t.Errorf("boss is %s by %s: %v", what, c.by.Name, err)
			}
		}
	}
	if err := errors.Join(o.Remove(ctx, boss, "other"), o.Remove(ctx, command, "boss")); err != nil {
		t.Error(err)
	}
	if left, err := o.Any(ctx); left || err != nil {
		t.Error(left, err)
	}
}

// Every change of an account is in the audit log with who made it, and no hash is.
func TestChangesAreNoted(t *testing.T) {
	ctx := t.Context()
	o, _ := office(t)
	boss := staff.Person{Name: "boss", Role: staff.Admin}
	_, added := o.Add(ctx, boss, staff.Person{Name: "hanako", Shown: "花子", Role: staff.Reader}, good)
	_, changed := o.Change(ctx, boss, staff.Person{Name: "hanako", Shown: "花子", Role: staff.Editor, Collections: []string{"site"}})
	_, same := o.Change(ctx, boss, staff.Person{Name: "hanako", Shown: "花子", Role: staff.Editor, Collections: []string{"site"}})
	err := errors.Join(added, changed, same, o.SetPassword(ctx, boss, "hanako", "another good one"), o.SetDisabled(ctx, boss, "hanako", true),
		o.SetDisabled(ctx, boss, "hanako", false), o.Remove(ctx, boss, "hanako"), o.Note(ctx, staff.LocalPerson(), "x", strings.Repeat("長", 400), "", "\xff"))
	if err != nil {
		t.Fatal(err)
	}
	list, err := o.Audit(ctx, staff.AuditAsk{Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range list {
		got = append(got, e.Who+" "+e.What+" "+e.On+" ["+e.Before+"] ["+e.After+"]")
		if strings.Contains(e.Before+e.After, "argon2") || e.Time.IsZero() {
			t.Errorf("%+v", e)
		}
	}
	want := []string{
		"(local) x " + strings.Repeat("長", 299) + "… [] [�]",
		"boss staff.remove hanako [editor; 花子; site] []",
		"boss staff.enable hanako [editor; 花子; site; disabled] [editor; 花子; site]",
		"boss staff.disable hanako [editor; 花子; site] [editor; 花子; site; disabled]",
		"boss staff.password hanako [] []",
		"boss staff.change hanako [reader; 花子; *] [editor; 花子; site]",
		"boss staff.add hanako [] [reader; 花子; *]",
		"(command) staff.add boss [] [admin; boss; *]",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("%s", strings.Join(got, "\n"))
	}
	if list, err = o.Audit(ctx, staff.AuditAsk{Who: "boss", What: staff.DidAdd, Limit: 1}); err != nil || len(list) != 1 {
		t.Error(list, err)
	}
}
