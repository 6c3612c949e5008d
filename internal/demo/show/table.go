package show

import (
	"cmp"
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/parlancehq/parlance/normalize"
)

// printTables prints all conversations and then a line for each provider.
func printTables(w io.Writer, results []*result) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	row(t, "PROVIDER", "ID", "STATUS", "CHANNEL", "AGENT", "STARTED", "DURATION", "MESSAGES")
	for _, r := range results {
		for _, c := range r.conversations {
			row(t, label(c), c.ID, string(c.Status), string(c.Channel), shorten(cmp.Or(c.Agent.Name, c.Agent.ID)),
				started(c), length(c.Duration), messages(c))
		}
	}
	row(t)
	row(t, "PROVIDER", "CONVERSATIONS", "PAGES", "REQUESTS", "NATIVE FILTERS", "EMULATED FILTERS")
	for _, r := range results {
		row(t, r.name, strconv.Itoa(len(r.conversations)), strconv.FormatInt(r.report.Pages, 10), strconv.Itoa(r.requests),
			filters(r.capabilities, normalize.Native), filters(r.capabilities, normalize.Emulated))
	}
	return t.Flush()
}

// row writes one line; a tabwriter keeps the first error for Flush.
func row(w io.Writer, cells ...string) {
	for i, cell := range cells {
		if cell == "" {
			cells[i] = "-"
		}
	}
	fmt.Fprintln(w, strings.Join(cells, "\t"))
}

func label(c *normalize.Conversation) string {
	if c.Source == "" {
		return c.Provider
	}
	return c.Provider + "/" + c.Source
}

// shorten makes text fit a column: no line breaks, at most 24 characters.
func shorten(text string) string {
	runes := []rune(strings.Join(strings.Fields(text), " "))
	if len(runes) > 24 {
		return string(runes[:23]) + "…"
	}
	return string(runes)
}

// started is when the conversation began, or when its record was made.
func started(c *normalize.Conversation) string {
	t := c.StartedAt
	if t.IsZero() {
		t = c.CreatedAt
	}
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02 15:04:05")
}

func length(d time.Duration) string {
	if d == 0 {
		return ""
	}
	return d.Round(time.Second).String()
}

// messages is the number of messages at hand, else what the provider says it is.
func messages(c *normalize.Conversation) string {
	switch {
	case c.MessagesState == normalize.MessagesInline:
		return strconv.Itoa(len(c.Messages))
	case c.MessageCount != nil:
		return strconv.Itoa(*c.MessageCount)
	}
	return ""
}

func filters(c normalize.Capabilities, mode normalize.FilterMode) string {
	var names []string
	for _, f := range normalize.Filters() {
		if c.Filter(f).Mode == mode {
			names = append(names, string(f))
		}
	}
	return strings.Join(names, ", ")
}
