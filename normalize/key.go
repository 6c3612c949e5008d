package normalize

// Key is what a conversation is known by, over all providers and accounts. It is
// comparable, so that it can be the key of a map.
type Key struct {
	Provider string `json:"provider"`
	Account  string `json:"account,omitzero"` // see [WithAccount]
	Source   string `json:"source,omitzero"`  // "" where the provider has only one
	ID       string `json:"id"`
}

// Key gives the key of the conversation.
func (c *Conversation) Key() Key {
	return Key{Provider: c.Provider, Account: c.Account, Source: c.Source, ID: c.ID}
}
