package bench

import (
	"encoding/json"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/parlancehq/parlance/generated/voiceable"
	stock "github.com/parlancehq/parlance/internal/bench/testdata/stock/voiceable"
	stockopen "github.com/parlancehq/parlance/internal/bench/testdata/stock/voiceableopen"
	"github.com/parlancehq/parlance/normalize"
)

func voiceableSubject() subject {
	return subject{
		body: voiceableBody(), handWritten: voiceableByHand,
		open: func(opts ...normalize.Option) (normalize.Provider, error) { return voiceable.New(opts...) },
		stock: func(c *http.Client) func(b *testing.B) int {
			client, err := stock.NewClientWithResponses(baseURL, stock.WithHTTPClient(c))
			return func(b *testing.B) int {
				if err != nil {
					b.Fatal(err)
				}
				resp, err := client.ListConversationsWithResponse(b.Context(), &stock.ListConversationsParams{PageSize: new(pageSize)})
				if err != nil {
					b.Fatal(err)
				}
				return len(*resp.JSON200.Data)
			}
		},
		stockOpen: func(c *http.Client) func(b *testing.B) int {
			client, err := stockopen.NewClientWithResponses(baseURL, stockopen.WithHTTPClient(c))
			return func(b *testing.B) int {
				if err != nil {
					b.Fatal(err)
				}
				resp, err := client.ListConversationsWithResponse(b.Context(), &stockopen.ListConversationsParams{PageSize: new(pageSize)})
				if err != nil {
					b.Fatal(err)
				}
				return len(*resp.JSON200.Data)
			}
		},
	}
}

func voiceableBody() []byte {
	all := records(func(i int) string {
		return fmt.Sprintf(`{"conversation_id":"conv_%08d","agent_id":"agent_123","agent_name":"Customer Support Agent","status":"completed","transcript":%s,`+
			`"metadata":{"duration":%d,"call_quality":"good","summary":"The caller asked where the parcel is, and got the invoice sent again."},"created_at":"%s"}`,
			i, transcript(i, time.RFC3339), 60+i, start(i).Format(time.RFC3339))
	})
	return fmt.Appendf(nil, `{"status":{"code":200,"message":"Success"},"data":[%s],"total_count":%d,"cursor":"eyJpZCI6IjEyMyJ9","has_more":false}`, all, pageSize)
}

type voiceablePage struct {
	Data []voiceableRecord `json:"data"`
}

type voiceableRecord struct {
	ID         string          `json:"conversation_id"`
	AgentID    string          `json:"agent_id"`
	AgentName  string          `json:"agent_name"`
	Status     string          `json:"status"`
	Transcript []turn          `json:"transcript"`
	Metadata   json.RawMessage `json:"metadata"`
	CreatedAt  string          `json:"created_at"`
}

type voiceableMetadata struct {
	Duration    float64 `json:"duration"`
	CallQuality *string `json:"call_quality"`
	Summary     string  `json:"summary"`
}

// voiceableByHand does what the field map says, for the records that the page
// has.
func voiceableByHand(body []byte) ([]*normalize.Conversation, error) {
	var page voiceablePage
	if err := json.Unmarshal(body, &page); err != nil {
		return nil, err
	}
	list := make([]*normalize.Conversation, 0, len(page.Data))
	for i := range page.Data {
		c, err := page.Data[i].conversation()
		if err != nil {
			return nil, err
		}
		list = append(list, c)
	}
	return list, nil
}

func (r *voiceableRecord) conversation() (*normalize.Conversation, error) {
	var m voiceableMetadata
	if err := json.Unmarshal(r.Metadata, &m); err != nil {
		return nil, err
	}
	c := &normalize.Conversation{
		Provider: "voiceable", ID: r.ID, Agent: normalize.Agent{ID: r.AgentID, Name: r.AgentName}, Status: normalize.StatusUnknown, StatusRaw: r.Status,
		Duration: time.Duration(m.Duration * float64(time.Second)), Summary: m.Summary, Metadata: r.Metadata,
		MessagesState: normalize.MessagesInline, Attributes: map[string]json.RawMessage{},
	}
	if r.Status == "completed" {
		c.Status = normalize.StatusCompleted
	}
	attribute(c, "call_quality", m.CallQuality)
	at, err := time.Parse(time.RFC3339, r.CreatedAt)
	if err != nil {
		return nil, err
	}
	c.StartedAt = at.UTC()
	c.Messages, err = messages(r.Transcript)
	return c, err
}
