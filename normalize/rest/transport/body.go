package transport

import (
	"context"
	"errors"
	"io"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/parlancehq/parlance/normalize/rest/api"
)

// errTooLarge is a body beyond its cap.
var errTooLarge = errors.New("the body is larger than allowed")

const (
	headSize = 512
	mark     = "\ufeff" // the byte order mark
)

// Body is a response body that notices a silent server, counts what it reads,
// and remembers how it ended. It is for one goroutine, but for Close.
type Body struct {
	rc      io.ReadCloser
	parent  context.Context // the caller's
	ctx     context.Context // the request's
	cancel  context.CancelCauseFunc
	watch   *watch
	Release func()
	left    int64  // bytes until the cap
	head    []byte // read ahead
	err     error  // how reading ended; nil: not yet
	closed  atomic.Bool
}

// watch cancels a request whose server is silent for too long. It ticks only
// while something waits for the server: a slow consumer is not a slow server.
type watch struct {
	timer *time.Timer // nil: no limit
	idle  time.Duration
}

func newWatch(idle time.Duration, cancel context.CancelCauseFunc) *watch {
	if idle <= 0 {
		return &watch{}
	}
	return &watch{idle: idle, timer: time.AfterFunc(idle, func() { cancel(&api.TimeoutError{After: idle}) })}
}

func (w *watch) start() {
	if w.timer != nil {
		w.timer.Reset(w.idle)
	}
}

func (w *watch) stop() {
	if w.timer != nil {
		w.timer.Stop()
	}
}

// Read implements [io.Reader].
func (b *Body) Read(p []byte) (int, error) {
	if len(b.head) > 0 {
		n := copy(p, b.head)
		b.head = b.head[n:]
		return n, nil
	}
	return b.read(p)
}

func (b *Body) read(p []byte) (int, error) {
	if b.err == nil && b.closed.Load() {
		b.err = http.ErrBodyReadAfterClose
	}
	if b.err != nil {
		return 0, b.err
	}
	b.watch.start()
	n, err := b.rc.Read(p)
	b.watch.stop()
	if int64(n) > b.left {
		b.err = errTooLarge
		return int(b.left), b.err
	}
	b.left -= int64(n)
	if err != nil {
		b.err = interrupted(b.parent, b.ctx, err)
		err = b.err
	}
	return n, err
}

// interrupted gives the reason why reading or sending failed: the caller's
// context, the silence of the server, or err.
func interrupted(parent, ctx context.Context, err error) error {
	if err == io.EOF {
		return err
	}
	if parent.Err() != nil {
		return parent.Err()
	}
	if t, ok := errors.AsType[*api.TimeoutError](context.Cause(ctx)); ok {
		return t
	}
	return err
}

// fill reads ahead until there is something, and all of it where it may be a
// byte order mark.
func (b *Body) fill() error {
	buf := make([]byte, headSize)
	for len(b.head) == 0 || b.head[0] == mark[0] && len(b.head) < len(mark) {
		n, err := b.read(buf[len(b.head):])
		b.head = buf[:len(b.head)+n]
		if err != nil && len(b.head) == 0 {
			return err
		}
		if err != nil {
			break
		}
	}
	return nil
}

// failure is the error that reading ended with, or nil where it came to the end
// or has not ended.
func (b *Body) failure() error {
	if b.err == io.EOF {
		return nil
	}
	return b.err
}

// Close ends the request, and a read that another goroutine is in.
func (b *Body) Close() error {
	b.closed.Store(true)
	b.Release()
	b.watch.stop()
	err := b.rc.Close()
	b.cancel(nil)
	return err
}

// Drain reads a little more, so that the connection can be used again. A server
// that then keeps silent is not waited for.
func (b *Body) Drain() {
	const most, patience = 64 << 10, time.Second
	if b.watch.timer == nil {
		b.watch = newWatch(patience, b.cancel)
	}
	b.watch.idle = min(b.watch.idle, patience)
	_, _ = io.CopyN(io.Discard, b, most)
}
