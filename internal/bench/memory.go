package bench

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// ticks is how many units a second has in /proc/PID/stat: USER_HZ, 100 on every
// Linux that Go runs on.
const ticks = 100

// CPUSeconds is how much processor time this process has used on all cores.
func CPUSeconds() (float64, error) { return CPUSecondsOf("self") }

// CPUSecondsOf is the same of another process, from /proc, so on Linux alone.
func CPUSecondsOf(pid string) (float64, error) {
	data, err := os.ReadFile(filepath.Join("/proc", pid, "stat"))
	if err != nil {
		return 0, fmt.Errorf("processor time: %w", err)
	}
	// The program's name, in parentheses, can hold anything. After it come the
	// fields from the third on; user and system time are the 14th and 15th.
	stat := string(data)
	fields := strings.Fields(stat[strings.LastIndexByte(stat, ')')+1:])
	if len(fields) < 13 {
		return 0, fmt.Errorf("processor time: unexpected %q", stat)
	}
	user, err1 := strconv.ParseFloat(fields[11], 64)
	system, err2 := strconv.ParseFloat(fields[12], 64)
	if err := errors.Join(err1, err2); err != nil {
		return 0, fmt.Errorf("processor time: %w", err)
	}
	return (user + system) / ticks, nil
}

// Memory is a process's resident memory in MB (10⁶ bytes), now and at its most.
// Pages of files that are mapped, such as an index, are part of it.
type Memory struct{ Resident, Peak float64 }

// MemoryOf reads the memory of a process from /proc, so on Linux alone; "self"
// is the process itself.
func MemoryOf(pid string) (Memory, error) {
	f, err := os.Open(filepath.Join("/proc", pid, "status"))
	if err != nil {
		return Memory{}, fmt.Errorf("memory: %w", err)
	}
	defer f.Close() //nolint:errcheck // read only
	var m Memory
	for s := bufio.NewScanner(f); s.Scan(); {
		name, value, _ := strings.Cut(s.Text(), ":")
		var to *float64
		switch name {
		case "VmRSS":
			to = &m.Resident
		case "VmHWM":
			to = &m.Peak
		default:
			continue
		}
		kib, err := strconv.ParseFloat(strings.TrimSpace(strings.TrimSuffix(value, "kB")), 64)
		if err != nil {
			return Memory{}, fmt.Errorf("memory: %s: %w", name, err)
		}
		*to = kib * 1024 / 1e6
	}
	if m.Resident == 0 {
		return Memory{}, fmt.Errorf("memory: process %s has none", pid)
	}
	return m, nil
}
