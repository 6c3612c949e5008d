package server

import (
	"fmt"
	"sync/atomic"

	"github.com/parlancehq/parlance/internal/fieldmap"
	"github.com/parlancehq/parlance/internal/openapi"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/declared"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/hints"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/jsontree"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/schemas"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/synth"
)

// Source is one family of conversations as the fake serves it.
type Source struct {
	Name  string
	Decl  *fieldmap.Source
	World *synth.World

	List    *openapi.Operation
	kept    kept            // of a short list
	Record  *synth.Renderer // records of the list
	Records jsontree.Path   // where they stand in the body
	unused  []jsontree.Path // the other places that the field map allows
	shape   int             // which of several places is used

	Get     *openapi.Operation
	details kept
	Detail  *synth.Renderer
	Wrapper jsontree.Path // where get's record stands

	Messages    *openapi.Operation
	Message     *synth.Renderer
	messagesAt  jsontree.Path
	messagesAlt []jsontree.Path

	GetNeeds, MessageNeeds []*Need
}

// newSource resolves the source's endpoints.
func newSource(d *declared.Declarations, src *fieldmap.Source, opts synth.Options) (*Source, error) {
	s := &Source{Name: src.Name.Value, Decl: src, shape: opts.Shape}
	body, op, err := declared.Success(d, src.List.Operation.Value)
	if err != nil {
		return nil, err
	}
	if err := complete(src.List.Pagination); err != nil {
		return nil, fmt.Errorf("operation %s: %w", op.ID, err)
	}
	s.List = op
	s.kept, s.details = newKept(opts.Conversations), newKept(opts.Conversations)
	s.Records, s.unused = Choose(src.List.Records, opts.Shape)
	item := schemas.At(body, append(append(jsontree.Path(nil), s.Records...), "[]"))
	if item == nil {
		return nil, fmt.Errorf("operation %s: no array at %q", op.ID, s.Records.Place())
	}
	list := hints.NewFamily(d.File, item, "Conversation")
	if s.World, err = synth.NewWorld(d, src, list, paramsOf(d, src), opts); err != nil {
		return nil, fmt.Errorf("operation %s: %w", op.ID, err)
	}
	s.Record = synth.NewRenderer(d, list, s.World, src.Time.Value)
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

func (s *Source) addGet(d *declared.Declarations) error {
	body, op, err := declared.Success(d, s.Decl.Get.Operation.Value)
	if err != nil {
		return err
	}
	s.Get = op
	s.Wrapper, _ = Choose(s.Decl.Get.Record, s.shape)
	record := schemas.At(body, s.Wrapper)
	if record == nil {
		return fmt.Errorf("operation %s: nothing at %q", op.ID, s.Wrapper.Place())
	}
	s.Detail = synth.NewRenderer(d, hints.NewFamily(d.File, record, "Conversation"), s.World, s.Decl.Time.Value)
	return nil
}

func (s *Source) addMessages(d *declared.Declarations) error {
	body, op, err := declared.Success(d, s.Decl.Messages.Operation.Value)
	if err != nil {
		return err
	}
	if p := s.Decl.Messages.Pagination; p != nil {
		if err := complete(p); err != nil {
			return fmt.Errorf("operation %s: %w", op.ID, err)
		}
	}
	s.Messages = op
	s.messagesAt, s.messagesAlt = Choose(s.Decl.Messages.Records, s.shape)
	item := schemas.At(body, append(append(jsontree.Path(nil), s.messagesAt...), "[]"))
	if item == nil {
		return fmt.Errorf("operation %s: no array at %q", op.ID, s.messagesAt.Place())
	}
	s.Message = synth.NewMessages(d, hints.NewFamily(d.File, item, "Message"), s.World)
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

// kept are the records that were made, as far as they were asked for; none of a
// list that is too long to keep them.
type kept []atomic.Pointer[[]byte]

func newKept(n int) kept {
	if n > synth.MostKept {
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

func layoutOf(i int) jsontree.Layout { return jsontree.Layouts[i%len(jsontree.Layouts)] }

// RecordBytes renders list record i. Records differ in their white space, as a
// client must keep it. The result must not be changed.
func (s *Source) RecordBytes(i int) []byte {
	return s.kept.get(i, func() []byte {
		return jsontree.Encode(nil, s.Record.Conversation(s.World.Truth(i)), layoutOf(i))
	})
}

// DetailBytes renders record i as get sends it. The result must not be changed.
func (s *Source) DetailBytes(i int) []byte {
	return s.details.get(i, func() []byte {
		return jsontree.Encode(nil, s.Detail.Conversation(s.World.Truth(i)), layoutOf(i+1))
	})
}

// Choose gives the alternative with the number, or the last one, and the rest.
func Choose(texts []fieldmap.Text, n int) (jsontree.Path, []jsontree.Path) {
	var chosen jsontree.Path
	var rest []jsontree.Path
	n = min(n, len(texts)-1)
	for i, t := range texts {
		if i == n {
			chosen = jsontree.ParsePath(t.Value)
		} else {
			rest = append(rest, jsontree.ParsePath(t.Value))
		}
	}
	return chosen, rest
}
