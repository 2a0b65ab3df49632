package bench

import (
	"os"
	"strconv"
	"testing"
)

func needProc(t *testing.T) {
	t.Helper()
	if _, err := os.Stat("/proc/self/status"); err != nil {
		t.Skip("no /proc here:", err)
	}
}

func TestMemoryOf(t *testing.T) {
	needProc(t)
	for _, pid := range []string{"self", strconv.Itoa(os.Getpid())} {
		m, err := MemoryOf(pid)
		if err != nil {
			t.Fatal(err)
		}
		// A Go test has more than a megabyte and less than a hundred gigabytes:
		// the figure is in MB.
		if m.Resident < 1 || m.Resident > 1e5 || m.Peak < m.Resident {
			t.Errorf("memory of %s: %+v", pid, m)
		}
	}
	if _, err := MemoryOf("no such process"); err == nil {
		t.Error("a process that is not there has memory")
	}
}

func TestCPUSecondsGrowWithWork(t *testing.T) {
	needProc(t)
	before, err := CPUSeconds()
	if err != nil {
		t.Fatal(err)
	}
	for n := 0; ; n++ {
		after, err := CPUSeconds()
		if err != nil {
			t.Fatal(err)
		}
		if after > before {
			return
		}
		if n > 10_000_000 {
			t.Fatal("no processor time was counted")
		}
	}
}
