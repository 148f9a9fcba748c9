import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { reconfigure } from '../../../apps/forge/src/cli/reconfigure.ts'
import type { Stage } from '../../../apps/forge/test/support/forge.ts'

/** Where a person can look at them. */
const pictures = fileURLToPath(new URL('../../../test-results/forge/', import.meta.url))

/** Forge in a browser, with a configuration that changes while it runs. */
export interface ForgeVisit {
  /** Writes other settings and has the running Forge take them up. */
  switchTo(settings: Parameters<Stage['configure']>[0]): Promise<void>
  /** The same with a whole `gitlab.rb`. */
  switchToFile(text: string): Promise<void>
  /** A browser that nobody has used yet, at Forge's sign-in page. */
  newcomer(): Promise<Page>
  /** Comes with the provider as this person; the page is where that leads. */
  come(person: Record<string, unknown>, page?: Page): Promise<Page>
  withPassword(login: string, password: string, page?: Page): Promise<Page>
  /** Takes a picture of the whole page, and sees that it does not scroll sideways. */
  look(page: Page, name: string): Promise<void>
  /** What browsers complained of: scripts that failed, the content security policy. */
  readonly complaints: string[]
  end(): Promise<void>
}

export function visitForge(stage: Stage, browser: Browser): ForgeVisit {
  mkdirSync(pictures, { recursive: true })
  const contexts: BrowserContext[] = []
  const complaints: string[] = []
  const visit: ForgeVisit = {
    complaints,
    async switchTo(settings) {
      stage.configure(settings)
      await reconfigure(stage.dataFolder)
    },
    async switchToFile(text) {
      writeFileSync(join(stage.folder, 'gitlab.rb'), text)
      await reconfigure(stage.dataFolder)
    },
    async newcomer() {
      const context = await browser.newContext({ viewport: { width: 1100, height: 800 } })
      contexts.push(context)
      const page = await context.newPage()
      page.on('pageerror', (error) => complaints.push(String(error)))
      page.on('console', (message) => {
        if (message.text().includes('Content Security Policy')) complaints.push(message.text())
      })
      await page.goto(`${stage.url}/users/sign_in?auto_sign_in=false`)
      return page
    },
    async come(person, given) {
      const page = given ?? (await visit.newcomer())
      stage.provider.person = person
      await page.getByTestId('cognito-sign-in-button').click()
      await page.waitForLoadState()
      return page
    },
    async withPassword(login, password, given) {
      const page = given ?? (await visit.newcomer())
      await page.getByLabel('Username or primary email').fill(login)
      await page.getByLabel('Password').fill(password)
      await page.getByRole('button', { name: 'Sign in', exact: true }).click()
      await page.waitForLoadState()
      return page
    },
    async look(page, name) {
      await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true })
      const sideways = await page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth')
      if (sideways > 0) complaints.push(`${name} scrolls sideways by ${sideways} pixels`)
    },
    async end() {
      await Promise.all(contexts.map((context) => context.close()))
    },
  }
  return visit
}
