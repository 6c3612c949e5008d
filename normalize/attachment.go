package normalize

// Attachment is a file that belongs to a message. A zero field means that the
// provider does not say.
type Attachment struct {
	// ID is the provider's id of the file; "" when it has none.
	ID string `json:"id,omitzero"`
	// Name is the file's name; "" when not said.
	Name string `json:"name,omitzero"`
	// URL is where the file is; it may be signed and expire. "" when not said.
	URL string `json:"url,omitzero"`
	// MediaType is the file's media type, such as "image/png"; "" when not said.
	MediaType string `json:"media_type,omitzero"`
	// Size is the file's size in bytes; nil when not said.
	Size *int64 `json:"size,omitzero"`
}
