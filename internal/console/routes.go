package console

import (
	"net/http"
	"slices"

	"shirube/internal/staff"
)

// route is a page or an action. Whatever changes something is a POST; what is a GET changes
// nothing, so that a link can do no harm.
type route struct {
	method, path string
	role         staff.Role // the least that may
	handle       handler
}

// handler answers a request that may be answered. What it returns is sent after the session was
// kept, so that nobody acts on what was not.
type handler func(*request) (reply, error)

// routes is everything that the console answers, but for its assets.
func (c *Console) routes() []route {
	return slices.Concat(
		c.searchRoutes(),
		c.articleRoutes(),
		c.quoteRoutes(),
		c.basketRoutes(),
		c.languageRoutes(),
		c.compareRoutes(),
		c.patientRoutes(),
		c.contentRoutes(),
		c.accessRoutes(),
		c.operationsRoutes(),
		c.improveRoutes(),
		c.curationRoutes(),
		c.correctRoutes(),
		c.draftRoutes(),
	)
}

func get(path string, role staff.Role, h handler) route {
	return route{http.MethodGet, path, role, h}
}

func post(path string, role staff.Role, h handler) route {
	return route{http.MethodPost, path, role, h}
}
