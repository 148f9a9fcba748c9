import type { Texts } from '@poolhouse/pages'

/** The text of an error page, and the error code for developers if there is one. */
export function pageErrorText({ pageErrors, error }: Texts, code: string): { message: string; reference?: string } {
  return isPageError(pageErrors, code) ? { message: pageErrors[code], reference: code } : { message: error.unknown }
}

const isPageError = (texts: Texts['pageErrors'], code: string): code is keyof Texts['pageErrors'] =>
  Object.hasOwn(texts, code)
