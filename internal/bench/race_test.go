//go:build race

package bench

// raceEnabled says that everything takes many times as long.
const raceEnabled = true
