import { describe, expect, it } from 'vitest'
import { check } from './checker.ts'
import type { FinalStore } from './final-store.ts'
import type { Event, Outcome, Result, Subject } from './history.ts'

const ada = 'ada@example.com'
const sub = 'sub-of-ada'

/** Builds a history as the driver writes it, line by line. */
function newHistory() {
  const events: Event[] = []
  let at = 0
  const write = (event: object): void => {
    at += 10
    events.push({ ...event, at } as Event)
  }
  const invoke = (subject: Subject): number => {
    const op = events.length + 1
    write({ type: 'invoke', op, round: 1, ...subject })
    return op
  }
  const answer = (op: number, outcome: Outcome): void => write({ op, ...outcome })
  const kill = (): void => {
    write({ type: 'kill', round: 1 })
    write({ type: 'ready', round: 1, tookMs: 500 })
  }
  return {
    events,
    write,
    invoke,
    answer,
    kill,
    ok: (subject: Subject, result: Result = {}) => answer(invoke(subject), { type: 'ok', result }),
    fail: (subject: Subject, error = 'NotAuthorizedException') => answer(invoke(subject), { type: 'fail', error }),
    /** Adds a request whose server is killed before the response. */
    unknown: (subject: Subject) => {
      answer(invoke(subject), { type: 'unknown', error: 'ECONNRESET' })
      kill()
    },
  }
}

const user = ada
const signUp = { kind: 'sign-up', user } as const
const confirm = { kind: 'confirm', user } as const
const lookUp = { kind: 'look-up', user } as const
const exchange = { kind: 'exchange', user, code: 'code 1' } as const
const refresh = { kind: 'refresh', user, family: 'family 1' } as const
const revoke = { kind: 'revoke', user, family: 'family 1' } as const

/** Builds a history in which Ada signs up, confirms, signs in and gets tokens. */
function adaHasTokens() {
  const history = newHistory()
  history.ok(signUp)
  history.write({ type: 'mail', user })
  history.ok(confirm)
  history.ok({ kind: 'sign-in', user }, { session: 'session 1' })
  history.ok({ kind: 'authorize', user, session: 'session 1' }, { code: 'code 1' })
  history.ok(exchange, { family: 'family 1', originJti: 'jti 1' })
  return history
}

const adaStored: FinalStore = {
  users: [{ sub, email: ada, status: 'CONFIRMED', enabled: true }],
  aliases: [{ alias: ada, sub }],
  codes: [{ sub, consumed: true, originJti: 'jti 1' }],
  families: [{ originJti: 'jti 1', sub, revoked: false }],
  waitingMessages: 0,
  problems: [],
}
const revoked = { ...adaStored, families: [{ originJti: 'jti 1', sub, revoked: true }] }
const unconfirmed = { ...adaStored, users: [{ sub, email: ada, status: 'UNCONFIRMED', enabled: true }] }
const onlyUser = (store: FinalStore): FinalStore => ({ ...store, codes: [], families: [] })
const nothing: FinalStore = { users: [], aliases: [], codes: [], families: [], waitingMessages: 0, problems: [] }

/** Expects exactly one complaint and returns it. */
const complaint = (events: readonly Event[], store: FinalStore): string => {
  const complaints = check(events, store)
  expect(complaints).toHaveLength(1)
  return complaints[0] ?? ''
}

