package plan

// Rules explains the rules that resolving a field map checks, by id.
var Rules = map[string]string{
	"P101": "Every path and every schema that is named exists in the document.",
	"P102": "The source's type can become the target's type.",
	"P103": "An enum map, or the cases of a case, cover the values that the document lists, and no others.",
	"P104": "A conversion that could lose or guess says how: the unit of a number, the zone of a time, what an unknown value becomes.",
	"P105": "Every field of the model is mapped, constant or listed as absent.",
	"P106": "Every property of a mapped schema is read, carried as an attribute or listed under drop. (A warning; an error with -strict.)",
	"P107": "Nothing is listed as absent or dropped that is mapped, or that is not there.",
	"P108": "A target is a field of the model that a field map can fill, and an enum's value one of its values.",
	"P109": "Every map is for the records of some operation.",
	"P110": "A value is a path, a list, or a mapping with the keys of known conversions.",
	"P111": "Nothing is mapped twice.",
	"P112": "The records of an operation have a named schema, and a map.",
	"P201": "Every operation that is named exists and has a JSON answer.",
	"P202": "Every parameter that is named exists, where it is looked for.",
	"P203": "Every parameter that an operation requires is set.",
	"P204": "A pagination style has everything that it needs, of the right type, and nothing that it has no use for.",
	"P205": "Every place in an answer that is named exists and has the right type.",
	"P206": "The time that bounds compare is a time that the list's records fill; an order is by its path.",
	"P207": "It is said where complete transcripts come from, and they are mapped there.",
	"P208": "A filter is tied to a parameter that can take it, and says how a time is sent or an enum is inverted.",
	"P301": "The provider has the name of its folder.",
	"P302": "The field map names a version of the model that there is.",
	"P303": "The operations can be authenticated.",
}
