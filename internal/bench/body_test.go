package bench

import (
	"fmt"
	"strings"
	"time"
)

const (
	pageSize = 100 // conversations in a page
	turns    = 20  // messages in a conversation
)

// texts are what is said: mostly plain, some with escapes, some not ASCII.
var texts = []string{
	`"Hi, I'm calling about order 4711. It was supposed to be here on Tuesday, and nothing has come so far."`,
	`"Of course, I can help you with that. May I have the e-mail address that you ordered with, please?"`,
	`"Sure: jane.doe@example.com. And could you tell me which carrier you gave it to? The tracking page only shows an error."`,
	`"Thank you, Jane. I see the order: two lamps \"Nordlicht\", sent on Monday.\nIt is with the carrier in Hamburg now and should arrive tomorrow before noon."`,
	`"Okay."`,
	`"Is there anything else that I can do for you today?"`,
	`"Könnten Sie die Rechnung bitte an die Buchhaltung schicken? Die Adresse ist buchhaltung@example.com – danke schön!"`,
	`"I have sent the invoice to the address you gave me. You will also get a text message with the link as soon as the parcel is out for delivery, so that you can choose another day or leave it with a neighbour."`,
	`"Great, thanks a lot \ud83d\ude42"`,
	`"You're welcome. Have a nice day, and call us again if it has not come by tomorrow evening."`,
}

// start is when conversation i of a page began.
func start(i int) time.Time {
	return time.Date(2025, 12, 3, 14, 14, 22, 719_000_000, time.UTC).Add(time.Duration(i) * -17 * time.Minute)
}

// transcript is the array of what was said in conversation i.
func transcript(i int, layout string) string {
	var b strings.Builder
	for n := range turns {
		role := "user"
		if n%2 == 1 {
			role = "assistant"
		}
		at := start(i).Add(time.Duration(n)*6*time.Second + 16_228*time.Microsecond)
		fmt.Fprintf(&b, `,{"role":"%s","content":%s,"timestamp":"%s"}`, role, texts[(i+n)%len(texts)], at.Format(layout))
	}
	return "[" + b.String()[1:] + "]"
}

// records joins what record makes of the numbers of a page's conversations.
func records(record func(i int) string) string {
	all := make([]string, pageSize)
	for i := range all {
		all[i] = record(i)
	}
	return strings.Join(all, ",")
}
