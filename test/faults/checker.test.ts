import { describe, expect, it } from 'vitest'
import { check } from './checker.ts'
import type { FinalStore } from './final-store.ts'
import type { Event, Outcome, Subject, Told } from './history.ts'

const ada = 'ada@example.com'
const sub = 'sub-of-ada'

/** A history as the driver would have written it, line by line. */
function story() {
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
    ok: (subject: Subject, told: Told = {}) => answer(invoke(subject), { type: 'ok', told }),
    fail: (subject: Subject, error = 'NotAuthorizedException') => answer(invoke(subject), { type: 'fail', error }),
    /** Asked, and killed before the answer. */
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

/** Ada registers, confirms, signs in and has tokens. */
function adaHasTokens() {
  const told = story()
  told.ok(signUp)
  told.write({ type: 'mail', user })
  told.ok(confirm)
  told.ok({ kind: 'sign-in', user }, { session: 'session 1' })
  told.ok({ kind: 'authorize', user, session: 'session 1' }, { code: 'code 1' })
  told.ok(exchange, { family: 'family 1', originJti: 'jti 1' })
  return told
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

/** Exactly one complaint, and what it says. */
const complaint = (events: readonly Event[], store: FinalStore): string => {
  const complaints = check(events, store)
  expect(complaints).toHaveLength(1)
  return complaints[0] ?? ''
}

describe('a history that holds together', () => {
  it('has no complaint', () => {
    const told = adaHasTokens()
    told.ok(refresh)
    told.ok(revoke)
    told.fail(refresh)
    expect(check(told.events, revoked)).toEqual([])
  })

  it('lets what was not answered have happened or not', () => {
    for (const store of [nothing, onlyUser(unconfirmed)]) {
      const told = story()
      told.unknown(signUp)
      expect(check(told.events, { ...store, waitingMessages: 1 })).toEqual([])
    }
    for (const store of [adaStored, revoked]) {
      const told = adaHasTokens()
      told.unknown(revoke)
      expect(check(told.events, store)).toEqual([])
    }
  })

  it('lets one of two at once be refused', () => {
    const told = adaHasTokens()
    const [first, second] = [told.invoke({ ...exchange, code: 'code 2' }), told.invoke({ ...exchange, code: 'code 2' })]
    told.answer(second, { type: 'fail', error: 'invalid_grant' })
    told.answer(first, { type: 'ok', told: { family: 'family 2', originJti: 'jti 2' } })
    const store = {
      ...adaStored,
      codes: [...adaStored.codes, { sub, consumed: true, originJti: 'jti 2' }],
      families: [...adaStored.families, { originJti: 'jti 2', sub, revoked: true }],
    }
    expect(check(told.events, store)).toEqual([])
  })
})

describe('what was acknowledged is kept [I1]', () => {
  it('misses a user', () => {
    const told = story()
    told.ok(signUp)
    expect(complaint(told.events, { ...nothing, waitingMessages: 1 })).toMatch(/^I1: sign-up #1 .* is lost/)
  })

  it('misses a user through the API', () => {
    const told = story()
    told.ok(signUp)
    told.kill()
    told.fail(lookUp, 'UserNotFoundException')
    expect(complaint(told.events, { ...onlyUser(unconfirmed), waitingMessages: 1 })).toMatch(/^I1: look-up .* not find/)
  })

  it('misses tokens', () => {
    expect(complaint(adaHasTokens().events, { ...adaStored, families: [], codes: [] })).toMatch(/^I1: what exchange/)
  })

  it('finds what a refusal left', () => {
    const told = story()
    told.fail(signUp, 'LimitExceededException')
    expect(complaint(told.events, onlyUser(unconfirmed))).toMatch(/^I1: a refused sign-up/)
  })

  it('finds a name that is taken by nobody', () => {
    const told = story()
    told.fail(signUp, 'UsernameExistsException')
    expect(complaint(told.events, nothing)).toMatch(/^I1: .* though nobody has the name/)
  })

  it('finds a user whom nobody asked for', () => {
    expect(complaint([], onlyUser(adaStored))).toMatch(/^I1: nobody asked/)
  })
})

describe('a name has one user [I2]', () => {
  it('finds two answers', () => {
    const told = adaHasTokens()
    told.ok(signUp)
    expect(complaint(told.events, adaStored)).toMatch(/^I2: one name was given away/)
  })

  it('finds two rows, in whatever case', () => {
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

describe('confirmed stays confirmed [I3]', () => {
  it('finds a code that confirmed twice', () => {
    const told = adaHasTokens()
    told.ok(confirm)
    expect(complaint(told.events, adaStored)).toMatch(/^I3: one code confirmed twice/)
  })

  it('misses a confirmation in the store', () => {
    expect(complaint(adaHasTokens().events, unconfirmed)).toMatch(/^I3: confirm .* is lost/)
  })

  it('sees a user go back', () => {
    const told = adaHasTokens()
    told.ok(lookUp, { status: 'UNCONFIRMED' })
    expect(complaint(told.events, adaStored)).toMatch(/^I3: look-up .* says unconfirmed after confirm/)
  })

  it('finds a code that was spent without confirming', () => {
    const told = story()
    told.ok(signUp)
    told.write({ type: 'mail', user })
    told.unknown(confirm)
    told.ok(lookUp, { status: 'UNCONFIRMED' })
    told.fail(confirm, 'ExpiredCodeException')
    expect(complaint(told.events, onlyUser(unconfirmed))).toMatch(/^I3: the right code was refused/)
  })

  it('finds a user whom nobody confirmed', () => {
    const told = story()
    told.ok(signUp)
    told.write({ type: 'mail', user })
    expect(complaint(told.events, onlyUser(adaStored))).toMatch(/^I3: nobody confirmed/)
  })
})

describe('a code works once [I4]', () => {
  it('finds a code that worked twice', () => {
    const told = adaHasTokens()
    told.kill()
    told.ok(exchange, { family: 'family 2', originJti: 'jti 2' })
    const store = { ...adaStored, families: [...adaStored.families, { originJti: 'jti 2', sub, revoked: false }] }
    expect(check(told.events, store)).toEqual([
      'I4: family jti 2 comes of 0 codes',
      expect.stringMatching(/^I4: one code worked in exchange #\d+ \(round 1\) and exchange/),
    ])
  })

  it('finds a second family behind a lost answer', () => {
    const told = adaHasTokens()
    told.unknown(exchange)
    const store = {
      ...adaStored,
      codes: [...adaStored.codes, { sub, consumed: true, originJti: 'jti 2' }],
      families: [...adaStored.families, { originJti: 'jti 2', sub, revoked: false }],
    }
    expect(complaint(told.events, store)).toMatch(/^I4: 1 families came of 0 unanswered exchanges/)
  })

  it('finds a code that was taken for nothing', () => {
    const told = adaHasTokens()
    told.unknown({ ...exchange, code: 'code 2' })
    told.fail({ ...exchange, code: 'code 2' }, 'invalid_grant')
    expect(complaint(told.events, adaStored)).toMatch(/^I4: 1 codes are spent for 0 families/)
    const codes = [...adaStored.codes, { sub, consumed: true, originJti: 'jti 2' }]
    expect(check(told.events, { ...adaStored, codes })).toContainEqual(expect.stringMatching(/^I4: a code was taken/))
  })

  it('finds a fresh code that was refused', () => {
    const told = adaHasTokens()
    told.ok({ kind: 'authorize', user, session: 'session 1' }, { code: 'code 2' })
    told.fail({ ...exchange, code: 'code 2' }, 'invalid_grant')
    expect(complaint(told.events, adaStored)).toMatch(/^I4: a fresh code was refused/)
  })

  it('misses a browser session', () => {
    const told = adaHasTokens()
    told.kill()
    told.fail({ kind: 'authorize', user, session: 'session 1' }, 'signed out')
    expect(complaint(told.events, adaStored)).toMatch(/^I4: the session of authorize .* is lost/)
  })
})

describe('what is revoked stays revoked [I5]', () => {
  it('finds tokens that work after their revocation', () => {
    for (const use of ['refresh', 'user-info'] as const) {
      const told = adaHasTokens()
      told.ok(revoke)
      told.kill()
      told.ok({ kind: use, user, family: 'family 1' })
      expect(complaint(told.events, revoked)).toMatch(/^I5: .* worked after revoke/)
    }
  })

  it('finds tokens that work after a sign-out everywhere, and a session that does', () => {
    const told = adaHasTokens()
    told.ok({ kind: 'sign-out', user })
    told.ok(refresh)
    expect(complaint(told.events, revoked)).toMatch(/^I5: refresh .* worked after sign-out/)
    const again = adaHasTokens()
    again.ok({ kind: 'sign-out', user })
    again.ok({ kind: 'authorize', user, session: 'session 1' }, { code: 'code 2' })
    expect(complaint(again.events, revoked)).toMatch(/^I5: the session of authorize .* outlived/)
  })

  it('finds tokens that come back to life', () => {
    const told = adaHasTokens()
    told.unknown(revoke)
    told.fail(refresh)
    told.ok(refresh)
    expect(complaint(told.events, revoked)).toMatch(/^I5: refresh .* worked after refresh .* was refused/)
  })

  it('finds live tokens that are refused, and revoked ones that nobody revoked', () => {
    const told = adaHasTokens()
    told.fail(refresh)
    expect(complaint(told.events, adaStored)).toMatch(/^I5: live tokens were refused/)
    expect(complaint(adaHasTokens().events, revoked)).toMatch(/^I5: the family is revoked in the store/)
  })

  it('misses a revocation in the store', () => {
    const told = adaHasTokens()
    told.ok(revoke)
    expect(complaint(told.events, adaStored)).toMatch(/^I5: revoke .* is lost/)
  })
})

describe('who is gone gets nothing [I7]', () => {
  it.each(['sign-in', 'authorize'] as const)('finds a %s after the user was disabled', (kind) => {
    const told = adaHasTokens()
    told.ok({ kind: 'disable', user })
    told.ok({ kind, user, session: 'another' }, { code: 'code 2', session: 'session 2' })
    const store = { ...revoked, users: [{ sub, email: ada, status: 'CONFIRMED', enabled: false }] }
    expect(complaint(told.events, store)).toMatch(/^I7: .* worked after disable/)
  })

  it('finds a deleted user', () => {
    const told = adaHasTokens()
    told.ok({ kind: 'delete', user })
    expect(complaint(told.events, adaStored)).toMatch(/^I7: the user is there after delete/)
    told.ok(lookUp, { status: 'CONFIRMED' })
    expect(complaint(told.events, nothing)).toMatch(/^I7: look-up .* finds the user/)
  })

  it('misses a disabling in the store', () => {
    const told = adaHasTokens()
    told.ok({ kind: 'disable', user })
    expect(complaint(told.events, adaStored)).toMatch(/^I7: disable .* is lost/)
  })
})

describe('the server [I8, I10 to I13]', () => {
  it('finds a token that no published key verifies', () => {
    const told = adaHasTokens()
    told.fail({ kind: 'verify', user, family: 'family 1' }, 'no such key')
    expect(complaint(told.events, adaStored)).toMatch(/^I8: verify/)
  })

  it('finds a key that is gone, or another one under its name', () => {
    const told = adaHasTokens()
    told.write({ type: 'keys', keys: { one: 'x', two: 'y' } })
    told.write({ type: 'keys', keys: { one: 'z' } })
    expect(check(told.events, adaStored)).toEqual(['I8: key two is gone', 'I8: key one is another one now'])
  })

  it('misses a mail that neither came nor waits', () => {
    const told = story()
    told.ok(signUp)
    expect(complaint(told.events, onlyUser(unconfirmed))).toMatch(/^I10: 1 users have had no code/)
  })

  it('passes on what the store itself complains of', () => {
    const told = adaHasTokens()
    told.write({ type: 'store-checked', round: 1, problems: ['row 7 missing from index'] })
    expect(complaint(told.events, adaStored)).toMatch(/^I11: round 1: row 7/)
    expect(complaint(adaHasTokens().events, { ...adaStored, problems: ['a stray'] })).toBe('I11: a stray')
  })

  it('finds a server that comes back late or not at all', () => {
    const told = adaHasTokens()
    told.write({ type: 'kill', round: 1 })
    expect(complaint(told.events, adaStored)).toMatch(/^I12: .* did not come back/)
    told.write({ type: 'ready', round: 1, tookMs: 10_001 })
    expect(complaint(told.events, adaStored)).toMatch(/^I12: in round 1/)
  })

  it("finds an answer that is the server's own fault", () => {
    const told = adaHasTokens()
    told.answer(told.invoke(refresh), { type: 'unknown', error: 'InternalErrorException', status: 500 })
    expect(complaint(told.events, adaStored)).toMatch(/^I13: refresh .* was answered 500/)
  })
})
