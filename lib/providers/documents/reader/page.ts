import sharp from 'sharp'
import { BlockFailure } from '#lib/engine/block.ts'
import type { GreyImage } from './cells.ts'

const MOST_PIXELS = 60_000_000
/** Pixels of the longer side that are kept: enough for 12 pixels a character where the zone fills a third of a page. */
const LONGEST_SIDE = 2200
const FORMATS = new Set(['jpeg', 'png', 'webp'])

// No page is decoded twice.
sharp.cache(false)

/** The page of a JPEG, PNG or WebP file, told by its content, turned upright by its EXIF note; else `unreadable_image`. */
export async function decodePage(bytes: Uint8Array): Promise<GreyImage> {
  try {
    const image = sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'error' })
    const { format } = await image.metadata()
    if (!FORMATS.has(format)) throw new Error(`format ${format}`)
    const { data, info } = await image
      .rotate()
      .flatten({ background: '#ffffff' })
      .resize({ width: LONGEST_SIDE, height: LONGEST_SIDE, fit: 'inside', withoutEnlargement: true })
      .greyscale()
      .raw()
      .toBuffer({ resolveWithObject: true })
    return { data, width: info.width, height: info.height }
  } catch {
    throw new BlockFailure({
      code: 'unreadable_image',
      message: 'The file is not a readable JPEG, PNG or WebP image of at most 60 megapixels',
    })
  }
}

/** The page turned by an angle in degrees, clockwise; what was outside is grey. */
export async function turnPage(page: GreyImage, degrees: number): Promise<GreyImage> {
  const { data, info } = await sharp(page.data, { raw: { width: page.width, height: page.height, channels: 1 } })
    .rotate(degrees, { background: '#808080' })
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { data, width: info.width, height: info.height }
}
