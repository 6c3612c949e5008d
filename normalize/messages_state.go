package normalize

// MessagesState is what [Conversation.Messages] holds. The runtime sets it from
// what the field map says of the endpoint that the record came from.
type MessagesState string

// The states of a conversation's messages.
const (
	// MessagesAbsent: the provider gives no transcript anywhere.
	MessagesAbsent MessagesState = "absent"
	// MessagesInline: Messages is the complete transcript as of this record.
	MessagesInline MessagesState = "inline"
	// MessagesPartial: Messages is only a part of it; [Provider.Messages] and
	// [Query.WithMessages] give all.
	MessagesPartial MessagesState = "partial"
	// MessagesSeparate: Messages is empty here; [Provider.Messages] and
	// [Query.WithMessages] give them.
	MessagesSeparate MessagesState = "separate"
)
