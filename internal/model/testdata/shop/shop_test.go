package shop

type OnlyInTests struct{ ID string }
