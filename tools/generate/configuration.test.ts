import { describe, expect, it } from 'vitest'
import { generateConfiguration } from './configuration.ts'
import { docComments } from './doc-comments.ts'

describe('the page of settings', () => {
  it('has a row for each setting, also for those of a function', async () => {
    const [page] = await generateConfiguration()
    for (const name of [
      'publicUrl',
      'email.smtp.host',
      'masterKey.olderFiles',
      'triggers.functions.<arn>.timeout',
      'log.level',
    ])
      expect(page?.content).toContain(`| \`${name}\` |`)
    expect(page?.content).toMatch(/\| `port` \| number \| `9229` \| `POOLHOUSE_PORT`, `--port` \|/)
  })
})

describe('comments of nested keys', () => {
  it('are found by constant and path, on one line or several, and belong only to the next key', () => {
    const source = `
const settings = object({
  /** One. */
  a: z.string(),
  b: z.object({
    /**
     * Two,
     * on two lines.
     */
    c: z.string(),
    d: z.string(),
  }),
})
`
    expect([...docComments(source)]).toEqual([
      ['settings.a', 'One.'],
      ['settings.b.c', 'Two, on two lines.'],
    ])
  })
})