describe('a correct history', () => {
  it('has no complaint', () => {
    const history = adaHasTokens()
    history.ok(refresh)
    history.ok(revoke)
    history.fail(refresh)
    expect(check(history.events, revoked)).toEqual([])
  })

  it('may have unanswered writes with or without an effect', () => {
    for (const store of [nothing, onlyUser(unconfirmed)]) {
      const history = newHistory()
      history.unknown(signUp)
      expect(check(history.events, { ...store, waitingMessages: 1 })).toEqual([])
    }
    for (const store of [adaStored, revoked]) {
      const history = adaHasTokens()
      history.unknown(revoke)
      expect(check(history.events, store)).toEqual([])
    }
  })

  it('may have a refusal of one of two exchanges at the same time', () => {
    const history = adaHasTokens()
    const [first, second] = [
      history.invoke({ ...exchange, code: 'code 2' }),
      history.invoke({ ...exchange, code: 'code 2' }),
    ]
    history.answer(second, { type: 'fail', error: 'invalid_grant' })
    history.answer(first, { type: 'ok', result: { family: 'family 2', originJti: 'jti 2' } })
    const store = {
      ...adaStored,
      codes: [...adaStored.codes, { sub, consumed: true, originJti: 'jti 2' }],
      families: [...adaStored.families, { originJti: 'jti 2', sub, revoked: true }],
    }
    expect(check(history.events, store)).toEqual([])
  })
})

