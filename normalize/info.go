package normalize

// Info is what a provider is and what it needs to be opened.
type Info struct {
	// Name is the provider's name in Parlance, such as "acme".
	Name string
	// Title is its name for people.
	Title string
	// Docs is the address of its documentation; "" when there is none.
	Docs string
	// BaseURLs are the servers that its document names; the first one that is
	// absolute is used without [WithBaseURL].
	BaseURLs []Server
	// Auth are the ways to authenticate: any one entry will do, and all schemes
	// of an entry go together. Empty where nothing is needed.
	Auth [][]Scheme
	// Scope are the values that requests carry in addition to the credentials, such as
	// a workspace's id; see [WithScope].
	Scope []ScopeParam
}

// Server is a server that a provider's document names.
type Server struct {
	URL         string // where it is only a path, or has variables in braces, [WithBaseURL] is needed
	Description string
}

// ScopeParam is a value that requests of a provider carry in addition to the credentials.
type ScopeParam struct {
	Name        string // as [WithScope] takes it
	Description string // "" where there is none
	Required    bool   // the provider cannot be opened without it
	Default     string // what is sent without one; "" is none
	Integer     bool   // it is a whole number
}
