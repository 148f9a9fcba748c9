import { singleUseMemory } from '@poolhouse/omniauth'
import { expect, test } from 'vitest'

test('A116: of calls at once one is the first; what has ended is forgotten', async () => {
  const time = { now: 1000 }
  const memory = singleUseMemory(() => time.now)
  const answers = await Promise.all(Array.from({ length: 50 }, () => memory.first('a', 2000)))
  expect(answers.filter(Boolean)).toHaveLength(1)
  for (let n = 0; n < 1500; n++) await memory.first(`b${n}`, 2000)
  expect(await memory.first('a', 2000)).toBe(false)
  time.now = 2001
  for (let n = 0; n < 1500; n++) await memory.first(`c${n}`, 3000)
  expect(await memory.first('a', 3000)).toBe(true)
  expect(await memory.first('c7', 3000)).toBe(false)
})
