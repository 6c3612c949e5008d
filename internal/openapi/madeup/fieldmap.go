package madeup

import (
	"fmt"
	"strings"

	"github.com/parlancehq/parlance/internal/openapi"
)

const fieldMap = `provider: acme
model: 1
title: Made up
time: CreatedAt
list: {operation: list, records: data, pages: {style: none}}
get: {operation: get, send: {id: {conversation: id}}, record: .}
maps:
  - from: Record
    to: Conversation
    fields: {ID: id, CreatedAt: created}
    attributes: {%s}
    absent: [AltIDs, ParentID, Agent, Status, EndReason, EndedBy, Error, Outcome, Channel, Modality, Direction, StartedAt, EndedAt, UpdatedAt, Duration,
             Participants, Messages, MessageCount, Title, Summary, Language, Tags, Labels, Feedback, Analysis, Recordings, JoinURL, Cost, Usage, Variables, Metadata]
`

// FieldMap makes a field map for a document that Document made: it reads paths
// that the document has, and that data chooses.
func FieldMap(doc *openapi.Document, data []byte) string {
	m := &maker{data: data}
	var all []string
	for i := range m.next(12) {
		if path := m.path(doc.Schema("Record")); path != "" {
			all = append(all, fmt.Sprintf("a%d: \"%s\"", i, path))
		}
	}
	return fmt.Sprintf(fieldMap, strings.Join(all, ", "))
}

// path gives a path below the schema, "" where it has none.
func (m *maker) path(s *openapi.Schema) string {
	out := ""
	for range 1 + m.next(12) {
		switch {
		case s == nil:
			return out
		case s.Type == openapi.Array && out != "":
			s, out = s.Items, out+"[0]"
		case len(s.Properties) > 0:
			p := s.Properties[m.next(len(s.Properties))]
			s, out = p.Schema, out+"."+p.Name
		case len(s.Variants) > 0:
			s = s.Variants[m.next(len(s.Variants))]
		default:
			return strings.TrimPrefix(out, ".")
		}
	}
	return strings.TrimPrefix(out, ".")
}
