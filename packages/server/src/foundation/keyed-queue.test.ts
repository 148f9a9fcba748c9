import { expect, test } from 'vitest'
import { createKeyedQueue } from './keyed-queue.ts'

/** A promise that the test settles. */
function gate() {
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { opened, open }
}

test('a task waits for the earlier tasks of its key', async () => {
  const queue = createKeyedQueue()
  const first = gate()
  const order: string[] = []
  const one = queue.run('a', async () => {
    await first.opened
    order.push('one')
  })
  const two = queue.run('a', async () => {
    order.push('two')
  })
  await queue.run('b', async () => {
    order.push('other key')
  })
  first.open()
  await Promise.all([one, two])
  expect(order).toEqual(['other key', 'one', 'two'])
})

test('only the caller of a failed task gets its error', async () => {
  const queue = createKeyedQueue()
  const failing = queue.run('a', async () => {
    throw new Error('no')
  })
  const next = queue.run('a', async () => 'yes')
  await expect(failing).rejects.toThrow('no')
  await expect(next).resolves.toBe('yes')
})
