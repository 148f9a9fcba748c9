import { operations } from '../../packages/server/src/fronts/aws-json/registry.ts'
import { compatibilityPage } from './compatibility-page.ts'
import type { GeneratedFile } from './output.ts'

/** `docs/compatibility.md`, out of the contract and what the registered operations say that they act on. */
export async function generateCompatibility(): Promise<readonly GeneratedFile[]> {
  return [{ path: 'docs/compatibility.md', content: compatibilityPage(operations) }]
}
