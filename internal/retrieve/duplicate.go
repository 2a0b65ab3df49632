package retrieve

// alike is the share of a text's sentences, by their length, from which on it says nothing
// new: articles of one group of clinics share most of theirs.
const alike = 0.8

// sayings are the sentences that were picked already, in normal form, with who says them.
type sayings map[string]*pick

// add notes the sentences of a text, as text.Sayings gives them.
func (s sayings) add(sentences map[string]int, p *pick) {
	for sentence := range sentences {
		if s[sentence] == nil {
			s[sentence] = p
		}
	}
}

// by is the pick that says what these sentences say; nil where much of it is new.
func (s sayings) by(sentences map[string]int) *pick {
	all, known := 0, 0
	shares := map[*pick]int{}
	var most *pick
	for sentence, length := range sentences {
		all += length
		if p := s[sentence]; p != nil {
			known += length
			if shares[p] += length; most == nil || shares[p] > shares[most] {
				most = p
			}
		}
	}
	if all == 0 || float64(known) < alike*float64(all) {
		return nil
	}
	return most
}
