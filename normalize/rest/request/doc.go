// Package request builds an operation's requests from rows: each names a parameter, a
// header or a property of the body, and says where its value comes from.
package request
