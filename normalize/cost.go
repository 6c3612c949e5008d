package normalize

// Cost is what a conversation cost. The zero value means that the provider does
// not say.
type Cost struct {
	// Amount is in whole units of Currency or Unit (dollars, not cents); nil
	// when not said, for zero is a price too.
	Amount *float64 `json:"amount,omitzero"`
	// Currency is the ISO 4217 code, such as "USD"; "" when not said or when
	// the amount is not money.
	Currency string `json:"currency,omitzero"`
	// Unit is what is counted if it is not money, such as "credits"; "" else.
	Unit string `json:"unit,omitzero"`
}
