package public

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/parlancehq/parlance/normalize"
	"github.com/parlancehq/parlance/normalize/rest"
	"github.com/parlancehq/parlance/normalize/rest/api"
	"github.com/parlancehq/parlance/normalize/rest/lenient"
	"github.com/parlancehq/parlance/normalize/rest/paging"
)

// TestPublic: every error of rest becomes the one of package normalize, with the same
// text and the same sentinels, wherever it is in a chain.
func TestPublic(t *testing.T) {
	issues := []lenient.Issue{{Field: "At", Path: "at", Raw: []byte(`1`), Reason: "not a time"}}
	for _, test := range []struct {
		in, want error
	}{
		{
			&api.APIError{Provider: "acme", Operation: "list", Status: 429, Code: "slow", Message: "later", RequestID: "r", RetryAfter: time.Second, Body: []byte("b"), Elsewhere: true},
			&normalize.APIError{Provider: "acme", Operation: "list", Status: 429, Code: "slow", Message: "later", RequestID: "r", RetryAfter: time.Second, Body: []byte("b")},
		},
		{&api.APIError{Status: 422, NotFound: true}, &normalize.APIError{Status: 422, NotFound: true}},
		{
			&api.ResponseError{Provider: "acme", Kind: api.ResponseMedia, Status: 200, MediaType: "text/html", Code: "c", Message: "m", RequestID: "r", Body: []byte("b"), Err: errors.New("x")},
			&normalize.ResponseError{Provider: "acme", Kind: normalize.ResponseMedia, Status: 200, MediaType: "text/html", Code: "c", Message: "m", RequestID: "r", Body: []byte("b"), Err: errors.New("x")},
		},
		{
			&api.TransportError{Provider: "acme", Operation: "get", Method: "GET", URL: "u", Err: &api.TimeoutError{After: time.Second}, Final: true},
			&normalize.TransportError{Provider: "acme", Operation: "get", Method: "GET", URL: "u", Err: &normalize.TimeoutError{After: time.Second}},
		},
		{
			&api.GuardError{Provider: "acme", Operation: "list", Kind: api.GuardMissing, Detail: "d"},
			&normalize.GuardError{Provider: "acme", Operation: "list", Kind: normalize.GuardMissing, Detail: "d"},
		},
		{&paging.TokenError{Kind: paging.TokenNewer, Detail: "d"}, &normalize.TokenError{Kind: normalize.TokenNewer, Detail: "d"}},
		{
			&rest.RecordError{Provider: "acme", Operation: "list", Index: 3, Raw: []byte(`{}`), Issues: issues, Err: errors.New("x")},
			&normalize.RecordError{Provider: "acme", Operation: "list", Index: 3, Raw: []byte(`{}`), Issues: Issues(issues), Err: errors.New("x")},
		},
		{
			&rest.RecordError{Provider: "acme", Operation: "list", Index: 3, Raw: []byte(`{}`), Err: &normalize.RecordError{Issues: Issues(issues), Err: normalize.ErrNoID}},
			&normalize.RecordError{Provider: "acme", Operation: "list", Index: 3, Raw: []byte(`{}`), Issues: Issues(issues), Err: normalize.ErrNoID},
		},
		{&rest.PageError{Err: &api.APIError{Status: 500}}, &normalize.APIError{Status: 500}},
	} {
		for name, wrap := range map[string]func(error) error{
			"alone":    func(err error) error { return err },
			"wrapped":  func(err error) error { return fmt.Errorf("acme: %w", err) },
			"in a row": func(err error) error { return fmt.Errorf("%w; last: %w", context.Canceled, fmt.Errorf("x: %w", err)) },
			"joined":   func(err error) error { return errors.Join(errors.New("a"), err) },
		} {
			got, want := Error(wrap(test.in)), wrap(test.want)
			if name == "alone" {
				if !reflect.DeepEqual(test.want, got) {
					t.Errorf("%T became %#v, want %#v", test.in, got, test.want)
				}
			}
			if _, inner := test.in.(*rest.RecordError); !inner && got.Error() != want.Error() {
				t.Errorf("%T, %s: the text is %q, want %q", test.in, name, got, want)
			}
			for _, is := range []error{
				normalize.ErrUnauthorized, normalize.ErrForbidden, normalize.ErrNotFound, normalize.ErrRateLimited, normalize.ErrUnavailable,
				normalize.ErrInvalidRequest, normalize.ErrUnsupported, normalize.ErrBadResponse, normalize.ErrNoID, normalize.ErrIssues, context.Canceled,
			} {
				if errors.Is(got, is) != errors.Is(want, is) {
					t.Errorf("%T, %s: errors.Is(%v) is %v", test.in, name, is, errors.Is(got, is))
				}
			}
			if foreign := below(got); foreign != "" {
				t.Errorf("%T, %s: %s is left in the chain", test.in, name, foreign)
			}
		}
	}
	for _, err := range []error{nil, errors.New("x"), context.Canceled, fmt.Errorf("a: %w", errors.New("b")), &normalize.QueryError{Err: normalize.ErrInvalidQuery}} {
		if got := Error(err); got != err {
			t.Errorf("%v became %v", err, got)
		}
	}
}

