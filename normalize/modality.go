package normalize

// Modality is whether something was spoken, seen or written. Its values are the
// model's own; the field map says which of them each of the provider's values
// becomes. The empty string means that the provider does not say. The enum is
// open: a value that the field map does not know becomes [ModalityUnknown], and
// the provider's text is in the ModalityRaw field beside it either way.
type Modality string

// The modalities of a conversation or a message.
const (
	ModalityText    Modality = "text"    // written
	ModalityVoice   Modality = "voice"   // spoken
	ModalityVideo   Modality = "video"   // spoken and seen
	ModalityMixed   Modality = "mixed"   // several of them
	ModalityUnknown Modality = "unknown" // said, but not known here
)
