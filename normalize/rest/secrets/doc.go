// Package secrets keeps the credentials that are in use, and takes them out of
// whatever is shown: errors, logs and links.
package secrets
