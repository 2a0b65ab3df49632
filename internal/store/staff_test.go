package store

import (
	"context"
	"errors"
	"testing"
	"time"

	"shirube/internal/staff"
)

// A session that was ended does not begin again because a request in flight used it.
func TestSessionsStayEnded(t *testing.T) {
	ctx := context.Background()
	at := noon(1)
	s, _, set := clock(t, at)
	sessions := s.Sessions()
	expiry := at.Add(time.Hour)
	if err := sessions.CommitCtx(ctx, "hash", []byte("data"), expiry); err != nil {
		t.Fatal(err)
	}
	if data, ok, err := sessions.FindCtx(ctx, "hash"); !ok || string(data) != "data" || err != nil {
		t.Error(data, ok, err)
	}
	// A little later is not worth a write; more is.
	for _, c := range []struct {
		later time.Duration
		want  time.Duration
	}{{30 * time.Second, 0}, {2 * time.Minute, 2 * time.Minute}} {
		if err := sessions.CommitCtx(ctx, "hash", []byte("data"), expiry.Add(c.later)); err != nil {
			t.Fatal(err)
		}
		if got := s.number(t, "SELECT expires FROM console_sessions"); got != int(expiry.Add(c.want).UnixMilli()) {
			t.Errorf("after %v: %d", c.later, got)
		}
	}
	if err := sessions.CommitCtx(ctx, "other", []byte("data"), expiry); err != nil {
		t.Fatal(err)
	}
	if err := sessions.DeleteCtx(ctx, "other"); err != nil {
		t.Fatal(err)
	}
	if err := sessions.CommitCtx(staff.WithInUse(ctx), "other", []byte("data"), expiry); err != nil {
		t.Fatal(err)
	}
	if _, ok, err := sessions.FindCtx(ctx, "other"); ok || err != nil {
		t.Error("a session that was ended goes on", err)
	}
	set(expiry.Add(3 * time.Minute))
	if _, ok, err := sessions.FindCtx(ctx, "hash"); ok || err != nil {
		t.Error("a session that is over is found", err)
	}
	if err := s.EraseAudit(ctx, time.Time{}); err != nil || s.number(t, "SELECT count(*) FROM console_sessions") != 0 {
		t.Error("a session that is over is kept", err)
	}
}

// The accounts of a file that cannot be read are not taken for ones that see everything.
func TestDamagedAccountsSeeNothing(t *testing.T) {
	ctx := context.Background()
	s := open(t, t.TempDir())
	office := staff.New(s)
	if _, err := office.Add(ctx, staff.Command(), staff.Person{Name: "boss", Role: staff.Admin}, staff.NewPassword()); err != nil {
		t.Fatal(err)
	}
	for _, damage := range []string{"collections = ''", "collections = 'site'", "role = 'owner'"} {
		if _, err := s.write.Exec("UPDATE staff SET " + damage); err != nil {
			t.Fatal(err)
		}
		if a, err := s.StaffNamed(ctx, "boss"); err == nil {
			t.Errorf("%s: %+v", damage, a)
		}
	}
}

// What the audit log has is found by person, action and time, and erased by age.
func TestAudit(t *testing.T) {
	ctx := context.Background()
	s, _, set := clock(t, noon(1))
	for day := 1; day <= 4; day++ {
		set(noon(day))
		who := staff.Person{Name: []string{"even", "odd"}[day%2]}
		if err := s.Note(ctx, staff.EntryOf(who, []string{"a", "b"}[day/3], "on", "", "")); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		ask  staff.AuditAsk
		want []int64
	}{
		{staff.AuditAsk{}, []int64{4, 3, 2, 1}},
		{staff.AuditAsk{Who: "odd"}, []int64{3, 1}},
		{staff.AuditAsk{What: "b"}, []int64{4, 3}},
		{staff.AuditAsk{Who: "odd", What: "b"}, []int64{3}},
		{staff.AuditAsk{From: noon(2), To: noon(4)}, []int64{3, 2}},
		{staff.AuditAsk{Before: 3}, []int64{2, 1}},
	} {
		c.ask.Limit = 10
		list, err := s.Audit(ctx, c.ask)
		if err != nil || len(list) != len(c.want) {
			t.Errorf("%+v: %+v %v", c.ask, list, err)
			continue
		}
		for i, e := range list {
			if e.ID != c.want[i] || !e.Time.Equal(noon(int(e.ID))) {
				t.Errorf("%+v: %+v", c.ask, e)
			}
		}
	}
	if err := s.EraseAudit(ctx, noon(3)); err != nil || s.number(t, "SELECT count(*) FROM audit") != 2 {
		t.Error(err)
	}
}

// Who has the keys and the log of every collection is bound to none: it would bind nobody.
func TestNoAdminIsBound(t *testing.T) {
	ctx := context.Background()
	office := staff.New(open(t, t.TempDir()))
	for _, p := range []staff.Person{{Name: "boss", Role: staff.Admin}, {Name: "writer", Role: staff.Editor, Collections: []string{"site"}}} {
		if _, err := office.Add(ctx, staff.Command(), p, staff.NewPassword()); err != nil {
			t.Fatal(err)
		}
	}
	for _, p := range []staff.Person{{Name: "boss", Role: staff.Admin, Collections: []string{"site"}}, {Name: "writer", Role: staff.Admin, Collections: []string{"site"}}} {
		if _, err := office.Change(ctx, staff.Command(), p); !errors.Is(err, staff.ErrAdminBound) {
			t.Errorf("%s: %v", p.Name, err)
		}
	}
}
