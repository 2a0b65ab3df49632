package statement

import "shirube/corpus"

// Range is what an article gives for a number; a nil bound is open.
type Range struct{ Min, Max *int }

// CostRange is an article's own price for one unit; ok is false where it gives none.
func CostRange(c corpus.Cost) (r Range, ok bool) {
	return Range{c.MinYen, c.MaxYen}, c.MinYen != nil || c.MaxYen != nil
}

// DowntimeRange is how many days recovery takes; ok is false where it gives none.
func DowntimeRange(d corpus.Downtime) (r Range, ok bool) {
	return Range{d.MinDays, d.MaxDays}, d.MinDays != nil || d.MaxDays != nil
}

// Apart is how far two ranges are from one another: 0 where they share a number.
func (r Range) Apart(o Range) int {
	if r.Max != nil && o.Min != nil && *r.Max < *o.Min {
		return *o.Min - *r.Max
	}
	if o.Max != nil && r.Min != nil && *o.Max < *r.Min {
		return *r.Min - *o.Max
	}
	return 0
}
