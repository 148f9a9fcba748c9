import { describeOperation, type ExceptionName, type FrameworkException, type OperationName } from '@poolhouse/contract'

type Reasons<Name extends string> = Readonly<Partial<Record<Name, string>>>

const framework = 'The framework around the API answers it, for every operation; the model of the API does not list it.'

/** What every operation may answer, whatever its own list says. */
const everywhere: Readonly<Record<FrameworkException, string>> & Reasons<ExceptionName> = {
  ExpiredTokenException: framework,
  IncompleteSignatureException: framework,
  InvalidSignatureException: framework,
  MissingAuthenticationTokenException: framework,
  SerializationException: framework,
  ThrottlingException: framework,
  UnknownOperationException: framework,
  UnrecognizedClientException: framework,
  InternalErrorException: 'Any operation may meet a bug. Newer operations list it under another name.',
}

/** What an operation answers beyond the list that AWS gives for it, and why. */
const beyondTheContract: Readonly<Partial<Record<OperationName, Reasons<ExceptionName>>>> = {
  GlobalSignOut: {
    UserNotFoundException:
      'Its user may be deleted. GetUser lists it, and the front checks all access tokens in one way.',
  },
  RevokeToken: {
    NotAuthorizedException: 'A wrong client secret is refused as in GetTokensFromRefreshToken, which lists it.',
    ResourceNotFoundException: 'The front refuses an unknown client in one way for all operations.',
  },
}

/** Whether clients of an operation must expect an exception: AWS lists it, or one of the two lists here has a reason. */
export function isDeclared(operation: OperationName, exception: ExceptionName): boolean {
  return (
    describeOperation(operation).errors.includes(exception) ||
    Object.hasOwn(everywhere, exception) ||
    Object.hasOwn(beyondTheContract[operation] ?? {}, exception)
  )
}
