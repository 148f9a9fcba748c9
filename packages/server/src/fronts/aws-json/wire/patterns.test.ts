import { describeOperation, operationNames, type Shape } from '@poolhouse/contract'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { patternOf } from './patterns.ts'

function* patternsIn(shape: Shape, max?: number): Generator<{ pattern: string; max: number }> {
  if (shape.kind === 'string' && shape.pattern !== undefined)
    yield { pattern: shape.pattern, max: shape.max ?? 131_072 }
  if (shape.kind === 'list') yield* patternsIn(shape.element, max)
  if (shape.kind === 'map') yield* patternsIn(shape.value, max)
  if (shape.kind === 'structure') for (const member of shape.members.values()) yield* patternsIn(member.shape, max)
}

const patterns = new Map<string, number>()
for (const name of operationNames) {
  for (const { pattern, max } of patternsIn(describeOperation(name).input)) {
    patterns.set(pattern, Math.max(max, patterns.get(pattern) ?? 0))
  }
}

const C = '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\s*]*'
const BY_CODE = `^${C}\\{####\\}${C}$`
const BY_LINK = `^${C}\\{##${C}##\\}${C}$`

describe('patterns', () => {
  it('all compile, and take bounded time even for the worst text of their length [A76]', () => {
    expect(patterns.size).toBeGreaterThan(25)
    for (const [pattern, max] of patterns) {
      for (const unit of ['a', '{##', '##}', '{##a##}', '{####}', '@', ':', 'arn:a:a:a:0:a', '_', '-', '😀']) {
        const text = unit.repeat(Math.ceil(max / unit.length)).slice(0, max)
        for (const worst of [text, `${text.slice(0, -1)}\u0001`]) {
          const before = process.cpuUsage()
          patternOf(pattern).test(worst)
          expect([pattern, unit, process.cpuUsage(before).user < 100_000]).toEqual([pattern, unit, true])
        }
      }
    }
  })

  it('the linear form matches the same texts as the form that AWS prints', () => {
    const part = fc.constantFrom('{', '#', '##', '}', '{##', '##}', '{####}', 'a', ' ', '\u0001')
    const text = fc.array(part, { maxLength: 12 }).map((parts) => parts.join(''))
    for (const pattern of [BY_CODE, BY_LINK]) {
      expect(patterns.has(pattern)).toBe(true)
      const plain = new RegExp(pattern, 'u')
      fc.assert(fc.property(text, (value) => patternOf(pattern).test(value) === plain.test(value)))
    }
    const plain = /^[\p{L}\p{M}\p{S}\p{N}\p{P}]+@[\p{L}\p{M}\p{S}\p{N}\p{P}]+$/u
    const mail = fc.array(fc.constantFrom('@', 'a', ' ', '.'), { maxLength: 6 }).map((parts) => parts.join(''))
    fc.assert(fc.property(mail, (value) => patternOf(plain.source).test(value) === plain.test(value)))
  })

  it('treat spaces as Java does: a password may contain a no-break space, but not a blank', () => {
    expect(patternOf('^[\\S]+$').test('a\u00a0b')).toBe(true)
    expect(patternOf('^[\\S]+$').test('a b')).toBe(false)
    expect(patternOf('^[\\S]+$').test('a\n')).toBe(false)
  })
})
