import { operations } from '../../packages/server/src/fronts/aws-json/registry.ts'
import { compatibilityPage } from './compatibility-page.ts'
import type { GeneratedFile } from './output.ts'

/** Makes `docs/compatibility.md` from the contract and from the `actsOn` of the registered operations. */
export async function generateCompatibility(): Promise<readonly GeneratedFile[]> {
  return [{ path: 'docs/compatibility.md', content: compatibilityPage(operations) }]
}
