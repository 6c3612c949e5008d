// Package docs holds the tests that keep the project's documents true: their
// examples are compiled, their steps are taken, and their lists are complete.
package docs
