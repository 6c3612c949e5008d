package client

import "strings"

// Operation gives what is declared for the operation with the Go name, or nil
// where no builder is declared for it. Of several encoded bodies the first one
// counts; a body that the client does not encode leaves Body empty, and the
// builder takes a content type and a reader.
func (x *Index) Operation(goName string) *Operation {
	builder, f := x.builder(goName)
	if f == nil {
		return nil
	}
	op := &Operation{Builder: builder, Args: f.args}
	for i, a := range f.args {
		switch {
		case a.Name == "params" && strings.HasPrefix(a.Type, "*") && i > 0:
			op.Params = strings.TrimPrefix(a.Type, "*")
		case a.Name == "body" && i == len(f.args)-1 && a.Type != "io.Reader":
			op.Body = a.Type
		}
	}
	suffix := strings.TrimPrefix(builder, "New"+goName+"Request")
	if m := x.funcs["ClientWithResponses."+goName+suffix+"WithResponse"]; m != nil && len(m.results) > 0 {
		op.Response = strings.TrimPrefix(m.results[0], "*")
	}
	return op
}

// builder finds the request builder: the plain one, which takes the encoded JSON
// body where there is one, else the first for another encoded body, else the one
// for any body.
func (x *Index) builder(goName string) (string, *function) {
	plain := "New" + goName + "Request"
	if f := x.funcs[plain]; f != nil {
		return plain, f
	}
	anyBody := plain + "WithBody"
	if x.funcs[anyBody] == nil {
		return "", nil
	}
	for _, name := range x.ordered {
		if strings.HasPrefix(name, plain+"With") && strings.HasSuffix(name, "Body") && name != anyBody {
			return name, x.funcs[name]
		}
	}
	return anyBody, x.funcs[anyBody]
}
