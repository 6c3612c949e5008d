package requestgolden

import (
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"github.com/parlancehq/parlance/normalize"
	"github.com/parlancehq/parlance/normalize/engine"
	"github.com/parlancehq/parlance/normalize/rest/api"
	"github.com/parlancehq/parlance/normalize/rest/paging"
	requests "github.com/parlancehq/parlance/normalize/rest/request"
)

var update = flag.Bool("update", false, "rewrite the golden of the shop")

// record is Record in a bubble.
func record(t *testing.T, cfg Config) string {
	t.Helper()
	var text string
	var err error
	synctest.Test(t, func(t *testing.T) { text, err = Record(t.Context(), cfg) })
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestRecord(t *testing.T) {
	const file = "testdata/shop.golden"
	got := record(t, shopConfig(nil))
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-golden +got):\n%s", file, diff)
	}
	if again := record(t, shopConfig(nil)); again != got {
		t.Errorf("a second recording differs:\n%s", cmp.Diff(got, again))
	}
}

// TestRecordShowsMistakes changes one thing about the shop at a time, each of which a
// field map can get wrong.
func TestRecordShowsMistakes(t *testing.T) {
	asked := func(change func(*requests.Template)) func(*engine.Definition) {
		return func(d *engine.Definition) {
			ask := *askTickets
			ask.Send = slices.Clone(ask.Send)
			change(&ask)
			d.Sources[0].List.Request = &ask
		}
	}
	more := func(s requests.Set) func(*engine.Definition) {
		return asked(func(ask *requests.Template) { ask.Send = append(ask.Send, s) })
	}
	for name, change := range map[string]func(*engine.Definition){
		"a method": asked(func(ask *requests.Template) {
			op := opTickets
			op.Method = http.MethodPost
			ask.Operation = &op
		}),
		"a header":       more(requests.Set{Header: "X-More", Value: requests.Const{V: 1}}),
		"a constant":     more(requests.Set{Query: "sort", Value: requests.Const{V: "asc"}}),
		"a style":        asked(func(ask *requests.Template) { ask.Send[0].Style = requests.Matrix }),
		"the first page": func(d *engine.Definition) { d.Sources[0].List.Pager = paging.PageNumber{First: 1, DefaultSize: 2} },
		"the style":      func(d *engine.Definition) { d.Sources[0].List.Pager = paging.SinglePage{} },
		"the largest page": func(d *engine.Definition) {
			d.Sources[0].List.PageSize.Max = 500
			d.Sources[0].List.Pager = paging.PageNumber{DefaultSize: 2}
		},
		"the status of the end": func(d *engine.Definition) { d.Sources[0].List.Shape.End = []int{404} },
		"no order":              func(d *engine.Definition) { d.Sources[0].Order = normalize.OrderUnspecified },
		"the other order":       func(d *engine.Definition) { d.Sources[0].Order = normalize.OrderAscending },
		"the time":              func(d *engine.Definition) { d.Sources[0].Time = normalize.TimeStartedAt },
		"a filter is emulated":  func(d *engine.Definition) { delete(d.Sources[0].List.Filters, normalize.FilterAgentID) },
		"a value is not sent": func(d *engine.Definition) {
			d.Sources[0].List.Filters[normalize.FilterStatus] = normalize.Support{Mode: normalize.Native, Param: "state"}
		},
		"not found": func(d *engine.Definition) {
			d.Operations[1].NotFound = []int{422}
			d.Sources[0].Get.Operation = &d.Operations[1]
		},
		"no get":                 func(d *engine.Definition) { d.Sources[0].Get = nil },
		"where errors are":       func(d *engine.Definition) { d.Errors.Message = []api.Path{{"code"}} },
		"the id of the request":  func(d *engine.Definition) { d.Errors.RequestID = nil },
		"the name of the key":    func(d *engine.Definition) { d.Info.Auth[0][0].Param = "key" },
		"the kind of the key":    func(d *engine.Definition) { d.Info.Auth[0][0].Kind = normalize.SchemeHeader },
		"the endpoint of tokens": func(d *engine.Definition) { d.Info.Auth[2][0].TokenURL = "/token" },
		"the scope of tokens":    func(d *engine.Definition) { d.Info.Auth[2][0].Scopes = nil },
		"the default of a scope": func(d *engine.Definition) { d.Info.Scope[1].Default = "us" },
		"the server":             func(d *engine.Definition) { d.Info.BaseURLs[0].URL = "/v2" },
	} {
		t.Run(name, func(t *testing.T) {
			if record(t, shopConfig(change)) == record(t, shopConfig(nil)) {
				t.Error("the text is the same")
			}
		})
	}
}

// TestValues checks the values of the model that are tried against the model's source.
func TestValues(t *testing.T) {
	for name, tried := range map[string][]string{"status": statuses(), "channel": channels(), "direction": directions()} {
		file, err := parser.ParseFile(token.NewFileSet(), "../../../"+name+".go", nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		var want []string
		for spec := range ast.Preorder(file) {
			if c, is := spec.(*ast.ValueSpec); is && len(c.Values) == 1 {
				text, err := strconv.Unquote(c.Values[0].(*ast.BasicLit).Value)
				if err != nil {
					t.Fatal(err)
				}
				want = append(want, text)
			}
		}
		if len(want) == 0 || !slices.Equal(tried, want) {
			t.Errorf("%s: tried are %v, and the model has %v", name, tried, want)
		}
	}
}

// TestPlainHTTP opens a provider whose server is reached by plain http.
func TestPlainHTTP(t *testing.T) {
	text := record(t, shopConfig(func(d *engine.Definition) { d.Info.BaseURLs[0].URL = "http://shop.example/v1" }))
	if want := "http://shop.example, which takes WithInsecure\n"; !strings.Contains(text, want) {
		t.Errorf("the text does not hold %q:\n%s", want, text)
	}
}

// TestUnopened tells what is wrong with a provider that cannot be opened.
func TestUnopened(t *testing.T) {
	cfg := shopConfig(nil)
	cfg.Scope = nil
	if text, err := Record(t.Context(), cfg); err == nil {
		t.Errorf("a required scope is missing, and the text is\n%s", text)
	}
}
