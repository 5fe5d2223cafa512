// An implementation of `wire.name` for packs alone, in one of several states of disrepair: node faulty.js STATE.

import { createInterface } from 'node:readline';

const state = process.argv[2];
const NAME = state === 'lenient' ? /^packs\/../i : /^packs\/([0-9a-f]{2})\/(\1[0-9a-f]{30})$/;
const OTHERS = /^(keyring|heads|marks)\//;

function answerTo({ operation, input }) {
  if (operation === 'capabilities') return capabilities();
  if (operation !== 'wire.name') return { value: {} };
  if (state === 'idle') return { unsupported: 'work' };
  const { name } = input;
  const [, , id = ''] = NAME.exec(name) ?? [];
  if (NAME.test(name)) {
    const means = { kind: 'pack', id };
    return { value: { means: state === 'wrong' ? { ...means, id: id.toUpperCase() } : means } };
  }
  if (OTHERS.test(name) && state !== 'over-strict')
    return { unsupported: 'names of other objects than packs' };
  if (state === 'talkative') return { error: 'ERR_FOREIGN_OBJECT', released: 'c0ffee' };
  if (state === 'without-codes') return { error: true };
  if (state === 'other-code') return { error: 'ERR_ENCODING' };
  if (state === 'other-class') return { error: 'ERR_AUTHENTICATION' };
  return { error: 'ERR_FOREIGN_OBJECT' };
}

function capabilities() {
  const right = { name: `faulty (${state})`, version: '1', protocol: 1, operations: ['wire.name'] };
  if (state === 'other-protocol') return { value: { ...right, protocol: 2 } };
  if (state === 'without-operations') return { value: { ...right, operations: 'wire.name' } };
  if (state === 'boastful')
    return { value: { ...right, operations: ['wire.name', 'wire.frame', 'wire.teleport'] } };
  return { value: right };
}

const say = (text) => process.stdout.write(`${text}\n`);
const held = [];

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  const text = JSON.stringify({ id: request.id, ...answerTo(request) });
  const isSpecial = request.input.name === 'packs/01/000102030405060708090a0b0c0d0e0f';
  if (state === 'crash' && isSpecial) {
    process.stderr.write('the faulty program gives up\n');
    process.exit(41);
  }
  if (state === 'crash-always' && request.operation !== 'capabilities') process.exit(42);
  if (state === 'hang' && isSpecial) await new Promise(() => setInterval(() => {}, 1000));
  if (state === 'garbage' && isSpecial) say('Segmentation fault (just kidding)');
  else if (state === 'list' && isSpecial) say('[1, 2, 3]');
  else if (state === 'two-kinds' && isSpecial)
    say(JSON.stringify({ id: request.id, error: 'ERR_USAGE', outcome: 'ok' }));
  else if (state === 'out-of-order' && request.operation !== 'capabilities') {
    held.push(text);
    if (held.length === 2) for (const answer of held.splice(0).reverse()) say(answer);
  } else say(text);
  if (state === 'chatty' && isSpecial) say(text);
}
if (state === 'bad-end') process.exitCode = 7;
if (state === 'no-end') setInterval(() => {}, 1000);
