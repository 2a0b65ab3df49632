package api

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"shirube/index"
	"shirube/internal/querylog"
	"shirube/internal/search"
)

// metrics are the server's own, in a registry of their own, so that two servers
// of one process do not count together.
type metrics struct {
	handler  http.Handler
	requests *prometheus.CounterVec
	duration *prometheus.HistogramVec
	inFlight prometheus.Gauge
	searches *prometheus.CounterVec
	results  prometheus.Histogram
}

func newMetrics(stats func(context.Context) (index.Stats, error), ready Readiness, log *querylog.Log) *metrics {
	m := &metrics{
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "shirube_http_requests_total", Help: "Requests answered, by route, method and status.",
		}, []string{"route", "method", "status"}),
		duration: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "shirube_http_request_duration_seconds", Help: "Time to answer a request, by route.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10},
		}, []string{"route"}),
		inFlight: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "shirube_http_requests_in_flight", Help: "Requests being answered now.",
		}),
		searches: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "shirube_searches_total", Help: "Searches answered, by view and whether anything was found.",
		}, []string{"view", "found"}),
		results: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "shirube_search_duration_seconds", Help: "Time the search itself took.",
			Buckets: []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5},
		}),
	}
	reg := prometheus.NewRegistry()
	reg.MustRegister(m.requests, m.duration, m.inFlight, m.searches, m.results,
		collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
		newIndexCollector(stats, ready))
	reg.MustRegister(logCollectors(log)...)
	m.handler = promhttp.HandlerFor(reg, promhttp.HandlerOpts{DisableCompression: true})
	return m
}

// logCollectors tell what became of what was to be noted.
func logCollectors(log *querylog.Log) []prometheus.Collector {
	return []prometheus.Collector{
		prometheus.NewCounterFunc(prometheus.CounterOpts{
			Name: "shirube_query_log_written_total", Help: "Entries of the query log that were kept.",
		}, func() float64 { return float64(log.Stats().Written) }),
		prometheus.NewCounterFunc(prometheus.CounterOpts{
			Name: "shirube_query_log_dropped_total", Help: "Entries that were lost: no room in the queue, or they could not be written.",
		}, func() float64 { return float64(log.Stats().Dropped) }),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "shirube_query_log_waiting", Help: "Entries that wait to be written.",
		}, func() float64 { return float64(log.Stats().Waiting) }),
	}
}

// observe counts an answered request. Only methods that exist become labels:
// a caller must not be able to make series.
func (m *metrics) observe(i *info, status int, took time.Duration) {
	route, method := i.route, i.method
	if route == "" {
		route = "none"
	}
	known := []string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodDelete, http.MethodOptions}
	if !slices.Contains(known, method) {
		method = "other"
	}
	m.requests.WithLabelValues(route, method, strconv.Itoa(status)).Inc()
	m.duration.WithLabelValues(route).Observe(took.Seconds())
}

func (m *metrics) observeSearch(r *search.Response) {
	m.searches.WithLabelValues(string(r.View), strconv.FormatBool(r.Total > 0)).Inc()
	m.results.Observe(r.TookMS / 1000)
}

func (s *server) serveMetrics(c *gin.Context) {
	if p := s.authorize(c.Request, ScopeAdmin); p != nil {
		s.write(c, p)
		return
	}
	s.metrics.handler.ServeHTTP(c.Writer, c.Request)
}

// indexCollector asks what is in the index each time the metrics are read.
type indexCollector struct {
	stats func(context.Context) (index.Stats, error)
	ready Readiness

	isReady, articles, passages, bytes, built *prometheus.Desc
}

func newIndexCollector(stats func(context.Context) (index.Stats, error), ready Readiness) *indexCollector {
	desc := func(name, help string, labels ...string) *prometheus.Desc {
		return prometheus.NewDesc(name, help, labels, nil)
	}
	return &indexCollector{
		stats: stats, ready: ready,
		isReady:  desc("shirube_ready", "1 when searches can be answered."),
		articles: desc("shirube_index_articles", "Articles in the served index, by collection.", "collection"),
		passages: desc("shirube_index_passages", "Passages in the served index."),
		bytes:    desc("shirube_index_bytes", "Size of the served index on disk; 0 where the engine cannot tell."),
		built:    desc("shirube_index_built_timestamp_seconds", "When the served index was built."),
	}
}

// Describe implements prometheus.Collector.
func (c *indexCollector) Describe(ch chan<- *prometheus.Desc) { prometheus.DescribeByCollect(c, ch) }

// Collect implements prometheus.Collector. Without an index there are no index gauges.
func (c *indexCollector) Collect(ch chan<- prometheus.Metric) {
	gauge := func(d *prometheus.Desc, v float64, labels ...string) {
		ch <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v, labels...)
	}
	ready := 0.0
	if c.ready().Ready {
		ready = 1
	}
	gauge(c.isReady, ready)
	if c.stats == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	st, err := c.stats(ctx)
	if err != nil {
		return
	}
	for name, n := range st.Collections {
		gauge(c.articles, float64(n), name)
	}
	gauge(c.passages, float64(st.Passages))
	gauge(c.bytes, float64(st.Bytes))
	if !st.Built.IsZero() {
		gauge(c.built, float64(st.Built.Unix()))
	}
}
