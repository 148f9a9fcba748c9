import { describe, expect, it } from 'vitest'
import { fixedClock } from './clock.ts'
import { createLog, type LogLevel, memoryLog } from './log.ts'

function written(level: LogLevel = 'info') {
  const lines: string[] = []
  const log = createLog({ write: (line) => lines.push(line), clock: fixedClock(0), level })
  return { lines, log }
}

describe('the log', () => {
  it('writes one JSON object per line', () => {
    const { lines, log } = written()
    log.info('user-created', { userPoolId: 'p', count: 1 })
    expect(lines).toEqual([
      '{"time":"1970-01-01T00:00:00.000Z","level":"info","event":"user-created","userPoolId":"p","count":1}\n',
    ])
  })

  it('does not let a field begin a line, control a terminal or replace the head', () => {
    const { lines, log } = written()
    log.warn('x', { name: 'a\r\n{"level":"error"}\u001b[2J\u009b\u2028\u202e', level: 'error', event: 'y', time: 'z' })
    expect(lines).toHaveLength(1)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the line must not contain these
    expect(lines[0]).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u202e]|\n./)
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'warn', event: 'x', time: '1970-01-01T00:00:00.000Z' })
  })

  it('redacts secrets by their names, at any depth', () => {
    const log = memoryLog()
    const secrets = {
      password: 1,
      newPassword: 1,
      clientSecret: 1,
      SECRET_HASH: 1,
      accessToken: 1,
      authorization: 1,
      Cookie: 1,
      code: 1,
      confirmationCode: 1,
      session: 1,
      privateKey: 1,
      srpVerifier: 1,
    }
    log.info('x', { ...secrets, deep: [{ ...secrets }], statusCode: 400, userName: 'u' })
    const hidden = Object.fromEntries(Object.keys(secrets).map((name) => [name, '[redacted]']))
    expect(log.entries[0]?.fields).toEqual({ ...hidden, deep: [hidden], statusCode: 400, userName: 'u' })
  })

  it('logs an error with its cause, and accepts any value', () => {
    const { lines, log } = written()
    const circle: Record<string, unknown> = { big: 1n, bytes: Buffer.from('secret'), call: () => 1 }
    circle['self'] = circle
    log.error('x', { error: new Error('outer', { cause: new TypeError('inner') }), circle, date: new Date(Number.NaN) })
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      error: { name: 'Error', message: 'outer', cause: { name: 'TypeError', message: 'inner' } },
      circle: { big: '1', bytes: '[6 bytes]', call: '[function]' },
    })
  })

  it('omits entries below its level', () => {
    const { lines, log } = written('warn')
    log.info('a')
    log.warn('b')
    log.error('c')
    expect(lines.map((line) => JSON.parse(line).event)).toEqual(['b', 'c'])
    const { lines: none, log: silent } = written('silent')
    silent.error('c')
    expect(none).toEqual([])
  })
})
