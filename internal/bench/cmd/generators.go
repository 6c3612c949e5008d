package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// mostTimes is how much longer the generator may take than the client generator
// alone.
const mostTimes = 2.0

// generators measures the generator on all providers, from nothing, and the
// client generator run once for each document.
func (s *settings) generators(ctx context.Context) error {
	ours, err := s.build(ctx, "gen", "", "build", "./gen")
	if err != nil {
		return err
	}
	theirs, err := s.build(ctx, "oapi-codegen", "", "build", "github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen")
	if err != nil {
		return err
	}
	root := filepath.Join(s.temp, "module")
	for _, part := range []string{"specs", "normalize"} {
		if err := os.CopyFS(filepath.Join(root, part), os.DirFS(filepath.Join(s.root, part))); err != nil {
			return err
		}
	}
	mod, err := os.ReadFile(filepath.Join(s.root, "go.mod"))
	if err == nil {
		err = os.WriteFile(filepath.Join(root, "go.mod"), mod, 0o644)
	}
	if err != nil {
		return err
	}
	documents, err := filepath.Glob(filepath.Join(root, "specs", "*", "openapi.yaml"))
	if err != nil {
		return err
	}
	var all, clients []float64
	for range s.rounds {
		one, err := timed(func() error { return whole(ctx, ours, root) })
		if err != nil {
			return err
		}
		two, err := timed(func() error { return alone(ctx, theirs, s.temp, documents) })
		if err != nil {
			return err
		}
		all, clients = append(all, one), append(clients, two)
	}
	ratios := make([]float64, len(all))
	for i := range all {
		ratios[i] = all[i] / clients[i]
	}
	fmt.Printf("Generating %d providers from nothing: %.0f ms; oapi-codegen, once per document: %.0f ms\n", len(documents), median(all), median(clients))
	fmt.Println(verdict(fmt.Sprintf("%.2fx of the time", median(ratios)), median(ratios) <= mostTimes, fmt.Sprintf("at most %.1fx", mostTimes)))
	return nil
}

// whole runs the generator where nothing has been generated.
func whole(ctx context.Context, gen, root string) error {
	if err := os.RemoveAll(filepath.Join(root, "generated")); err != nil {
		return err
	}
	return quiet(exec.CommandContext(ctx, gen, "generate", "-root", root))
}

// alone runs the client generator, once for each document.
func alone(ctx context.Context, generator, temp string, documents []string) error {
	for _, path := range documents {
		out := filepath.Join(temp, filepath.Base(filepath.Dir(path))+".gen.go")
		if err := quiet(exec.CommandContext(ctx, generator, "-generate", "types,client", "-package", "stock", "-o", out, path)); err != nil {
			return err
		}
	}
	return nil
}

func quiet(cmd *exec.Cmd) error {
	cmd.Stdout, cmd.Stderr = io.Discard, io.Discard
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s: %w", filepath.Base(cmd.Path), err)
	}
	return nil
}

// timed gives the milliseconds that f takes.
func timed(f func() error) (float64, error) {
	began := time.Now()
	err := f()
	return float64(time.Since(began).Microseconds()) / 1000, err
}
