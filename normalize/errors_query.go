package normalize

import (
	"fmt"
	"strings"
)

// QueryError is a query that is refused before any request.
type QueryError struct {
	Provider string
	Source   string // "" where the provider has only one
	Filter   Filter // "" when it is about no filter
	Value    string // of the filter
	Reason   string
	Err      error // ErrUnsupported or ErrInvalidQuery
}

// Error names the provider, the filter and the reason.
func (e *QueryError) Error() string {
	text := prefix(e.Provider, e.Source)
	if e.Filter != "" {
		text += fmt.Sprintf("filter %s=%q: ", e.Filter, e.Value)
	}
	return text + e.Reason
}

// Unwrap gives ErrUnsupported or ErrInvalidQuery.
func (e *QueryError) Unwrap() error { return e.Err }

// PageError ends an iteration. PageToken resumes it, on any machine: put it
// into the [Query]. Nothing is lost and nothing comes twice, unless records came or
// went meanwhile in a list that is counted: see [AssumeCountedPages]. If the error is
// that records of a numbered page are missing, that page and those after it come again.
type PageError struct {
	Provider  string
	Source    string // "" where the provider has only one
	PageToken string // "" is the beginning
	Err       error
}

// Error is the cause's text, with the provider's name once.
func (e *PageError) Error() string {
	return (&ProviderError{Provider: e.Provider, Source: e.Source, Err: e.Err}).Error()
}

// Unwrap gives the cause.
func (e *PageError) Unwrap() error { return e.Err }

// TranscriptError is a conversation whose transcript could not be fetched for
// [Query.WithMessages]. It is yielded beside its conversation, which is complete
// but for the messages, and the iteration goes on.
type TranscriptError struct {
	Provider string
	Source   string // "" where the provider has only one
	ID       string // of the conversation
	Err      error
}

// Error names the conversation and the cause.
func (e *TranscriptError) Error() string {
	return fmt.Sprintf("%stranscript of %q: %v", prefix(e.Provider, e.Source), e.ID, e.Err)
}

// Unwrap gives the cause.
func (e *TranscriptError) Unwrap() error { return e.Err }

// ProviderError is an error of one of the providers that [Merge] reads; the
// others go on.
type ProviderError struct {
	Provider string
	Source   string // "" where the provider has only one
	Err      error
}

// Error is the cause's text, with the provider's name once.
func (e *ProviderError) Error() string {
	text := e.Err.Error()
	if strings.HasPrefix(text, e.Provider+":") || strings.HasPrefix(text, e.Provider+"/") {
		return text
	}
	return prefix(e.Provider, e.Source) + text
}

// Unwrap gives the cause.
func (e *ProviderError) Unwrap() error { return e.Err }
