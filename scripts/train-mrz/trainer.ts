import { connect, type Layer, softmax } from '#lib/providers/documents/reader/network.ts'
import { normal } from './strips.ts'

const DECAY = 0.9
const SQUARE_DECAY = 0.999

type Moments = { gradient: Float32Array; mean: Float32Array; square: Float32Array }

/** Teaches layers by gradient descent (Adam) on the cross entropy of their classes. */
export class Trainer {
  readonly layers: readonly Layer[]
  readonly #moments: { weights: Moments; biases: Moments }[]
  readonly #values: Float32Array[]
  readonly #errors: Float32Array[]
  #steps = 0

  constructor(sizes: readonly number[]) {
    this.layers = sizes.slice(1).map((outputs, i) => newLayer(sizes[i] ?? 0, outputs))
    this.#moments = this.layers.map(({ weights, biases }) => ({
      weights: newMoments(weights.length),
      biases: newMoments(biases.length),
    }))
    this.#values = this.layers.map(({ outputs }) => new Float32Array(outputs))
    this.#errors = this.layers.map(({ outputs }) => new Float32Array(outputs))
  }

  /** Adds one example to the batch; returns its loss and whether it was recognised. */
  learn(input: Float32Array, label: number): { loss: number; right: boolean } {
    const inputs = [input, ...this.#values]
    this.layers.forEach((layer, i) => {
      connect(layer, at(inputs, i), at(this.#values, i), i < this.layers.length - 1)
    })
    const result = at(this.#values, this.layers.length - 1)
    softmax(result)
    const probability = result[label] ?? 0
    const right = result.every((other) => other <= probability)
    at(this.#errors, this.layers.length - 1).set(result)
    at(this.#errors, this.layers.length - 1)[label] = probability - 1
    for (let i = this.layers.length - 1; i >= 0; i--) this.#propagate(i, at(inputs, i))
    return { loss: -Math.log(probability + 1e-9), right }
  }

  #propagate(i: number, input: Float32Array): void {
    const { inputs, outputs, weights } = at(this.layers, i)
    const errors = at(this.#errors, i)
    const moments = at(this.#moments, i)
    const below = i > 0 ? at(this.#errors, i - 1).fill(0) : null
    for (let o = 0; o < outputs; o++) {
      const error = errors[o] ?? 0
      if (error === 0) continue
      moments.biases.gradient[o] = (moments.biases.gradient[o] ?? 0) + error
      const row = o * inputs
      for (let k = 0; k < inputs; k++) {
        moments.weights.gradient[row + k] = (moments.weights.gradient[row + k] ?? 0) + error * (input[k] ?? 0)
        if (below) below[k] = (below[k] ?? 0) + error * (weights[row + k] ?? 0)
      }
    }
    below?.forEach((error, k) => {
      if ((input[k] ?? 0) <= 0) below[k] = 0 * error
    })
  }

  /** Moves the weights by the mean gradient of the batch. */
  step(rate: number, batch: number): void {
    this.#steps++
    this.layers.forEach((layer, i) => {
      const { weights, biases } = at(this.#moments, i)
      move(layer.weights, weights, rate, batch, this.#steps)
      move(layer.biases, biases, rate, batch, this.#steps)
    })
  }
}

function move(values: Float32Array, moments: Moments, rate: number, batch: number, steps: number): void {
  const { gradient, mean, square } = moments
  const meanScale = 1 - DECAY ** steps
  const squareScale = 1 - SQUARE_DECAY ** steps
  for (let i = 0; i < values.length; i++) {
    const g = (gradient[i] ?? 0) / batch
    const m = DECAY * (mean[i] ?? 0) + (1 - DECAY) * g
    const s = SQUARE_DECAY * (square[i] ?? 0) + (1 - SQUARE_DECAY) * g * g
    mean[i] = m
    square[i] = s
    values[i] = (values[i] ?? 0) - (rate * (m / meanScale)) / (Math.sqrt(s / squareScale) + 1e-8)
    gradient[i] = 0
  }
}

function newLayer(inputs: number, outputs: number): Layer {
  const weights = Float32Array.from({ length: inputs * outputs }, () => normal() * Math.sqrt(2 / inputs))
  return { inputs, outputs, weights, biases: new Float32Array(outputs) }
}

function newMoments(length: number): Moments {
  return { gradient: new Float32Array(length), mean: new Float32Array(length), square: new Float32Array(length) }
}

function at<Item>(items: readonly Item[], index: number): Item {
  const item = items[index]
  if (item === undefined) throw new Error(`no item ${index}`)
  return item
}
