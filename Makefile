# Needs Go and make, nothing else. ARGS are for the command that a target runs:
#   make demo ARGS=-json
.POSIX:
.PHONY: all demo test conformance mutate million soak generate check lint vendor bench fuzz cover

ARGS =
VENDOR_SPECS =
RUNS = 20
FUZZTIME = 10s

all: check lint test

# Generate, then read conversations of every provider from fake servers.
demo:
	@go generate ./... >&2
	@go run ./internal/demo $(ARGS)

# Everything, with the race detector. It needs a C compiler on most systems;
# where there is none, the tests run without it, and say so.
test:
	@race=-race; \
	if [ "$$(go env CGO_ENABLED)" != 1 ] && [ "$$(go env GOOS)" != darwin ]; then \
		race=; echo "make test: no C compiler, so without the race detector" >&2; \
	fi; \
	echo go test $$race $(ARGS) ./...; \
	go test $$race $(ARGS) ./...

# The outcome of every fault at every provider, as one table.
conformance:
	@go run ./internal/conformance $(ARGS)

# Mistakes in the field maps, each of which the compiler or a test has to notice.
# ARGS=-every tries every word on the request side, which takes most of an hour;
# ARGS='-every vapi' is one provider.
mutate:
	@go run ./internal/mutate/cmd $(ARGS)

# A million conversations of every list over loopback, while one request in fifty
# fails: every id once, and the live heap flat. ARGS='-run TestStream/eigi' is one
# provider.
million:
	go test ./internal/bench -run '^TestStream$$' -conversations 1000000 -timeout 3h -v $(ARGS)

# Everything under the race detector, RUNS times in a row: what fails once in many
# times fails here.
soak:
	@run=1; while [ $$run -le $(RUNS) ]; do \
		echo "run $$run of $(RUNS)"; \
		go test -race -count=1 $(ARGS) ./... || exit 1; \
		run=$$((run + 1)); \
	done

generate:
	@go generate ./...

# Write nothing; fail where generated/ is not what specs/ give, or on a warning.
check:
	go run ./gen check -strict

lint:
	@echo "gofmt -l ."; \
	files=$$("$$(go env GOROOT)/bin/gofmt" -l .) || exit 1; \
	if [ -n "$$files" ]; then echo "not formatted:"; echo "$$files"; exit 1; fi
	go vet ./...
	go run honnef.co/go/tools/cmd/staticcheck ./...

# Check the providers against their vendors' own documents, in the folder VENDOR_SPECS:
#   make vendor VENDOR_SPECS=../vendor-openapi
vendor:
	@if [ -z "$(VENDOR_SPECS)" ]; then \
		echo "make vendor: say where the vendors' documents are: make vendor VENDOR_SPECS=<folder>" >&2; exit 2; \
	fi
	@go run ./internal/upstream/cmd $(ARGS) "$(VENDOR_SPECS)"

# Decoding and mapping compared with the usual ways, and the generator.
bench:
	@go run ./internal/bench/cmd $(ARGS)

# Every fuzz test for FUZZTIME.
fuzz:
	@set -e; \
	for package in $$(go list -f '{{if or .TestGoFiles .XTestGoFiles}}{{.ImportPath}}{{end}}' ./...); do \
		names=$$(go test -list '^Fuzz' $$package); \
		for name in $$names; do \
			case $$name in \
			Fuzz*) \
				echo "$$package $$name"; \
				go test -run '^$$' -fuzz "^$$name\$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 50x $$package;; \
			esac; \
		done; \
	done

# The share of statements that the tests run; go tool cover -html=cover.out
# shows which.
cover:
	@packages=$$(go list ./... | grep -v /internal/bench | tr '\n' ','); \
	go test -coverpkg="$${packages%,}" -coverprofile=cover.out ./... && \
	go tool cover -func=cover.out | sed -n '$$p'
