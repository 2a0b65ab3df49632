package api

import (
	"net/http"

	"github.com/gin-gonic/gin"
)

// Guarded is a route of another front end, for POST, that asks for a key.
type Guarded struct {
	Path  string // under the base path, such as /mcp
	Scope Scope  // what the key must allow
	// Serve answers whoever has such a key; collections are those that the key sees,
	// nil: all.
	Serve func(w http.ResponseWriter, r *http.Request, collections []string)
}

// guarded is the handler of such a route.
func (s *server) guarded(g Guarded) gin.HandlerFunc {
	return func(c *gin.Context) {
		c.Header("Cache-Control", "no-store") // what somebody asked stays in no cache
		if p := s.authorize(c.Request, g.Scope); p != nil {
			s.write(c, p)
			return
		}
		g.Serve(c.Writer, c.Request, infoOf(c.Request.Context()).caller.Collections)
	}
}
