import { CognitoException } from './exception.ts'

/** The function ran and threw; its message goes to the client, which is how functions refuse. `trigger` is its short name, as `PreSignUp`. */
export const triggerRefused = (trigger: string, message: string): CognitoException =>
  new CognitoException('UserLambdaValidationException', `${trigger} failed with error ${message}.`, {
    reason: 'trigger-refused',
    params: { trigger, error: message },
  })

/** The function could not be run at all; `code` is a word for why, as `AccessDeniedException`. */
export const triggerInvocationFailed = (
  trigger: string,
  { code, cause }: { code: string; cause?: unknown },
): CognitoException =>
  new CognitoException('UnexpectedLambdaException', `${trigger} invocation failed due to error ${code}.`, {
    reason: 'trigger-invocation-failed',
    params: { trigger, code },
    cause,
  })

/** The function answered something that is not an event of this trigger. */
export const unrecognizableLambdaOutput = (cause?: unknown): CognitoException =>
  new CognitoException('InvalidLambdaResponseException', 'Unrecognizable lambda output', {
    reason: 'unrecognizable-lambda-output',
    cause,
  })
