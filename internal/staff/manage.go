package staff

import (
	"context"
	"errors"
	"slices"
)

// Staff lists the accounts by name.
func (o *Office) Staff(ctx context.Context) ([]Account, error) { return o.storage.Staff(ctx) }

// Account finds one by its name; ErrNoSuchPerson.
func (o *Office) Account(ctx context.Context, name string) (Account, error) {
	name, err := CleanName(name)
	if err != nil {
		return Account{}, ErrNoSuchPerson
	}
	return o.storage.StaffNamed(ctx, name)
}

func find(all []Account, name string) (Account, error) {
	for _, a := range all {
		if a.Name == name {
			return a, nil
		}
	}
	return Account{}, ErrNoSuchPerson
}

// Add makes an account. The first one is an admin's. ErrNameTaken, and what is wrong with
// the person or the password.
func (o *Office) Add(ctx context.Context, by, p Person, password string) (Account, error) {
	p, err := checked(p)
	if err != nil {
		return Account{}, err
	}
	if err := CheckPassword(p.Name, password); err != nil {
		return Account{}, err
	}
	hash, err := o.hashing.hash(ctx, password)
	if err != nil {
		return Account{}, err
	}
	return o.storage.AlterStaff(ctx, func(all []Account) (Alteration, error) {
		if _, err := find(all, p.Name); err == nil {
			return Alteration{}, ErrNameTaken
		}
		a := Account{Person: p, Hash: hash, Stamp: 1}
		return Alteration{Put: &a, Entry: EntryOf(by, DidAdd, p.Name, "", a.describe())}, administrated(append(all, a))
	})
}

// alter changes an account. What takes rights away nobody does to themselves.
func (o *Office) alter(ctx context.Context, by Person, name, what string, change func(*Account) error) (Account, error) {
	name, err := CleanName(name)
	if err != nil {
		return Account{}, ErrNoSuchPerson
	}
	return o.storage.AlterStaff(ctx, func(all []Account) (Alteration, error) {
		old, err := find(all, name)
		if err != nil {
			return Alteration{}, err
		}
		a := old
		if err := change(&a); err != nil {
			return Alteration{}, err
		}
		if by.Name == old.Name && (a.Role != old.Role || a.Disabled) {
			return Alteration{}, ErrSelf
		}
		if a.Role != old.Role || a.Disabled != old.Disabled || a.Hash != old.Hash {
			a.Stamp++
		}
		if a.describe() == old.describe() && a.Hash == old.Hash && a.Language == old.Language {
			what = ""
		}
		after := slices.Clone(all)
		after[slices.IndexFunc(all, func(x Account) bool { return x.ID == a.ID })] = a
		entry := EntryOf(by, what, name, old.describe(), a.describe())
		if entry.Before == entry.After {
			entry.Before, entry.After = "", ""
		}
		return Alteration{Put: &a, Entry: entry}, administrated(after)
	})
}

// Change sets shown name, role and collections of an account. A new role ends its sessions.
func (o *Office) Change(ctx context.Context, by, p Person) (Account, error) {
	p, err := checked(p)
	if err != nil {
		return Account{}, err
	}
	return o.alter(ctx, by, p.Name, DidChange, func(a *Account) error {
		a.Person = p
		return nil
	})
}

// SetDisabled keeps an account out, which ends its sessions, or lets it in again.
func (o *Office) SetDisabled(ctx context.Context, by Person, name string, disabled bool) error {
	what := DidEnable
	if disabled {
		what = DidDisable
	}
	_, err := o.alter(ctx, by, name, what, func(a *Account) error {
		a.Disabled = disabled
		return nil
	})
	return err
}

// SetPassword gives an account a new password, which ends its sessions.
func (o *Office) SetPassword(ctx context.Context, by Person, name, password string) error {
	clean, err := CleanName(name)
	if err != nil {
		return ErrNoSuchPerson
	}
	if err := CheckPassword(clean, password); err != nil {
		return err
	}
	hash, err := o.hashing.hash(ctx, password)
	if err != nil {
		return err
	}
	what := DidPassword
	if by.Name == clean {
		what = DidOwnPass
	}
	_, err = o.alter(ctx, by, clean, what, func(a *Account) error {
		a.Hash = hash
		return nil
	})
	return err
}

// ChangePassword gives somebody who knows their password a new one. It ends all their
// sessions but the one that it returns. Of l the name and the current password count as in Login.
func (o *Office) ChangePassword(ctx context.Context, l Login, password string) (Session, error) {
	account, err := o.verified(ctx, l)
	if err != nil {
		return Session{}, err
	}
	if folded(password) == folded(l.Password) {
		return Session{}, ErrPasswordSame
	}
	if err := o.SetPassword(ctx, account.Person, account.Name, password); err != nil {
		return Session{}, err
	}
	if account, err = o.storage.StaffByID(ctx, account.ID); err != nil {
		return Session{}, err
	}
	return Session{account, ticket(account), newDevice(account.Hash)}, nil
}

// Languages are those that pages can be in.
func Languages() []string { return []string{"ja", "en"} }

// SetLanguage sets the language of somebody's pages; empty: as the browser wishes.
func (o *Office) SetLanguage(ctx context.Context, who Person, language string) error {
	if language != "" && !slices.Contains(Languages(), language) {
		return ErrBadLanguage
	}
	_, err := o.alter(ctx, who, who.Name, "", func(a *Account) error {
		a.Language = language
		return nil
	})
	return err
}

// Remove takes an account away, with its sessions. The last one may go.
func (o *Office) Remove(ctx context.Context, by Person, name string) error {
	name, err := CleanName(name)
	if err != nil {
		return ErrNoSuchPerson
	}
	_, err = o.storage.AlterStaff(ctx, func(all []Account) (Alteration, error) {
		a, err := find(all, name)
		if err != nil {
			return Alteration{}, err
		}
		if by.Name == a.Name {
			return Alteration{}, ErrSelf
		}
		left := slices.DeleteFunc(slices.Clone(all), func(x Account) bool { return x.ID == a.ID })
		return Alteration{Remove: a.ID, Entry: EntryOf(by, DidRemove, name, a.describe(), "")}, administrated(left)
	})
	return err
}

// Any reports whether there are accounts: then everybody logs in.
func (o *Office) Any(ctx context.Context) (bool, error) {
	all, err := o.storage.Staff(ctx)
	return len(all) > 0, err
}

// IsInputError reports whether an error is about what somebody typed, and can be told.
func IsInputError(err error) bool {
	for _, e := range []error{
		ErrNoSuchPerson, ErrNameTaken, ErrBadName, ErrBadShown, ErrBadRole, ErrAdminBound, ErrBadLanguage, ErrNoAdmin, ErrSelf,
		ErrPasswordShort, ErrPasswordLong, ErrPasswordIsName, ErrPasswordSimple, ErrPasswordSame,
	} {
		if errors.Is(err, e) {
			return true
		}
	}
	return false
}
