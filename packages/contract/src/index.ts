export type * from './generated/types.ts'
export type { Caller, ExceptionName, FrameworkException, OperationName } from './tables.ts'
