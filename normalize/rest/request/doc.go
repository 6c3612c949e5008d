// Package request has what generated requests are built with: bounds of time,
// numbers in text, and JSON bodies.
package request
