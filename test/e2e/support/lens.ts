import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'

const results = fileURLToPath(new URL('../../../test-results/', import.meta.url))
const desk = { width: 1280, height: 860 }
const phone = { width: 375, height: 760 }

/** Takes pictures of a page into `test-results/FOLDER`: nothing may be wider than the window, and every field and button must have a name. */
export interface Lens {
  /** On a wide screen, in light. */
  look(page: Page, station: string): Promise<void>
  /** On a wide screen and on a phone, each in light and dark. */
  lookAround(page: Page, station: string): Promise<void>
}

export function lens(folder: string): Lens {
  mkdirSync(`${results}${folder}`, { recursive: true })
  const take = async (page: Page, station: string) => {
    const path = `${results}${folder}/${station}.png`
    await page.screenshot({ path, fullPage: true, animations: 'disabled' })
    expect({ station, ...((await page.evaluate(faults)) as object) }).toEqual({ station, overhang: 0, nameless: [] })
  }
  return {
    async look(page, station) {
      await page.waitForLoadState()
      await take(page, station)
    },
    async lookAround(page, station) {
      await page.waitForLoadState()
      for (const [device, viewport] of Object.entries({ desk, phone })) {
        await page.setViewportSize(viewport)
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme })
          await take(page, `${station}-${device}-${colorScheme}`)
        }
      }
      await page.emulateMedia({ colorScheme: 'light' })
      await page.setViewportSize(desk)
    },
  }
}

const faults = `({
  overhang: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  nameless: [...document.querySelectorAll('input:not([type=hidden], [hidden]), select, button, a')]
    .filter((one) => !one.labels?.length && !one.innerText?.trim() && !one.textContent?.trim() && !one.ariaLabel)
    .map((one) => one.outerHTML),
})`
