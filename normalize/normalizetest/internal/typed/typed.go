// Package typed builds requests again with the builders of a provider's typed client,
// and compares them with what the provider sent.
package typed

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/google/go-cmp/cmp"

	"github.com/parlancehq/parlance/internal/openapi"
)

// Diff says how the request that the builder makes of a request's own values differs
// from it; "" if it does not, or if the request is that of a link, with parameters that
// the operation does not declare. A builder is a function of the typed client that takes
// the server, the parameters of the path, a struct of the other parameters and, of an
// operation with a body, the body's media type and the body.
func Diff(builder any, op *openapi.Operation, sent *http.Request, body []byte) (string, error) {
	base, inPath, err := cut(op, sent.URL)
	if err != nil || !declared(op, sent.URL.Query()) {
		return "", err
	}
	fn := reflect.ValueOf(builder)
	args := []reflect.Value{reflect.ValueOf(base + "/")}
	for i := 1; i < fn.Type().NumIn(); i++ {
		arg := reflect.New(fn.Type().In(i)).Elem()
		switch {
		case arg.Kind() == reflect.Pointer && arg.Type().Elem().Kind() == reflect.Struct:
			arg.Set(reflect.New(arg.Type().Elem()))
			if err := fill(arg.Elem(), op, sent); err != nil {
				return "", err
			}
		case arg.Type() == reflect.TypeFor[io.Reader]():
			arg.Set(reflect.ValueOf(bytes.NewReader(body)))
		case len(inPath) > 0:
			if err := set(arg, inPath[:1]); err != nil {
				return "", err
			}
			inPath = inPath[1:]
		default:
			arg.SetString(sent.Header.Get("Content-Type"))
		}
		args = append(args, arg)
	}
	out := fn.Call(args)
	if err, failed := out[1].Interface().(error); failed {
		return "", fmt.Errorf("the typed client: %w", err)
	}
	return compare(op, sent, body, out[0].Interface().(*http.Request))
}

// declared reports whether an operation has all the parameters of a query.
func declared(op *openapi.Operation, query url.Values) bool {
	for name := range query {
		if !slices.ContainsFunc(op.Params, func(p *openapi.Parameter) bool { return p.In == "query" && p.Name == name }) {
			return false
		}
	}
	return true
}

// request is what two requests are compared by.
type request struct {
	Method, Address string
	Query           url.Values
	Header          http.Header
	Body            string
}

func compare(op *openapi.Operation, sent *http.Request, body []byte, built *http.Request) (string, error) {
	ours, theirs := requestOf(op, sent), requestOf(op, built)
	ours.Body = string(body)
	if built.Body != nil {
		data, err := io.ReadAll(built.Body)
		if err != nil {
			return "", err
		}
		theirs.Body = string(data)
	}
	// A builder sends what is required also where it has no value.
	for _, p := range op.Params {
		if p.Required && !ours.Query.Has(p.Name) && theirs.Query.Get(p.Name) == "" {
			theirs.Query.Del(p.Name)
		}
		if p.Required && ours.Header.Get(p.Name) == "" && theirs.Header.Get(p.Name) == "" {
			theirs.Header.Del(p.Name)
		}
	}
	return cmp.Diff(ours, theirs), nil
}

func requestOf(op *openapi.Operation, req *http.Request) request {
	out := request{Method: req.Method, Address: req.URL.Scheme + "://" + req.URL.Host + req.URL.EscapedPath(), Query: req.URL.Query(), Header: http.Header{}}
	for name, values := range req.Header {
		declared := name == "Content-Type"
		for _, p := range op.Params {
			declared = declared || p.In == "header" && http.CanonicalHeaderKey(p.Name) == name
		}
		if declared {
			out.Header[name] = values
		}
	}
	return out
}

// cut gives the address that an operation's path is appended to, and the values of the
// parameters in the path, in its order.
func cut(op *openapi.Operation, u *url.URL) (base string, values []string, err error) {
	want := strings.Split(op.Path, "/")
	have := strings.Split(u.EscapedPath(), "/")
	at := len(have) - len(want) + 1
	if at < 1 {
		return "", nil, fmt.Errorf("%s is not a path of %s", u, op.Path)
	}
	for i, segment := range want[1:] {
		found, err := between(plain(op, segment), have[at+i])
		if err != nil {
			return "", nil, err
		}
		values = append(values, found...)
	}
	return u.Scheme + "://" + u.Host + strings.Join(have[:at], "/"), values, nil
}

