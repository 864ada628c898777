import { pino } from 'pino'

/** The process's log: JSON lines on standard output, without personal data and secrets by rule of its callers. */
export const log = pino({ name: 'countersign', level: process.env.LOG_LEVEL ?? 'info' })
