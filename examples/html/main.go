// Command html serves the pages of a small clinic that has Shirube's search box in them:
// in the page, in a dialog, and as a results page. It is an example of a site on another
// address than the search server; the pages are plain HTML, and site/ is all there is.
//
//	shirube serve --allow-origin http://127.0.0.1:8090
//	go run ./examples/html
//
// Then open http://127.0.0.1:8090/.
package main

import (
	"context"
	"embed"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"
)

//go:embed site
var files embed.FS

// placeholder is what stands in the pages for the address of the search server.
const placeholder = "http://127.0.0.1:8080"

func main() {
	addr := flag.String("addr", "127.0.0.1:8090", "where the site is served")
	server := flag.String("server", placeholder, "address of the search server")
	flag.Parse()
	if err := run(os.Stdout, *addr, *server); err != nil {
		fmt.Fprintln(os.Stderr, "html:", err)
		os.Exit(1) //nolint:forbidigo // this is main
	}
}

func run(out io.Writer, addr, server string) error {
	handler, err := site(server)
	if err != nil {
		return err
	}
	listener, err := new(net.ListenConfig).Listen(context.Background(), "tcp", addr)
	if err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	fmt.Fprintf(out, "http://%s/ asks %s\n", listener.Addr(), server)
	s := &http.Server{Handler: handler, ReadHeaderTimeout: 5 * time.Second}
	if err := s.Serve(listener); err != nil {
		return fmt.Errorf("serve: %w", err)
	}
	return nil
}

// site is the pages, asking the server, under a policy that allows the two addresses and
// no inline script or style.
func site(server string) (http.Handler, error) {
	u, err := url.Parse(server)
	if err != nil || u.Host == "" {
		return nil, fmt.Errorf("server %q: write it like %s", server, placeholder)
	}
	origin := u.Scheme + "://" + u.Host
	pages, err := fs.Sub(files, "site")
	if err != nil {
		return nil, fmt.Errorf("site: %w", err)
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := strings.TrimPrefix(r.URL.Path, "/")
		if name == "" {
			name = "index.html"
		}
		content, err := fs.ReadFile(pages, name)
		if err != nil {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Security-Policy", "default-src 'none'; script-src 'self' "+origin+"; style-src 'self'; connect-src "+origin+
			"; base-uri 'none'; form-action 'self' "+origin+"; require-trusted-types-for 'script'; trusted-types 'none'")
		http.ServeContent(w, r, name, time.Time{}, strings.NewReader(strings.ReplaceAll(string(content), placeholder, strings.TrimRight(server, "/"))))
	}), nil
}
