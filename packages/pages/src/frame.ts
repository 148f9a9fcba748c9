import { poolhouseBranding } from '#branding'
import { textsFor } from '#texts/languages'
import type { Frame } from '#view-models'

/** What a page is made with, in the first of the wanted languages that is spoken here. */
export const frameFor = (...wanted: readonly (string | undefined)[]): Frame => ({
  texts: textsFor(...wanted),
  branding: poolhouseBranding,
})
