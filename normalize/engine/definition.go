package engine

import (
	"encoding/json"
	"net/http"

	"github.com/parlancehq/parlance/normalize"
	"github.com/parlancehq/parlance/normalize/rest/api"
	"github.com/parlancehq/parlance/normalize/rest/drift"
	"github.com/parlancehq/parlance/normalize/rest/paging"
	"github.com/parlancehq/parlance/normalize/rest/request"
)

// Definition is what generated code says of a provider: plain data, and the
// functions that decode its records. It is not changed
// after [NewEngine] got it, and may be shared.
type Definition struct {
	Info       normalize.Info
	Operations []api.Operation // every operation that may be called
	Errors     api.ErrorShape  // where its error bodies say what
	Header     http.Header     // sent with every request
	Sources    []Source        // at least one
	Volatile   []string        // fields that change without the record changing: Type.Field
	Schemas    drift.Schemas   // what its document says of records; nil is nothing
}

// Source is one list of a provider with what belongs to it. A platform that
// keeps calls and chats apart has two.
type Source struct {
	Name     string              // "" where there is only one
	Time     normalize.TimeField // what Since and Until compare
	Order    normalize.Order     // of the list, by Time; "" where none is documented
	List     *ListDefinition
	Get      *GetDefinition
	Messages *MessagesDefinition
}

// ConversationDecoder makes a conversation of a record's bytes, which are valid
// JSON and only lent to it. It ends with [DecodedConversation], and fails only
// where the bytes are not an object or have no ID, with [NoID]. It may keep buffers, so it is not safe for concurrent use.
type ConversationDecoder func(raw []byte) (*normalize.Conversation, error)

// MessageDecoder makes a message of a record's bytes, under the terms of
// [ConversationDecoder].
type MessageDecoder = func(raw []byte) (normalize.Message, error)

// ListDefinition is the operation that lists conversations.
type ListDefinition struct {
	Operation *api.Operation
	// Request sends every filter that is native, by its [normalize.Filter].
	Request  *request.Template
	Shape    api.Shape
	Pager    paging.Pager
	Decode   func(Needed) ConversationDecoder       // of nothing needed
	Schema   string                                 // of its records, among the definition's; "" is not known
	Filters  map[normalize.Filter]normalize.Support // a filter that is not here is unsupported
	PageSize normalize.PageSize
	Messages normalize.MessagesState // what its records carry; "" is MessagesAbsent
}

// GetDefinition is the operation that gets one conversation.
type GetDefinition struct {
	Operation *api.Operation
	Request   *request.Template
	Record    []api.Path // where in the body the record is
	Decode    func(Needed) ConversationDecoder
	Schema    string                  // of the record, among the definition's; "" is not known
	Messages  normalize.MessagesState // what its record carries; "" is MessagesAbsent
	Needs     []NeedDefinition
}

// MessagesDefinition is the operation that lists the messages of one
// conversation.
type MessagesDefinition struct {
	Operation *api.Operation
	Request   *request.Template
	Shape     api.Shape
	Pager     paging.Pager
	Decode    func(Needed) func(raw []byte) (normalize.Message, error)
	Schema    string // of its records, among the definition's; "" is not known
	PageSize  normalize.PageSize
	Needs     []NeedDefinition
}

// Needed holds what a decoder needs in addition to the record itself: for each need of
// the definition, in its order, the records as they were sent; one of a need of
// one record. A decoder must do with less, and with nil: what it would have read
// there is then missing. It must not change the bytes.
type Needed [][]json.RawMessage

// Of gives the records of the need at index i; nil where it was not fetched.
func (n Needed) Of(i int) []json.RawMessage {
	if i < len(n) {
		return n[i]
	}
	return nil
}

// NeedDefinition is an operation that gives what a decoder needs in addition to the
// record: one record, or all of a list. It is called once for each conversation.
type NeedDefinition struct {
	Name      string
	Operation *api.Operation
	Request   *request.Template
	Record    []api.Path   // of one record: where in the body it is
	Shape     api.Shape    // of a list
	Pager     paging.Pager // of a list; nil: one record
	PageSize  normalize.PageSize
}
