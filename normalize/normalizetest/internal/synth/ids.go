package synth

import (
	"fmt"
	"math/big"
	"regexp"
	"strconv"
	"strings"

	"github.com/parlancehq/parlance/internal/openapi"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/jsontree"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/schemas"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/seeded"
)

// idShape makes ids that hold their index, so that an id is found without a
// table however many records there are.
type idShape struct {
	seed    int64
	name    string // tells the ids of agents from those of conversations
	uuid    bool
	decimal bool
	integer bool // a JSON number
	prefix  string
	digits  int // hexadecimal digits behind the prefix
}

var hexTail = regexp.MustCompile(`^(.*?)([0-9a-fA-F]{24,64})$`)

// shapeOf reads the shape from the schema and from an example's id.
func shapeOf(s *openapi.Schema, sample string, seed int64, name string) idShape {
	shape := idShape{seed: seed, name: name, prefix: name + "_", digits: 16}
	switch {
	case s != nil && (s.Type == openapi.Integer || s.Type == openapi.Number):
		shape.integer, shape.decimal = true, true
	case s != nil && s.Format == "uuid":
		shape.uuid = true
	case schemas.IsUUID(sample):
		shape.uuid = true
	case sample != "" && strings.Trim(sample, "0123456789") == "":
		shape.decimal = true
	default:
		if m := hexTail.FindStringSubmatch(sample); m != nil {
			shape.prefix, shape.digits = m[1], len(m[2])
		}
	}
	return shape
}

const (
	idBase = 10_000_019
	low48  = 1<<48 - 1
	// scramble is odd, so multiplying by it modulo 2^48 can be undone.
	scramble = 0x5DEECE66D
)

var unscramble = new(big.Int).ModInverse(big.NewInt(scramble), big.NewInt(1<<48)).Uint64()

// base keeps the numbers of agents apart from those of conversations, for one
// record may have both among its participants.
func (s idShape) base() int {
	return idBase + 200_000_000*map[string]int{"agent": 1, "user": 2, "msg": 3}[s.name]
}

// Id gives the id of the index.
func (s idShape) Id(index int) string {
	if s.decimal {
		return strconv.Itoa(s.base() + index)
	}
	tail := fmt.Sprintf("%012x", uint64(index+1)*scramble&low48)
	head := fmt.Sprintf("%016x%016x%016x%016x", seeded.Mix(s.seed, int64(index), s.name), seeded.Mix(s.seed, int64(index), s.name+"2"),
		seeded.Mix(s.seed, int64(index), s.name+"3"), seeded.Mix(s.seed, int64(index), s.name+"4"))
	if s.uuid {
		return head[:8] + "-" + head[8:12] + "-4" + head[12:15] + "-a" + head[15:18] + "-" + tail
	}
	return s.prefix + head[:s.digits-12] + tail
}

// Index gives the index of an id that s made; false for any other text.
func (s idShape) Index(id string) (int, bool) {
	n := 0
	if s.decimal {
		v, err := strconv.Atoi(id)
		if err != nil {
			return 0, false
		}
		n = v - s.base()
	} else {
		if len(id) < 12 {
			return 0, false
		}
		v, err := strconv.ParseUint(id[len(id)-12:], 16, 64)
		if err != nil {
			return 0, false
		}
		n = int(v*unscramble&low48) - 1
	}
	return n, n >= 0 && s.Id(n) == id
}

// value is the id as it stands in JSON.
func (s idShape) value(id string) any {
	if s.integer {
		return jsontree.Number(id)
	}
	return id
}
