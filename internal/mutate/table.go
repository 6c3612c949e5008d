package mutate

import (
	"fmt"
	"os"
	"path/filepath"
)

// required are mistakes of which each has to be noticed: one word for another, or two
// of a kind for each other.
var required = []struct {
	provider string
	edits    []edit
}{
	{"twilio", []edit{{"StartDate: {filter: since", "StartDate: {filter: until"}, {"EndDate: {filter: until", "EndDate: {filter: since"}}},
	{"voiceable", []edit{{"call_start_after_unix: {filter: since", "call_start_after_unix: {filter: until"}, {"call_start_before_unix: {filter: until", "call_start_before_unix: {filter: since"}}},
	{"retell", []edit{{"filter: since, time: unix_ms", "filter: since, time: unix_s"}}},
	{"retell", []edit{{"filter: until, time: unix_ms", "filter: until, time: unix_s"}}},
	{"tellcasey", []edit{{"after: {page: cursor}", "before: {page: cursor}"}}},
	{"ultravox", []edit{{"own origin only\n  pages: {style: link, link: next", "own origin only\n  pages: {style: link, link: previous"}}},
	{"vapi", []edit{{"more: metadata.hasNextPage", "last: metadata.hasNextPage"}}},
	{"vapi", []edit{{"createdAtLe: {page: key}", "createdAtGt: {page: key}"}}},
	{"intercom", []edit{{`{field: created_at, operator: ">", value: {filter: since`, `{field: created_at, operator: "<", value: {filter: since`}}},
	{"ultravox", []edit{{"toDate: {filter: until", "sort: {filter: until"}}},
	{"elevenlabs", []edit{{"auth: {header: xi-api-key}", "auth: {header: xi-api-ky}"}}},

	{"eigi", []edit{{"pages: {style: page", "pages: {style: page, first: 0"}}},
	{"eigi", []edit{{"agent_id: {filter: agent_id}", "conversation_id: {filter: agent_id}"}}},
	{"eigi", []edit{{"from_date: {filter: since, time: rfc3339", "from_date: {filter: since, time: date, zone: UTC"}}},
	{"eigi", []edit{{"conversation_type: {filter: channel}", "calling_type: {filter: channel}"}}},
	{"elevenlabs", []edit{{"summary_mode: include", "summary_mode: exclude"}}},
	{"elevenlabs", []edit{{"user_id: {filter: participant_id}", "user_id: {filter: agent_id}"}, {"agent_id: {filter: agent_id}", "agent_id: {filter: participant_id}"}}},
	{"elevenlabs", []edit{{"call_start_after_unix: {filter: since, time: unix_s}", "call_start_after_unix: {filter: since, time: unix_s, inclusive: true}"}}},
	{"intercom", []edit{{`Intercom-Version: "2.15"`, `Intercom-Version: "2.14"`}}},
	{"intercom", []edit{{"query.operator: AND", "query.operator: OR"}}},
	{"intercom", []edit{{"field: updated_at", "field: created_at"}}},
	{"intercom", []edit{{"total: total_count", "total: pages.per_page"}}},
	{"retell", []edit{{"key: call_id}", "key: agent_id}"}}},
	{"retell", []edit{{"chat_id: {conversation: id}}, record: ., not_found: 422", "chat_id: {conversation: id}}, record: ., not_found: 423"}}},
	{"retell", []edit{{"operation: listChat\n      records: .\n      order: -start_timestamp", "operation: listChat\n      records: .\n      order: start_timestamp"}}},
	{"tellcasey", []edit{{"cursor: pagination.next_cursor", "cursor: pagination.prev_cursor"}}},
	{"trugen", []edit{{"style: offset", "style: page, first: 0"}, {"offset: {page: offset}", "offset: {page: number}"}}},
	{"trugen", []edit{{"toDate: {filter: until, time: date, zone: unknown", "toDate: {filter: until, time: date, zone: UTC"}}},
	{"twilio", []edit{{"StartDate: {filter: since, time: day, zone: UTC", "StartDate: {filter: since, time: rfc3339"}}},
	{"twilio", []edit{{"Order: asc", "Order: desc"}}},
	{"ultravox", []edit{{"mode: in_call", "mode: last_stage"}}},
	{"ultravox", []edit{{"toDate: {filter: until, time: rfc3339", "toDate: {filter: until, time: date"}}},
	{"vapi", []edit{{"style: keyset, key: createdAt", "style: keyset, key: updatedAt"}}},
	{"vapi", []edit{{"operation: CallController_findAll", "operation: ChatController_listChats"}}},
	{"voiceable", []edit{{"page_size: {page: size}", "user_id: {page: size}"}}},
	{"voiceable", []edit{{"  code: error\n", "  code: details\n"}}},
}

// Required are the mutants of the table, made of the field maps under root. No one of
// them may survive.
func Required(root string) ([]Mutant, error) {
	var out []Mutant
	for _, r := range required {
		data, err := os.ReadFile(filepath.Join(root, "specs", r.provider, "fieldmap.yaml"))
		if err != nil {
			return nil, err
		}
		m := Mutant{Provider: r.provider, Kind: "required"}
		if m.Data, err = apply(data, r.edits); err != nil {
			return nil, fmt.Errorf("%s: %w", r.provider, err)
		}
		for i, e := range r.edits {
			if i > 0 {
				m.What += ", "
			}
			m.What += fmt.Sprintf("%q for %q", e.new, e.old)
		}
		out = append(out, m)
	}
	return out, nil
}
