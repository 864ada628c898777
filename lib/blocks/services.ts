import type { Json, JsonObject } from '#lib/engine/json.ts'

/**
 * What blocks need from outside. The services handed to a run are already bound to its organization
 * and environment, so a block can neither see nor name another tenant.
 */
export type BlockServices = {
  files: FileService
  documents: DocumentReader
  screening: ScreeningService
  credentials: CredentialService
  http: HttpService
  expressions: ExpressionService
  models: ModelService
  companies: CompanyService
  settings: EnvironmentSettings
  now(): Date
  /** Resolves after `ms`, or at once when the signal aborts. */
  sleep(ms: number, signal: AbortSignal): Promise<void>
}

/** Environment settings that change what a block accepts. */
export type EnvironmentSettings = {
  /** Whether documents of the specimen state `UTO` (ICAO 9303) are accepted. */
  acceptSpecimens: boolean
}

export type StoredFile = {
  id: string
  name: string
  mimeType: 'image/jpeg' | 'image/png' | 'image/webp' | 'application/pdf'
  bytes: Uint8Array
}

export interface FileService {
  /** The file with this id, or `null`. */
  get(fileId: string): Promise<StoredFile | null>
  /** The file last put on record for the subject and document type, or `null`. */
  newest(subjectId: string, documentType: string): Promise<StoredFile | null>
}

/** One line-set of a machine readable zone as read, with what its check digits say (ICAO 9303 parts 3 to 7). */
export type MrzReading = {
  format: 'TD1' | 'TD2' | 'TD3' | 'MRVA' | 'MRVB'
  lines: string[]
  /** Fields as printed: codes in capitals, dates as YYYY-MM-DD, `null` where empty or unreadable. */
  fields: {
    documentCode: string | null
    issuingState: string | null
    documentNumber: string | null
    firstName: string | null
    lastName: string | null
    birthDate: string | null
    expirationDate: string | null
    sex: 'female' | 'male' | 'unspecified' | null
    nationality: string | null
    optional: string | null
  }
  checkDigits: { field: string; valid: boolean }[]
  /** 0 to 1 for each field, in the same names as `fields`. */
  confidence: Record<string, number>
  /** Characters put right with the help of a check digit, as `documentNumber: O -> 0`. */
  corrections: string[]
}

export type DocumentReading = {
  mrz: MrzReading | null
  provider: { name: string; version: string }
  /** Milliseconds the reading took. */
  durationMs: number
}

export interface DocumentReader {
  /** Reads the machine readable zone from text: two or three lines, in any letter case. */
  readText(mrz: string): MrzReading | null
  /** Reads a page image; `mrz` is `null` where none was found. Rejects with a `BlockFailure` for unreadable images. */
  readImage(file: StoredFile, signal: AbortSignal): Promise<DocumentReading>
}

export type ScreeningQuery = {
  name: string
  type?: 'person' | 'organization' | 'vessel' | 'aircraft'
  /** YYYY-MM-DD or YYYY. */
  birthDate?: string
  /** ISO 3166-1 alpha-2 codes. */
  countries?: string[]
  identifiers?: string[]
}

export type ScreeningHit = {
  entryId: string
  list: string
  /** The name or alias that matched. */
  matchedName: string
  primaryName: string
  aliases: string[]
  type: string
  programs: string[]
  birthDates: string[]
  countries: string[]
  /** 0 to 1, of the name alone. */
  score: number
  /** Parts shown apart: how each factor agrees with the query. */
  factors: { name: number; birthDate: Factor; country: Factor; identifier: Factor; type: Factor }
  weakAlias: boolean
  remarks: string | null
}
export type Factor = 'match' | 'partial' | 'mismatch' | 'unknown'

export type ListVersion = {
  list: string
  version: string
  /** When the list was published, as far as the source says, else when it was imported. ISO 8601. */
  date: string
  importedAt: string
  entries: number
  sha256: string
  /** A list made up for trying things out. */
  fictional: boolean
}

export type ScreeningResult = {
  hits: ScreeningHit[]
  lists: ListVersion[]
  provider: { name: string; version: string }
}

export interface ScreeningService {
  /**
   * Searches every active list for the name and for the identifiers, which count whatever the name;
   * `lists` is empty where none is loaded, which must never count as clear.
   */
  search(query: ScreeningQuery, options: { threshold: number; limit: number }): Promise<ScreeningResult>
}

export type CredentialType = 'user' | 'business' | 'agent_authorization' | 'outcome_attestation'

