// Package lenienttest has what the tests of the rooms below lenient share.
package lenienttest
