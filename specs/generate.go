// Package specs holds the inputs of the generator: one folder per provider
// with its OpenAPI document (openapi.yaml), its field map (fieldmap.yaml), an
// optional overlay.yaml, and documented example responses with their reviewed
// goldens under examples. It has no code of its own; `go generate` run here
// rewrites everything under generated.
package specs

//go:generate go run ../gen generate
