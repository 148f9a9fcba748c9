/** Any origin may call, but without cookies: the API uses no credential that a browser adds by itself. */
export const corsHeaders: Readonly<Record<string, string>> = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date',
}

const usualHeaders =
  'content-type,x-amz-target,x-amz-user-agent,cache-control,authorization,x-amz-date,x-amz-content-sha256,x-amz-security-token,amz-sdk-invocation-id,amz-sdk-request'

/** @see https://fetch.spec.whatwg.org/#cors-preflight-fetch */
export function preflightHeaders(asked: string | undefined): Record<string, string> {
  return {
    'access-control-allow-methods': 'POST',
    'access-control-allow-headers': asked !== undefined && isListOfNames(asked) ? asked : usualHeaders,
    'access-control-max-age': '172800',
  }
}

const isListOfNames = (text: string): boolean => text.length <= 1024 && /^[\w-]+(?:, ?[\w-]+)*$/.test(text)
