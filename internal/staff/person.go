// Package staff is who works with the console: people, what each of them may do, and
// which collections they see. How pages are guarded is left to internal/console, where
// people are kept to internal/store.
package staff

import "slices"

// Role is what somebody may do; a higher one includes the lower ones.
type Role int

// The roles, from the lowest.
const (
	// Nobody has not logged in.
	Nobody Role = iota
	// Reader searches, reads, compares and quotes.
	Reader
	// Editor also sees what was asked, and changes what is found.
	Editor
	// Admin also keeps the server: keys, staff, index, log.
	Admin
)

// roleNames are how roles are written, in their order.
func roleNames() []string { return []string{"nobody", "reader", "editor", "admin"} }

// String is the role's name: reader, editor or admin.
func (r Role) String() string {
	if r < Nobody || int(r) >= len(roleNames()) {
		return "unknown"
	}
	return roleNames()[r]
}

// ParseRole reads reader, editor or admin; false where it is none of them.
func ParseRole(name string) (Role, bool) {
	i := slices.Index(roleNames(), name)
	return Role(i), i > int(Nobody)
}

// Person is somebody who works with the console. The zero Person has not logged in.
type Person struct {
	Name  string // with which they log in; empty: nobody, or the local person
	Shown string // as colleagues know them
	Role  Role
	// Collections are those that they see; empty: all.
	Collections []string
	// Local: sits at this computer and needed no login.
	Local bool
}

// May reports whether the person's role reaches r.
func (p Person) May(r Role) bool { return p.Role >= r }

// LocalPerson is whoever sits at the computer that serves, where nobody else can reach it.
func LocalPerson() Person { return Person{Role: Admin, Local: true} }
