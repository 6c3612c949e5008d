package output

import (
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
)

// stage holds new contents beside the files they will replace. The zero stage is
// empty and ready to use.
type stage struct {
	pending []staged
}

type staged struct {
	temp, path string
}

// add writes the content of f to a new file in the folder of f: a rename is
// atomic only within one file system. A name left behind by a crash is stale to
// the next run, which removes it.
func (s *stage) add(root *os.Root, f File) error {
	dir, base := path.Split(f.Path)
	if err := root.MkdirAll(filepath.FromSlash(path.Clean(dir)), 0o777); err != nil {
		return fmt.Errorf("output: %w", err)
	}
	temp := dir + "." + base + ".tmp-" + rand.Text()
	file, err := root.OpenFile(filepath.FromSlash(temp), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return fmt.Errorf("output: %w", err)
	}
	s.pending = append(s.pending, staged{temp, f.Path})
	_, err = file.Write(f.Data)
	if err := errors.Join(err, file.Close()); err != nil {
		return fmt.Errorf("output: %w", err)
	}
	return nil
}

// commit moves every content to its place, and gives the paths in the order they
// were added.
func (s *stage) commit(root *os.Root) ([]string, error) {
	var written []string
	for len(s.pending) > 0 {
		p := s.pending[0]
		if err := root.Rename(filepath.FromSlash(p.temp), filepath.FromSlash(p.path)); err != nil {
			return written, fmt.Errorf("output: %w", err)
		}
		written = append(written, p.path)
		s.pending = s.pending[1:]
	}
	return written, nil
}

// discard removes what was not committed.
func (s *stage) discard(root *os.Root) error {
	var errs []error
	for _, p := range s.pending {
		if err := root.Remove(filepath.FromSlash(p.temp)); err != nil {
			errs = append(errs, fmt.Errorf("output: %w", err))
		}
	}
	s.pending = nil
	return errors.Join(errs...)
}
