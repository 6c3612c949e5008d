// Package madeup makes OpenAPI documents of bytes, for fuzzing: cyclic, deep and
// wide ones, with schemas that hold each other in every way.
package madeup

import (
	"fmt"
	"strings"
)

// maxParts is how many schemas a document has, about: those of chains and rows are
// counted once.
const maxParts = 150

// Document makes a document of data: the same data is always the same document. It
// has the operations list and get, whose records are the component Record, with
// the properties id and created.
func Document(data []byte) string {
	m := &maker{data: data}
	version := m.choose("3.0.3", "3.1.0")
	m.count = 1 + m.next(12)
	var components strings.Builder
	for i := range m.count {
		fmt.Fprintf(&components, "    S%d: %s\n", i, m.schema(0))
	}
	for m.next(3) == 1 && m.chains < 3 {
		components.WriteString(m.chain())
	}
	record := m.properties(0)
	return fmt.Sprintf(document, version, m.parameters(), m.schema(1), record, components.String())
}

const document = `openapi: %s
info: {title: Made up, version: '1'}
servers: [{url: https://api.madeup.test}]
security: [{key: []}]
paths:
  /records:
    get:
      operationId: list
      parameters: [%s]
      responses:
        '200': {description: ok, content: {application/json: {schema: {type: object, properties: {data: {type: array, items: {$ref: '#/components/schemas/Record'}}, next: {type: string}, more: %s}}}}}
  /records/{id}:
    get:
      operationId: get
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses:
        '200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Record'}}}}
components:
  securitySchemes: {key: {type: http, scheme: bearer}}
  schemas:
    Record: {type: object, properties: {id: {type: string}, created: {type: string, format: date-time}%s}}
%s`

// maker takes one decision after the other from its data; where that has ended it
// takes the first of each.
type maker struct {
	data   []byte
	count  int // of the components S0, S1, ...
	parts  int
	chains int
	wide   bool // what is being made is repeated many times
}

// next gives a number below n.
func (m *maker) next(n int) int {
	if len(m.data) == 0 {
		return 0
	}
	b := m.data[0]
	m.data = m.data[1:]
	return int(b) % n
}

func (m *maker) choose(of ...string) string { return of[m.next(len(of))] }

func (m *maker) ref() string {
	if m.chains > 0 && m.next(4) == 1 {
		return fmt.Sprintf("{$ref: '#/components/schemas/C%d_0'}", m.next(m.chains))
	}
	if m.next(8) == 1 {
		return "{$ref: '#/components/schemas/Record'}"
	}
	return fmt.Sprintf("{$ref: '#/components/schemas/S%d'}", m.next(m.count))
}

// maxDepth is how deep inline schemas are.
const maxDepth = 12

// schema makes a schema; of the first forms where the data has ended.
func (m *maker) schema(depth int) string {
	if m.parts++; m.parts > maxParts || depth > maxDepth {
		return m.ref()
	}
	forms := []func(depth int) string{
		m.scalar, func(int) string { return m.ref() }, m.array, m.object, m.dictionary, m.union, m.all,
		m.beside, m.wrapped, m.tagged, func(int) string { return m.choose("{}", "{nullable: true}", "{description: Anything.}") },
	}
	return forms[m.next(len(forms))](depth + 1)
}

func (m *maker) scalar(int) string {
	return m.choose("{type: string}", "{type: integer}", "{type: number}", "{type: boolean}", "{type: string, format: date-time}",
		"{type: string, enum: [a, b]}", "{type: string, nullable: true, enum: [c, null]}", "{type: integer, enum: [1, 2]}", "{const: a}",
		"{type: [string, integer]}", "{type: [array, 'null']}", "{type: object}", "{type: number, minimum: 1, maximum: 1e3}", "{type: 'null'}")
}

func (m *maker) array(depth int) string {
	return fmt.Sprintf("{type: array%s, items: %s}", m.choose("", ", nullable: true"), m.schema(depth))
}

func (m *maker) dictionary(depth int) string {
	return fmt.Sprintf("{type: object, additionalProperties: %s}", m.schema(depth))
}

