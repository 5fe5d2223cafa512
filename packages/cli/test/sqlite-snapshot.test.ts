// `backup --sqlite-snapshot` of a database that another process has open.

import { mkdirSync, readdirSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, expect, test } from 'vitest';
import { lineOf, Room } from './launched.ts';

const room = new Room();
afterAll(() => room.remove());

test('a database that is written to comes back whole; one that is locked is read with a warning', async () => {
  await room.json(0, 'init', 'store', '--recovery-key-out', 'key.txt');
  mkdirSync(room.at('chats'));
  const chat = new DatabaseSync(room.at('chats/chat.db'));
  chat.exec('PRAGMA journal_mode = WAL; CREATE TABLE messages (body TEXT)');
  chat.exec("INSERT INTO messages VALUES ('kept'); BEGIN; INSERT INTO messages VALUES ('not yet')");
  const backup = ['backup', 'chats', '--to', 'store', '--sqlite-snapshot'];
  expect(lineOf(await room.json(0, ...backup), 'backup')).toMatchObject({ files: 1, changed: 0 });
  chat.close();

  await room.json(0, 'restore', 'store', '--into', 'out', '--recovery-key-file', 'key.txt');
  expect(readdirSync(room.at('out/chats'))).toEqual(['chat.db']);
  const copy = new DatabaseSync(room.at('out/chats/chat.db'));
  expect(copy.prepare('SELECT body FROM messages').all()).toEqual([{ body: 'kept' }]);
  copy.close();

  const locking = new DatabaseSync(room.at('chats/locked.db'));
  locking.exec('CREATE TABLE messages (body TEXT); BEGIN EXCLUSIVE');
  const lines = await room.json(3, ...backup);
  expect(lineOf(lines, 'backup')).toMatchObject({ files: 2, changed: 1, skipped: 0 });
  expect(lineOf(lines, 'warning')).toMatchObject({
    code: 'ERR_SOURCE_CHANGED',
    path: room.at('chats/locked.db'),
  });
  locking.close();
});