export type CredentialRequest = {
  /** A repeat with the same key returns the credential issued first. */
  idempotencyKey: string
  executionId: string
  type: CredentialType
  subjectId: string
  claims: JsonObject
  validForSeconds: number
}

export type IssuedCredential = {
  credential_id: string
  credential_type: CredentialType
  /** A JWT-VC (W3C VC Data Model 1.1, ES256). */
  signed_payload: string
  status: 'active' | 'suspended' | 'revoked'
  expires_at: string
}

export interface CredentialService {
  issue(request: CredentialRequest): Promise<IssuedCredential>
}

export type HttpRequest = {
  method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** An `http` or `https` address, without a user name or password. */
  url: string
  headers?: Record<string, string>
  body?: string
  /** Milliseconds for the whole exchange with its redirects; 30,000 unless given. */
  timeoutMs?: number
  /** After decompression; 5 MiB unless given. */
  maxResponseBytes?: number
  /** At most 5, never with a body or the caller's headers to another origin; no unless given. */
  followRedirects?: boolean
  signal: AbortSignal
}

export type HttpResponse = {
  status: number
  /** Lower-case names; lines of one name are joined by commas. */
  headers: Record<string, string>
  /** The body decoded to text. */
  body: string
  durationMs: number
}

export interface HttpService {
  /**
   * Resolves with whatever the server answers. Rejects with the signal's reason, or with a `BlockFailure`:
   * `invalid_url`, `invalid_header`, `address_not_allowed`, `response_too_large`, `invalid_response`, `too_many_redirects`,
   * `network_error`, `timeout`; the last two are worth another attempt.
   */
  request(request: HttpRequest): Promise<HttpResponse>
}

export interface ExpressionService {
  /** The value of a JSONata expression over `data`; nothing is `null`. Rejects with the signal's reason or a `BlockFailure` `transform_error`. */
  evaluate(expression: string, data: JsonObject, signal: AbortSignal): Promise<Json>
}

export type ChatMessage = { role: 'user' | 'assistant'; content: string }

export type ChatRequest = {
  /** Base address of an OpenAI-compatible API, like `https://models.example/v1`. */
  endpoint: string
  apiKey: string | null
  model: string
  instructions: string
  messages: ChatMessage[]
  temperature?: number
  maxTokens?: number
  /** Whether the answer is taken piece by piece as it is made. */
  stream: boolean
  /** Milliseconds for the whole answer. */
  timeoutMs: number
  signal: AbortSignal
}

export type ChatAnswer = {
  text: string
  /** The model as its server names it. */
  model: string
  finishReason: string
  /** Tokens as counted by the server, where it does. */
  usage: { input: number | null; output: number | null; total: number | null }
  durationMs: number
}

export interface ModelService {
  /**
   * One answer of a chat model, without tools. Rejects with the signal's reason, or with a `BlockFailure`: `model_error`,
   * `model_timeout`, or what the HTTP client refuses.
   */
  chat(request: ChatRequest): Promise<ChatAnswer>
}

/** A company as a register has it; dates as YYYY-MM-DD, `null` where the register does not say. */
export type CompanyRecord = {
  number: string
  name: string
  /** Earlier and other names. */
  aliases: string[]
  /** ISO 3166-1 or 3166-2 code. */
  jurisdiction: string | null
  status: 'active' | 'inactive' | 'unknown'
  /** The status in the register's words. */
  statusText: string | null
  incorporatedOn: string | null
  address: string | null
  identifiers: { type: string; value: string }[]
  officers: { name: string; role: string; since: string | null }[] | null
  owners: { name: string; holding: string | null; since: string | null }[] | null
}

export type CompanyQuery = { name: string | null; number: string | null; jurisdiction: string | null }

export type CompanyMatch = {
  company: CompanyRecord
  /** Code of the register. */
  register: string
  matchedName: string
  /** 0 to 1, of the name alone; `null` where none was asked for. */
  score: number | null
  /** Whether the number asked for is one of the company's. */
  sameNumber: boolean
}

export type CompanyResult = {
  matches: CompanyMatch[]
  registers: ListVersion[]
  provider: { name: string; version: string }
}

export interface CompanyService {
  /** Companies with the number asked for, whatever their name, and those whose name scores at least `threshold`; `registers` is empty where none is loaded. */
  search(query: CompanyQuery, options: { threshold: number; limit: number }): Promise<CompanyResult>
}
