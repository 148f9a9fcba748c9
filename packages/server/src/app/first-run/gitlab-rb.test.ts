import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { gitlabRb, gitlabRbFile, keepGitlabRb } from './gitlab-rb.ts'

let data = ''
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'poolhouse-gitlab-'))
})
afterEach(() => rmSync(data, { recursive: true, force: true }))

const site = 'http://localhost:9229'
const content = gitlabRb({ site, clientId: 'the-id', clientSecret: 'the-secret' })

test('the first run writes the file, readable only by its owner', () => {
  expect(keepGitlabRb(data, { content, moved: undefined })).toBe('written')
  expect(readFileSync(gitlabRbFile(data), 'utf8')).toBe(content)
  expect(statSync(gitlabRbFile(data)).mode & 0o777).toBe(0o600)
})

test('a later run does not change the file', () => {
  writeFileSync(gitlabRbFile(data), '# mine')
  expect(keepGitlabRb(data, { content, moved: undefined })).toBe('kept')
  expect(readFileSync(gitlabRbFile(data), 'utf8')).toBe('# mine')
})

test('when the provider has another URL, only that URL is replaced', () => {
  writeFileSync(gitlabRbFile(data), `# mine\n${content}`)
  const moved = { from: site, to: 'http://localhost:9300' }
  expect(keepGitlabRb(data, { content, moved })).toBe('updated')
  expect(readFileSync(gitlabRbFile(data), 'utf8')).toBe(`# mine\n${content.replace(site, moved.to)}`)
})
