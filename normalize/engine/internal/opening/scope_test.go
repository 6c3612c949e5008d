package opening_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/parlancehq/parlance/normalize"
	"github.com/parlancehq/parlance/normalize/internal/fakeapi"
	"github.com/parlancehq/parlance/normalize/rest/request"
)

// A value that is not given is the default, and what was begun with one value is
// not gone on with under another.
func TestScopeOfAToken(t *testing.T) {
	def := fakeapi.Definition()
	def.Info.Scope = []normalize.ScopeParam{{Name: "region", Default: "eu"}}
	def.Sources[0].Get.Request = fakeapi.Request(&def.Operations[1], request.Set{Query: "region", Value: request.Scope("region")})
	api := &fakeapi.API{Records: []string{`{"id":"x"}`, `{"id":"y"}`}}
	eu, us := fakeapi.Open(t, api, def), fakeapi.Open(t, api, def, normalize.WithScope("region", "us"))
	if _, err := eu.Conversation(t.Context(), "x"); err != nil || !slices.Equal(api.Asked(), []string{"/v1/conversations/x?region=eu"}) {
		t.Errorf("asked %q, %v", api.Asked(), err)
	}
	run := eu.Run(normalize.Query{PageSize: 1})
	for range run.Conversations(t.Context()) {
		break
	}
	for _, err := range us.Conversations(t.Context(), normalize.Query{PageToken: run.PageToken()}) {
		if token, ok := errors.AsType[*normalize.TokenError](err); !ok {
			t.Errorf("the token of another region gives %v", token)
		}
	}
	for c, err := range fakeapi.Open(t, api, def, normalize.WithScope("region", "eu")).Conversations(t.Context(), normalize.Query{PageToken: run.PageToken()}) {
		if err != nil || c.ID != "y" {
			t.Errorf("%v, %v", c, err)
		}
	}
}
