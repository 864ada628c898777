import { chat } from './en/chat.ts'
import { common } from './en/common.ts'
import { docs } from './en/docs.ts'
import { editor } from './en/editor.ts'
import { executions } from './en/executions.ts'
import { graph } from './en/graph.ts'
import { home } from './en/home.ts'
import { code, forms, inspector } from './en/inspector.ts'
import { login } from './en/login.ts'
import { notices } from './en/notices.ts'
import { reviews } from './en/reviews.ts'
import { scenarios } from './en/scenarios.ts'
import { shell } from './en/shell.ts'
import { status } from './en/status.ts'
import { testRun } from './en/test-run.ts'
import { versions } from './en/versions.ts'
import { requestLog, settings, webhooks } from './en/webhooks.ts'
import { workflows } from './en/workflows.ts'

/** Every word the console shows; the English catalogue is the type that other languages must fill. */
export const text = {
  ...common,
  code,
  chat,
  docs,
  editor,
  executions,
  forms,
  graph,
  home,
  inspector,
  login,
  notices,
  reviews,
  shell,
  status,
  versions,
  scenarios,
  testRun,
  requestLog,
  settings,
  webhooks,
  workflows,
} as const