func (m *maker) object(depth int) string {
	text := m.properties(depth)
	return fmt.Sprintf("{type: object%s, properties: {%s}}", m.choose("", ", required: [p0]", ", required: [p0, p1, p2]", ", nullable: true", ", additionalProperties: true"), strings.TrimPrefix(text, ", "))
}

// properties begin with a comma.
func (m *maker) properties(depth int) string {
	var b strings.Builder
	if m.next(24) == 1 && !m.wide { // not in each other
		m.wide = true
		of := m.schema(depth)
		m.wide = false
		for i := range 300 {
			if b.Len() > 1<<17 {
				break
			}
			fmt.Fprintf(&b, ", w%d: %s", i, of)
		}
	}
	for i := range m.next(5) {
		fmt.Fprintf(&b, ", p%d: %s", i, m.schema(depth))
	}
	return b.String()
}

func (m *maker) list(depth, most int) string {
	var all []string
	for range 1 + m.next(most) {
		all = append(all, m.schema(depth))
	}
	if m.next(24) == 1 && !m.wide && len(all[0]) < 1<<12 {
		all = append(all, strings.Split(strings.Repeat(all[0]+"|", 40), "|")[:40]...)
	}
	return strings.Join(all, ", ")
}

func (m *maker) union(depth int) string {
	return fmt.Sprintf("{%s: [%s]}", m.choose("oneOf", "anyOf"), m.list(depth, 4))
}

func (m *maker) all(depth int) string { return fmt.Sprintf("{allOf: [%s]}", m.list(depth, 3)) }

func (m *maker) beside(depth int) string {
	return fmt.Sprintf("{%sproperties: {p0: %s}, %s: [%s]}", m.choose("type: object, ", ""), m.schema(depth), m.choose("oneOf", "anyOf", "allOf"), m.list(depth, 3))
}

func (m *maker) wrapped(depth int) string {
	return fmt.Sprintf("{%s: [%s], nullable: true}", m.choose("allOf", "oneOf", "anyOf"), m.schema(depth))
}

func (m *maker) tagged(depth int) string {
	return fmt.Sprintf("{oneOf: [%s, %s, {type: object, properties: {p0: {type: string, enum: [b]}}}], discriminator: {propertyName: p0, mapping: {a: '#/components/schemas/S0', b: S1}}}",
		m.ref(), m.schema(depth))
}

// chain makes components that lead to each other, one form all along, to an end or
// back to the first.
func (m *maker) chain() string {
	forms := []string{
		"{type: array, items: %s}", "{type: object, properties: {p0: %s}}", "{oneOf: [%s, {type: integer}]}", "{allOf: [%s, {properties: {p%d: {type: string}}}]}",
		"{type: object, additionalProperties: %s}", "{type: object, properties: {p0: %[1]s, p1: %[1]s}}", "{oneOf: [%[1]s, {type: array, items: %[1]s}]}",
		"{type: object, properties: {p0: {allOf: [%[1]s, {properties: {p%[2]d: {type: string}}}]}, p1: {allOf: [%[1]s, {properties: {p2: {type: string}}}]}}}",
		"{oneOf: [{type: object, properties: {p0: %[1]s}}, {type: object, properties: {p0: {type: array, items: %[1]s}}}]}",
	}
	form, n := forms[m.next(len(forms))], []int{2, 20, 60, 300, 2000}[m.next(5)]
	end := m.choose("{type: string}", fmt.Sprintf("{$ref: '#/components/schemas/C%d_0'}", m.chains), "{$ref: '#/components/schemas/S0'}")
	var b strings.Builder
	for i := range n {
		to := end
		if i < n-1 {
			to = fmt.Sprintf("{$ref: '#/components/schemas/C%d_%d'}", m.chains, i+1)
		}
		text := fmt.Sprintf(form, to, i)
		text, _, _ = strings.Cut(text, "%!(EXTRA")
		fmt.Fprintf(&b, "    C%d_%d: %s\n", m.chains, i, text)
	}
	m.chains++
	return b.String()
}

func (m *maker) parameters() string {
	var all []string
	for i := range m.next(4) {
		all = append(all, fmt.Sprintf("{name: q%d, in: query%s, schema: %s}", i, m.choose("", ", style: deepObject", ", explode: false"), m.schema(1)))
	}
	return strings.Join(all, ", ")
}
