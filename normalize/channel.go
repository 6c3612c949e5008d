package normalize

// Channel is how a conversation was carried. Its values are the model's own;
// the field map says which of them each of the provider's values becomes. The
// empty string means that the provider does not say. The enum is open: a value
// that the field map does not know becomes [ChannelUnknown], and the provider's
// text is in [Conversation.ChannelRaw] either way.
type Channel string

// The channels of a conversation.
const (
	ChannelPhone     Channel = "phone"     // the telephone network
	ChannelWebVoice  Channel = "web_voice" // voice in a browser or an app
	ChannelVideo     Channel = "video"     // video in a browser or an app
	ChannelWebChat   Channel = "web_chat"  // text in a browser or an app
	ChannelSMS       Channel = "sms"       // text messages
	ChannelWhatsApp  Channel = "whatsapp"  // WhatsApp
	ChannelEmail     Channel = "email"     // e-mail
	ChannelMessaging Channel = "messaging" // another messenger
	ChannelAPI       Channel = "api"       // by program
	ChannelUnknown   Channel = "unknown"   // said, but not known here
)

// known reports whether v is one of the constants, or "".
func (v Channel) known() bool {
	switch v {
	case "", ChannelPhone, ChannelWebVoice, ChannelVideo, ChannelWebChat, ChannelSMS,
		ChannelWhatsApp, ChannelEmail, ChannelMessaging, ChannelAPI, ChannelUnknown:
		return true
	}
	return false
}
