package paging

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parlancehq/parlance/normalize/rest/api"
)

func TestToken(t *testing.T) {
	at := Position{Page: 3, Offset: 4, Cursor: "c=/+", Link: "https://acme.test/?a=b", Key: "k", Size: 50, Skip: 7, Again: 2, Seen: 1 << 40, Twice: 3, Least: 1 << 41, Most: 50, Held: "AAAAAAAAAAE"}
	for f, v := range reflect.ValueOf(at).Fields() {
		if v.IsZero() {
			t.Errorf("the position of this test has no %s", f.Name)
		}
	}
	s := EncodeToken(Token{Provider: "acme", Source: "calls", Query: "agent=alice@example.com", At: at})
	got, err := DecodeToken(s, "acme", "calls", "agent=alice@example.com")
	if diff := cmp.Diff(at, got); err != nil || diff != "" {
		t.Error(err, diff)
	}
	if strings.Contains(s, "alice") || strings.ContainsAny(s, "+/= \n") {
		t.Errorf("token is %s", s)
	}
	newer := "p2" + s[2:]
	tests := []struct {
		s, provider, source, query string
		want                       TokenKind
	}{
		{s, "other", "calls", "agent=alice@example.com", TokenOtherProvider},
		{s, "acme", "chats", "agent=alice@example.com", TokenOtherSource},
		{s, "acme", "calls", "agent=bob@example.com", TokenOtherQuery},
		{newer, "acme", "calls", "", TokenNewer},
		{"", "acme", "", "", TokenMalformed},
		{"p1", "acme", "", "", TokenMalformed},
		{"p1.x", "acme", "", "", TokenMalformed},
		{"p0.x.y", "acme", "", "", TokenMalformed},
		{"x1.x.y", "acme", "", "", TokenMalformed},
		{"hello, world. here.", "acme", "", "", TokenMalformed},
	}
	for _, test := range tests {
		_, err := DecodeToken(test.s, test.provider, test.source, test.query)
		e, ok := errors.AsType[*TokenError](err)
		if !ok || e.Kind != test.want || !errors.Is(err, api.ErrInvalidRequest) {
			t.Errorf("%q: got %v, want %s", test.s, err, test.want)
		}
	}
	for i := range s {
		changed := s[:i] + string(s[i]^1) + s[i+1:]
		if _, err := DecodeToken(changed, "acme", "calls", "agent=alice@example.com"); err == nil {
			t.Errorf("a change at %d is not noticed", i)
		}
	}
}

func FuzzDecodeToken(f *testing.F) {
	f.Add(EncodeToken(Token{Provider: "acme", At: Position{Cursor: "c"}}))
	f.Add("p1.e30.")
	f.Fuzz(func(t *testing.T, s string) {
		if _, err := DecodeToken(s, "acme", "", ""); err != nil {
			if _, ok := errors.AsType[*TokenError](err); !ok {
				t.Errorf("untyped error %v", err)
			}
		}
	})
}

// TestTokenOfAbsurdTotal: the largest total that a page can say leaves a token that can
// be gone on from.
func TestTokenOfAbsurdTotal(t *testing.T) {
	at := Position{Cursor: "c"}.advance(PageInfo{Records: 1, Total: count("9223372036854775807")})
	if _, err := DecodeToken(EncodeToken(Token{Provider: "acme", At: at}), "acme", "", ""); err != nil {
		t.Error(err, at.Least)
	}
}

// TestTokenOfNoPlace: a position that no run comes to is refused, not asked for.
func TestTokenOfNoPlace(t *testing.T) {
	for _, at := range []Position{
		{Page: -1}, {Offset: -1}, {Size: -1}, {Skip: -1}, {Skip: 1, Again: -1}, {Again: 1}, {Seen: -1}, {Twice: -1}, {Least: -1}, {Most: -1}, {Held: "?"},
	} {
		_, err := DecodeToken(EncodeToken(Token{Provider: "acme", At: at}), "acme", "", "")
		if e, ok := errors.AsType[*TokenError](err); !ok || e.Kind != TokenMalformed {
			t.Errorf("%+v: got %v", at, err)
		}
	}
}
