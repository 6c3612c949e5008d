// Package engine is what generated packages are made of. A [Definition] is what they
// say of their provider, an [Engine] is a [normalize.Provider] made of one, and the
// other functions finish what generated mappings made. Programs do not need it: they
// use package normalize and the generated packages.
package engine

// Generation1 is what generated packages name. A runtime that can no longer run the
// output of this generation of the compiler does not declare it, so that old output
// fails to compile. The mend is to run go generate with the compiler of the runtime's
// version.
const Generation1 = true
