package requestgolden

import (
	"time"

	"github.com/parlancehq/parlance/normalize"
)

// The credentials. No one of them is part of another.
const (
	apiKey       = "golden-api-key"
	bearer       = "golden-token"
	username     = "golden-username"
	password     = "golden-password"
	clientID     = "golden-client-id"
	clientSecret = "golden-client-secret"
	accessToken  = "golden-access-token"
)

// texts are hard to put into a query, or into a language of queries. Where a
// filter refuses all of them, plainText is tried.
var texts = []string{`a 1&=`, `x "y" status:closed`, `Zoë €5 +%2B`}

const (
	plainText = "42"
	hostileID = "a/b ?#%&é"
)

// instants are a whole second, the beginning of a day, and one that lies on another
// day in UTC and between two of every unit that an API may count in.
var instants = []time.Time{
	time.Date(2024, 3, 5, 10, 20, 30, 0, time.UTC),
	time.Date(2024, 3, 5, 0, 0, 0, 0, time.UTC),
	time.Date(2024, 3, 5, 23, 45, 30, 123456789, time.FixedZone("", -7*60*60)),
}

func statuses() []string {
	return names([]normalize.Status{
		normalize.StatusPending, normalize.StatusQueued, normalize.StatusRinging, normalize.StatusInProgress,
		normalize.StatusProcessing, normalize.StatusCompleted, normalize.StatusFailed, normalize.StatusAbandoned,
		normalize.StatusCanceled, normalize.StatusArchived, normalize.StatusUnknown,
	})
}

func channels() []string {
	return names([]normalize.Channel{
		normalize.ChannelPhone, normalize.ChannelWebVoice, normalize.ChannelVideo, normalize.ChannelWebChat,
		normalize.ChannelSMS, normalize.ChannelWhatsApp, normalize.ChannelEmail, normalize.ChannelMessaging,
		normalize.ChannelAPI, normalize.ChannelUnknown,
	})
}

func directions() []string {
	return names([]normalize.Direction{
		normalize.DirectionInbound, normalize.DirectionOutbound, normalize.DirectionInternal, normalize.DirectionUnknown,
	})
}

func names[T ~string](values []T) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = string(v)
	}
	return out
}
