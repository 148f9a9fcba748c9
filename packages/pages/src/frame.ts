import { poolhouseBranding } from '#branding'
import { textsFor } from '#texts/languages'
import type { Frame } from '#view-models'

/** The frame of a page, in the first of the wanted languages that the pages have. */
export const frameFor = (...wanted: readonly (string | undefined)[]): Frame => ({
  texts: textsFor(...wanted),
  branding: poolhouseBranding,
})
