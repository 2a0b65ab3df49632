package importer

import (
	"context"
	"fmt"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
)

const (
	// maxQueries is how many addresses of one page, told apart by what follows the
	// question mark, are fetched: a calendar has one for every month there is.
	maxQueries = 50
	// maxFailures is after how many pages in a row that cannot be had a site is left
	// alone.
	maxFailures = 10
	// minText is how many characters a page must say to be an article.
	minText = 40
)

// crawl is an import of pages.
type crawl struct {
	*siteImport
	start   runStart
	journal *journal
	known   map[string]*pageState // of the last complete import, by key
	done    map[string]*pageState // of this one
	order   []*pageState          // the same, in their order
	queue   []target
	seen    map[string]bool // keys that are or were in the queue
	queries map[string]int  // addresses by their path
	full    bool            // something was not followed for a limit
	failed  int             // pages in a row that could not be had
}

// target is a page to fetch.
type target struct {
	url   *url.URL
	depth int
	// anyway stores the page though it says that it is another address of one that
	// could not be had.
	anyway bool
}

// byPages imports the pages that sitemaps list, or that links lead to.
func (s *siteImport) byPages(ctx context.Context) error {
	c := &crawl{siteImport: s, known: map[string]*pageState{}, done: map[string]*pageState{}, seen: map[string]bool{}, queries: map[string]int{}}
	if err := c.begin(ctx); err != nil {
		return err
	}
	err := c.all(ctx)
	if closed := c.journal.close(); err == nil {
		err = closed
	}
	if err != nil {
		return err
	}
	return c.finish()
}

// begin finds out what is known and where to start.
func (c *crawl) begin(ctx context.Context) error {
	if _, err := readStates(filepath.Join(c.folder.dir, pagesName), &runStart{}, func(p *pageState) { c.known[p.Key] = p }); err != nil {
		return err
	}
	resumed := false
	if !c.Restart {
		var err error
		resumed, err = readStates(filepath.Join(c.folder.dir, journalName), &c.start, func(p *pageState) { c.take(p) })
		if err != nil {
			return err
		}
		if resumed && (c.start.Start != c.asked.String() || c.Method != "" && c.Method != c.start.Method) {
			resumed = false // of another import into the same folder
			c.done, c.order, c.start = map[string]*pageState{}, nil, runStart{}
		}
	}
	if !resumed {
		if err := c.seed(ctx); err != nil {
			return err
		}
	}
	c.report.Method, c.report.Resumed = c.start.Method, len(c.order)
	var err error
	if c.journal, err = newJournal(c.folder.dir, c.start, c.order); err != nil {
		return err
	}
	for _, seed := range c.start.Seeds {
		if u, err := parseAddress(seed); err == nil {
			c.enqueue(u, 0)
		}
	}
	for _, p := range c.order {
		c.retell(p)
		c.follow(p)
	}
	return nil
}

// seed lists the pages to begin with.
func (c *crawl) seed(ctx context.Context) error {
	c.start = runStart{Start: c.asked.String(), Method: MethodLinks, Seeds: []string{c.home.String()}, Whole: true}
	if c.Method == MethodLinks {
		return nil
	}
	pages, whole, err := c.sitemapPages(ctx, c.robots.sitemaps)
	if err != nil {
		return err
	}
	var seeds []string
	for _, p := range pages {
		if c.inScope(p) {
			seeds = append(seeds, p.String())
		}
	}
	slices.Sort(seeds)
	if seeds = slices.Compact(seeds); len(seeds) > 0 {
		c.start.Method, c.start.Seeds, c.start.Whole = MethodSitemap, seeds, whole
		return nil
	}
	if c.Method == MethodSitemap {
		return fmt.Errorf("%s: there is no sitemap that lists pages", c.home)
	}
	c.start.Whole = whole
	return nil
}

// take keeps a page that is done.
func (c *crawl) take(p *pageState) {
	if before := c.done[p.Key]; before != nil {
		c.order = slices.DeleteFunc(c.order, func(o *pageState) bool { return o == before })
	}
	c.done[p.Key] = p
	c.order = append(c.order, p)
}

// enqueue adds a page that was not seen before, unless a limit or the site's rules
// are against it.
func (c *crawl) enqueue(u *url.URL, depth int) {
	u = normal(u)
	key := pageKey(u)
	if c.seen[key] || !sameSite(u, c.home) {
		return
	}
	c.seen[key] = true
	switch why := notAPage(u); {
	case why != "", !c.inScope(u):
		return
	case !c.robots.allows(u):
		c.report.leaveOut("robots.txt does not allow it")
		return
	case depth > c.MaxDepth:
		c.limit(u, fmt.Sprintf("more than %d links away from the first page", c.MaxDepth))
		return
	case len(c.seen) > 20*c.MaxPages+10_000:
		c.limit(u, "too many addresses")
		return
	}
	if u.RawQuery != "" {
		if c.queries[u.Path]++; c.queries[u.Path] > maxQueries {
			if c.queries[u.Path] == maxQueries+1 {
				c.report.note(u.Scheme+"://"+u.Host+u.EscapedPath(), 0, "this page has more than %d addresses, as calendars and filters have: the others were left out", maxQueries)
			}
			c.report.leaveOut("one more address of a calendar or a filter")
			return
		}
	}
	if !c.isDone(key) {
		c.queue = append(c.queue, target{url: u, depth: depth})
	}
}

