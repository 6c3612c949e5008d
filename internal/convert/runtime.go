package convert

import "github.com/dave/jennifer/jen"

// The packages that generated code stands on.
const (
	Normalize = "github.com/parlancehq/parlance/normalize"
	Rest      = Normalize + "/rest"
	Lenient   = Rest + "/lenient"
	converts  = Lenient + "/convert"
	times     = Lenient + "/times"
)

// converting are the functions of package lenient/convert.
var converting = map[string]bool{
	"AsInt": true, "Attribute": true, "Attributes": true, "BoolOf": true, "BoolPtr": true,
	"BoolText": true, "DigitsOf": true, "DigitsPtr": true, "Each": true, "EachOf": true, "EmbeddedJSON": true, "Entries": true, "Enum": true,
	"EnumText": true, "Extract": true, "First": true, "FirstText": true, "FloatOf": true,
	"FloatPtr": true, "FloatText": true, "Group": true, "IntFloat": true, "IntOf": true, "IntPtr": true,
	"IntText": true, "JSONOrText": true, "Last": true, "Marshal": true, "Matches": true, "Not": true, "NumberOf": true, "NumberPtr": true,
	"Order": true, "ParseBool": true, "ParseNumber": true, "RawOf": true, "RawPtr": true, "Said": true,
	"Scale": true, "SortByKey": true, "SortByTime": true, "Template": true, "Text": true,
	"TextPtr": true, "TextsOf": true, "TextsPtr": true,
}

// timing are the functions of package lenient/times.
var timing = map[string]bool{
	"After": true, "Between": true, "ClockDuration": true, "DurationFloat": true, "DurationInt": true,
	"DurationText": true, "GoDuration": true, "ISODuration": true, "LayoutTime": true,
	"NaiveTime": true, "RFC3339": true, "Since": true, "Sum": true, "UnixTime": true,
	"UnixTimeFloat": true, "UnixTimeText": true, "Zone": true,
}

// Func gives the qualified name of a function that reads or converts a value,
// from whichever package below lenient it is in.
func Func(name string) *jen.Statement {
	pkg := Lenient
	switch {
	case converting[name]:
		pkg = converts
	case timing[name]:
		pkg = times
	}
	return jen.Qual(pkg, name)
}

// Names gives the names of the packages that [Func] knows, by their paths.
func Names() map[string]string {
	return map[string]string{Lenient: "lenient", converts: "convert", times: "times"}
}
