import { HEADER } from '../output.ts'
import { type ApiModel, type StructureModel, typescriptOf } from './api-model.ts'

/** Writes the TypeScript of every shape, and `Operations`, which has all types of an operation by its name. */
export function typesFile(model: ApiModel): string {
  const enums = Object.entries(model.enums).map(
    ([name, values]) => `export type ${name} = ${values.map((value) => `'${value}'`).join(' | ')}\n`,
  )
  const structures = model.structures.map((structure) => interfaceOf(structure, model))
  return [HEADER, ...enums, '\n', ...structures, exceptionsOf(model), operationsOf(model)].join('')
}

function interfaceOf({ name, members }: StructureModel, model: ApiModel): string {
  if (members.length === 0) return `export type ${name} = Record<string, never>\n\n`
  const lines = members.map((member) => {
    const type = typescriptOf(member.type, model.types, model)
    return `  ${member.name}${member.required ? `: ${type}` : `?: ${type} | undefined`}\n`
  })
  return `export interface ${name} {\n${lines.join('')}}\n\n`
}

const exceptionsOf = ({ exceptions }: ApiModel): string =>
  `/** The exceptions in the API's model. */\nexport type ModelledException =\n${exceptions.map(({ name }) => `  | '${name}'\n`).join('')}\n`

function operationsOf({ operations }: ApiModel): string {
  const lines = operations.map(
    ({ name, input, output, caller, errors }) =>
      `  ${name}: { input: ${input}; output: ${output ?? 'Record<string, never>'}; caller: '${caller}'; throws: ${errors.map((error) => `'${error}'`).join(' | ')} }\n`,
  )
  return `/** Every operation by name, with its input, output, caller and exceptions. */\nexport interface Operations {\n${lines.join('')}}\n`
}
