import { CognitoException } from './exception.ts'

/** The function threw an error to refuse. The client gets its message. `trigger` is a short name such as `PreSignUp`. */
export const triggerRefused = (trigger: string, message: string): CognitoException =>
  new CognitoException('UserLambdaValidationException', `${trigger} failed with error ${message}.`, {
    reason: 'trigger-refused',
    params: { trigger, error: message },
  })

/** The function did not run, or did not finish. `code` says why, such as `AccessDeniedException`. */
export const triggerInvocationFailed = (
  trigger: string,
  { code, cause }: { code: string; cause?: unknown },
): CognitoException =>
  new CognitoException('UnexpectedLambdaException', `${trigger} invocation failed due to error ${code}.`, {
    reason: 'trigger-invocation-failed',
    params: { trigger, code },
    cause,
  })

/** The function returned a value that is not an event of this trigger. */
export const unrecognizableLambdaOutput = (cause?: unknown): CognitoException =>
  new CognitoException('InvalidLambdaResponseException', 'Unrecognizable lambda output', {
    reason: 'unrecognizable-lambda-output',
    cause,
  })
