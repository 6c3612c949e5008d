package fieldmap

// Rules explains the rules that reading a field map checks, by id.
var Rules = map[string]string{
	"F101": "The field map is one YAML document with plain text keys.",
	"F102": "A key stands once in its mapping.",
	"F103": "A value has the form that its key takes: text, a number, true or false, a list, a mapping.",
	"F104": "The field map is not nested, or repeated through aliases, beyond all use.",
	"F105": "Every key is known.",
	"F106": "What cannot be left out is there.",
	"F107": "Where there are sources, each has its own list, get, messages and time, and a name of lower-case letters and digits.",
	"F108": "A need has a name of letters and digits, and is one record or a list of records.",
}
