import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { DescribeUserPoolClientCommand } from '@aws-sdk/client-cognito-identity-provider'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, onTestFinished, test } from 'vitest'
import { seedRb } from '../../packages/omniauth/test/seed-block.ts'
import { addUser } from './support/add-user.ts'
import { openChromium } from './support/chromium.ts'
import { dataFolder, type Started, startAll } from './support/first-run.ts'
import { freePorts } from './support/free-port.ts'
import { account, signInWithCognito } from './support/person.ts'
import { runProgram, start, stopPrograms } from './support/program.ts'

const folder = dataFolder()
let browser: Browser

beforeAll(async () => {
  browser = await openChromium()
})
afterEach(stopPrograms)
afterAll(async () => {
  await browser?.close()
  folder.remove()
})

async function openPage(): Promise<Page> {
  const context = await browser.newContext()
  context.setDefaultTimeout(15_000)
  onTestFinished(() => context.close())
  return await context.newPage()
}

/** The account of the printed user at Forge. */
async function printedAccount({ state }: Started): Promise<Awaited<ReturnType<typeof account>>> {
  const page = await openPage()
  await signInWithCognito(page, state.forgeUrl, state.user)
  return await account(page)
}

test('a second run uses the same data, accepts the block of the seed, and follows new ports', async () => {
  const first = await startAll(folder.data)
  const ada = await printedAccount(first)
  await first.stop()

  // The seed's block. Only site, id and secret are changed.
  const { baseUrl, clientId, clientSecret } = first.state
  const block = seedRb
    .replace('https://your_domain.auth.your_region.amazoncognito.com', baseUrl)
    .replace('CLIENT ID', clientId)
    .replace('CLIENT SECRET', clientSecret)
  const file = join(folder.data, 'gitlab.rb')
  writeFileSync(file, block)

  const second = await startAll(folder.data, first.ports)
  expect(second.state).toEqual(first.state)
  expect(second.program.output()).not.toMatch(/^(Made|Wrote|Updated)/m)
  expect(readFileSync(file, 'utf8')).toBe(block)
  expect(await printedAccount(second)).toEqual(ada)

  // By default an administrator must approve new accounts, and the block does not change that.
  const newcomer = { email: 'newcomer@example.com', password: 'Brand-new-1' }
  await addUser(second.client, { userPoolId: second.state.userPoolId, ...newcomer })
  const page = await openPage()
  await page.goto(`${second.state.forgeUrl}/users/sign_in`)
  await page.getByTestId('cognito-sign-in-button').click()
  await page.getByLabel('Email address').fill(newcomer.email)
  await page.getByLabel('Password', { exact: true }).fill(newcomer.password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.waitForURL(/\/users\/sign_in/)
  expect(await page.getByRole('alert').innerText()).toMatch(/pending approval/)
  await second.stop()

  const third = await startAll(folder.data, (await freePorts(2)) as [number, number])
  const callback = `${third.state.forgeUrl}/users/auth/cognito/callback`
  expect(third.program.output()).toContain(`Updated the app client's callback URL to ${callback}.`)
  expect(third.program.output()).toContain(`Updated the provider's address in ${file} to ${third.state.baseUrl}.`)
  expect(readFileSync(file, 'utf8')).toBe(block.replace(baseUrl, third.state.baseUrl))
  const { UserPoolClient } = await third.client.send(
    new DescribeUserPoolClientCommand({ UserPoolId: third.state.userPoolId, ClientId: clientId }),
  )
  expect(UserPoolClient?.CallbackURLs).toEqual([callback])
  expect(UserPoolClient?.LogoutURLs).toEqual([callback.replace('/auth/cognito/callback', '/sign_in')])
  expect(await printedAccount(third)).toEqual(ada)
  await third.stop()
})

test.each([
  ['--port', 0],
  ['--forge-port', 1],
] as const)('an occupied port is refused with the flag %s, and nothing is started', async (flag, index) => {
  const { data, remove } = dataFolder()
  onTestFinished(remove)
  const ports = await freePorts(2)
  const squatter = createServer()
  await new Promise<void>((resolve) => squatter.listen(ports[index], '127.0.0.1', resolve))
  onTestFinished(() => void squatter.close())
  const [port, forgePort] = ports.map(String)
  const words = start('--port', port ?? '', '--forge-port', forgePort ?? '', '--data', data)
  const { code, stdout, stderr } = await runProgram(words)
  expect(code).toBe(1)
  expect(stdout).not.toContain('Poolhouse is ready')
  expect(stderr).toMatch(new RegExp(`[Pp]ort ${ports[index]} is already in use.*${flag} `))
  expect(stderr).not.toMatch(/\n\s+at /)
})

test('an unknown flag is refused with the list of flags', async () => {
  const { code, stderr } = await runProgram(start('--prot', '1'))
  expect(code).toBe(1)
  expect(stderr).toMatch(/Unknown option --prot\. Did you mean --port\?[\s\S]*--forge-port PORT/)
})
