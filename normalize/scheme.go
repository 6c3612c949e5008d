package normalize

// SchemeKind is how a security scheme sends its credential.
type SchemeKind string

// The kinds of security schemes.
const (
	SchemeHeader SchemeKind = "header" // an API key in the header Param
	SchemeQuery  SchemeKind = "query"  // an API key in the query parameter Param
	SchemeCookie SchemeKind = "cookie" // an API key in the cookie Param
	SchemeBearer SchemeKind = "bearer" // Authorization: Bearer <token>
	SchemeBasic  SchemeKind = "basic"  // Authorization: Basic <user name:password>
	SchemeOAuth2 SchemeKind = "oauth2" // a bearer token that is fetched with client credentials
)

// Scheme is one security scheme of a provider's document.
type Scheme struct {
	Name     string // as the document has it
	Kind     SchemeKind
	Param    string   // the name of the header, query parameter or cookie; "" for other kinds
	TokenURL string   // where tokens are fetched; SchemeOAuth2 only
	Scopes   []string // of the tokens; SchemeOAuth2 only
}
