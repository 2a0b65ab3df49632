//go:build e2e

package e2e

import (
	"bytes"
	"encoding/json"
	"flag"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write what clients were answered to their golden files")

// mcpFolder holds the clients, their steps and what they are answered.
const mcpFolder = "../../test/clients/mcp"

const mcpKey = "a-key-for-assistants"

// Clients that others wrote must get on with the server, over streams and over HTTP,
// and be answered the same by both. SHIRUBE_NODE is a folder with the node_modules of
// test/clients/mcp (default: that folder), SHIRUBE_PYTHON a Python that has its
// requirements; without them the test skips.
func TestMCPClients(t *testing.T) {
	home := t.TempDir()
	folder, err := filepath.Abs(mcpFolder)
	if err != nil {
		t.Fatal(err)
	}
	corpus := filepath.Join(folder, "corpus")
	keys := filepath.Join(home, "keys.yaml")
	if err := os.WriteFile(keys, []byte("- name: assistants\n  secret: "+mcpKey+"\n  scopes: [retrieve]\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := serve(t, home, "--corpus", corpus, "--key-file", keys)
	// The streams read beside the server.
	targets := map[string][]string{
		"http":  {"http", "http://" + s.addr + "/mcp", mcpKey},
		"stdio": {"stdio", program, "mcp", "--data", filepath.Join(home, "data"), "--corpus", corpus},
	}
	for name, client := range map[string]func(t *testing.T, target []string) transcript{
		"typescript":    func(t *testing.T, target []string) transcript { return runNode(t, folder, target) },
		"python":        func(t *testing.T, target []string) transcript { return runPython(t, folder, "auto", target) },
		"python-legacy": func(t *testing.T, target []string) transcript { return runPython(t, folder, "legacy", target) },
		"inspector":     func(t *testing.T, target []string) transcript { return runInspector(t, folder, target) },
	} {
		for _, how := range slices.Sorted(maps.Keys(targets)) {
			t.Run(name+"/"+how, func(t *testing.T) {
				compare(t, filepath.Join(folder, "golden", name+".json"), client(t, targets[how]))
			})
		}
	}
	if code := s.stop(); code != 0 {
		t.Errorf("the server ended with status %d", code)
	}
}

// transcript is what a client was answered, as it prints it.
type transcript map[string]any

// step is one of steps.json.
type step struct {
	Do        string         `json:"do"`
	Name      string         `json:"name,omitempty"`
	Arguments map[string]any `json:"arguments,omitempty"`
	URI       string         `json:"uri,omitempty"`
}

func steps(t *testing.T, folder string) []step {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(folder, "steps.json"))
	if err != nil {
		t.Fatal(err)
	}
	var list []step
	if err := json.Unmarshal(data, &list); err != nil {
		t.Fatal(err)
	}
	return list
}

// nodeModules is where the clients of Node find their packages, or the test skips.
func nodeModules(t *testing.T, folder string) string {
	t.Helper()
	dir := os.Getenv("SHIRUBE_NODE")
	if dir == "" {
		dir = folder
	}
	modules := filepath.Join(dir, "node_modules")
	if _, err := exec.LookPath("node"); err != nil {
		t.Skip("Node is not there")
	}
	if _, err := os.Stat(filepath.Join(modules, "@modelcontextprotocol")); err != nil {
		t.Skip("the packages are not installed: npm ci in test/clients/mcp")
	}
	return modules
}

func runNode(t *testing.T, folder string, target []string) transcript {
	t.Helper()
	// Node looks for packages beside the file that imports them.
	script := filepath.Join(filepath.Dir(nodeModules(t, folder)), "client.mjs")
	if own := filepath.Join(folder, "client.mjs"); script != own {
		data, err := os.ReadFile(own)
		if err == nil {
			err = os.WriteFile(script, data, 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return read(t, run(t, "node", append([]string{script, filepath.Join(folder, "steps.json")}, target...)...))
}

func runPython(t *testing.T, folder, mode string, target []string) transcript {
	t.Helper()
	python := os.Getenv("SHIRUBE_PYTHON")
	if python == "" {
		t.Skip("SHIRUBE_PYTHON names no Python with the requirements of test/clients/mcp")
	}
	return read(t, run(t, python, append([]string{filepath.Join(folder, "client.py"), filepath.Join(folder, "steps.json"), mode}, target...)...))
}

// runInspector takes the first step of each sort, each with a run of the inspector's
// command line, which takes seconds.
func runInspector(t *testing.T, folder string, target []string) transcript {
	t.Helper()
	inspector := filepath.Join(nodeModules(t, folder), ".bin", "mcp-inspector")
	methods := map[string]string{"tools": "tools/list", "call": "tools/call", "resources": "resources/list",
		"templates": "resources/templates/list", "read": "resources/read"}
	var answers []any
	taken := map[string]bool{}
	for _, s := range steps(t, folder) {
		if taken[s.Do+s.Name] {
			continue
		}
		taken[s.Do+s.Name] = true
		args := []string{"--cli"}
		if target[0] == "http" {
			args = append(args, target[1], "--transport", "http", "--header", "Authorization: Bearer "+target[2])
		} else {
			args = append(args, target[1:]...)
		}
		args = append(args, "--method", methods[s.Do])
		if s.Name != "" {
			args = append(args, "--tool-name", s.Name)
		}
		for _, name := range slices.Sorted(maps.Keys(s.Arguments)) {
			value, err := json.Marshal(s.Arguments[name])
			if err != nil {
				t.Fatal(err)
			}
			args = append(args, "--tool-arg", name+"="+strings.Trim(string(value), `"`))
		}
		if s.URI != "" {
			args = append(args, "--uri", s.URI)
		}
		cmd := exec.CommandContext(t.Context(), inspector, args...)
		var out, talk bytes.Buffer
		cmd.Stdout, cmd.Stderr = &out, &talk
		_ = cmd.Run() // an error of a tool is a status, too
		var result any
		if err := json.NewDecoder(&out).Decode(&result); err != nil {
			result = strings.TrimSpace(talk.String())
		}
		answers = append(answers, map[string]any{"step": s, "result": result})
	}
	data, err := json.Marshal(map[string]any{"answers": answers})
	if err != nil {
		t.Fatal(err)
	}
	return read(t, data)
}

func run(t *testing.T, name string, args ...string) []byte {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), name, args...)
	var talk bytes.Buffer
	cmd.Stderr = &talk
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, talk.Bytes())
	}
	return out
}

func read(t *testing.T, data []byte) transcript {
	t.Helper()
	var got transcript
	if err := json.Unmarshal(data, &got); err != nil {
		t.Fatalf("%v: %.1000s", err, data)
	}
	return got
}

// compare compares a transcript with the golden file, without what differs from day to
// day, and checks what every client must have been given.
func compare(t *testing.T, golden string, got transcript) {
	t.Helper()
	answered := map[string]bool{}
	for _, a := range got["answers"].([]any) {
		a := a.(map[string]any)
		s := a["step"].(map[string]any)
		name, _ := s["name"].(string)
		result, _ := a["result"].(map[string]any)
		if result["structuredContent"] != nil && result["isError"] != true {
			answered[name] = true
			checkText(t, name, result)
		}
		if result["contents"] != nil {
			answered["read"] = true
		}
	}
	for _, name := range []string{"search", "fetch", "retrieve", "facets", "read"} {
		if !answered[name] {
			t.Errorf("%s was not answered", name)
		}
	}
	normalise(got)
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(got); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(golden, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(b.Bytes(), want) {
		t.Errorf("%s: what was answered is another (go test -tags e2e -run TestMCPClients ./internal/e2e -update writes it):\n%s",
			golden, difference(string(want), b.String()))
	}
}

// checkText checks that the one item of content is the structure as JSON, and then
// leaves it out.
func checkText(t *testing.T, name string, result map[string]any) {
	t.Helper()
	content := result["content"].([]any)
	item := content[0].(map[string]any)
	var said any
	if err := json.Unmarshal([]byte(item["text"].(string)), &said); err != nil || len(content) != 1 {
		t.Errorf("%s: %d items of content, the first is %v (%v)", name, len(content), item, err)
	}
	if !reflect.DeepEqual(said, result["structuredContent"]) {
		t.Errorf("%s: the text and the structure differ:\n%v\n%v", name, said, result["structuredContent"])
	}
	item["text"] = "(the structure as JSON)"
}

// passageFields are those of a retrieved passage that integrations rely on.
var passageFields = []string{"article_id", "title", "url", "kind", "heading", "path", "text", "role", "sources", "supervision", "citation"}

// normalise takes away what differs between versions and with the ranking: numbers of
// versions and scores, ids of passages, schemas (their own tests look at them), what
// was understood of a query.
func normalise(v any) {
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			normalise(item)
		}
	case transcript:
		normalise(map[string]any(v))
	case map[string]any:
		if _, ok := v["citation"]; ok {
			maps.DeleteFunc(v, func(name string, _ any) bool { return !slices.Contains(passageFields, name) })
		}
		for name, value := range v {
			switch name {
			case "inputSchema", "outputSchema":
				schema, _ := value.(map[string]any)
				properties, _ := schema["properties"].(map[string]any)
				v[name] = slices.Sorted(maps.Keys(properties))
			case "interpretation", "omitted":
				delete(v, name)
			case "score", "version":
				v[name] = "(" + name + ")"
			default:
				normalise(value)
			}
		}
	}
}

// difference is the first lines in which two texts differ.
func difference(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	n := 0
	for n < min(len(w), len(g)) && w[n] == g[n] {
		n++
	}
	return "want\n" + strings.Join(w[n:min(len(w), n+8)], "\n") + "\ngot\n" + strings.Join(g[n:min(len(g), n+8)], "\n")
}
