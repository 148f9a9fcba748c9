import { Html } from '#markup/html'
import { type Asset, asset } from './asset.ts'

const roof = 'M6.8 15.2 16 7.6l9.2 7.6'
const upperWave = 'M6.8 20.2q2.3-2.2 4.6 0t4.6 0 4.6 0 4.6 0'
const lowerWave = 'M6.8 25q2.3-2.2 4.6 0t4.6 0 4.6 0 4.6 0'

/** The Poolhouse mark, a roof over water, in the colours of the page. It has no label, because a name is always next to it. */
export const mark: Html = new Html(
  `<svg class="mark" viewBox="0 0 32 32" width="44" height="44" aria-hidden="true" focusable="false"><rect class="mark-tile" width="32" height="32" rx="9"/><path class="mark-roof" d="${roof}"/><path class="mark-wave" d="${upperWave}"/><path class="mark-wave mark-far" d="${lowerWave}"/></svg>`,
)

/** The same mark for the browser's tab, which does not use the style sheet. */
export const icon: Asset = asset({
  name: 'icon',
  extension: 'svg',
  contentType: 'image/svg+xml',
  content: `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" fill="none" stroke-linecap="round" stroke-linejoin="round" stroke-width="2.4"><rect width="32" height="32" rx="9" fill="#0b6575"/><path d="${roof}" stroke="#fff"/><path d="${upperWave}" stroke="#8fe3ec"/><path d="${lowerWave}" stroke="#4fb4c1"/></svg>`,
})

/** A waterline at the bottom of the page. */
export const waterline: Html = new Html(
  '<svg class="waterline" viewBox="0 0 1440 160" preserveAspectRatio="none" aria-hidden="true" focusable="false"><path class="water-far" d="M0 56q90-40 180 0t180 0 180 0 180 0 180 0 180 0 180 0 180 0V160H0z"/><path class="water-near" d="M0 92q120-36 240 0t240 0 240 0 240 0 240 0 240 0V160H0z"/></svg>',
)
