import type { JsonObject } from '#lib/engine/json.ts'

/** A call to be shown in several languages; the key stands in the environment variable `COUNTERSIGN_API_KEY`. */
export type SampleCall = { method: string; url: string; body: JsonObject | null }

export const SAMPLE_LANGUAGES = ['curl', 'TypeScript', 'Python'] as const
export type SampleLanguage = (typeof SAMPLE_LANGUAGES)[number]

/** Code that makes the call and prints the answer, complete as it is. */
export function sampleOf(language: SampleLanguage, call: SampleCall): string {
  return WRITERS[language](call)
}

const WRITERS: Record<SampleLanguage, (call: SampleCall) => string> = { curl, TypeScript: typescript, Python: python }

function curl({ method, url, body }: SampleCall): string {
  const lines = [
    `curl ${method === 'GET' ? '' : `-X ${method} `}${quoted(url)}`,
    '-H "X-Api-Key: $COUNTERSIGN_API_KEY"',
    ...(body ? [`-H 'Content-Type: application/json'`, `-d ${quoted(JSON.stringify(body, null, 2))}`] : []),
  ]
  return lines.join(' \\\n  ')
}

/** Text that a POSIX shell takes as one word. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}

function typescript({ method, url, body }: SampleCall): string {
  const headers = [
    `    'X-Api-Key': process.env.COUNTERSIGN_API_KEY ?? '',`,
    ...(body ? [`    'Content-Type': 'application/json',`] : []),
  ]
  return [
    `const response = await fetch(${JSON.stringify(url)}, {`,
    `  method: '${method}',`,
    '  headers: {',
    ...headers,
    '  },',
    ...(body ? [`  body: JSON.stringify(${indented(JSON.stringify(body, null, 2), '  ')}),`] : []),
    '})',
    'console.log(response.status, await response.json())',
  ].join('\n')
}

function python({ method, url, body }: SampleCall): string {
  return [
    'import json, os, urllib.error, urllib.request',
    '',
    'request = urllib.request.Request(',
    `    ${JSON.stringify(url)},`,
    `    method=${JSON.stringify(method)},`,
    '    headers={',
    '        "X-Api-Key": os.environ["COUNTERSIGN_API_KEY"],',
    ...(body ? ['        "Content-Type": "application/json",'] : []),
    '    },',
    // JSON in a JSON text: whatever it holds, Python reads it as the same text.
    ...(body ? [`    data=${JSON.stringify(JSON.stringify(body))}.encode(),`] : []),
    ')',
    'try:',
    '    response = urllib.request.urlopen(request)',
    'except urllib.error.HTTPError as refusal:',
    '    response = refusal',
    'print(response.status, json.load(response))',
  ].join('\n')
}

function indented(text: string, by: string): string {
  return text.replaceAll('\n', `\n${by}`)
}
