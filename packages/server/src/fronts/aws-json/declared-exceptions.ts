import { describeOperation, type ExceptionName, type FrameworkException, type OperationName } from '@poolhouse/contract'

type Reasons<Name extends string> = Readonly<Partial<Record<Name, string>>>

const framework = 'The framework around the API throws it for every operation. The model of the API does not list it.'

/** The exceptions that every operation may throw, in addition to its own list. */
const everywhere: Readonly<Record<FrameworkException, string>> & Reasons<ExceptionName> = {
  ExpiredTokenException: framework,
  IncompleteSignatureException: framework,
  InvalidSignatureException: framework,
  MissingAuthenticationTokenException: framework,
  SerializationException: framework,
  ThrottlingException: framework,
  UnknownOperationException: framework,
  UnrecognizedClientException: framework,
  InternalErrorException: 'Any operation may have a bug. Newer operations list it under another name.',
}

/** The exceptions that an operation throws although AWS does not list them for it, and why. */
const beyondTheContract: Readonly<Partial<Record<OperationName, Reasons<ExceptionName>>>> = {
  GlobalSignOut: {
    UserNotFoundException:
      'The user may be deleted. GetUser lists it, and the front checks all access tokens in the same way.',
  },
  RevokeToken: {
    NotAuthorizedException: 'A wrong client secret is refused as in GetTokensFromRefreshToken, which lists it.',
    ResourceNotFoundException: 'The front refuses an unknown client in the same way for all operations.',
  },
}

/** Whether clients of an operation must expect an exception: AWS lists it, or one of the two lists here does. */
export function isDeclared(operation: OperationName, exception: ExceptionName): boolean {
  return (
    describeOperation(operation).errors.includes(exception) ||
    Object.hasOwn(everywhere, exception) ||
    Object.hasOwn(beyondTheContract[operation] ?? {}, exception)
  )
}
