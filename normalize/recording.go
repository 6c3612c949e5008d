package normalize

import "time"

// Recording is one recording of a conversation. [Provider.OpenRecording] opens
// it. A zero field means that the provider does not say.
type Recording struct {
	// URL is where the recording is; it may be signed and end with ExpiresAt.
	URL string `json:"url,omitzero"`
	// Kind is what was recorded; "" when not said.
	Kind RecordingKind `json:"kind,omitzero"`
	// KindRaw is the provider's own text for Kind; "" when not said.
	KindRaw string `json:"kind_raw,omitzero"`
	// ExpiresAt is when URL ceases to work, in UTC; zero when not said.
	ExpiresAt time.Time `json:"expires_at,omitzero"`
	// Duration is how long the recording is; zero when not said. In JSON it is
	// a number of seconds.
	Duration time.Duration `json:"duration,omitzero"`
}

// RecordingKind is what a recording holds. Its values are the model's own; the
// field map says which of them each of the provider's values becomes. The empty
// string means that the provider does not say. The enum is open: a value that
// the field map does not know becomes [RecordingUnknown], and the provider's
// text is in [Recording.KindRaw] either way.
type RecordingKind string

// The kinds of recordings.
const (
	RecordingAudio   RecordingKind = "audio"   // sound, all sides mixed or not said
	RecordingStereo  RecordingKind = "stereo"  // sound, the sides on channels of their own
	RecordingUser    RecordingKind = "user"    // sound of the user's side alone
	RecordingAgent   RecordingKind = "agent"   // sound of the agent's side alone
	RecordingVideo   RecordingKind = "video"   // sound and picture
	RecordingUnknown RecordingKind = "unknown" // said, but not known here
)
