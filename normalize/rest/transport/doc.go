// Package transport sends the requests of one API: it adds credentials, keeps to
// limits, tries again, follows redirects within the API's origin, and gives typed
// errors. Credentials are added after everything that could show them.
package transport
