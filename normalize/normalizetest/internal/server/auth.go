package server

import (
	"net/http"

	"github.com/parlancehq/parlance/internal/openapi"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/schemas"
)

// What the fake takes for credentials: Key wherever the document wants an API
// key or a bearer token, Username and Password for Basic.
const (
	Key      = "fake-key-3f8a1c"
	Username = "fake-user"
	Password = "fake-password"
)

// authorized reports whether the request satisfies one of the operation's
// alternatives.
func (f *Fake) authorized(r *request) bool {
	if len(r.operation.Security) == 0 {
		return true
	}
	for _, together := range r.operation.Security {
		good := true
		for _, name := range together {
			good = good && f.carries(r, name)
		}
		if good {
			return true
		}
	}
	return false
}

func (f *Fake) carries(r *request, name string) bool {
	scheme := f.scheme(name)
	if scheme == nil {
		return false
	}
	switch scheme.Kind {
	case openapi.SchemeHeader:
		return r.Header.Get(scheme.Param) == Key
	case openapi.SchemeQuery:
		return r.query.Get(scheme.Param) == Key
	case openapi.SchemeCookie:
		c, err := r.Cookie(scheme.Param)
		return err == nil && c.Value == Key
	case openapi.SchemeBearer, openapi.SchemeOAuth2:
		return r.Header.Get("Authorization") == "Bearer "+Key
	case openapi.SchemeBasic:
		user, password, ok := r.BasicAuth()
		return ok && user == Username && password == Password
	}
	return true
}

func (f *Fake) scheme(name string) *openapi.Scheme {
	for i := range f.Decl.Doc.Schemes {
		if f.Decl.Doc.Schemes[i].Name == name {
			return &f.Decl.Doc.Schemes[i]
		}
	}
	return nil
}

// isCredential reports whether a query parameter carries a key, which the
// document declares as a scheme and not as a parameter.
func (f *Fake) isCredential(param string) bool {
	for _, s := range f.Decl.Doc.Schemes {
		if s.Kind == openapi.SchemeQuery && s.Param == param {
			return true
		}
	}
	return false
}

// UnauthorizedStatus is what the document declares for bad credentials.
func (f *Fake) UnauthorizedStatus(op *openapi.Operation) int {
	for _, status := range []int{http.StatusUnauthorized, http.StatusForbidden} {
		if schemas.Response(op, status) != nil {
			return status
		}
	}
	return http.StatusUnauthorized
}
