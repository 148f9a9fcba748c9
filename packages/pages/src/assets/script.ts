import { browserScript } from '#generated/browser-script'
import { type Asset, asset } from './asset.ts'

/** The script of `browser/pages.ts`, as `npm run generate` compiles it. */
export const script: Asset = asset({
  name: 'pages',
  extension: 'js',
  contentType: 'text/javascript; charset=utf-8',
  content: browserScript,
})
