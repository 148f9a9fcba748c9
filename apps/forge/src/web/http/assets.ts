import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { FastifyInstance } from 'fastify'

interface Asset {
  path: string
  type: string
  content: Buffer
}

export interface Assets {
  stylesheet: Asset
  adminStylesheet: Asset
  icon: Asset
  signInScript: Asset
}

/** Reads the assets. The path contains a hash of the content, so browsers can cache it without a limit. */
export function loadAssets(): Assets {
  return {
    stylesheet: load({ name: 'forge', extension: 'css', type: 'text/css; charset=utf-8' }),
    adminStylesheet: load({ name: 'admin', extension: 'css', type: 'text/css; charset=utf-8' }),
    icon: load({ name: 'icon', extension: 'svg', type: 'image/svg+xml' }),
    signInScript: load({ name: 'sign-in', extension: 'js', type: 'text/javascript; charset=utf-8' }),
  }
}

export function serveAssets(app: FastifyInstance, assets: Assets): void {
  for (const { path, type, content } of [assets.stylesheet, assets.adminStylesheet, assets.icon, assets.signInScript]) {
    app.get(path, (_request, reply) =>
      reply.header('cache-control', 'public, max-age=31536000, immutable').type(type).send(content),
    )
  }
}

function load({ name, extension, type }: { name: string; extension: string; type: string }): Asset {
  const content = readFileSync(new URL(`../../../assets/${name}.${extension}`, import.meta.url))
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 12)
  return { path: `/assets/${name}-${hash}.${extension}`, type, content }
}
