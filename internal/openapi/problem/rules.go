// Package problem adds what is found in a document to the diagnostics: where it
// stands, under which rule, and not more than some of one kind.
package problem

// Rules describes every rule that loading a document reports, by its id. O1xx are documents
// that cannot be used, O2xx mistakes that were mended and are worth knowing of.
var Rules = map[string]string{
	"O101": "the file is not readable YAML or JSON, or a part of it is not of the kind that belongs there",
	"O102": "the document is larger, deeper or more entangled than any real one",
	"O103": "a key stands twice in one mapping",
	"O104": "a $ref leads out of the document: other files and addresses are never read",
	"O105": "the document is not OpenAPI 3",
	"O106": "the overlay cannot be applied",
	"O110": "the document does not validate as OpenAPI",

	"O111": "a path or a required parameter has a name that cannot stand in code",

	"O201": "a $ref points at nothing",
	"O202": "two operations have one operationId",
	"O203": "null is allowed in a way that this version of OpenAPI does not know",
	"O204": "an enum holds a value that is not of the schema's type, or one value twice",
	"O205": "a schema keyword has a value of the wrong kind, or is misspelled",
	"O206": "references or allOf lead around in a circle",
	"O207": "a parameter is declared wrongly or not at all",
	"O208": "the document, an operation or an answer lacks a required part",
	"O209": "a server URL and its variables do not agree",
	"O210": "paths that cannot be told apart",
	"O211": "a security requirement names a scheme that is not declared",
	"O212": "an overlay action changed nothing",
	"O213": "a path has other servers than the document",
	"O215": "the document has a part of OpenAPI 3.2, or is of a newer version: what is not read is left out",
	"O214": "schemas that a value has to be of together contradict each other",
}
