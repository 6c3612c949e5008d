package transport

import "golang.org/x/time/rate"

// MaxRedirects is how many redirects are followed.
const MaxRedirects = maxRedirects

// Gate is what holds requests back after a 429.
func (c *Client) Gate() *gate { return &c.gate }

// Slots has one element for each request that goes on.
func (c *Client) Slots() chan struct{} { return c.slots }

// Limiter is the rate limit, or nil.
func (c *Client) Limiter() *rate.Limiter { return c.cfg.Rate }
