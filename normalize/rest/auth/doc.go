// Package auth adds credentials to requests, at the last moment: its [Authorizer] is
// the transport next to the network.
package auth
