/** A text that cannot be parsed, or says what it must not, at an offset. */
export class MalformedText extends Error {
  override readonly name: string = 'MalformedText';
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}