func (c *crawl) isDone(key string) bool {
	p := c.done[key]
	return p != nil && p.Failed == "" // what failed in an interrupted run is tried again
}

// limit notes once that there was more than a limit allows.
func (c *crawl) limit(u *url.URL, why string) {
	if !c.full {
		c.report.note(u.String(), 0, "%s: this page and others like it were left out", why)
	}
	c.full = true
	c.report.leaveOut(why)
}

// all fetches what is in the queue, and what that leads to.
func (c *crawl) all(ctx context.Context) error {
	for {
		if len(c.queue) == 0 && !c.orphans() {
			return nil
		}
		next := c.queue[0]
		c.queue = c.queue[1:]
		if len(c.order) >= c.MaxPages {
			c.limit(next.url, fmt.Sprintf("more than %d pages", c.MaxPages))
			return nil
		}
		p, err := c.page(ctx, next)
		if err != nil {
			return err
		}
		if err := c.journal.add(p); err != nil {
			return err
		}
		c.take(p)
		c.count(p)
		c.follow(p)
		if c.Progress != nil {
			c.Progress(len(c.order), len(c.order)+len(c.queue))
		}
		if c.failed >= maxFailures {
			c.full = true
			c.report.reject(next.url.String(), 0, "%d pages in a row could not be had: the site is left alone; run the same command again later to go on", c.failed)
			return nil
		}
	}
}

// orphans puts pages back into the queue that said they were another address of a
// page which turned out to be none.
func (c *crawl) orphans() bool {
	for _, p := range c.order {
		if p.Also == "" {
			continue
		}
		if c.stands(p) {
			continue
		}
		p.Also = ""
		if self, err := parseAddress(p.URL); err == nil {
			c.queue = append(c.queue, target{url: self, depth: p.Depth, anyway: true})
			return true // one at a time: of pages that name one another, one is stored
		}
	}
	return false
}

// stands reports whether what a page says, or the page that it says it is another
// address of, was decided on, over however many such pages that leads.
func (c *crawl) stands(p *pageState) bool {
	for steps := 0; p.Also != "" && steps < 10; steps++ {
		u, err := parseAddress(p.Also)
		if err != nil {
			return false
		}
		if p = c.done[pageKey(u)]; p == nil || p.Failed != "" {
			return false
		}
	}
	return p.Also == "" && p.LeftOut != leftOutMissing && p.LeftOut != leftOutSame
}

// follow puts the links of a page into the queue.
func (c *crawl) follow(p *pageState) {
	from, err := parseAddress(p.URL)
	if err != nil {
		return
	}
	if p.Also != "" {
		if u, err := parseAddress(p.Also); err == nil {
			c.enqueue(u, p.Depth)
		}
	}
	if c.start.Method != MethodLinks {
		return
	}
	for _, link := range p.Links {
		u, err := from.Parse(link)
		if err != nil {
			continue
		}
		depth := p.Depth + 1
		if isPager(u) && isPager(from) {
			depth = p.Depth // the pages of a list are side by side
		}
		c.enqueue(u, depth)
	}
}

const (
	leftOutMissing = "not there any more"
	leftOutNoindex = "noindex"
	leftOutListing = "a list of pages"
	leftOutSame    = "another address of the same page"
	leftOutEmpty   = "without text"
)

// count puts a page that was done in this run into the report.
func (c *crawl) count(p *pageState) {
	if p.Failed != "" {
		c.report.reject(p.URL, 0, "%s", p.Failed)
	}
	if p.LeftOut != "" {
		c.report.leaveOut(p.LeftOut)
	}
	if p.File != "" {
		c.report.add(FileReport{p.File, p.ID, p.Status})
	}
}

// retell puts a page into the report that an interrupted run has done.
func (c *crawl) retell(p *pageState) {
	if p.Failed != "" {
		return // it is tried again
	}
	if p.File != "" {
		c.folder.keep(p.File)
	}
	c.count(p)
}

// finish removes what is gone, once all was seen, and remembers the pages.
func (c *crawl) finish() error {
	failed := slices.ContainsFunc(c.order, func(p *pageState) bool { return p.Failed != "" })
	stopped := c.failed >= maxFailures
	c.report.Complete = !c.full && !stopped && c.start.Whole
	for _, p := range c.order {
		if p.Failed != "" && p.File == "" && failed {
			// A page that was never had could be one that moved: what was there
			// before must stay as long as that is not known.
			c.report.Complete = false
		}
	}
	if err := c.removeVanished(); err != nil {
		return err
	}
	if stopped {
		return nil // the journal is for the next run
	}
	return c.journal.complete(c.folder.dir, c.start, c.order)
}

var (
	scriptElement = regexp.MustCompile(`(?is)<script\b([^>]*)>.*?</script\s*>`)
	plainComment  = regexp.MustCompile(`<!--[\x00-\x7f]*?-->`)
	nonce         = regexp.MustCompile(`(?i)\s(?:nonce|data-nonce|data-cfemail|data-token)\s*=\s*(?:"[^"]*"|'[^']*')`)
	hiddenInput   = regexp.MustCompile(`(?is)<input\b[^>]*\btype\s*=\s*["']?hidden[^>]*>`)
	tokenMeta     = regexp.MustCompile(`(?is)<meta\b[^>]*\bname\s*=\s*["']?csrf[^>]*>`)
)
