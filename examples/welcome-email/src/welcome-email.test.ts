import { fileURLToPath, pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, expect, test } from 'vitest'

const mails: { to: string[]; content: string }[] = []
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  onData(stream, session, done) {
    let content = ''
    stream.setEncoding('utf8').on('data', (part: string) => {
      content += part
    })
    stream.on('end', () => {
      mails.push({ to: session.envelope.rcptTo.map(({ address }) => address), content })
      done()
    })
  },
})

let port = 0
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.server.address() as { port: number }).port
})
afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())))

const file = pathToFileURL(fileURLToPath(new URL('../index.mjs', import.meta.url))).href

/** Runs the handler in a new thread, because it reads the environment when it is loaded. */
function invoke(event: unknown, env: Record<string, string>): Promise<unknown> {
  const code = `const { parentPort, workerData } = require('node:worker_threads')
    import(workerData.file).then(({ handler }) => handler(workerData.event)).then((result) => parentPort.postMessage(result))`
  return new Promise((resolve, reject) => {
    const worker = new Worker(code, { eval: true, env, workerData: { file, event }, execArgv: [] })
    worker.once('message', (result) => {
      resolve(result)
      void worker.terminate()
    })
    worker.once('error', reject)
  })
}

const event = (triggerSource: string) => ({
  triggerSource,
  request: { userAttributes: { email: 'ada@example.com', given_name: 'Ada' } },
  response: {},
})

test('welcomes a user who has confirmed the sign-up, and returns the event unchanged', async () => {
  const confirmed = event('PostConfirmation_ConfirmSignUp')
  await expect(invoke(confirmed, { SMTP_HOST: '127.0.0.1', SMTP_PORT: String(port) })).resolves.toEqual(confirmed)
  expect(mails.map(({ to }) => to)).toEqual([['ada@example.com']])
  expect(mails[0]?.content).toContain('Hello Ada,')
})

test('accepts SMTP_URL, and sends nothing after a password reset', async () => {
  mails.length = 0
  const environment = { SMTP_URL: `smtp://127.0.0.1:${port}` }
  await invoke(event('PostConfirmation_ConfirmForgotPassword'), environment)
  expect(mails).toEqual([])
  await invoke(event('PostConfirmation_ConfirmSignUp'), environment)
  expect(mails).toHaveLength(1)
})
