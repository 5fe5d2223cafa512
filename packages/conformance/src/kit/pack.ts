// A pack that is filled block by block.

import { concat } from './bytes.ts';
import { deflateFixed } from './deflate.ts';
import { DEFLATE, NONE, type Pack, ZSTD } from './messages.ts';
import { frameLog2, packContext, packName, paddedFrame, sealFor } from './objects.ts';
import { zstd } from './zstd.ts';

/** `raw` in a block's stored form, and the compression that was used: none unless the result is shorter. */
export function compressBlock(
  raw: Uint8Array,
  compression: number,
): { compression: number; stored: Uint8Array } {
  const stored = compression === DEFLATE ? deflateFixed(raw) : compression === ZSTD ? zstd(raw) : raw;
  return stored.length < raw.length ? { compression, stored } : { compression: NONE, stored: raw };
}

/** Where a block was put. */
export interface Placed {
  readonly pack: PackBuilder;
  readonly offset: number;
  readonly storedLength: number;
  readonly rawLength: number;
  readonly compression: number;
}

/** Collects the blocks of one pack. */
export class PackBuilder {
  readonly packId: Uint8Array;
  readonly packClass: number;
  readonly epoch: number;
  private readonly parts: Uint8Array[] = [];
  private length = 0;

  constructor(packId: Uint8Array, packClass: number, epoch: number) {
    this.packId = packId;
    this.packClass = packClass;
    this.epoch = epoch;
  }

  /** Bytes of content so far. */
  get contentLength(): number {
    return this.length;
  }

  /** Puts `raw` into the pack, compressed if that makes it shorter. */
  add(raw: Uint8Array, compression: number): Placed {
    const result = compressBlock(raw, compression);
    return this.addStored(result.stored, raw.length, result.compression);
  }

  /** Puts a block into the pack as it is, with whatever is said of it. */
  addStored(stored: Uint8Array, rawLength: number, compression: number): Placed {
    const offset = 4 + this.length;
    this.parts.push(stored);
    this.length += stored.length;
    return { pack: this, offset, storedLength: stored.length, rawLength, compression };
  }

  /** What references say of the pack. */
  get pack(): Pack {
    return {
      packId: this.packId,
      packClass: this.packClass,
      epoch: this.epoch,
      sizeLog2: frameLog2(this.length),
    };
  }

  get name(): string {
    return packName(this.packId);
  }

  /** The padded plaintext. */
  plaintext(): Uint8Array {
    return paddedFrame(concat(...this.parts));
  }

  /** The stored object. */
  seal(archiveId: Uint8Array, key: Uint8Array): Uint8Array {
    return sealFor(key, packContext(archiveId, this.epoch, this.packClass, this.packId), this.plaintext());
  }
}
