// Package normalize reads conversations from voice and chat platforms in one
// model, whichever platform is behind it.
//
// A [Provider] reads one platform. Each package under generated gives one. It is
// made from the platform's OpenAPI document and a field map. A provider gives each
// [Conversation] with the same fields. A zero field means that the platform does
// not say. Raw has the platform's own bytes, and Issues lists every field that
// could not be converted.
//
//	for c, err := range p.Conversations(ctx, normalize.Query{Since: since}) {
//		if err != nil {
//			log.Print(err) // what it means: below
//			continue
//		}
//		fmt.Println(c.Provider, c.ID, c.Status)
//	}
//
// [Provider.Page] reads one page at a time and gives the token of the next.
// [Provider.Run] is the loop with a [Report]: what was delivered, why it stopped,
// how complete it is ([Completeness]) and what was taken for granted
// ([Assumption]). [Query].WithMessages fetches transcripts that the list does not
// have. [Merge] reads several providers as one [Run].
//
// # Filters
//
// Every filter of a [Query] is native (the provider applies it), emulated (it is
// applied here to what the provider returns) or unsupported.
// [Provider.Capabilities] says which. No filter is dropped in silence. Since and
// Until always mean the half-open interval [Since, Until), whatever the provider's
// own parameters can say.
//
// # What happens when something fails
//
//	what                                 the outcome                                    the iteration
//	-----------------------------------  ---------------------------------------------  -------------
//	a field has a wrong type, an         the conversation, with an entry in Issues;     goes on
//	invalid time, an odd number          with WithStrict a *RecordError instead
//	an enum value that is not known      ...Unknown, and the text in the Raw field      goes on
//	                                     beside it
//	a record is not an object or has     *RecordError with the record's bytes           goes on
//	no id                                (errors.Is ErrNoID)
//	a transcript cannot be fetched       the conversation and a *TranscriptError        goes on
//	a message of a transcript cannot     the conversation, with an entry in Issues and  goes on
//	be read                              the state MessagesPartial
//	the filter is not supported          *QueryError (ErrUnsupported), no request       ends
//	the query is not valid               *QueryError (ErrInvalidQuery), no request      ends
//	the page token is of another query   *TokenError, no request                        ends
//	no connection, 408, 429, 5xx, or     retried as WithRetry says, waiting as          goes on, or ends
//	the answer breaks off                Retry-After says; then a *PageError            with a token
//	401, 403, 404, another status        *PageError around an *APIError, which          ends, with a
//	                                     errors.Is matches to ErrUnauthorized,          token
//	                                     ErrForbidden and so on
//	the answer is not JSON, is empty,    *PageError around a *ResponseError             ends, with a
//	too large, or an error with 200                                                     token
//	the list repeats a page or cursor,   *PageError around a *GuardError                ends, with a
//	leads to another host, or has                                                       token
//	fewer records than its total
//	the context ends                     *PageError around the context's error          ends, with a
//	                                                                                    token
//	one provider of a Merge fails        *ProviderError around any of these             the others go on
//
// The token of a [PageError] resumes where the iteration stopped, on another
// machine too. Nothing is lost and nothing comes twice, with two exceptions.
//
//   - The list is read by page number or offset ([SourceCapabilities].Shifts), and
//     records came or went before that place meanwhile.
//   - The token is within a page, and records of that page went meanwhile.
//
// The [Report] of the run that goes on has both among its assumptions
// ([AssumeCountedPages]). [Final] tells the errors that end the iteration from the
// others.
// The table at the end lists every fault of a server and its outcome.
//
// # JSON
//
// The model marshals to snake_case JSON. A field that the platform does not say is
// left out. Times are in RFC 3339, durations are numbers of seconds, and Raw is the
// platform's JSON as it is. schema.json beside this package is its JSON Schema.
package normalize
