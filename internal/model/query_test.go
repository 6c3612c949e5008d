package model

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestQuery reads the query's filters from the tags of the real model.
func TestQuery(t *testing.T) {
	m, err := Load("../../normalize")
	if err != nil {
		t.Fatal(err)
	}
	want := []QueryField{
		{Go: "AgentID", Filter: "agent_id", Fields: []string{"Agent.ID"}, Type: Type{Kind: String}},
		{Go: "ParticipantID", Filter: "participant_id", Fields: []string{"Participants.ID", "Participants.ExternalID"}, Type: Type{Kind: String}},
		{Go: "Status", Filter: "status", Fields: []string{"Status"}, Type: Type{Kind: EnumRef, Named: "Status"}},
		{Go: "Channel", Filter: "channel", Fields: []string{"Channel"}, Type: Type{Kind: EnumRef, Named: "Channel"}},
		{Go: "Direction", Filter: "direction", Fields: []string{"Direction"}, Type: Type{Kind: EnumRef, Named: "Direction"}},
		{Go: "Since", Filter: "since", Bound: "lower", Type: Type{Kind: Time}},
		{Go: "Until", Filter: "until", Bound: "upper", Type: Type{Kind: Time}},
		{Go: "UpdatedSince", Filter: "updated_since", Fields: []string{"UpdatedAt"}, Bound: "lower", Type: Type{Kind: Time}},
		{Go: "Search", Filter: "search", Type: Type{Kind: String}},
	}
	if diff := cmp.Diff(want, m.Query); diff != "" {
		t.Error(diff)
	}
}
