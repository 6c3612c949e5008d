package bench

import (
	"encoding/json"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/parlancehq/parlance/generated/eigi"
	stock "github.com/parlancehq/parlance/internal/bench/testdata/stock/eigi"
	stockopen "github.com/parlancehq/parlance/internal/bench/testdata/stock/eigiopen"
	"github.com/parlancehq/parlance/normalize"
)

func eigiSubject() subject {
	return subject{
		body: eigiBody(), handWritten: eigiByHand,
		open: func(opts ...normalize.Option) (normalize.Provider, error) { return eigi.New(opts...) },
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

// eigiBody is a page of calls and chats by turns.
func eigiBody() []byte {
	const naive, aware = "2006-01-02T15:04:05.000000", "2006-01-02T15:04:05.000000+00:00"
	all := records(func(i int) string {
		kind, analysis, notes, by := "CHAT", "null", "null", "null"
		meta := fmt.Sprintf(`{"last_activity":"%s","session_status":"active"}`, start(i).Add(2*time.Minute).Format(aware))
		if i%2 == 1 {
			kind, analysis, notes, by = "TELEPHONY", `[{"is_good":true}]`, `"Re-analysis completed successfully"`, `"68ea1dc3a8f78b1cbdfed6f5"`
			meta = fmt.Sprintf(`{"dynamic_variables":{"agent_id":"68ea2517dbb84c09bae1ba0a","tier":"gold"},"to_mobile_number":"+9191566%05d","from_mobile_number":"918035315228",`+
				`"calling_type":"OUTBOUND","telephony_provider":"PLIVO","conversation_recording_url":"https://media.example.com/v1/Account/MAXY/Recording/%08d.mp3","conversation_duration":%d}`, i, i, 60+i)
		}
		return fmt.Sprintf(`{"agent_id":"68ea2517dbb84c09bae1ba0a","conversation_id":"a28e7071-508e-4d45-8887-%012d","conversation_type":"%s","conversation_analysis":%s,`+
			`"conversation_status":"COMPLETED","notes":%s,"conversation_transcript":%s,"created_by":%s,"conversation_metadata":%s,"created_at":"%s","updated_at":"%s","id":"69316c7d6519e8d4%08x"}`,
			i, kind, analysis, notes, transcript(i, aware), by, meta, start(i).Format(naive), start(i).Add(3*time.Minute).Format(naive), i)
	})
	return fmt.Appendf(nil, `{"status":"success","message":"Retrieved %d conversations","data":[%s],"pagination":{"total":%d,"page":1,"page_size":%d,"total_pages":1}}`,
		pageSize, all, pageSize, pageSize)
}

type eigiPage struct {
	Data []eigiRecord `json:"data"`
}

type eigiRecord struct {
	ID             string          `json:"id"`
	ConversationID string          `json:"conversation_id"`
	AgentID        string          `json:"agent_id"`
	Type           string          `json:"conversation_type"`
	Status         string          `json:"conversation_status"`
	Analysis       json.RawMessage `json:"conversation_analysis"`
	Notes          *string         `json:"notes"`
	Transcript     []turn          `json:"conversation_transcript"`
	CreatedBy      *string         `json:"created_by"`
	Metadata       json.RawMessage `json:"conversation_metadata"`
	CreatedAt      string          `json:"created_at"`
	UpdatedAt      string          `json:"updated_at"`
}

type eigiMetadata struct {
	LastActivity      *string         `json:"last_activity"`
	SessionStatus     *string         `json:"session_status"`
	Variables         json.RawMessage `json:"dynamic_variables"`
	To                string          `json:"to_mobile_number"`
	From              string          `json:"from_mobile_number"`
	CallingType       string          `json:"calling_type"`
	TelephonyProvider *string         `json:"telephony_provider"`
	RecordingURL      string          `json:"conversation_recording_url"`
	Duration          float64         `json:"conversation_duration"`
}

// eigiByHand does what the field map says, for the records that the page has.
func eigiByHand(body []byte) ([]*normalize.Conversation, error) {
	var page eigiPage
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

func (r *eigiRecord) conversation() (*normalize.Conversation, error) {
	const naive = "2006-01-02T15:04:05.999999"
	c := &normalize.Conversation{
		Provider: "eigi", ID: r.ConversationID, AltIDs: []string{r.ID}, Agent: normalize.Agent{ID: r.AgentID}, StatusRaw: r.Status, ChannelRaw: r.Type,
		MessagesState: normalize.MessagesInline, Metadata: r.Metadata, Attributes: map[string]json.RawMessage{},
	}
	switch r.Status {
	case "IN_PROGRESS":
		c.Status = normalize.StatusInProgress
	case "COMPLETED", "DISCONNECTED":
		c.Status = normalize.StatusCompleted
	case "FAILED":
		c.Status = normalize.StatusFailed
	default:
		c.Status = normalize.StatusUnknown
	}
	switch r.Type {
	case "DAILY":
		c.Channel = normalize.ChannelWebVoice
	case "TELEPHONY":
		c.Channel = normalize.ChannelPhone
	case "WHATSAPP":
		c.Channel = normalize.ChannelWhatsApp
	case "CHAT":
		c.Channel = normalize.ChannelWebChat
	default:
		c.Channel = normalize.ChannelUnknown
	}
	var err error
	if c.CreatedAt, err = time.Parse(naive, r.CreatedAt); err != nil {
		return nil, err
	}
	if c.UpdatedAt, err = time.Parse(naive, r.UpdatedAt); err != nil {
		return nil, err
	}
	if string(r.Analysis) != "null" {
		c.Analysis = r.Analysis
	}
	attribute(c, "notes", r.Notes)
	attribute(c, "created_by", r.CreatedBy)
	if err := r.metadata(c); err != nil {
		return nil, err
	}
	c.Messages, err = messages(r.Transcript)
	return c, err
}

func (r *eigiRecord) metadata(c *normalize.Conversation) error {
	var m eigiMetadata
	if err := json.Unmarshal(r.Metadata, &m); err != nil {
		return err
	}
	c.Variables, c.DirectionRaw = m.Variables, m.CallingType
	c.Duration = time.Duration(m.Duration * float64(time.Second))
	attribute(c, "last_activity", m.LastActivity)
	attribute(c, "session_status", m.SessionStatus)
	attribute(c, "telephony_provider", m.TelephonyProvider)
	user, agent := m.From, m.To
	switch m.CallingType {
	case "INBOUND":
		c.Direction = normalize.DirectionInbound
	case "OUTBOUND":
		c.Direction = normalize.DirectionOutbound
		user, agent = m.To, m.From
	}
	if user != "" {
		c.Participants = append(c.Participants, normalize.Participant{Kind: normalize.RoleUser, Phone: user})
	}
	if agent != "" {
		c.Participants = append(c.Participants, normalize.Participant{Kind: normalize.RoleAgent, Phone: agent})
	}
	if m.RecordingURL != "" {
		c.Recordings = []normalize.Recording{{URL: m.RecordingURL}}
	}
	return nil
}
