import { isAscii } from 'node:buffer';

/**
 * Decodes UTF-8 and UTF-16 of either byte order, with or without a byte order mark.
 * Malformed sequences become U+FFFD, as in TextDecoder.
 */
export function decodeText(bytes: Buffer): string {
  const [a, b, c] = bytes;
  if (a === 0xff && b === 0xfe) return bytes.subarray(2).toString('utf16le');
  if (a === 0xfe && b === 0xff) return swapped(bytes.subarray(2)).toString('utf16le');
  if (a === 0xef && b === 0xbb && c === 0xbf) return decodeUtf8(bytes.subarray(3));
  if (b === 0 && a !== 0 && a !== undefined) return bytes.toString('utf16le');
  if (a === 0 && b !== 0 && b !== undefined) return swapped(bytes).toString('utf16le');
  return decodeUtf8(bytes);
}

/** Whether a file that begins so is UTF-8 without a byte order mark, and no archive. */
export function isPlainText(beginning: Buffer): boolean {
  return beginning.every((byte) => byte < 0x80 && byte >= 0x09) && !isArchive(beginning);
}

/** Zip and gzip: a binary plan file is a zip. */
export function isArchive(beginning: Buffer): boolean {
  return isZip(beginning) || isGzip(beginning);
}

export function isGzip(beginning: Buffer): boolean {
  return beginning[0] === 0x1f && beginning[1] === 0x8b;
}

export function isZip(beginning: Buffer): boolean {
  return beginning[0] === 0x50 && beginning[1] === 0x4b;
}

/** ASCII needs no decoding, and most plans are ASCII. */
function decodeUtf8(bytes: Buffer): string {
  return isAscii(bytes) ? bytes.toString('latin1') : bytes.toString('utf8');
}

/** A copy in the other byte order; an odd byte at the end is dropped. */
function swapped(bytes: Buffer): Buffer {
  return Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % 2))).swap16();
}
