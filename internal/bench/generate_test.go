package bench

// The stock clients are what the pinned client generator makes of the same
// documents with its defaults; the open ones of documents in which every object
// allows additional properties.

//go:generate go run github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen -generate types,client -package eigi -o testdata/stock/eigi/client.gen.go ../../specs/eigi/openapi.yaml
//go:generate go run github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen -config testdata/open.yaml -package eigiopen -o testdata/stock/eigiopen/client.gen.go ../../specs/eigi/openapi.yaml
//go:generate go run github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen -generate types,client -package voiceable -o testdata/stock/voiceable/client.gen.go ../../specs/voiceable/openapi.yaml
//go:generate go run github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen -config testdata/open.yaml -package voiceableopen -o testdata/stock/voiceableopen/client.gen.go ../../specs/voiceable/openapi.yaml
