// Package normalize reads conversations from voice and chat platforms in one
// model, whichever platform is behind it.
//
// A [Provider] reads one platform. The packages under generated give one each;
// they are made from the platform's OpenAPI document and a field map. What they
// give is a [Conversation]: the same fields everywhere, a zero field meaning
// that the platform does not say, the platform's own bytes in Raw, and every
// field that could not be converted in Issues.
//
//	for c, err := range p.Conversations(ctx, normalize.Query{Since: since}) {
//		if err != nil {
//			log.Print(err) // what it means: below
//			continue
//		}
//		fmt.Println(c.Provider, c.ID, c.Status)
//	}
//
// [Provider.Page] reads one page at a time, with the token of the next.
// [Provider.Run] is the loop with a [Report]: what the provider promised and
// what was delivered. [Query].WithMessages fetches transcripts where the list
// does not have them. [Merge] makes one stream of several providers.
//
// # Filters
//
// Every filter of a [Query] is native (the provider applies it), emulated (it is
// applied here to what the provider returns) or unsupported, and
// [Provider.Capabilities] says which. None is dropped in silence. Since and Until
// mean the same half-open interval [Since, Until) everywhere, whatever the
// provider's own parameters can say.
//
// # What happens when something fails
//
//	what                                 what comes of it                               the iteration
//	-----------------------------------  ---------------------------------------------  -------------
//	a field has a wrong type, a time     the conversation, with an entry in Issues;     goes on
//	that is none, an odd number          with WithStrict a *RecordError instead
//	an enum value that is not known      ...Unknown, and the text in the Raw field       goes on
//	                                     beside it
//	a record is no object or has no id   *RecordError with the record's bytes           goes on
//	                                     (errors.Is ErrNoID)
//	a transcript cannot be fetched       the conversation beside a *TranscriptError     goes on
//	a message of a transcript is none    the conversation, with an entry in Issues,     goes on
//	                                     MessagesPartial
//	the filter is not supported          *QueryError (ErrUnsupported), no request       ends
//	the query makes no sense             *QueryError (ErrInvalidQuery), no request      ends
//	the page token is another's          *TokenError, no request                        ends
//	no connection, 408, 429, 5xx, or     retried as WithRetry says, waiting as          goes on, or ends
//	the answer breaks off                Retry-After says; then a *PageError            with a token
//	401, 403, 404, another status        *PageError around an *APIError, with           ends, with a
//	                                     errors.Is to ErrUnauthorized, ErrForbidden...  token
//	the answer is no JSON, is empty,     *PageError around a *ResponseError             ends, with a
//	too large, or an error with 200                                                     token
//	the list goes round in circles,      *PageError around a *GuardError                ends, with a
//	leads to another host, or has                                                       token
//	fewer records than its total
//	the context ends                     *PageError around the context's error          ends, with a
//	                                                                                    token
//	one provider of a Merge fails        *ProviderError around any of these             the others go on
//
// The token of a [PageError] resumes where the iteration stopped, on another
// machine too: nothing is lost, and nothing comes twice unless new records came
// meanwhile to the front of a list that is read by page number or offset
// ([SourceCapabilities].Shifts). [Final] tells the two sorts of errors apart. What
// becomes of each fault of a server is the table at the end.
//
// # JSON
//
// The model marshals to snake_case JSON, what is not said left out, times in RFC
// 3339, durations as numbers of seconds, and Raw as the JSON it is. schema.json
// beside this package is its JSON Schema.
package normalize
