package faults

import (
	"bytes"
	"net/http"
	"sync"

	"github.com/parlancehq/parlance/normalize"
)

// bodyCap is the cap of the rows that go beyond it.
const bodyCap = 1 << 20

func bodyRows() []Row {
	unusable := func(kind string) Failure { return Failure{Type: "ResponseError", Kind: kind} }
	typed := func(text string) Fault { return Fault{ContentType: text} }
	capped := func(name string, fault Fault) Row {
		r := refused(name, fault, unusable("body too large"))
		r.Options = []normalize.Option{normalize.WithMaxBodySize(bodyCap)}
		r.MostRead = bodyCap + 64<<10 // what is beyond it is in a buffer already
		r.Resume = "from the PageToken, with another WithMaxBodySize"
		return r
	}
	truncated := once("truncated gzip", Fault{Gzip: true, TruncateAt: Middle})
	truncated.Kept = KeptAll
	return []Row{
		refused("200 with a page of HTML", Fault{Status: 200, Body: []byte(htmlPage), ContentType: "text/html; charset=utf-8"}, unusable("wrong media type")),
		refused("200 with a page of HTML, called JSON", Fault{Status: 200, Body: []byte(htmlPage)}, unusable("malformed JSON")),
		refused("200 with an error", Fault{Envelope: 500}, unusable("no records")),
		refused("200 with an empty body", Fault{Status: 200, Body: []byte{}}, unusable("empty body")),
		refused("204", Fault{Status: 204}, unusable("empty body")),
		refused("Content-Type text/html", typed("text/html"), unusable("wrong media type")),
		refused("Content-Type application/octet-stream", typed("application/octet-stream"), unusable("wrong media type")),
		harmless("Content-Type application/json; charset=utf-8", typed("application/json; charset=utf-8")),
		harmless("Content-Type APPLICATION/JSON; Charset=UTF-8", typed("APPLICATION/JSON; Charset=UTF-8")),
		harmless("Content-Type application/problem+json", typed("application/problem+json")),
		harmless("Content-Type application/json with odd parameters", typed("application/json; charset")),
		harmless("no Content-Type", Fault{Header: http.Header{"Content-Type": nil}}),
		harmless("gzip", Fault{Gzip: true}),
		truncated,
		capped("a gzip bomb", Fault{Status: 200, Body: bomb(), Header: http.Header{"Content-Encoding": {"gzip"}}}),
		capped("a body beyond the cap", Fault{Pad: bodyCap + 1}),
	}
}

// bomb is a small body that becomes a large one, of a text that does not end.
var bomb = sync.OnceValue(func() []byte {
	return compressed(append([]byte(`{"x":"`), bytes.Repeat([]byte("a"), 4*bodyCap)...))
})

func recordRows() []Row {
	spoiled := func(name string, spoil func(raw []byte) []byte) Row {
		return Row{Name: name, Spoil: spoil, Outcome: Survives, Kept: KeptAll}
	}
	bad := func(r Row, failure Failure) Row {
		r.Outcome, r.Error, r.Kept = RecordError, failure, KeptOthers
		return r
	}
	with := func(members string) func(raw []byte) []byte {
		return func(raw []byte) []byte { return append([]byte("{"+members+","), raw[1:]...) }
	}
	twice := func(raw []byte) []byte { // an object as each record is
		members := string(raw[1 : len(raw)-1])
		return []byte("{" + members + "," + members + "}")
	}
	is := func(text string) func([]byte) []byte { return func([]byte) []byte { return []byte(text) } }
	deep := func(n int) func(raw []byte) []byte {
		return with(`"fake_deep":` + string(bytes.Repeat([]byte("["), n)) + string(bytes.Repeat([]byte("]"), n)))
	}
	broken := Row{
		Name: "a record that is not JSON", Spoil: is(`{"id":]`), Outcome: TypedError, Error: Failure{Type: "ResponseError", Kind: "malformed JSON"},
		Kept: KeptRecords, Resume: fromHere,
	}
	return []Row{
		spoiled("invalid UTF-8", with("\"fake_text\":\"a \xff\xc3 b\"")),
		spoiled("duplicate keys", with(`"fake_twice":1,"fake_twice":{"fake_twice":2,"fake_twice":3}`)),
		spoiled("every member twice", twice),
		spoiled("JSON nested 9,000 deep", deep(9_000)),
		bad(spoiled("JSON nested 20,000 deep", deep(20_000)), Failure{Type: "RecordError"}),
		spoiled("numbers beyond 2^53", with(`"fake_number":9007199254740993,"fake_large":1e400`)),
		{Name: "an id that is a number beyond 2^53", ID: "9007199254740993001", Outcome: Survives, Kept: KeptAll},
		bad(spoiled("a record that is not an object", is(`"gone"`)), Failure{Type: "RecordError"}),
		bad(spoiled("a record without an id", is(`{}`)), Failure{Type: "RecordError", Is: normalize.ErrNoID}),
		broken,
	}
}
