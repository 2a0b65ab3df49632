package bleve

import "math/bits"

// Field lengths are rounded to one byte as Lucene does it (SmallFloat.
// intToByte4: exact below 40, then four significant bits), so that both engines
// rank alike.

// freeLengths is how many small lengths the byte holds exactly: 255 minus the
// code of the largest int in four-bit precision (Lucene: NUM_FREE_VALUES).
const freeLengths = 24

// encodeLength rounds a length down to what one byte can say.
func encodeLength(n int) byte {
	if n < 0 {
		n = 0
	}
	if n < freeLengths {
		return byte(n)
	}
	return byte(freeLengths + int4(uint64(n-freeLengths)))
}

// decodeLength is the length that a byte stands for.
func decodeLength(b byte) int {
	if int(b) < freeLengths {
		return int(b)
	}
	return freeLengths + int(fromInt4(int(b)-freeLengths))
}

// int4 is Lucene's longToInt4: a floating-point code with four significant bits.
func int4(v uint64) int {
	n := bits.Len64(v)
	if n < 4 {
		return int(v)
	}
	shift := n - 4
	mantissa := int(v>>shift) & 0x07
	return mantissa | (shift+1)<<3
}

func fromInt4(code int) uint64 {
	mantissa := uint64(code & 0x07)
	shift := code>>3 - 1
	if shift < 0 {
		return mantissa
	}
	return (mantissa | 0x08) << shift
}
