package requestgolden

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/parlancehq/parlance/normalize"
)

// get writes what reading one conversation costs.
func (r *recorder) get() {
	r.out.gap()
	call := func(id string) func(normalize.Provider) error {
		return func(p normalize.Provider) error {
			_, err := p.Conversation(r.ctx, id)
			return err
		}
	}
	r.byID("get", call)
	r.needs(r.caps.GetNeeds, call(plainText))
}

// messages writes what reading one transcript costs, and its further pages.
func (r *recorder) messages() {
	r.out.gap()
	call := func(id string) func(normalize.Provider) error {
		return func(p normalize.Provider) error {
			_, err := p.Messages(r.ctx, id)
			return err
		}
	}
	r.byID("messages", call)
	r.morePages("messages", call(plainText))
	r.needs(r.caps.TranscriptNeeds, call(plainText))
}

// byID writes the requests for a record with an id that is hard to send, or a plain
// one where that cannot be.
func (r *recorder) byID(label string, call func(id string) func(normalize.Provider) error) {
	if !r.sends(call(plainText)) {
		r.out.row(0, label, "unsupported")
		return
	}
	for _, id := range []string{hostileID, plainText} {
		sent, err := r.ask("", nil, call(id))
		if len(sent) == 0 {
			r.out.row(0, label+" "+quoted(id), refusal(err))
			continue
		}
		r.out.row(0, label+" "+quoted(id), r.written(sent)...)
		break
	}
	for _, id := range []string{"", ".", ".."} {
		if sent, err := r.ask("", nil, call(id)); len(sent) > 0 || refusal(err) != "ErrInvalidQuery" {
			r.out.row(0, label+" "+quoted(id), append(r.written(sent), refusal(err))...)
		}
	}
}

// sends reports whether a call leads to a request.
func (r *recorder) sends(call func(normalize.Provider) error) bool {
	sent, _ := r.ask("", nil, call)
	return len(sent) > 0
}

func (r *recorder) written(sent []*request) []string {
	var lines []string
	for _, q := range sent {
		lines = append(lines, q.lines(r.common)...)
	}
	return lines
}

// needs writes the further pages of what is fetched in addition to a record.
func (r *recorder) needs(names []string, call func(normalize.Provider) error) {
	for _, name := range names {
		r.morePages("need_"+name, call)
	}
}

// transcripts writes what one conversation of the list costs more with its messages.
func (r *recorder) transcripts() {
	for _, name := range r.examples("list") {
		var read int
		page := r.example(name, http.StatusOK)
		sent, err := r.ask("list", []answer{page}, func(p normalize.Provider) error {
			for c, err := range p.Conversations(r.ctx, normalize.Query{WithMessages: true, Limit: 1}) {
				if normalize.Final(err) {
					return err
				}
				if c != nil {
					read++
				}
			}
			return nil
		})
		switch {
		case len(sent) == 0 && errors.Is(err, normalize.ErrUnsupported):
			r.out.row(1, "WithMessages", "unsupported")
			return
		case len(sent) == 0:
			r.out.row(1, "WithMessages", refusal(err))
			return
		case read == 0:
			continue
		}
		lines := r.written(sent[1:])
		if lines == nil {
			lines = []string{"nothing more"}
		}
		r.out.row(1, fmt.Sprintf("WithMessages, for one of %s.json", name), lines...)
		return
	}
}
