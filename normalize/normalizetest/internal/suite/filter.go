package suite

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/normalize"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/jsontree"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/server"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/synth"
)

// filters tests every filter in the mode that the provider declares for it.
func (s *suite) filters(t *testing.T) {
	for _, f := range normalize.Filters() {
		if f == normalize.FilterSince || f == normalize.FilterUntil {
			continue
		}
		s.test(t, "filter/"+string(f), synth.Options{Conversations: 57}, func(e *env) {
			support := e.caps().Filters[f]
			for _, c := range e.cases(f, support) {
				e.filter(f, support, c)
			}
		})
	}
}

func (e *env) filter(f normalize.Filter, support normalize.Support, c filterCase) {
	e.Helper()
	before := e.fake.Count()
	got, _, err := e.read(e.p, c.query)
	sent := e.fake.Requests()[before:]
	if support.Mode == normalize.Unsupported {
		e.wantError("an unsupported filter", err, normalize.ErrUnsupported)
		if len(sent) != 0 {
			e.Errorf("an unsupported filter led to %d requests", len(sent))
		}
		return
	}
	if err != nil {
		e.Fatalf("%s: %v", describeQuery(c.query), err)
	}
	what := fmt.Sprintf("%s filter %s=%s", support.Mode, f, c.value)
	if c.want != nil {
		e.same(what, got, c.want)
	} else {
		e.sameIDs(what, got, idsOf(keep(e.all(e.p, normalize.Query{}), c.field)))
	}
	native := sends(support, c.value)
	for _, r := range sent {
		if has := e.carries(r, f, support.Param); native && !has {
			e.Errorf("%s: the request %s?%s does not carry %s", what, r.Path, r.Query.Encode(), support.Param)
		}
	}
}

// carries reports whether a logged request has the parameter, or goes on with a
// link that stands for the whole query.
func (e *env) carries(r server.Request, f normalize.Filter, param string) bool {
	if _, _, ok := server.Appended(param); ok && !r.Query.Has(param) {
		return slices.ContainsFunc(e.source.Decl.List.Filters, func(d *fieldmap.Filter) bool {
			return d.Name.Value == string(f) && len(server.AskedIn(r.Body, param, d.With)) > 0
		})
	}
	if r.Query.Has(server.LinkParam) || r.Query.Has(param) || len(r.Header.Values(param)) > 0 {
		return true
	}
	body, _ := jsontree.Decode(r.Body)
	_, ok := jsontree.Lookup(body, jsontree.ParsePath(param))
	return ok
}

func keep(list []*normalize.Conversation, want func(*normalize.Conversation) bool) []*normalize.Conversation {
	var out []*normalize.Conversation
	for _, c := range list {
		if want(c) {
			out = append(out, c)
		}
	}
	return out
}

// bounds tests that Since and Until are the half-open interval, to the
// nanosecond, however coarsely the provider takes them.
func (s *suite) bounds(t *testing.T) {
	s.test(t, "filter/since until", synth.Options{Conversations: 28}, func(e *env) {
		caps := e.caps()
		for _, i := range []int{0, 7, 20, 27} {
			at := e.truth(i).Time
			e.bound(caps, normalize.Query{Since: at})
			e.bound(caps, normalize.Query{Since: at.Add(1)})
			e.bound(caps, normalize.Query{Until: at})
			e.bound(caps, normalize.Query{Until: at.Add(1)})
			e.bound(caps, normalize.Query{Since: at.Add(-80 * time.Hour), Until: at})
			e.bound(caps, normalize.Query{Since: at, Until: at.Add(1)})
		}
	})
}

func (e *env) bound(caps normalize.SourceCapabilities, q normalize.Query) {
	e.Helper()
	unsupported := !q.Since.IsZero() && caps.Filters[normalize.FilterSince].Mode == normalize.Unsupported ||
		!q.Until.IsZero() && caps.Filters[normalize.FilterUntil].Mode == normalize.Unsupported
	got, _, err := e.read(e.p, q)
	if unsupported {
		e.wantError("an unsupported bound", err, normalize.ErrUnsupported)
		return
	}
	if err != nil {
		e.Fatalf("%s: %v", describeQuery(q), err)
	}
	if !saysTime(e.source) {
		return // nothing here can tell: the provider's answer stands
	}
	e.same(fmt.Sprintf("[%v, %v)", q.Since, q.Until), got, func(t synth.Truth) bool {
		return (q.Since.IsZero() || !t.Time.Before(q.Since)) && (q.Until.IsZero() || t.Time.Before(q.Until))
	})
}
