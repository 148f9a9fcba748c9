import { describe, expect, it } from 'vitest'
import { dark, light, type Palette } from './palette.ts'

/** @see https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const channel = Number.parseInt(colour.slice(start, start + 2), 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (lighter + 0.05) / (darker + 0.05)
}

const text: readonly (readonly [keyof Palette, keyof Palette])[] = [
  ['ink', 'surface'],
  ['ink', 'canvas'],
  ['ink', 'field'],
  ['muted', 'surface'],
  ['muted', 'canvas'],
  ['muted', 'water'],
  ['link', 'surface'],
  ['link', 'canvas'],
  ['link', 'field'],
  ['on-accent', 'accent'],
  ['on-accent', 'accent-hover'],
  ['error', 'surface'],
  ['error', 'error-surface'],
  ['success', 'surface'],
  ['success', 'success-surface'],
]
const shapes: readonly (readonly [keyof Palette, keyof Palette])[] = [
  ['field-edge', 'surface'],
  ['focus', 'surface'],
  ['focus', 'canvas'],
  ['error', 'field'],
]

describe.each([
  ['light', light],
  ['dark', dark],
])('the %s palette', (_, palette) => {
  it.each(text)('%s can be read on %s (WCAG AA)', (front, back) => {
    expect(contrast(palette[front], palette[back])).toBeGreaterThanOrEqual(4.5)
  })

  it.each(shapes)('%s differs enough from %s (WCAG AA)', (front, back) => {
    expect(contrast(palette[front], palette[back])).toBeGreaterThanOrEqual(3)
  })
})
