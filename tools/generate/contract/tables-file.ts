import { HEADER } from '../output.ts'
import type { ApiModel, TypeModel } from './api-model.ts'

/**
 * Writes the API as data. Each structure is one line of text (`Name!:Type`, `!` for required). The contract parses it when the
 * shape is first used, so that the server starts faster.
 */
export function tablesFile(model: ApiModel): string {
  return [
    HEADER,
    "import type { ExceptionRow, OperationRow, TypeRow } from '../tables.ts'\n\n",
    table(
      'operations',
      'OperationRow',
      model.operations.map((operation) => [operation.name, operationRow(operation)]),
    ),
    table(
      'structures',
      'string',
      model.structures.map(({ name, members }) => [name, membersText(members)]),
    ),
    table(
      'types',
      'TypeRow',
      Object.entries(model.types).map(([name, type]) => [name, typeRow(type)]),
    ),
    table(
      'enums',
      'readonly string[]',
      Object.entries(model.enums).map(([name, values]) => [name, literal(values)]),
    ),
    table(
      'modelledExceptions',
      'ExceptionRow',
      model.exceptions.map((row) => [row.name, exceptionRow(row)]),
    ),
  ].join('\n')
}

function table(name: string, type: string, rows: readonly (readonly [string, string])[]): string {
  return `export const ${name}: Readonly<Record<string, ${type}>> = {\n${rows.map(([key, value]) => `  ${key}: ${value},\n`).join('')}}\n`
}

const operationRow = ({ input, output, caller, errors }: ApiModel['operations'][number]): string =>
  `{ input: '${input}', ${output === undefined ? '' : `output: '${output}', `}caller: '${caller}', errors: '${errors.join(' ')}' }`

const membersText = (members: ApiModel['structures'][number]['members']): string =>
  `'${members.map(({ name, type, required }) => `${name}${required ? '!' : ''}:${type}`).join(' ')}'`

const typeRow = (type: TypeModel): string =>
  `{ ${Object.entries(type)
    .map(([key, value]) => `${key}: ${literal(value)}`)
    .join(', ')} }`

const exceptionRow = ({ fault, members }: ApiModel['exceptions'][number]): string =>
  `{ fault: '${fault}'${members.includes('reasonCode') ? ', reasonCode: true' : ''} }`

function literal(value: unknown): string {
  if (typeof value === 'string') return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`
  return JSON.stringify(value)
}
