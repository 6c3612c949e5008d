package synth

import (
	"fmt"
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/parlancehq/parlance/internal/openapi"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/schemas"
	"github.com/parlancehq/parlance/normalize/normalizetest/internal/seeded"
)

// shape makes ids that hold their index, so that an id is found without a table
// however many records there are.
type shape struct {
	seed   int64
	name   string // tells the ids of agents from those of conversations, and those of one source from another's
	uuid   bool
	values []string // all that there are, of an enum or a boolean
	number bool     // decimal, from start on within low and high
	low    int64
	high   int64
	start  int64
	prefix string
	digits int // hexadecimal digits behind the prefix
}

var hexTail = regexp.MustCompile(`^(.*?)([0-9a-fA-F]{24,64})$`)

// shapeOf reads the shape from an example's id and from the schemas that the ids must
// be of: that of the record, and those of the parameters that take them.
func shapeOf(sample string, seed int64, name string, all ...*openapi.Schema) shape {
	s := shape{seed: seed, name: name, prefix: name + "_", digits: 16, high: 1 << 53}
	for _, schema := range all {
		if schema != nil {
			s.narrow(schema)
		}
	}
	switch {
	case len(s.values) > 0 || s.number || s.uuid:
	case schemas.IsUUID(sample):
		s.uuid = true
	case sample != "" && strings.Trim(sample, "0123456789") == "":
		s.number = true
	default:
		if m := hexTail.FindStringSubmatch(sample); m != nil {
			s.prefix, s.digits = m[1], len(m[2])
		}
	}
	s.place()
	return s
}

// narrow makes the ids be of the schema too.
func (s *shape) narrow(schema *openapi.Schema) {
	values := schema.Enum
	switch schemas.TypeOf(schema) {
	case openapi.Boolean:
		values = []string{"true", "false"}
	case openapi.Integer, openapi.Number:
		s.number = true
		if schema.Minimum != nil {
			s.low = max(s.low, int64(*schema.Minimum))
		}
		if schema.Maximum != nil {
			s.high = min(s.high, int64(*schema.Maximum))
		}
	case openapi.String:
		s.uuid = s.uuid || schema.Format == "uuid"
	}
	switch {
	case len(values) == 0:
	case len(s.values) == 0:
		s.values = values
	default:
		s.values = slices.DeleteFunc(slices.Clone(s.values), func(v string) bool { return !slices.Contains(values, v) })
	}
}

const (
	idBase = 10_000_019
	low48  = 1<<48 - 1
	// scramble is odd, so multiplying by it modulo 2^48 can be undone.
	scramble = 0x5DEECE66D
)

var unscramble = new(big.Int).ModInverse(big.NewInt(scramble), big.NewInt(1<<48)).Uint64()

// place says where numbers begin: those of agents apart from those of conversations,
// for one record may have both among its participants.
func (s *shape) place() {
	name := strings.TrimRight(s.name, "0123456789")
	kind := int64(map[string]int{"agent": 1, "user": 2, "msg": 3}[name])
	source, _ := strconv.ParseInt(s.name[len(name):], 10, 64) // 0 is the first
	s.start = idBase + 200_000_000*kind + 10_000_000*source
	if s.low > s.start || s.high < s.start+100_000_000 {
		part := (s.high - s.low) / 4
		s.start = s.low + min(part, 200_000_000)*kind + min(part/8, 10_000_000)*source
	}
}

// id gives the id of the index.
func (s shape) id(index int) string {
	if len(s.values) > 0 {
		return s.values[index%len(s.values)]
	}
	if s.number {
		return strconv.FormatInt(s.low+(s.start-s.low+int64(index))%(s.high-s.low+1), 10)
	}
	tail := fmt.Sprintf("%012x", uint64(index+1)*scramble&low48)
	head := fmt.Sprintf("%016x%016x%016x%016x", seeded.Mix(s.seed, int64(index), s.name), seeded.Mix(s.seed, int64(index), s.name+"2"),
		seeded.Mix(s.seed, int64(index), s.name+"3"), seeded.Mix(s.seed, int64(index), s.name+"4"))
	if s.uuid {
		return head[:8] + "-" + head[8:12] + "-4" + head[12:15] + "-a" + head[15:18] + "-" + tail
	}
	return s.prefix + head[:s.digits-12] + tail
}

// index gives the index of an id that s made; false for any other text.
func (s shape) index(id string) (int, bool) {
	n := 0
	switch {
	case len(s.values) > 0:
		n = slices.Index(s.values, id)
	case s.number:
		v, err := strconv.ParseInt(id, 10, 64)
		if err != nil {
			return 0, false
		}
		if n = int(v - s.start); n < 0 {
			n += int(s.high - s.low + 1)
		}
	default:
		if len(id) < 12 {
			return 0, false
		}
		v, err := strconv.ParseUint(id[len(id)-12:], 16, 64)
		if err != nil {
			return 0, false
		}
		n = int(v*unscramble&low48) - 1
	}
	return n, n >= 0 && s.id(n) == id
}

// unused is an id that none of the first n indexes has; false where all ids are used.
func (s shape) unused(n int) (string, bool) {
	if id := s.id(999); len(s.values) == 0 {
		at, ok := s.index(id)
		return id, ok && at >= n
	}
	if n < len(s.values) {
		return s.values[n], true
	}
	return "", false
}
