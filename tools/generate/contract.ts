import { readApiModel } from './contract/api-model.ts'
import { tablesFile } from './contract/tables-file.ts'
import { typesFile } from './contract/types-file.ts'
import type { GeneratedFile } from './output.ts'

/** Makes `packages/contract/src/generated` from the schemas of the installed SDK and `contract/constraints.json`. */
export async function generateContract(): Promise<readonly GeneratedFile[]> {
  const model = await readApiModel()
  return [
    { path: 'packages/contract/src/generated/types.ts', content: typesFile(model) },
    { path: 'packages/contract/src/generated/tables.ts', content: tablesFile(model) },
  ]
}
