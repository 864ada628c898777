import http from 'node:http'

export type Load = { runs: number; seconds: number; p50: number; p95: number; perSecond: number; failed: number }

/** Calls one address from so many callers at once for so long; latencies in milliseconds. */
export async function load(url: string, key: string, body: object, callers: number, seconds: number): Promise<Load> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: callers })
  const text = JSON.stringify(body)
  const times: number[] = []
  let failed = 0
  const end = performance.now() + seconds * 1000
  const began = performance.now()
  const caller = async () => {
    while (performance.now() < end) {
      const at = performance.now()
      const status = await post(agent, url, key, text)
      if (status === 200) times.push(performance.now() - at)
      else failed += 1
    }
  }
  await Promise.all(Array.from({ length: callers }, caller))
  const took = (performance.now() - began) / 1000
  agent.destroy()
  times.sort((a, b) => a - b)
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN
  return { runs: times.length, seconds: took, p50: at(0.5), p95: at(0.95), perSecond: times.length / took, failed }
}

function post(agent: http.Agent, url: string, key: string, body: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), 'x-api-key': key }
    const request = http.request(url, { method: 'POST', agent, headers }, (response) => {
      response.resume()
      response.on('end', () => resolve(response.statusCode ?? 0))
    })
    request.on('error', reject)
    request.end(body)
  })
}
