package staff

import (
	"context"
	"strings"
	"time"
)

// Entry is a line of the audit log: who did what, on what. It holds no secret, and
// nothing that a patient asked.
type Entry struct {
	ID     int64
	Time   time.Time
	Who    string // login name, or WhoLocal or WhoCommand
	What   string // such as staff.add
	On     string // the name of what was changed; empty: nothing in particular
	Before string // in short
	After  string
}

// Who did something without having logged in. No login name has parentheses.
const (
	WhoLocal   = "(local)"   // at the computer that serves
	WhoCommand = "(command)" // in the shell
	WhoUnknown = "(unknown)" // with a name that nobody has
)

// What accounts and sessions are changed by.
const (
	DidLogin    = "login"
	DidFail     = "login.failed"
	DidLogout   = "logout"
	DidAdd      = "staff.add"
	DidChange   = "staff.change"
	DidDisable  = "staff.disable"
	DidEnable   = "staff.enable"
	DidRemove   = "staff.remove"
	DidPassword = "staff.password"
	DidOwnPass  = "account.password"
)

// mostAuditText is how long a text of an entry is, in characters.
const mostAuditText = 300

// AuditAsk says which entries are wanted: those that fit all that is said.
type AuditAsk struct {
	Who, What string
	From, To  time.Time // To is not included; zero: any time
	Before    int64     // only ids below; 0: any
	Limit     int
}

// Command is who works in the shell of the server.
func Command() Person { return Person{Name: WhoCommand, Role: Admin, Local: true} }

// Actor is how the audit log names a person.
func (p Person) Actor() string {
	if p.Name == "" {
		return WhoLocal
	}
	return p.Name
}

// EntryOf is an entry for the audit log, cut to what fits.
func EntryOf(by Person, what, on, before, after string) Entry {
	return Entry{Who: by.Actor(), What: what, On: short(on), Before: short(before), After: short(after)}
}

func short(s string) string {
	s = strings.ToValidUTF8(s, "�")
	if r := []rune(s); len(r) > mostAuditText {
		return string(r[:mostAuditText-1]) + "…"
	}
	return s
}

// Note keeps in the audit log what somebody did.
func (o *Office) Note(ctx context.Context, by Person, what, on, before, after string) error {
	return o.storage.Note(ctx, EntryOf(by, what, on, before, after))
}

// Audit reads the audit log, the latest first.
func (o *Office) Audit(ctx context.Context, a AuditAsk) ([]Entry, error) {
	return o.storage.Audit(ctx, a)
}
