import { Readable } from 'node:stream';

/** Answers of AWS stay far below; what is longer is none. In bytes. */
const longestAnswer = 16e6;

/**
 * Collects the body of an answer, for the SDK. Nothing hangs and nothing floods the memory: a body that is too long, or
 * not whole after `patience` milliseconds, is an error.
 */
export function collectBody(patience: number): (stream: unknown) => Promise<Uint8Array> {
  return (stream) =>
    new Promise((resolve, reject) => {
      if (!(stream instanceof Readable)) throw new TypeError('the body of an answer is no stream');
      const chunks: Buffer[] = [];
      let size = 0;
      const breakOff = (name: string, message: string) => {
        stream.destroy(Object.assign(new Error(message), { name }));
      };
      const timer = setTimeout(breakOff, patience, 'TimeoutError', 'no whole answer in time');
      stream.on('data', (chunk: Buffer) => {
        size += chunk.length;
        chunks.push(chunk);
        if (size > longestAnswer)
          breakOff('SyntaxError', 'the answer is too long to be one of AWS');
      });
      stream.on('end', () => {
        clearTimeout(timer);
        resolve(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks));
      });
      stream.on('error', (error) => {
        clearTimeout(timer);
        reject(error);
      });
    });
}
