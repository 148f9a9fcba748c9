import { expect, test } from 'vitest'
import { memoryLog } from '#foundation/log'
import { InvocationFailed } from '../invoke.ts'
import type { TriggerEvent } from '../trigger.ts'
import { createTriggerRouter, type TriggerTransport } from './router.ts'

const event = { userName: 'ada' } as TriggerEvent

/** A transport that serves the ARNs with a prefix. */
function transport(name: string, prefix: string, closed: string[] = []): TriggerTransport {
  return {
    find: (arn) => (arn.startsWith(prefix) ? async ({ userName }) => `${name} ran ${arn} for ${userName}` : undefined),
    async close() {
      closed.push(name)
    },
  }
}

test('the first transport that serves an ARN runs its function', async () => {
  const router = createTriggerRouter({ log: memoryLog() }, [
    transport('local', 'arn:a:1'),
    transport('remote', 'arn:a'),
  ])
  expect(await router.invoke('arn:a:1', event)).toBe('local ran arn:a:1 for ada')
  expect(await router.invoke('arn:a:2', event)).toBe('remote ran arn:a:2 for ada')
})

test('after a failure, no other transport is tried', async () => {
  const failing: TriggerTransport = {
    find: () => async () => {
      throw new InvocationFailed('ServiceException')
    },
    async close() {},
  }
  const router = createTriggerRouter({ log: memoryLog() }, [failing, transport('other', 'arn:')])
  await expect(router.invoke('arn:a', event)).rejects.toEqual(new InvocationFailed('ServiceException'))
})

test('an ARN that no transport serves is logged, and the error names the setting to change', async () => {
  const log = memoryLog()
  const router = createTriggerRouter({ log }, [transport('local', 'arn:a')])
  await expect(router.invoke('arn:b', event)).rejects.toEqual(
    new InvocationFailed('ResourceNotFoundException: triggers.functions in poolhouse.yaml does not name its ARN'),
  )
  expect(log.entries).toEqual([
    {
      level: 'error',
      event: 'function-unknown',
      fields: { arn: 'arn:b', hint: 'Add the ARN to triggers.functions in poolhouse.yaml.' },
    },
  ])
})

test('closing closes every transport', async () => {
  const closed: string[] = []
  await createTriggerRouter({ log: memoryLog() }, [transport('a', 'a', closed), transport('b', 'b', closed)]).close()
  expect(closed).toEqual(['a', 'b'])
})
