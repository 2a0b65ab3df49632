package loglinear

import (
	"maps"
	"math"
	"math/rand/v2"
	"slices"
)

// Example is something of which the class is known.
type Example struct {
	Features []Feature
	Classes  []string // any of these is right; the first is the best
	Weight   float64  // how much it counts
	Group    string   // features that too few groups have are left out
}

// Options say how a model is trained.
type Options struct {
	Rounds    int     // over all examples
	Decay     float64 // of weights that no example needs, as a share of the examples' weight (L2)
	Rate      float64 // of the first step
	MinGroups int     // in how many groups a feature must stand
	Smallest  float64 // a feature without a weight of at least this is left out
}

// shuffleSeed makes training the same every time.
const shuffleSeed = 20

// Train finds the weights that make the classes of the examples most probable, by
// stochastic gradient descent with a step of its own for each weight (AdaGrad: Duchi,
// Hazan and Singer 2011). The same examples in the same order make the same model.
func Train(examples []Example, o Options) *Model {
	t := newTrainer(examples, o)
	order := make([]int, len(examples))
	for i := range order {
		order[i] = i
	}
	random := rand.New(rand.NewPCG(shuffleSeed, shuffleSeed)) //nolint:gosec // the same every time is what is wanted
	for range o.Rounds {
		random.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, i := range order {
			t.step(i)
		}
	}
	return t.model()
}

type trainer struct {
	options  Options
	examples []example
	classes  []string
	names    []string
	weights  []float64 // by feature and class; the last feature is the bias
	squares  []float64 // of the gradients so far
	scores   []float64
	target   []float64
	decay    float64
}

// example is an Example by numbers.
type example struct {
	features []numbered
	classes  []int
	weight   float64
}

type numbered struct {
	feature int
	value   float64
}

func newTrainer(examples []Example, o Options) *trainer {
	t := &trainer{options: o}
	classes := map[string]int{}
	groups := map[string]map[string]bool{}
	total := 0.0
	for _, e := range examples {
		total += e.Weight
		for _, c := range e.Classes {
			classes[c] = 0
		}
		for _, f := range e.Features {
			if groups[f.Name] == nil {
				groups[f.Name] = map[string]bool{}
			}
			groups[f.Name][e.Group] = true
		}
	}
	t.classes = slices.Sorted(maps.Keys(classes))
	for i, c := range t.classes {
		classes[c] = i
	}
	features := map[string]int{}
	for _, name := range slices.Sorted(maps.Keys(groups)) {
		if len(groups[name]) >= o.MinGroups {
			features[name] = len(t.names)
			t.names = append(t.names, name)
		}
	}
	for _, e := range examples {
		n := example{weight: e.Weight}
		for _, f := range e.Features {
			if i, ok := features[f.Name]; ok {
				n.features = append(n.features, numbered{i, f.Value})
			}
		}
		n.features = append(n.features, numbered{len(t.names), 1})
		for _, c := range e.Classes {
			n.classes = append(n.classes, classes[c])
		}
		t.examples = append(t.examples, n)
	}
	size := (len(t.names) + 1) * len(t.classes)
	t.weights, t.squares = make([]float64, size), make([]float64, size)
	t.scores, t.target = make([]float64, len(t.classes)), make([]float64, len(t.classes))
	t.decay = o.Decay / max(1, total)
	return t
}

// step moves the weights towards one example.
func (t *trainer) step(i int) {
	e, n := &t.examples[i], len(t.classes)
	clear(t.scores)
	for _, f := range e.features {
		for c, w := range t.weights[f.feature*n : (f.feature+1)*n] {
			t.scores[c] += w * f.value
		}
	}
	softmax(t.scores)
	t.aim(e)
	for _, f := range e.features {
		at := f.feature * n
		for c := range n {
			w := &t.weights[at+c]
			g := e.weight * (t.scores[c] - t.target[c]) * f.value
			if f.feature < len(t.names) {
				g += t.decay * *w
			}
			t.squares[at+c] += g * g
			*w -= t.options.Rate * g / math.Sqrt(t.squares[at+c]+1e-6)
		}
	}
}

// bestShare is what the best of several right classes gets, where the model thinks
// nothing of any.
const bestShare = 0.5

// aim sets how probable each class should be: the best of those that are right gets
// its share, and the rest goes by what the model finds probable among them.
func (t *trainer) aim(e *example) {
	clear(t.target)
	sum := 0.0
	for _, c := range e.classes {
		sum += t.scores[c]
	}
	for _, c := range e.classes {
		t.target[c] += (1 - bestShare) * t.scores[c] / max(sum, 1e-12)
	}
	t.target[e.classes[0]] += bestShare
}

func (t *trainer) model() *Model {
	n := len(t.classes)
	m := &Model{classes: t.classes, bias: make([]float64, n), weights: map[string][]float64{}}
	for c := range n {
		m.bias[c] = rounded(t.weights[len(t.names)*n+c])
	}
	for i, name := range t.names {
		list := slices.Clone(t.weights[i*n : (i+1)*n])
		largest := 0.0
		for c, v := range list {
			list[c] = rounded(v)
			largest = max(largest, math.Abs(list[c]))
		}
		if largest >= t.options.Smallest {
			m.weights[name] = list
		}
	}
	return m
}

// rounded is a weight as it is written, in tenths.
func rounded(v float64) float64 { return math.Round(v*tenths) / tenths }
