package bleve

import "testing"

// The expected values are Lucene 9's SmallFloat.byte4ToInt(intToByte4(n)).
func TestLengthsRoundAsLuceneDoes(t *testing.T) {
	for n, want := range map[int]int{
		0: 0, 1: 1, 23: 23, 24: 24, 39: 39, 40: 40, 41: 40, 42: 42, 57: 56, 60: 60, 100: 96, 130: 128, 1000: 984, 100_000: 98_328,
	} {
		if got := decodeLength(encodeLength(n)); got != want {
			t.Errorf("length %d reads back as %d, want %d", n, got, want)
		}
	}
}

func TestLengthsNeverGrowAndKeepOrder(t *testing.T) {
	last := 0
	for n := range 200_000 {
		got := decodeLength(encodeLength(n))
		if got > n || got < last {
			t.Fatalf("length %d reads back as %d after %d", n, got, last)
		}
		last = got
	}
	if encodeLength(1<<31-1) != 255 {
		t.Errorf("the largest int is code %d, want 255", encodeLength(1<<31-1))
	}
}
