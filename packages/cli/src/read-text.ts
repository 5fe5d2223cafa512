// Small files that options name: what could not be read is told in words.

import { type FileHandle, open } from 'node:fs/promises';
import { MunimentError } from '@muniment/errors';
import { reasonOf } from './system-reason.ts';

const TEXT_MAX_BYTES = 1024 * 1024;

/** The first mebibyte of a file. @throws ERR_INPUT_FILE */
export async function readBytes(path: string): Promise<Uint8Array> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, 'r');
    const buffer = new Uint8Array(TEXT_MAX_BYTES);
    let length = 0;
    for (;;) {
      const { bytesRead } = await file.read(buffer, length, buffer.length - length, null);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    return buffer.subarray(0, length);
  } catch (error) {
    throw new MunimentError('ERR_INPUT_FILE', `${path} cannot be read: ${reasonOf(error)}`, { path }, error);
  } finally {
    await file?.close();
  }
}

/** The text of a file. @throws ERR_INPUT_FILE */
export async function readText(path: string): Promise<string> {
  return Buffer.from(await readBytes(path)).toString('utf8');
}
