// Package convert converts the values that package lenient reads: texts, numbers,
// lists, enums and JSON in text, and the fields of typed structs. A value that
// cannot be converted is missing, and an issue says why.
package convert
