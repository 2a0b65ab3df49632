package console

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"github.com/gin-gonic/gin"

	"shirube/internal/precaution"
)

// Taking one of the things out that were typed leaves all others in.
func TestTakingOutOneTickKeepsTheOthers(t *testing.T) {
	g, _ := gin.CreateTestContext(httptest.NewRecorder())
	g.Request = httptest.NewRequest(http.MethodGet, "/console/patient", nil)
	r := &request{gin: g, console: &Console{}}
	ticks := []precaution.Tick{{Words: "透析"}, {Words: "降圧薬"}, {Words: "シクロスポリン"}}
	to, err := url.Parse(r.withoutTick(ticks, ticks[1]))
	if err != nil || to.Query().Get("said") != "透析、シクロスポリン" {
		t.Errorf("%v, %v", to, err)
	}
}
