import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { systemRandom } from '#foundation/crypto/random'
import { memoryLog } from '#foundation/log'
import { FunctionThrew, InvocationFailed } from '../invoke.ts'
import type { TriggerEvent } from '../trigger.ts'
import { createInProcessTransport } from './in-process.ts'
import { createTriggerRouter } from './router.ts'

const folder = mkdtempSync(join(tmpdir(), 'functions-'))
const log = memoryLog()
const open: { close(): Promise<void> }[] = []
afterAll(async () => {
  await Promise.all(open.map((invoker) => invoker.close()))
  rmSync(folder, { recursive: true })
})

let count = 0
function invoker(source: string, { extension = 'mjs', timeout = 5_000, environment = {} } = {}) {
  const file = join(folder, `function-${count++}.${extension}`)
  writeFileSync(file, source)
  const transport = createInProcessTransport({ log, random: systemRandom }, { [arn]: { file, environment, timeout } })
  const made = createTriggerRouter({ log }, [transport])
  open.push(made)
  return made
}

const arn = 'arn:aws:lambda:us-east-1:000000000000:function:welcome'
const event: TriggerEvent = {
  version: '1',
  region: 'us-east-1',
  userPoolId: 'us-east-1_Abc123xyz',
  userName: 'ada',
  callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: 'client' },
  triggerSource: 'PostConfirmation_ConfirmSignUp',
  request: { userAttributes: { email: 'ada@example.com' } },
  response: {},
}

test.each([
  ['ESM, async', 'mjs', 'export const handler = async (event) => event'],
  [
    'ESM, callback',
    'mjs',
    'export const handler = (event, context, callback) => setImmediate(() => callback(null, event))',
  ],
  ['CommonJS, async', 'cjs', 'exports.handler = async (event) => event'],
  ['CommonJS, callback', 'cjs', 'module.exports = { handler(event, context, done) { done(null, event) } }'],
])('a Lambda handler runs unchanged: %s', async (_, extension, source) => {
  await expect(invoker(source, { extension }).invoke(arn, event)).resolves.toEqual(event)
})

test('a function has only its configured environment', async () => {
  const source = 'export const handler = async (event) => ({ ...event, response: { ...process.env } })'
  const result = await invoker(source, { environment: { SMTP_HOST: 'mail' } }).invoke(arn, event)
  expect(result).toMatchObject({ response: { SMTP_HOST: 'mail' } })
  expect(Object.keys((result as TriggerEvent).response)).toEqual(['SMTP_HOST'])
})

test('a function gets its context, and its output goes to the log', async () => {
  const source = `export const handler = async (event, context) => {
    console.log('greeting', event.userName)
    return { ...event, response: { name: context.functionName, left: context.getRemainingTimeInMillis() > 1000 } }
  }`
  await expect(invoker(source).invoke(arn, event)).resolves.toMatchObject({ response: { name: 'welcome', left: true } })
  await expect
    .poll(() => log.entries)
    .toContainEqual({ level: 'info', event: 'function-output', fields: { arn, text: 'greeting ada' } })
})

test.each([
  ["export const handler = async () => { throw new Error('Invite only') }", 'Invite only'],
  ["export const handler = () => { throw 'plain text' }", 'plain text'],
  ["export const handler = (event, context, callback) => callback(new Error('called back'))", 'called back'],
])('the caller gets the error that a function throws: %s', async (source, message) => {
  await expect(invoker(source).invoke(arn, event)).rejects.toEqual(new FunctionThrew(message))
})

test('the thread stays warm, and handles one event after another', async () => {
  const source = `let calls = 0, inside = 0
    export const handler = async (event) => {
      if (++inside > 1) throw new Error('two at once')
      await new Promise((resolve) => setImmediate(resolve))
      inside--
      return { ...event, response: { call: ++calls } }
    }`
  const warm = invoker(source)
  const results = await Promise.all([1, 2, 3].map(() => warm.invoke(arn, event)))
  expect(results).toMatchObject([{ response: { call: 1 } }, { response: { call: 2 } }, { response: { call: 3 } }])
})

test('a function that never returns or blocks its thread is stopped after the timeout and replaced', async () => {
  const source = `export const handler = async (event) => {
    if (event.userName === 'hangs') await new Promise((resolve) => setTimeout(resolve, 60_000))
    if (event.userName === 'spins') for (;;);
    return event
  }`
  const slow = invoker(source, { timeout: 2000 })
  for (const userName of ['hangs', 'spins']) {
    const refused = slow.invoke(arn, { ...event, userName })
    await expect(refused).rejects.toEqual(new InvocationFailed('Socket timeout while invoking Lambda function'))
  }
  await expect(slow.invoke(arn, event)).resolves.toEqual(event)
})

test('a function that ends its thread is replaced at the next event', async () => {
  const source = `export const handler = async (event) => {
    if (event.userName === 'exits') process.exit(1)
    if (event.userName === 'crashes') setImmediate(() => { throw new Error('late') })
    if (event.userName === 'crashes') return await new Promise(() => {})
    return event
  }`
  const fragile = invoker(source)
  for (const userName of ['exits', 'crashes']) {
    await expect(fragile.invoke(arn, { ...event, userName })).rejects.toBeInstanceOf(InvocationFailed)
  }
  await expect(fragile.invoke(arn, event)).resolves.toEqual(event)
})

test.each([
  ['not JavaScript at all', 'Runtime.ImportModuleError'],
  ['export const other = 1', 'Runtime.ImportModuleError'],
])('a module that can not be loaded is refused: %s', async (source, code) => {
  await expect(invoker(source).invoke(arn, event)).rejects.toEqual(new InvocationFailed(code))
})

test('the error for an unknown ARN names the setting to change', async () => {
  await expect(invoker('').invoke(`${arn}-other`, event)).rejects.toThrow('poolhouse.yaml')
})
