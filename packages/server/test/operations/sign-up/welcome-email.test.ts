import { fileURLToPath } from 'node:url'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startPool, type TestPool } from '../../start-pool.ts'

const arn = 'arn:aws:lambda:us-east-1:000000000000:function:welcome-email'
const file = fileURLToPath(new URL('../../../../../examples/welcome-email/index.mjs', import.meta.url))

const received: string[] = []
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  onData(stream, _session, done) {
    let content = ''
    stream.setEncoding('utf8').on('data', (part: string) => {
      content += part
    })
    stream.on('end', () => {
      received.push(content)
      done()
    })
  },
})

let smtpPort = 0
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  smtpPort = (server.server.address() as { port: number }).port
})
afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())))

async function signUpAndConfirm(pool: TestPool) {
  await pool.api.call('SignUp', {
    ClientId: pool.clientId,
    Username: 'ada',
    Password: 'Correct-horse-1',
    UserAttributes: [{ Name: 'email', Value: 'ada@example.com' }],
  })
  const ConfirmationCode = await pool.newestCode()
  return await pool.api.call('ConfirmSignUp', { ClientId: pool.clientId, Username: 'ada', ConfirmationCode })
}

const poolOf = (settings: Record<string, unknown>) =>
  startPool({ pool: { AutoVerifiedAttributes: ['email'], LambdaConfig: { PostConfirmation: arn } }, settings })

test('the function of poolhouse.yaml sends a welcome mail to a user who confirms the sign-up', async () => {
  const environment = { SMTP_HOST: '127.0.0.1', SMTP_PORT: String(smtpPort) }
  const pool = await poolOf({ triggers: { functions: { [arn]: { file, environment } } } })
  expect(await signUpAndConfirm(pool)).toEqual({})
  expect(received).toHaveLength(1)
  expect(received[0]).toMatch(/^To: ada@example\.com\r?$/m)
  expect(received[0]).toMatch(/^Subject: Welcome!\r?$/m)
})

test('a pool may have an ARN without a function, and the error of its call names poolhouse.yaml', async () => {
  const pool = await poolOf({})
  await expect(signUpAndConfirm(pool)).rejects.toMatchObject({
    name: 'UnexpectedLambdaException',
    message: expect.stringMatching(/^PostConfirmation invocation failed due to error .*poolhouse\.yaml/),
  })
  await expect(
    pool.admin.call('AdminGetUser', { UserPoolId: pool.userPoolId, Username: 'ada' }),
  ).resolves.toMatchObject({ UserStatus: 'CONFIRMED' })
})
