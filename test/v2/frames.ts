import { deserialize, serialize } from "node:v8";

/** Bytes of the length in front of each message. */
const HEADER_BYTES = 4;

/** A message as bytes, for a stream that knows no messages. */
export function frame(message: unknown): Buffer {
  const body = serialize(message);
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt32LE(body.length);
  return Buffer.concat([header, body]);
}

/** Takes what comes from such a stream, in pieces of any size, and gives the messages that are whole. */
export class FrameReader {
  #rest: Buffer = Buffer.alloc(0);

  push(piece: Buffer): unknown[] {
    this.#rest = Buffer.concat([this.#rest, piece]);
    const messages: unknown[] = [];
    for (;;) {
      if (this.#rest.length < HEADER_BYTES) return messages;
      const end = HEADER_BYTES + this.#rest.readUInt32LE();
      if (this.#rest.length < end) return messages;
      messages.push(deserialize(this.#rest.subarray(HEADER_BYTES, end)));
      this.#rest = this.#rest.subarray(end);
    }
  }
}
