/** One fully connected layer: `weights[o * inputs + i]`. */
export type Layer = { inputs: number; outputs: number; weights: Float32Array; biases: Float32Array }

type Header = { layers: { inputs: number; outputs: number; scale: number }[] }

/** A classifier of two or more layers, rectified in between, with the probabilities of the classes at its end. */
export class Network {
  readonly layers: readonly Layer[]
  readonly #values: Float32Array[]

  constructor(layers: readonly Layer[]) {
    this.layers = layers
    this.#values = layers.map((layer) => new Float32Array(layer.outputs))
  }

  /** The probability of each class; the array is overwritten by the next call. */
  classify(input: Float32Array): Float32Array {
    let values = input
    this.layers.forEach((layer, i) => {
      const out = this.#values[i] ?? new Float32Array(layer.outputs)
      connect(layer, values, out, i < this.layers.length - 1)
      values = out
    })
    softmax(values)
    return values
  }
}

/** The values of a layer for an input, in `out`. */
export function connect(layer: Layer, input: Float32Array, out: Float32Array, rectified: boolean): void {
  const { inputs, outputs, weights, biases } = layer
  for (let o = 0; o < outputs; o++) {
    let sum = biases[o] ?? 0
    const row = o * inputs
    for (let i = 0; i < inputs; i++) sum += (weights[row + i] ?? 0) * (input[i] ?? 0)
    out[o] = rectified && sum < 0 ? 0 : sum
  }
}

/** Turns scores into probabilities, in place. */
export function softmax(values: Float32Array): void {
  const highest = values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)
  let sum = 0
  for (let i = 0; i < values.length; i++) {
    const power = Math.exp((values[i] ?? 0) - highest)
    values[i] = power
    sum += power
  }
  for (let i = 0; i < values.length; i++) values[i] = (values[i] ?? 0) / sum
}

/** A line of JSON (`Header`), then for each layer its weights as int8 and its biases as little-endian float32. */
export function encodeNetwork(layers: readonly Layer[]): Buffer {
  const scales = layers.map(({ weights }) => weights.reduce((a, b) => Math.max(a, Math.abs(b)), 0) / 127)
  const header: Header = {
    layers: layers.map(({ inputs, outputs }, i) => ({ inputs, outputs, scale: scales[i] ?? 1 })),
  }
  const parts = layers.flatMap(({ weights, biases }, i) => {
    const whole = Buffer.from(Int8Array.from(weights, (weight) => Math.round(weight / (scales[i] ?? 1))))
    const floats = Buffer.alloc(biases.length * 4)
    biases.forEach((bias, k) => {
      floats.writeFloatLE(bias, k * 4)
    })
    return [whole, floats]
  })
  return Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), ...parts])
}

/** The layers that `encodeNetwork` wrote. */
export function decodeNetwork(bytes: Buffer): Layer[] {
  const end = bytes.indexOf('\n')
  const header: Header = JSON.parse(bytes.subarray(0, end).toString())
  let at = end + 1
  return header.layers.map(({ inputs, outputs, scale }) => {
    const weights = Float32Array.from({ length: inputs * outputs }, (_, i) => bytes.readInt8(at + i) * scale)
    at += inputs * outputs
    const biases = Float32Array.from({ length: outputs }, (_, i) => bytes.readFloatLE(at + i * 4))
    at += outputs * 4
    return { inputs, outputs, weights, biases }
  })
}
