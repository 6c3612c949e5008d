package lenient

import (
	"bytes"
	"fmt"
	"io"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
)

// page is an array of 100 records of about 4 KB, each with 20 messages.
func page() []byte {
	var b bytes.Buffer
	b.WriteByte('[')
	for i := range 100 {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"conversation_id":"a28e7071-508e-4d45-8887-%012d","agent_id":"68ea2517dbb84c09bae1ba0a","agent_name":"Customer Support Agent",`, i)
		b.WriteString(`"status":"completed","rating":4.5,"is_active":false,"feedback":null,"meta_data":{"dynamic_variables":{"tier":"gold","visits":17},"duration":121.5,"to_number":"+15550100200"},"transcript":[`)
		for m := range 20 {
			if m > 0 {
				b.WriteByte(',')
			}
			fmt.Fprintf(&b, `{"role":"assistant","content":"Of course, I can help you with that. Your order number %d is on its way: it left \"North\" today.","timestamp":"2025-12-03T14:14:%02d.735228+00:00","message_timestamp":%d}`, m, m, m)
		}
		b.WriteString(`],"created_at":"2025-12-03T14:14:22.719000","updated_at":"2025-12-03T14:15:20.985000"}`)
	}
	b.WriteByte(']')
	return b.Bytes()
}

type benchMessage struct {
	role, content, at Opt[string]
	offset            Opt[int64]
}

type benchLeaves struct {
	id, agent, name, status, created, updated Opt[string]
	rating                                    Opt[float64]
	duration                                  Opt[float64]
	messages                                  []benchMessage
}

func (l *benchLeaves) read(r *Reader) {
	if !r.Object("") {
		return
	}
	for r.Next() {
		switch string(r.Name()) {
		case "conversation_id":
			l.id = r.String("ID")
		case "agent_id":
			l.agent = r.String("Agent.ID")
		case "agent_name":
			l.name = r.String("Agent.Name")
		case "status":
			l.status = r.String("Status")
		case "created_at":
			l.created = r.String("CreatedAt")
		case "updated_at":
			l.updated = r.String("UpdatedAt")
		case "rating":
			l.rating = r.Float("Feedback.Rating")
		case "meta_data":
			for ok := r.Object("Metadata"); ok && r.Next(); {
				if string(r.Name()) == "duration" {
					l.duration = r.Float("Duration")
				} else {
					r.Skip()
				}
			}
		case "transcript":
			for ok := r.Array("Messages"); ok && r.Elem(); {
				l.messages = append(l.messages, benchMessage{})
				m := &l.messages[len(l.messages)-1]
				for ok := r.Object("Messages[]"); ok && r.Next(); {
					switch string(r.Name()) {
					case "role":
						m.role = r.String("Messages[].Role")
					case "content":
						m.content = r.String("Messages[].Text")
					case "timestamp":
						m.at = r.String("Messages[].At")
					case "message_timestamp":
						m.offset = r.Int("Messages[].StartOffset")
					}
				}
			}
		default:
			r.Skip()
		}
	}
}

var tolerant = jsontext.AllowInvalidUTF8(true)

// decoder gives one that has a large buffer.
func decoder(b *testing.B) *jsontext.Decoder {
	d := jsontext.NewDecoder(bytes.NewReader(bytes.Repeat([]byte("1"), 40<<10)))
	if _, err := d.ReadValue(); err != nil {
		b.Fatal(err)
	}
	return d
}

// BenchmarkTokens is the floor: jsontext reading the tokens of a page.
func BenchmarkTokens(b *testing.B) {
	data := page()
	in := bytes.NewReader(data)
	d := decoder(b)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		in.Reset(data)
		d.Reset(in, tolerant, jsontext.AllowDuplicateNames(true))
		for {
			if _, err := d.ReadToken(); err == io.EOF {
				break
			} else if err != nil {
				b.Fatal(err)
			}
		}
	}
}

// BenchmarkReadValueAlone is the share of jsontext in BenchmarkReadValue.
func BenchmarkReadValueAlone(b *testing.B) {
	data := page()
	in := bytes.NewReader(data)
	d := decoder(b)
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		in.Reset(data)
		d.Reset(in, tolerant, jsontext.AllowDuplicateNames(true))
		if _, err := d.ReadToken(); err != nil {
			b.Fatal(err)
		}
		for d.PeekKind() == '{' {
			if _, err := d.ReadValue(); err != nil {
				b.Fatal(err)
			}
		}
	}
}

// BenchmarkReadValue is how a page is read: jsontext to cut out the records (and
// check them), Reader to read their leaves.
func BenchmarkReadValue(b *testing.B) {
	data := page()
	in := bytes.NewReader(data)
	d := decoder(b)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	var r Reader
	var is Issues
	var l benchLeaves
	for b.Loop() {
		in.Reset(data)
		d.Reset(in, tolerant, jsontext.AllowDuplicateNames(true))
		if _, err := d.ReadToken(); err != nil {
			b.Fatal(err)
		}
		for d.PeekKind() == '{' {
			value, err := d.ReadValue()
			if err != nil {
				b.Fatal(err)
			}
			l = benchLeaves{messages: l.messages[:0]}
			r.Reset(value, &is)
			l.read(&r)
			if len(l.messages) != 20 || !l.updated.OK || is.Len() != 0 {
				b.Fatal("not read", l)
			}
		}
	}
}

// BenchmarkReader is the reader alone, on values already cut out.
func BenchmarkReader(b *testing.B) {
	data := page()
	data = data[1:bytes.Index(data, []byte(`},{"conversation_id"`))]
	data = append(data, '}')
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	var r Reader
	var is Issues
	var l benchLeaves
	for b.Loop() {
		l = benchLeaves{messages: l.messages[:0]}
		r.Reset(data, &is)
		l.read(&r)
	}
}
