// # Faults
//
// This table has the outcome of each fault, at the provider or on the way to it. The
// conformance suite checks every provider against these rows.
//
// The rows are for the default options. The fault hits the second page of a list, and
// is gone at the next request unless the row says "always".
//
//   - requests: how many more requests are made than without the fault. If the reading
//     ends, only those for the page that failed count.
//   - time: how much longer the reading takes.
//   - kept: the records that were yielded before the error, or despite it.
//   - going on: an error that ends the iteration is a [*PageError] that wraps the named
//     one. Once the fault is over, reading from its PageToken yields everything that
//     was not kept, and nothing twice unless the row says so.
//
// An empty cell means that nothing is added, or that there is nothing to do.
//
//	fault                                              outcome       error                             requests  time         kept                   going on
//	-------------------------------------------------  ------------  --------------------------------  --------  -----------  ---------------------  -------------------------------------------------------
//	the connection is refused                          retried                                         +1        0.25-0.75 s  all
//	the connection is refused, always                  typed error   *TransportError, ErrUnavailable   +4        2.03-6.09 s  the pages before       later, from the PageToken
//	reset before the answer                            retried                                         +1        0.25-0.75 s  all
//	reset at the first byte                            retried                                         +1        0.25-0.75 s  all
//	reset in the middle of a body                      retried                                         +1        0.25-0.75 s  all
//	reset in the middle of a body, always              typed error   *TransportError, ErrUnavailable   +4        2.03-6.09 s  the records before     later, from the PageToken
//	a body ends in its middle                          retried                                         +1        0.25-0.75 s  all
//	silence before the answer                          retried                                         +1        30.2-30.8 s  all
//	silence in the middle of a body                    retried                                         +1        30.2-30.8 s  all
//	silence before the answer, always                  typed error   *TransportError, ErrUnavailable   +4        152-156 s    the pages before       later, from the PageToken
//	silence at the end of a page's body                survives                                                  1 s          all
//	a slow body                                        survives                                                  its own      all
//	408                                                retried                                         +1        0.25-0.75 s  all
//	409                                                typed error   *APIError, ErrInvalidRequest                             the pages before       from the PageToken
//	425                                                retried                                         +1        0.25-0.75 s  all
//	429, Retry-After in seconds                        retried                                         +1        3 s          all
//	429, Retry-After as a date                         retried                                         +1        7 s          all
//	429, Retry-After in the past                       retried                                         +1        0.25-0.75 s  all
//	429, no Retry-After                                retried                                         +1        0.25-0.75 s  all
//	429, Retry-After beyond a minute                   typed error   *APIError with RetryAfter                                the pages before       later, from the PageToken
//	429, Retry-After absurdly large                    typed error   *APIError with RetryAfter                                the pages before       later, from the PageToken
//	429, always                                        typed error   *APIError, ErrRateLimited         +4        2.03-6.09 s  the pages before       later, from the PageToken
//	500                                                retried                                         +1        0.25-0.75 s  all
//	500 without a body                                 retried                                         +1        0.25-0.75 s  all
//	502                                                retried                                         +1        0.25-0.75 s  all
//	502 without a body                                 retried                                         +1        0.25-0.75 s  all
//	503, Retry-After in seconds                        retried                                         +1        2 s          all
//	503                                                retried                                         +1        0.25-0.75 s  all
//	503 without a body                                 retried                                         +1        0.25-0.75 s  all
//	503 with a page of HTML                            retried                                         +1        0.25-0.75 s  all
//	503, always                                        typed error   *APIError, ErrUnavailable         +4        2.03-6.09 s  the pages before       later, from the PageToken
//	a redirect to another origin                       guard error   *GuardError: foreign link                                the pages before       from the PageToken
//	200 with a page of HTML                            typed error   *ResponseError: wrong media type                         the pages before       from the PageToken
//	200 with a page of HTML, called JSON               typed error   *ResponseError: malformed JSON                           the pages before       from the PageToken
//	200 with an error                                  typed error   *ResponseError: no records                               the pages before       from the PageToken
//	200 with an empty body                             typed error   *ResponseError: empty body                               the pages before       from the PageToken
//	204                                                typed error   *ResponseError: empty body                               the pages before       from the PageToken
//	Content-Type text/html                             typed error   *ResponseError: wrong media type                         the pages before       from the PageToken
//	Content-Type application/octet-stream              typed error   *ResponseError: wrong media type                         the pages before       from the PageToken
//	Content-Type application/json; charset=utf-8       survives                                                               all
//	Content-Type APPLICATION/JSON; Charset=UTF-8       survives                                                               all
//	Content-Type application/problem+json              survives                                                               all
//	Content-Type application/json with odd parameters  survives                                                               all
//	no Content-Type                                    survives                                                               all
//	gzip                                               survives                                                               all
//	truncated gzip                                     retried                                         +1        0.25-0.75 s  all
//	a gzip bomb                                        typed error   *ResponseError: body too large                           the pages before       from the PageToken, with another WithMaxBodySize
//	a body beyond the cap                              typed error   *ResponseError: body too large                           the pages before       from the PageToken, with another WithMaxBodySize
//	invalid UTF-8                                      survives                                                               all
//	duplicate keys                                     survives                                                               all
//	every member twice                                 survives                                                               all
//	JSON nested 9,000 deep                             survives                                                               all
//	JSON nested 20,000 deep                            record error  *RecordError                                             all but that one
//	numbers beyond 2^53                                survives                                                               all
//	an id that is a number beyond 2^53                 survives                                                               all
//	a record that is not an object                     record error  *RecordError                                             all but that one
//	a record without an id                             record error  *RecordError, ErrNoID                                    all but that one
//	a record that is not JSON                          typed error   *ResponseError: malformed JSON                           the records before     from the PageToken
//	a repeated cursor                                  guard error   *GuardError: repeated cursor                             what came so far       from the PageToken
//	a cursor that alternates between two pages         guard error   *GuardError: repeated cursor      up to +2               what came so far       from the PageToken
//	a next link to the page itself                     guard error   *GuardError: repeated cursor                             what came so far       from the PageToken
//	a next link to another origin                      guard error   *GuardError: foreign link                                what came so far       from the PageToken
//	a next link to plain http                          guard error   *GuardError: foreign link                                what came so far       from the PageToken
//	the first page instead of every other              guard error   *GuardError: repeated page                               the pages before       from the PageToken
//	an empty page with a next cursor                   survives                                        +1                     all
//	an empty page by offset, and the total says more   guard error   *GuardError: records missing                             the pages before       from the PageToken
//	an empty page by offset, and more says more        guard error   *GuardError: no advance                                  the pages before       from the PageToken
//	an empty page among numbered ones                  guard error   *GuardError: records missing      up to +1               all but those missing  from the PageToken: that page, and those after it again
//	a short page with a next cursor                    survives                                        up to +1               all
//	a short page, and the total or more says more      survives                                        up to +1               all
//	a short page among numbered ones                   guard error   *GuardError: records missing      up to +1               all but those missing  from the PageToken: that page, and those after it again
//	neither cursor nor more, and the total says more   guard error   *GuardError: records missing                             what came so far       from the PageToken
//	more says more, and there is no cursor             guard error   *GuardError: no cursor                                   what came so far       from the PageToken
//	a total that changes on one page                   survives                                        up to +1               all
//	a total that is too small                          survives                                        up to +1               all
//	counts that are too small, and more says more      survives                                                               all
//	a total that is too large                          guard error   *GuardError: records missing      up to +1               all
//	records arrive at the front meanwhile              survives                                        up to +1               all
//	the same record on two pages                       survives                                        up to +1               all
//
// A page that cannot be read ends the iteration. A record or a transcript that cannot
// be read is one error among the conversations. A malformed record costs only itself.
// Only a record that is not JSON ends the page, since nothing shows where the next
// record begins.
//
// Records are missing when a list ends with fewer records than each of its pages
// counted. Everything that came has been yielded by then, and the error is yielded
// too, whatever else the provider says about the end. With numbered pages and offsets
// a record that comes twice counts once: it came in the place of another record, which
// was passed over because the list changed or has no fixed order. So leave a total out
// of the field map if it does not count each record of the list once.
package normalize
