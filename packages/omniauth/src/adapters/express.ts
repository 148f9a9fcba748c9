import type { AdapterRoute } from './adapter-route.ts'
import { answerNodeRequest, type NodeRequest, type NodeResponse } from './node.ts'

/**
 * OmniAuth as middleware of Express 4 and 5: `app.use(expressHandler({ handler, fullHost }))`, before or after the body
 * parsers. Other requests go to the next handler. Errors that the application's functions throw go to the error
 * handlers.
 */
export function expressHandler(
  route: AdapterRoute,
): (request: NodeRequest, response: NodeResponse, next: (error?: unknown) => void) => void {
  return (request, response, next) => {
    answerNodeRequest(route, request, response).then((answered) => {
      if (!answered) next()
    }, next)
  }
}
