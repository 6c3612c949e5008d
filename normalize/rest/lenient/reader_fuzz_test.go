package lenient

import (
	"bytes"
	"encoding/json"
	"math"
	"reflect"
	"testing"
)

// tree reads the next value as encoding/json reads it into an any.
func tree(r *Reader) any {
	switch r.Kind() {
	case '{':
		object := map[string]any{}
		for ok := r.Object(""); ok && r.Next(); {
			name := string(r.Name())
			object[name] = tree(r)
		}
		return object
	case '[':
		array := []any{}
		for ok := r.Array(""); ok && r.Elem(); {
			array = append(array, tree(r))
		}
		return array
	case '"':
		return r.String("").Value
	case '0':
		return json.Number(r.Value())
	case 't', 'f':
		return r.Bool("").Value
	}
	r.Skip()
	return nil
}

// walk reads with calls chosen by the bytes of script, whatever the input is.
func walk(r *Reader, script []byte) {
	for i := 0; i < 4*len(script)+64; i++ {
		op := byte(i)
		if len(script) > 0 {
			op = script[i%len(script)] + byte(i)
		}
		switch op % 12 {
		case 0, 1:
			r.Next()
		case 2:
			r.Elem()
		case 3:
			r.Object("F[].A")
		case 4:
			r.Array("F[][]")
		case 5:
			r.Name()
		case 6:
			r.String("S")
		case 7:
			r.Int("I")
		case 8:
			r.Float("F")
		case 9:
			r.Bool("B")
		case 10:
			r.JSON("J")
		case 11:
			r.Skip()
		}
	}
}

func FuzzReader(f *testing.F) {
	for _, s := range []string{
		`{"a":[1,2.5,-3e4,"x\n\u00e9\ud83d\ude00",true,false,null,{"":{}}],"b":"` + "\xff" + `"}`, `[[[]],{}]`, `"\ud800"`, `{"a":1,"a":{"b":2}}`,
		`{"a"`, `{"a":}`, `[,]`, `[1,]`, `{"x\`, `"`, `-`, `{{`, `]`, "\x00", `{"a":1 "b":2}`, `{"\`, `["\u12"]`, `9223372036854775808`, `1E400`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var r Reader
		var is Issues
		before := bytes.Clone(data)
		r.Reset(data, &is)
		walk(&r, data)
		r.Reset(data, &is)
		got := tree(&r)
		if !bytes.Equal(before, data) {
			t.Fatal("the input was written to")
		}
		if !json.Valid(data) {
			return
		}
		decoder := json.NewDecoder(bytes.NewReader(data))
		decoder.UseNumber()
		var want any
		if err := decoder.Decode(&want); err != nil {
			return // nested too deep for encoding/json
		}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("got %#v\nwant %#v", got, want)
		}
		checkNumber(t, want)
	})
}

// checkNumber compares Int and Float with encoding/json.
func checkNumber(t *testing.T, v any) {
	n, ok := v.(json.Number)
	if !ok {
		return
	}
	var r Reader
	r.Reset([]byte(n), nil)
	got := r.Int("")
	if i, err := n.Int64(); err == nil && (!got.OK || got.Value != i) {
		t.Fatalf("%s: got integer %v", n, got)
	}
	f, err := n.Float64()
	if got.OK && math.Abs(f-float64(got.Value)) > math.Abs(f)/1e12 {
		t.Fatalf("%s: got integer %v", n, got)
	}
	r.Reset([]byte(n), nil)
	if got := r.Float(""); got.OK != (err == nil) || got.OK && got.Value != f {
		t.Fatalf("%s: got float %v, want %v, %v", n, got, f, err)
	}
}
