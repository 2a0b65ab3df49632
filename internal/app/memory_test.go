package app

import "testing"

// A small index gets room, a large one does not take the machine's memory.
func TestGrowthOfTheHeap(t *testing.T) {
	for inUse, want := range map[uint64]int{0: 400, 10 << 20: 400, 96 << 20: 200, 192 << 20: 100, 4 << 30: 100} {
		if got := growth(inUse); got != want {
			t.Errorf("%d bytes in use: %d %%, want %d %%", inUse, got, want)
		}
	}
}
