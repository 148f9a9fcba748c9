export {
  type BlobShape,
  describeOperation,
  describeStructure,
  faultOf,
  type IntegerShape,
  isOperationName,
  type ListShape,
  type MapShape,
  type Member,
  modelledExceptionNames,
  type OperationDescription,
  operationNames,
  type Shape,
  type StringShape,
  type StructureShape,
} from './contract.ts'
export type * from './generated/types.ts'
export type { Caller, ExceptionName, FrameworkException, OperationName } from './tables.ts'
