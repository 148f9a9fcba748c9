// Plain JavaScript on the published files. It runs on the oldest supported Node.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))

function omniauth(...words) {
  const program = spawn(process.execPath, [main, ...words])
  let output = ''
  for (const stream of [program.stdout, program.stderr]) stream.on('data', (chunk) => (output += chunk))
  return new Promise((resolve) => program.on('close', (code) => resolve({ code, output })))
}

/** A provider that accepts every client and no code. */
function answer(request, response) {
  const path = new URL(request.url ?? '', 'http://localhost').pathname
  const error = { '/oauth/token': 'invalid_grant', '/me': 'invalid_token' }[path]
  response.writeHead(error === undefined ? 200 : 400, { 'content-type': 'application/json' })
  response.end(JSON.stringify({ error }))
}

test('the doctor finds no problem with a provider of a gitlab.yml', async (t) => {
  const server = createServer(answer)
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)))
  const folder = mkdtempSync(join(tmpdir(), 'omniauth-'))
  t.after(() => {
    server.close()
    rmSync(folder, { recursive: true })
  })
  const address = server.address()
  assert.ok(typeof address === 'object' && address !== null)
  const file = join(folder, 'gitlab.yml')
  writeFileSync(
    file,
    `omniauth:
  providers:
    - name: x
      app_id: id
      app_secret: of-this-client
      args:
        strategy_class: OmniAuth::Strategies::OAuth2Generic
        client_options: { site: 'http://127.0.0.1:${address.port}', user_info_url: /me }
`,
  )
  const { code, output } = await omniauth('doctor', file, '--url', 'https://app.example.com')
  assert.match(output, /^ok +x secret: the provider accepts client id and secret$/m)
  assert.match(output, /^0 problems, 0 warnings/m)
  assert.equal(code, 0)
})

test('an unknown command is refused', async () => {
  const { code, output } = await omniauth('doktor')
  assert.match(output, /Unknown command/)
  assert.equal(code, 2)
})
