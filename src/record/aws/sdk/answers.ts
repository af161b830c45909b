import { AwsJson1_1Protocol } from '@aws-sdk/core/protocols';
import { JsonCodec2 } from '@smithy/core/protocols';

/**
 * The protocol of KMS and CloudHSM, with answers as they came: the SDK's own reading drops what AWS has added since this
 * version of the SDK, and a snapshot is to hold it. Requests and errors are the SDK's affair.
 * @param target first half of X-Amz-Target
 */
export function plainAnswers(defaultNamespace: string, target: string): AwsJson1_1Protocol {
  // Times are written as the protocol has them by default: seconds since 1970.
  const codec = new JsonCodec2({
    timestampFormat: { useTrait: true, default: 7 },
    jsonName: false,
  });
  const jsonCodec = Object.assign(codec, { createDeserializer: () => plainDeserializer });
  return new AwsJson1_1Protocol({ defaultNamespace, serviceTarget: target, jsonCodec });
}

const plainDeserializer = {
  read: (_schema: unknown, body: string | Uint8Array): unknown => parse(Buffer.from(body)),
  readObject: (_schema: unknown, value: unknown): unknown => value,
  setSerdeContext: () => {},
};

/** @throws an error named TruncatedAnswer where the text begins as JSON and breaks off; else SyntaxError where it is none */
function parse(body: Buffer): object {
  const text = body.toString('utf8');
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (/^\s*(?:\{|$)/.test(text)) error.name = 'TruncatedAnswer';
    throw error;
  }
  throw new SyntaxError('the answer is no object');
}
