package normalizetest

import (
	"fmt"
	"sync/atomic"
	"time"

	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/openapi"
)

// source is one family of conversations as the fake serves it.
type source struct {
	name  string
	decl  *fieldmap.Source
	world *world

	list    *openapi.Operation
	kept    kept      // of a short list
	record  *renderer // records of the list
	records path      // where they stand in the body
	unused  []path    // the other places that the field map allows
	shape   int       // which of several places is used

	get     *openapi.Operation
	details kept
	detail  *renderer
	wrapper path // where get's record stands

	messages    *openapi.Operation
	message     *renderer
	messagesAt  path
	messagesAlt []path

	getNeeds, messageNeeds []*need
}

// newSource resolves the source's endpoints.
func newSource(d *declarations, src *fieldmap.Source, opts FakeOptions) (*source, error) {
	s := &source{name: src.Name.Value, decl: src, shape: opts.Shape}
	body, op, err := success(d, src.List.Operation.Value)
	if err != nil {
		return nil, err
	}
	if err := complete(src.List.Pagination); err != nil {
		return nil, fmt.Errorf("operation %s: %w", op.ID, err)
	}
	s.list = op
	s.kept, s.details = newKept(opts.Conversations), newKept(opts.Conversations)
	s.records, s.unused = choose(src.List.Records, opts.Shape)
	item := at(body, append(append(path(nil), s.records...), "[]"))
	if item == nil {
		return nil, fmt.Errorf("operation %s: no array at %q", op.ID, s.records.place())
	}
	list := newFamily(d.file, item, "Conversation")
	if s.world, err = newWorld(d, src, list, opts); err != nil {
		return nil, fmt.Errorf("operation %s: %w", op.ID, err)
	}
	s.record = newRenderer(d, list, s.world, src.Time.Value)
	if src.Get != nil {
		if err := s.addGet(d); err != nil {
			return nil, err
		}
	}
	if src.Messages != nil && src.Messages.From.Value == "" {
		if err := s.addMessages(d); err != nil {
			return nil, err
		}
	}
	return s, s.addNeeds(d)
}

func (s *source) addGet(d *declarations) error {
	body, op, err := success(d, s.decl.Get.Operation.Value)
	if err != nil {
		return err
	}
	s.get = op
	s.wrapper, _ = choose(s.decl.Get.Record, s.shape)
	record := at(body, s.wrapper)
	if record == nil {
		return fmt.Errorf("operation %s: nothing at %q", op.ID, s.wrapper.place())
	}
	s.detail = newRenderer(d, newFamily(d.file, record, "Conversation"), s.world, s.decl.Time.Value)
	return nil
}

func (s *source) addMessages(d *declarations) error {
	body, op, err := success(d, s.decl.Messages.Operation.Value)
	if err != nil {
		return err
	}
	if p := s.decl.Messages.Pagination; p != nil {
		if err := complete(p); err != nil {
			return fmt.Errorf("operation %s: %w", op.ID, err)
		}
	}
	s.messages = op
	s.messagesAt, s.messagesAlt = choose(s.decl.Messages.Records, s.shape)
	item := at(body, append(append(path(nil), s.messagesAt...), "[]"))
	if item == nil {
		return fmt.Errorf("operation %s: no array at %q", op.ID, s.messagesAt.place())
	}
	r := &renderer{family: newFamily(d.file, item, "Message"), decl: d, seed: int64(s.world.seed), plain: s.world.plain, lean: s.world.lean, kept: map[string]bool{}}
	r.layMessages("", nil)
	r.exact = true
	s.message = r
	return nil
}

// complete reports a pagination that lacks what its style is made of.
func complete(p *fieldmap.Pagination) error {
	missing := map[string]bool{
		"page": p.Page == nil, "offset": p.Offset == nil, "link": len(p.Link) == 0,
		"cursor": p.Cursor == nil || len(p.From) == 0, "keyset": p.Cursor == nil || !p.Key.Set(),
	}
	if missing[p.Style.Value] {
		return fmt.Errorf("the pagination of style %s is not complete", p.Style.Value)
	}
	return nil
}

// success gives the schema of the operation's successful answer.
func success(d *declarations, id string) (*openapi.Schema, *openapi.Operation, error) {
	op := d.doc.Operation(id)
	if op == nil {
		return nil, nil, fmt.Errorf("%s: no operation %q", d.doc.File, id)
	}
	r := op.Success()
	if r == nil || r.Schema == nil {
		return nil, nil, fmt.Errorf("%s: operation %q has no JSON answer", d.doc.File, id)
	}
	return r.Schema, op, nil
}

// choose gives the alternative with the number, or the last one, and the rest.
func choose(texts []fieldmap.Text, n int) (path, []path) {
	var chosen path
	var rest []path
	n = min(n, len(texts)-1)
	for i, t := range texts {
		if i == n {
			chosen = parsePath(t.Value)
		} else {
			rest = append(rest, parsePath(t.Value))
		}
	}
	return chosen, rest
}

// messageTime is when message k was said.
func messageTime(t Truth, k int) time.Time {
	return t.Time.Truncate(time.Second).Add(time.Duration(k) * 4 * time.Second)
}

// mostKept is the longest list whose records are made only once.
const mostKept = 1000

// kept are the records that were made, as far as they were asked for; none of a
// list that is too long to keep them.
type kept []atomic.Pointer[[]byte]

func newKept(n int) kept {
	if n > mostKept {
		return nil
	}
	return make(kept, n)
}

func (k kept) get(i int, made func() []byte) []byte {
	if i >= len(k) {
		return made()
	}
	if raw := k[i].Load(); raw != nil {
		return *raw
	}
	raw := made()
	k[i].Store(&raw)
	return raw
}

// recordBytes renders list record i. Records differ in their white space, as a
// client must keep it. The result must not be changed.
func (s *source) recordBytes(i int) []byte {
	return s.kept.get(i, func() []byte { return encode(nil, s.record.conversation(s.world.truth(i)), layouts[i%len(layouts)]) })
}

// detailBytes renders record i as get sends it. The result must not be changed.
func (s *source) detailBytes(i int) []byte {
	return s.details.get(i, func() []byte {
		return encode(nil, s.detail.conversation(s.world.truth(i)), layouts[(i+1)%len(layouts)])
	})
}
