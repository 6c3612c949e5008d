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
	{"twilio", []edit{{"since: {param: StartDate", "since: {param: EndDate"}, {"until: {param: EndDate", "until: {param: StartDate"}}},
	{"voiceable", []edit{{"since: {param: call_start_after_unix", "since: {param: call_start_before_unix"}, {"until: {param: call_start_before_unix", "until: {param: call_start_after_unix"}}},
	{"retell", []edit{{"lower_threshold, format: unix_ms", "lower_threshold, format: unix_s"}}},
	{"retell", []edit{{"upper_threshold, format: unix_ms", "upper_threshold, format: unix_s"}}},
	{"tellcasey", []edit{{"{param: after,", "{param: before,"}}},
	{"ultravox", []edit{{"link: next                             #", "link: previous #"}}},
	{"vapi", []edit{{"more: metadata.hasNextPage", "last: metadata.hasNextPage"}}},
	{"vapi", []edit{{"param: createdAtLe,", "param: createdAtGt,"}}},
	{"intercom", []edit{{`since: {param: "query.value[].value", with: {field: created_at, operator: ">"}`, `since: {param: "query.value[].value", with: {field: created_at, operator: "<"}`}}},
	{"ultravox", []edit{{"until: {param: toDate", "until: {param: sort"}}},
	{"elevenlabs", []edit{{"auth: {header: xi-api-key}", "auth: {header: xi-api-ky}"}}},

	{"eigi", []edit{{"page: page\n", "page: {param: page, first: 0}\n"}}},
	{"eigi", []edit{{"agent_id: agent_id", "agent_id: conversation_id"}}},
	{"eigi", []edit{{"from_date, format: rfc3339", "from_date, format: date, zone: UTC"}}},
	{"eigi", []edit{{"channel: conversation_type", "channel: calling_type"}}},
	{"elevenlabs", []edit{{"summary_mode: include", "summary_mode: exclude"}}},
	{"elevenlabs", []edit{{"participant_id: user_id", "participant_id: agent_id"}, {"agent_id: agent_id\n", "agent_id: user_id\n"}}},
	{"elevenlabs", []edit{{"call_start_after_unix, format: unix_s}", "call_start_after_unix, format: unix_s, inclusive: true}"}}},
	{"intercom", []edit{{`Intercom-Version: "2.15"`, `Intercom-Version: "2.14"`}}},
	{"intercom", []edit{{"query.operator: AND", "query.operator: OR"}}},
	{"intercom", []edit{{"field: updated_at", "field: created_at"}}},
	{"intercom", []edit{{"total: total_count", "total: pages.per_page"}}},
	{"retell", []edit{{"key: call_id}", "key: agent_id}"}}},
	{"retell", []edit{{"chat_id, record: ., not_found: 422", "chat_id, record: ., not_found: 423"}}},
	{"retell", []edit{{"operation: listChat\n      records: .\n      order: -start_timestamp", "operation: listChat\n      records: .\n      order: start_timestamp"}}},
	{"tellcasey", []edit{{"from: pagination.next_cursor", "from: pagination.prev_cursor"}}},
	{"trugen", []edit{{"style: offset", "style: page"}, {"offset: offset", "page: {param: offset, first: 0}"}}},
	{"trugen", []edit{{"toDate, format: date, zone: unknown", "toDate, format: date, zone: UTC"}}},
	{"twilio", []edit{{"StartDate, format: day", "StartDate, format: rfc3339"}}},
	{"twilio", []edit{{"constants: {Order: asc}", "constants: {Order: desc}"}}},
	{"ultravox", []edit{{"constants: {mode: in_call}", "constants: {mode: last_stage}"}}},
	{"ultravox", []edit{{"toDate, format: rfc3339", "toDate, format: date"}}},
	{"vapi", []edit{{"cursor: {param: createdAtLe, key: createdAt", "cursor: {param: createdAtLe, key: updatedAt"}}},
	{"vapi", []edit{{"operation: CallController_findAll", "operation: ChatController_listChats"}}},
	{"voiceable", []edit{{"size: page_size", "size: user_id"}}},
	{"voiceable", []edit{{"code: error\n  message: [status.message, errors", "code: details\n  message: [status.message, errors"}}},
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
