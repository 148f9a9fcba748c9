import { isOperationName, type OperationName } from '@poolhouse/contract'
import { unknownOperation } from '#foundation/exceptions/requests'

const servicePrefix = 'AWSCognitoIdentityProviderService.'

/** The operation that the `X-Amz-Target` header names. */
export function operationOf(target: string | readonly string[] | undefined): OperationName {
  if (typeof target !== 'string' || !target.startsWith(servicePrefix)) throw unknownOperation()
  const name = target.slice(servicePrefix.length)
  if (!isOperationName(name)) throw unknownOperation()
  return name
}
