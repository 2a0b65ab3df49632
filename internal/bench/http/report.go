package main

import (
	"fmt"
	"os"

	"shirube/internal/bench"
)

// report is the rounds of both engines.
type report struct {
	rounds map[int][2][]round // by connections
	memory [2]float64
}

// add keeps a round of an engine.
func (t *report) add(connections, engine int, r round) {
	if t.rounds == nil {
		t.rounds = map[int][2][]round{}
	}
	both := t.rounds[connections]
	both[engine] = append(both[engine], r)
	t.rounds[connections] = both
}

// figures are the medians of some rounds.
type figures struct {
	requests float64 // a second
	p50, p99 float64 // milliseconds
	cpu      float64 // milliseconds of the server's processor time a request
	failed   int
}

func figuresOf(rounds []round) figures {
	var out figures
	median := func(of func(round) float64) float64 {
		var values []float64
		for _, r := range rounds {
			values = append(values, of(r))
		}
		return bench.Median(values)
	}
	out.requests = median(func(r round) float64 { return float64(len(r.milliseconds)-r.failed) / r.seconds })
	out.p50 = median(func(r round) float64 { return bench.Percentile(r.milliseconds, 0.50) })
	out.p99 = median(func(r round) float64 { return bench.Percentile(r.milliseconds, 0.99) })
	out.cpu = median(func(r round) float64 { return r.cpu * 1000 / float64(max(len(r.milliseconds), 1)) })
	for _, r := range rounds {
		out.failed += r.failed
	}
	return out
}

// print writes the table and what of it must hold, and returns the status to exit with.
func (t *report) print(connections []int) int {
	names := [2]string{"Shirube", "OpenSearch"}
	fmt.Println()
	fmt.Println("| connections | | requests/s | p50 | p99 | errors | processor time a request |")
	fmt.Println("| --- | --- | --- | --- | --- | --- | --- |")
	var lines []bench.Line
	for _, n := range connections {
		var both [2]figures
		for i, rounds := range t.rounds[n] {
			f := figuresOf(rounds)
			both[i] = f
			fmt.Printf("| %d | %s | %.0f | %.1f ms | %.1f ms | %d | %.2f ms |\n", n, names[i], f.requests, f.p50, f.p99, f.failed, f.cpu)
		}
		ours, theirs := both[0], both[1]
		fmt.Printf("| %d | ratio | %.2f × | %.2f × | %.2f × | | %.2f × |\n", n,
			ours.requests/theirs.requests, ours.p50/theirs.p50, ours.p99/theirs.p99, ours.cpu/theirs.cpu)
		of := fmt.Sprintf(", %d connections", n)
		lines = append(lines,
			bench.Line{What: "requests a second beside OpenSearch's" + of, Got: ours.requests / theirs.requests, Bound: leastRequests, Unit: " ×"},
			bench.Line{What: "p99 beside OpenSearch's" + of, Got: ours.p99 / theirs.p99, Bound: mostP99, Most: true, Unit: " ×"},
			bench.Line{What: "errors" + of, Got: float64(ours.failed + theirs.failed), Most: true})
	}
	fmt.Printf("\nResident: %s %.0f MB, %s %.0f MB\n\n", names[0], t.memory[0], names[1], t.memory[1])
	lines = append(lines, bench.Line{What: "memory beside OpenSearch's", Got: t.memory[0] / t.memory[1], Bound: mostMemory, Most: true, Unit: " ×"})
	return bench.Judge(os.Stdout, lines)
}