// plain is a segment of a template with what the styles of its parameters add.
func plain(op *openapi.Operation, segment string) string {
	for _, p := range op.Params {
		prefix := map[string]string{"label": ".", "matrix": ";" + p.Name + "="}[p.Style]
		if p.In == "path" {
			segment = strings.ReplaceAll(segment, "{"+p.Name+"}", prefix+"{"+p.Name+"}")
		}
	}
	return segment
}

// between gives the values of the parameters of a template in a segment of a path.
func between(template, segment string) (values []string, err error) {
	for {
		before, rest, found := strings.Cut(template, "{")
		if !strings.HasPrefix(segment, before) {
			return nil, fmt.Errorf("%q is not of the form %q", segment, template)
		}
		if !found {
			return values, nil
		}
		_, template, _ = strings.Cut(rest, "}")
		segment = segment[len(before):]
		end := len(segment)
		if literal, _, _ := strings.Cut(template, "{"); literal != "" {
			end = strings.Index(segment, literal)
		}
		if end < 0 {
			return nil, fmt.Errorf("%q is not of the form %q", segment, template)
		}
		value, err := url.PathUnescape(segment[:end])
		if err != nil {
			return nil, err
		}
		values, segment = append(values, value), segment[end:]
	}
}

// fill sets the fields of a struct of parameters to what was sent.
func fill(params reflect.Value, op *openapi.Operation, sent *http.Request) error {
	for i := range params.NumField() {
		name, _, _ := strings.Cut(params.Type().Field(i).Tag.Get("json"), ",")
		for _, p := range op.Params {
			if p.Name != name {
				continue
			}
			values, err := valuesOf(p, sent)
			if err != nil {
				return err
			}
			if len(values) == 0 {
				continue
			}
			if err := set(params.Field(i), values); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
	}
	return nil
}

// separators of several values in one, as they are sent.
var separators = map[string]string{"form": ",", "spaceDelimited": "%20", "pipeDelimited": "%7C"}

func valuesOf(p *openapi.Parameter, sent *http.Request) ([]string, error) {
	switch {
	case p.In == "header":
		return sent.Header.Values(p.Name), nil
	case p.In != "query":
		return nil, nil
	case p.Schema.Type != openapi.Array || p.Explode:
		return sent.URL.Query()[p.Name], nil
	}
	var out []string
	for pair := range strings.SplitSeq(sent.URL.RawQuery, "&") {
		name, value, _ := strings.Cut(pair, "=")
		if name != url.QueryEscape(p.Name) {
			continue
		}
		for part := range strings.SplitSeq(value, separators[p.Style]) {
			text, err := url.QueryUnescape(part)
			if err != nil {
				return nil, err
			}
			out = append(out, text)
		}
	}
	return out, nil
}

// set gives a value of the typed client the values that were sent, one or several.
func set(to reflect.Value, values []string) (err error) {
	switch to.Kind() {
	case reflect.Pointer:
		to.Set(reflect.New(to.Type().Elem()))
		return set(to.Elem(), values)
	case reflect.Slice:
		to.Set(reflect.MakeSlice(to.Type(), len(values), len(values)))
		for i := range values {
			if err := set(to.Index(i), values[i:i+1]); err != nil {
				return err
			}
		}
	case reflect.String:
		to.SetString(values[0])
	case reflect.Int, reflect.Int32, reflect.Int64:
		var n int64
		n, err = strconv.ParseInt(values[0], 10, 64)
		to.SetInt(n)
	case reflect.Float32, reflect.Float64:
		var n float64
		n, err = strconv.ParseFloat(values[0], 64)
		to.SetFloat(n)
	case reflect.Bool:
		var b bool
		b, err = strconv.ParseBool(values[0])
		to.SetBool(b)
	default:
		err = fmt.Errorf("the typed client takes a %s", to.Type())
	}
	return err
}