describe('the check of lost and invented data [I1]', () => {
  it('finds a missing user', () => {
    const history = newHistory()
    history.ok(signUp)
    expect(complaint(history.events, { ...nothing, waitingMessages: 1 })).toMatch(/^I1: sign-up #1 .* is lost/)
  })

  it('finds a user that the API does not return', () => {
    const history = newHistory()
    history.ok(signUp)
    history.kill()
    history.fail(lookUp, 'UserNotFoundException')
    expect(complaint(history.events, { ...onlyUser(unconfirmed), waitingMessages: 1 })).toMatch(
      /^I1: look-up .* not find/,
    )
  })

  it('finds missing tokens', () => {
    expect(complaint(adaHasTokens().events, { ...adaStored, families: [], codes: [] })).toMatch(
      /^I1: the tokens of exchange/,
    )
  })

  it('finds a user that a refused sign-up stored', () => {
    const history = newHistory()
    history.fail(signUp, 'LimitExceededException')
    expect(complaint(history.events, onlyUser(unconfirmed))).toMatch(/^I1: a refused sign-up/)
  })

  it('finds a sign-up that was refused for a free name', () => {
    const history = newHistory()
    history.fail(signUp, 'UsernameExistsException')
    expect(complaint(history.events, nothing)).toMatch(/^I1: .* although no user has the name/)
  })

  it('finds a user without a sign-up', () => {
    expect(complaint([], onlyUser(adaStored))).toMatch(/^I1: user .* exists without a sign-up/)
  })
})

describe('the check that a name has one user [I2]', () => {
  it('finds two successful sign-ups of one name', () => {
    const history = adaHasTokens()
    history.ok(signUp)
    expect(complaint(history.events, adaStored)).toMatch(/^I2: one name was accepted/)
  })

  it('finds two users with one name in different letter case', () => {
    const twin = { sub: 'twin', email: 'ADA@example.com', status: 'CONFIRMED', enabled: true }
    const aliases = [...adaStored.aliases, { alias: ada, sub: 'twin' }]
    expect(complaint(adaHasTokens().events, { ...adaStored, users: [...adaStored.users, twin], aliases })).toMatch(
      /^I2: 2 users/,
    )
  })

  it('finds a user without a name', () => {
    expect(complaint(adaHasTokens().events, { ...adaStored, aliases: [] })).toMatch(/^I2: the store does not find/)
  })
})

describe('the check that confirmed users stay confirmed [I3]', () => {
  it('finds a code that confirmed twice', () => {
    const history = adaHasTokens()
    history.ok(confirm)
    expect(complaint(history.events, adaStored)).toMatch(/^I3: one code confirmed twice/)
  })

  it('finds a confirmation that is missing in the store', () => {
    expect(complaint(adaHasTokens().events, unconfirmed)).toMatch(/^I3: confirm .* is lost/)
  })

  it('finds a user that becomes unconfirmed again', () => {
    const history = adaHasTokens()
    history.ok(lookUp, { status: 'UNCONFIRMED' })
    expect(complaint(history.events, adaStored)).toMatch(/^I3: look-up .* returned UNCONFIRMED after confirm/)
  })

  it('finds a code that was used without a confirmation', () => {
    const history = newHistory()
    history.ok(signUp)
    history.write({ type: 'mail', user })
    history.unknown(confirm)
    history.ok(lookUp, { status: 'UNCONFIRMED' })
    history.fail(confirm, 'ExpiredCodeException')
    expect(complaint(history.events, onlyUser(unconfirmed))).toMatch(/^I3: the correct code was refused/)
  })

  it('finds a user that is confirmed without a confirmation', () => {
    const history = newHistory()
    history.ok(signUp)
    history.write({ type: 'mail', user })
    expect(complaint(history.events, onlyUser(adaStored))).toMatch(/^I3: the user is confirmed without a confirmation/)
  })
})

describe('the check that a code works once [I4]', () => {
  it('finds a code that worked twice', () => {
    const history = adaHasTokens()
    history.kill()
    history.ok(exchange, { family: 'family 2', originJti: 'jti 2' })
    const store = { ...adaStored, families: [...adaStored.families, { originJti: 'jti 2', sub, revoked: false }] }
    expect(check(history.events, store)).toEqual([
      'I4: family jti 2 has 0 codes',
      expect.stringMatching(/^I4: one code worked in exchange #\d+ \(round 1\) and exchange/),
    ])
  })

  it('finds a second family of an unanswered exchange', () => {
    const history = adaHasTokens()
    history.unknown(exchange)
    const store = {
      ...adaStored,
      codes: [...adaStored.codes, { sub, consumed: true, originJti: 'jti 2' }],
      families: [...adaStored.families, { originJti: 'jti 2', sub, revoked: false }],
    }
    expect(complaint(history.events, store)).toMatch(/^I4: 1 families are stored for 0 unanswered exchanges/)
  })

  it('finds a code that was used without tokens', () => {
    const history = adaHasTokens()
    history.unknown({ ...exchange, code: 'code 2' })
    history.fail({ ...exchange, code: 'code 2' }, 'invalid_grant')
    expect(complaint(history.events, adaStored)).toMatch(/^I4: 1 codes were used for 0 families/)
    const codes = [...adaStored.codes, { sub, consumed: true, originJti: 'jti 2' }]
    expect(check(history.events, { ...adaStored, codes })).toContainEqual(expect.stringMatching(/^I4: a code was used/))
  })

  it('finds a new code that was refused', () => {
    const history = adaHasTokens()
    history.ok({ kind: 'authorize', user, session: 'session 1' }, { code: 'code 2' })
    history.fail({ ...exchange, code: 'code 2' }, 'invalid_grant')
    expect(complaint(history.events, adaStored)).toMatch(/^I4: a fresh code was refused/)
  })

  it('finds a lost browser session', () => {
    const history = adaHasTokens()
    history.kill()
    history.fail({ kind: 'authorize', user, session: 'session 1' }, 'signed out')
    expect(complaint(history.events, adaStored)).toMatch(/^I4: the session of authorize .* is lost/)
  })
})

describe('the check that revoked tokens stay revoked [I5]', () => {
  it('finds tokens that work after their revocation', () => {
    for (const use of ['refresh', 'user-info'] as const) {
      const history = adaHasTokens()
      history.ok(revoke)
      history.kill()
      history.ok({ kind: use, user, family: 'family 1' })
      expect(complaint(history.events, revoked)).toMatch(/^I5: .* worked after revoke/)
    }
  })

  it('finds tokens and sessions that work after a global sign-out', () => {
    const history = adaHasTokens()
    history.ok({ kind: 'sign-out', user })
    history.ok(refresh)
    expect(complaint(history.events, revoked)).toMatch(/^I5: refresh .* worked after sign-out/)
    const again = adaHasTokens()
    again.ok({ kind: 'sign-out', user })
    again.ok({ kind: 'authorize', user, session: 'session 1' }, { code: 'code 2' })
    expect(complaint(again.events, revoked)).toMatch(/^I5: the session of authorize .* worked after/)
  })

  it('finds tokens that work after a refusal', () => {
    const history = adaHasTokens()
    history.unknown(revoke)
    history.fail(refresh)
    history.ok(refresh)
    expect(complaint(history.events, revoked)).toMatch(/^I5: refresh .* worked after refresh .* was refused/)
  })

  it('finds valid tokens that are refused, and tokens that are revoked without a request', () => {
    const history = adaHasTokens()
    history.fail(refresh)
    expect(complaint(history.events, adaStored)).toMatch(/^I5: valid tokens were refused/)
    expect(complaint(adaHasTokens().events, revoked)).toMatch(/^I5: the family is revoked in the store/)
  })

  it('finds a revocation that is missing in the store', () => {
    const history = adaHasTokens()
    history.ok(revoke)
    expect(complaint(history.events, adaStored)).toMatch(/^I5: revoke .* is lost/)
  })
})

describe('the check that disabled and deleted users get nothing [I7]', () => {
  it.each(['sign-in', 'authorize'] as const)('finds a %s after the user was disabled', (kind) => {
    const history = adaHasTokens()
    history.ok({ kind: 'disable', user })
    history.ok({ kind, user, session: 'another' }, { code: 'code 2', session: 'session 2' })
    const store = { ...revoked, users: [{ sub, email: ada, status: 'CONFIRMED', enabled: false }] }
    expect(complaint(history.events, store)).toMatch(/^I7: .* worked after disable/)
  })

  it('finds a deleted user that still exists', () => {
    const history = adaHasTokens()
    history.ok({ kind: 'delete', user })
    expect(complaint(history.events, adaStored)).toMatch(/^I7: the user exists after delete/)
    history.ok(lookUp, { status: 'CONFIRMED' })
    expect(complaint(history.events, nothing)).toMatch(/^I7: look-up .* finds the user/)
  })

  it('finds a disabled user that is enabled in the store', () => {
    const history = adaHasTokens()
    history.ok({ kind: 'disable', user })
    expect(complaint(history.events, adaStored)).toMatch(/^I7: disable .* is lost/)
  })
})

describe('the check of the server [I8, I10-I13]', () => {
  it('finds a token that no published key verifies', () => {
    const history = adaHasTokens()
    history.fail({ kind: 'verify', user, family: 'family 1' }, 'no such key')
    expect(complaint(history.events, adaStored)).toMatch(/^I8: verify/)
  })

  it('finds a key that is missing, and a key that has changed', () => {
    const history = adaHasTokens()
    history.write({ type: 'keys', keys: { one: 'x', two: 'y' } })
    history.write({ type: 'keys', keys: { one: 'z' } })
    expect(check(history.events, adaStored)).toEqual(['I8: key two is missing', 'I8: key one has changed'])
  })

  it('finds a mail that has not arrived and is not in the outbox', () => {
    const history = newHistory()
    history.ok(signUp)
    expect(complaint(history.events, onlyUser(unconfirmed))).toMatch(/^I10: 1 users got no code/)
  })

  it('reports the problems that SQLite finds', () => {
    const history = adaHasTokens()
    history.write({ type: 'store-checked', round: 1, problems: ['row 7 missing from index'] })
    expect(complaint(history.events, adaStored)).toMatch(/^I11: round 1: row 7/)
    expect(complaint(adaHasTokens().events, { ...adaStored, problems: ['a stray'] })).toBe('I11: a stray')
  })

  it('finds a server that starts slowly or not at all', () => {
    const history = adaHasTokens()
    history.write({ type: 'kill', round: 1 })
    expect(complaint(history.events, adaStored)).toMatch(/^I12: .* did not start/)
    history.write({ type: 'ready', round: 1, tookMs: 10_001 })
    expect(complaint(history.events, adaStored)).toMatch(/^I12: in round 1/)
  })

  it('finds a server error', () => {
    const history = adaHasTokens()
    history.answer(history.invoke(refresh), { type: 'unknown', error: 'InternalErrorException', status: 500 })
    expect(complaint(history.events, adaStored)).toMatch(/^I13: refresh .* was answered 500/)
  })
})
