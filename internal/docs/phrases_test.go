package docs

import (
	"regexp"
	"strings"
)

// phrase is a turn of phrase that costs the reader a second reading.
type phrase struct {
	find    *regexp.Regexp
	except  *regexp.Regexp // matches of find that are good English; nil for none
	instead string
}

// phrases is the one list of what the project's texts do not say, each with the
// words to say it with. A space matches any white space, line breaks too.
var phrases = []phrase{
	{
		find:    spaced(`(?:\bthere (?:\w+ )?)?\b(?:is|are|was|were) no [\w$%"]+`),
		except:  spaced(`^there |no (?:longer|more|different|better|worse|less|fewer|greater|smaller|larger|slower|faster|earlier|later)$`),
		instead: `"is not a …", "is not an …" or "has no …"`,
	},
	{
		find:    spaced(`\b(?:that|which|who) (?:is|are|was|were) none\b(?: of\b)?`),
		except:  spaced(`of$`),
		instead: `"is not a valid …", "is not one" or the noun itself`,
	},
	{
		find:    spaced(`\bwhat(?:ever)? (?:comes|came|come|becomes|became|become) of\b`),
		instead: `"the outcome of …", "the result of …" or "what happens to …"`,
	},
	{
		find:    spaced(`\b(?:of|for|to|in|from|with|at|by|on) which there\b`),
		instead: `"without one", "that has …" or "that has no …"`,
	},
	{
		find:    spaced(`\bbeside (?:the (?:one|ones|other|others|usual|credentials)\b|\d)|\b(?:needs?|needed|fetched|wanted|requests?|options?|statuses) beside\b`),
		instead: `"in addition to …", "besides …" or "other than …"`,
	},
	{
		find:    spaced(`\bfor there (?:is|are|was|were)\b`),
		instead: `"because there is …" or a sentence of its own`,
	},
	{
		find:    spaced(`\b(?:is|are|was|were|be) held (?:to|against)\b|\b(?:hold|holds|held|holding) (?:[\w'.-]+ ){0,4}(?:to|against) (?:it|them|its|their|the|a|an|this|that|these|those|what|every|each|one|(?-i:[A-Z])\w*)\b`),
		except:  spaced(`\b(?:on|back|up|down|enough|according|has|have|had|pointers?|references?|links?) (?:[\w'.-]+ )?to\b`),
		instead: `"checks it against …", "checks that …" or "must …"`,
	},
	{
		find:    spaced(`\b(?:an|no|every|each) own\b`),
		instead: `"its own …" or "a … of its own"`,
	},
}

// spaced compiles a pattern in which a space stands for white space, and whose
// letters match capitals too.
func spaced(pattern string) *regexp.Regexp {
	return regexp.MustCompile(`(?i)` + strings.ReplaceAll(pattern, " ", `\s+`))
}

// hit is a place of a text that has a phrase of the list.
type hit struct {
	line    int // counted from 0
	text    string
	instead string
}

// refused gives the places of a text that say what the list refuses.
func refused(text string) []hit {
	var hits []hit
	for _, p := range phrases {
		for _, at := range p.find.FindAllStringIndex(text, -1) {
			found := text[at[0]:at[1]]
			if p.except != nil && p.except.MatchString(found) {
				continue
			}
			hits = append(hits, hit{strings.Count(text[:at[0]], "\n"), words(found), p.instead})
		}
	}
	return hits
}
