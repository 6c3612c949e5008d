package failure

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Prefix names the provider and the operation in front of a text.
func Prefix(provider, operation string) string {
	switch {
	case provider == "":
		return ""
	case operation == "":
		return provider + ": "
	}
	return provider + ": " + operation + ": "
}

// OfStatus is the sentinel that a status stands for. With notFound it says, at its
// operation, that there is no such record.
func OfStatus(status int, notFound bool) error {
	switch {
	case notFound:
		return ErrNotFound
	case status == 401 || status == 407:
		return ErrUnauthorized
	case status == 403:
		return ErrForbidden
	case status == 404 || status == 410:
		return ErrNotFound
	case status == 429:
		return ErrRateLimited
	case status == 501:
		return ErrUnsupported
	case status == 408 || status == 425 || status >= 500:
		return ErrUnavailable
	case status >= 400:
		return ErrInvalidRequest
	}
	return ErrBadResponse
}

// Said is what an answer says of an error.
type Said struct {
	Provider, Operation      string
	Status                   int
	Code, Message, RequestID string
}

// API is the text of an answer that says no, which means is.
func API(s Said, is error, retryAfter time.Duration) string {
	text := Prefix(s.Provider, s.Operation) + strconv.Itoa(s.Status)
	if s.Code != "" {
		text += " " + s.Code
	}
	if s.Message != "" {
		text += ": " + s.Message
	} else if s.Code == "" {
		text += ": " + is.Error()
	}
	if retryAfter > 0 {
		text += fmt.Sprintf(" (retry after %s)", retryAfter)
	}
	return text + requestID(s.RequestID)
}

// Response is the text of an answer that is not what the document declares. Its
// media type is "" where it is not what is wrong.
func Response(s Said, kind string, mediaType *string, err error) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%sstatus %d: %s", Prefix(s.Provider, s.Operation), s.Status, kind)
	if mediaType != nil {
		fmt.Fprintf(&b, " %q", *mediaType)
	}
	for _, said := range []string{s.Code, s.Message} {
		if said != "" {
			b.WriteString(": " + said)
		}
	}
	if err != nil {
		fmt.Fprintf(&b, ": %v", err)
	}
	b.WriteString(requestID(s.RequestID))
	return b.String()
}

func requestID(id string) string {
	if id == "" {
		return ""
	}
	return " (request id " + id + ")"
}

// Guard is the text of a list that was stopped.
func Guard(provider, operation, kind, detail string) string {
	text := Prefix(provider, operation) + "stopped: " + kind
	if detail != "" {
		text += ": " + detail
	}
	return text
}

// Transport is the text of a request without an answer.
func Transport(provider, operation, method, url string, err error) string {
	return fmt.Sprintf("%s%s %s: %v", Prefix(provider, operation), method, url, err)
}

// Timeout is the text of a server's silence.
func Timeout(after time.Duration) string {
	return fmt.Sprintf("the server was silent for %s", after)
}

// Record is the text of a record that could not be decoded, with its first issue
// where first is not nil: field, path and reason.
func Record(provider, operation string, index int, err error, first *[3]string) string {
	text := fmt.Sprintf("%srecord %d: %v", Prefix(provider, operation), index, err)
	if first != nil {
		text += fmt.Sprintf(" (%s from %s: %s)", first[0], first[1], first[2])
	}
	return text
}

// Token is the text of a page token that cannot be used.
func Token(kind, detail string) string {
	if detail == "" {
		return "page token: " + kind
	}
	return fmt.Sprintf("page token: %s: %s", kind, detail)
}