// below names the first type of a chain that is of a room below rest; "" is none.
func below(err error) string {
	if err == nil {
		return ""
	}
	if typ := reflect.TypeOf(err); typ.Kind() == reflect.Pointer && strings.Contains(typ.Elem().PkgPath(), "/normalize/rest") {
		return typ.String()
	}
	switch e := err.(type) {
	case interface{ Unwrap() error }:
		return below(e.Unwrap())
	case interface{ Unwrap() []error }:
		for _, one := range e.Unwrap() {
			if name := below(one); name != "" {
				return name
			}
		}
	}
	return ""
}

// TestPublicKinds: the two sides name the same kinds.
func TestPublicKinds(t *testing.T) {
	for a, b := range map[api.GuardKind]normalize.GuardKind{
		api.GuardRepeatedCursor: normalize.GuardRepeatedCursor, api.GuardRepeatedPage: normalize.GuardRepeatedPage, api.GuardPageCap: normalize.GuardPageCap,
		api.GuardEmptyPages: normalize.GuardEmptyPages, api.GuardForeignLink: normalize.GuardForeignLink, api.GuardNoCursor: normalize.GuardNoCursor,
		api.GuardNoAdvance: normalize.GuardNoAdvance, api.GuardMissing: normalize.GuardMissing, api.GuardUnsorted: normalize.GuardUnsorted,
	} {
		if string(a) != string(b) {
			t.Errorf("%q is %q", a, b)
		}
	}
	for a, b := range map[api.ResponseKind]normalize.ResponseKind{
		api.ResponseStatus: normalize.ResponseStatus, api.ResponseMedia: normalize.ResponseMedia, api.ResponseEmpty: normalize.ResponseEmpty,
		api.ResponseTooLarge: normalize.ResponseTooLarge, api.ResponseMalformed: normalize.ResponseMalformed, api.ResponseEnvelope: normalize.ResponseEnvelope,
		api.ResponseFailure: normalize.ResponseFailure,
	} {
		if string(a) != string(b) {
			t.Errorf("%q is %q", a, b)
		}
	}
	for a, b := range map[paging.TokenKind]normalize.TokenKind{
		paging.TokenMalformed: normalize.TokenMalformed, paging.TokenTampered: normalize.TokenTampered, paging.TokenNewer: normalize.TokenNewer,
		paging.TokenOtherProvider: normalize.TokenOtherProvider, paging.TokenOtherSource: normalize.TokenOtherSource, paging.TokenOtherQuery: normalize.TokenOtherQuery,
	} {
		if string(a) != string(b) {
			t.Errorf("%q is %q", a, b)
		}
	}
	for a, b := range map[paging.AssumptionName]normalize.AssumptionName{
		paging.CountedPages: normalize.AssumeCountedPages, paging.ShortPage: normalize.AssumeShortPage, paging.Total: normalize.AssumeTotal,
	} {
		if string(a) != string(b) {
			t.Errorf("%q is %q", a, b)
		}
	}
}
