package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"

	"golang.org/x/perf/benchfmt"
)

// The ways of reading a page, by the names of the benchmarks.
const (
	parlance   = "parlance"
	stock      = "stock"
	additional = "stock-additional"
	handmade   = "hand-written"
	tokens     = "tokens"
)

// floors are the speeds that the main way must reach.
var floors = []struct {
	way   string
	least float64
	why   string
}{
	{stock, 2.5, "the stock client, without mapping"},
	{additional, 6, "the stock client where objects allow additional properties"},
	{handmade, 1, "encoding/json into a hand-written struct, and mapping by hand"},
	{tokens, 0.4, "jsontext only reading the tokens"},
}

// sample is one run of one way.
type sample struct {
	nanos, bytesPerSecond, allocs, size float64 // nanos of a conversation, the others of a page
}

// results are the samples by provider and way, one for each round.
type results map[string]map[string][]sample

// pages measures the ways of reading a page and prints them.
func (s *settings) pages(ctx context.Context, experiment string) error {
	binary, err := s.build(ctx, "page"+experiment+".test", experiment, "test", "-c", "./internal/bench")
	if err != nil {
		return err
	}
	all := results{}
	for range s.rounds {
		cmd := exec.CommandContext(ctx, binary, "-test.run=^$", "-test.bench=^BenchmarkPage$", "-test.benchtime="+s.benchtime.String())
		cmd.Dir, cmd.Stderr = filepath.Join(s.root, "internal", "bench"), os.Stderr
		out, err := cmd.Output()
		if err != nil {
			return err
		}
		if err := all.add(out); err != nil {
			return err
		}
	}
	title := "As the toolchain comes"
	if experiment != "" {
		title = "With GOEXPERIMENT=" + experiment
	}
	all.print(title, experiment == "")
	return nil
}

// add reads the output of one round.
func (r results) add(out []byte) error {
	in := benchfmt.NewReader(bytes.NewReader(out), "bench")
	for in.Scan() {
		result, ok := in.Result().(*benchfmt.Result)
		if !ok {
			continue
		}
		var provider, way string
		_, parts := result.Name.Parts()
		for _, part := range parts {
			if v, ok := bytes.CutPrefix(part, []byte("/provider=")); ok {
				provider = string(v)
			} else if v, ok := bytes.CutPrefix(part, []byte("/way=")); ok {
				way = string(v)
			}
		}
		var one sample
		for _, v := range result.Values {
			switch v.Unit {
			case "sec/conversation":
				one.nanos = v.Value * 1e9
			case "B/s":
				one.bytesPerSecond = v.Value
			case "allocs/op":
				one.allocs = v.Value
			case "B/op":
				one.size = v.Value
			}
		}
		if r[provider] == nil {
			r[provider] = map[string][]sample{}
		}
		r[provider][way] = append(r[provider][way], one)
	}
	if err := in.Err(); err != nil {
		return err
	}
	if len(r) == 0 {
		return fmt.Errorf("no benchmark was run")
	}
	return nil
}

// ratios gives, for each round, how many times as fast as way the main way was.
func (r results) ratios(provider, way string) []float64 {
	ours, theirs := r[provider][parlance], r[provider][way]
	var list []float64
	for i := range min(len(ours), len(theirs)) {
		list = append(list, theirs[i].nanos/ours[i].nanos)
	}
	return list
}

func median(list []float64) float64 {
	if len(list) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(list))
	return (sorted[(len(sorted)-1)/2] + sorted[len(sorted)/2]) / 2
}

func medianOf(list []sample, get func(sample) float64) float64 {
	values := make([]float64, len(list))
	for i := range list {
		values[i] = get(list[i])
	}
	return median(values)
}
