import { COUNTRIES, FINGERPRINT, type Owner, RARE } from './fill.ts'

/** What is asked of the lists, as the console asks: a name, the list, and its query. */
export type Case = { name: string; list: 'executions' | 'failures' | 'reviews'; query: string; nextPage?: boolean }

const month = (ago: number) => new Date(Date.now() - ago * 30 * 86_400_000).toISOString()

/** Every filter of the list, common and rare values, several at once, next pages, and the queue. */
export function casesFor({ workflows }: Owner): Case[] {
  const workflow = workflows[3]?.id ?? ''
  const list = (name: string, query: string): Case => ({ name, list: 'executions', query })
  return [
    list('first page', ''),
    { ...list('next page', ''), nextPage: true },
    list('status, common', 'status=completed'),
    list('status, one in a thousand', 'status=cancelled'),
    list('status, none', 'status=running&status=queued'),
    list('workflow', `workflowId=${workflow}`),
    list('version, live', `workflowId=${workflow}&version=2`),
    list('version, old', `workflowId=${workflow}&version=1`),
    list('trigger, common', 'trigger=v1'),
    list('trigger, rare', 'trigger=turns'),
    list('starter, common', 'starter=keyalpha'),
    list('starter, rare', 'starter=keyrare'),
    list('time, a month', `from=${month(2)}&to=${month(1)}`),
    list('time, the oldest', `to=${month(12)}`),
    list('subject', 'q=subject-1234'),
    list('correlation key', 'q=order-101'),
    list('public id', 'q=exec_bench_77'),
    list('nothing found', 'q=nobody'),
    list('input, common', `input=address.country=${COUNTRIES[2]}`),
    list('input, one', 'input=amount=4711'),
    list('input, old only', 'input=batch=old'),
    list('input, rare and old', `input=tag=${RARE}`),
    list('input, none', 'input=amount=-1'),
    list('input, status, starter', `input=address.country=DE&status=failed&status=paused&starter=keybeta`),
    list('never together', 'trigger=process&starter=keyalpha'),
    list(
      'everything',
      `workflowId=${workflow}&version=2&status=completed&trigger=v1&from=${month(6)}&input=address.country=ES`,
    ),
    list('kind of failure', `fingerprint=${FINGERPRINT}`),
    { name: 'failures, grouped', list: 'failures', query: '' },
    { name: 'failures of a day', list: 'failures', query: `from=${month(1 / 30)}` },
    { name: 'reviews', list: 'reviews', query: 'tab=all' },
    { name: 'reviews, next page', list: 'reviews', query: 'tab=all', nextPage: true },
    { name: 'reviews, unassigned', list: 'reviews', query: 'tab=unassigned' },
    { name: 'reviews, mine', list: 'reviews', query: 'tab=mine' },
    { name: 'reviews, done', list: 'reviews', query: 'tab=done' },
    { name: 'reviews of a workflow', list: 'reviews', query: `tab=all&workflowId=${workflows[4]?.id}` },
  ]
}
