import type { AdapterRoute } from './adapter-route.ts'
import { answerNodeRequest, type NodeRequest, type NodeResponse } from './node.ts'

/**
 * OmniAuth as middleware of Express 4 and 5: `app.use(expressHandler({ handler, fullHost }))`, before or after the parsers of bodies.
 * What is not OmniAuth's goes to the next handler, and what the application's own functions throw to the error handlers.
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
