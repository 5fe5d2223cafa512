// The rules that the model check of the vault switches off, by the list in its own tests, and the requirements that they keep.

import { readFileSync } from 'node:fs';

const LIST = new URL('../../../vault-server/test/model/edits.ts', import.meta.url);

/** A rule that is switched off there. */
export interface ModelEdit {
  readonly rule: string;
  /** The property of the model that breaks first. */
  readonly property: string;
  readonly reqs: readonly string[];
}

/** What each rule keeps. */
const REQUIREMENTS: Readonly<Record<string, readonly string[]>> = {
  '1: what nobody knows to be written is told': ['VAULT-001'],
  '1: an answer leaves before its write is known': ['VAULT-001'],
  '1: a retry is answered from a read': ['VAULT-001', 'VAULT-003'],
  '2: an attempt is not counted': ['VAULT-020', 'VAULT-023'],
  '2: no wait': ['VAULT-020'],
  '2: a right login clears the total as well': ['VAULT-023'],
  '2: a commit clears the count': ['VAULT-022'],
  '2: a commit ends the wait': ['VAULT-022'],
  '2: a freeze clears the count': ['VAULT-022'],
  '2: acknowledging clears the count': ['VAULT-022'],
  '2: acknowledging forgets logins that are open': ['VAULT-029'],
  '2: a right login at the new password clears the attempts at the old one': ['VAULT-027'],
  '3: the last attempt leaves the key': ['VAULT-021'],
  '3: the last attempt leaves the previous key': ['VAULT-021'],
  '3: the store is not told to erase': ['VAULT-062'],
  '4: versions are not compared': ['VAULT-002'],
  '4: versions begin anew after a deletion': ['VAULT-019'],
  '4: generations begin anew after a deletion': ['VAULT-019'],
  '4: a deletion forgets the wrong attempts': ['VAULT-019', 'VAULT-023'],
  '5: a KE3 that comes again clears again': ['VAULT-024'],
  '5: one pending login only': ['VAULT-024'],
  '5: a login tests one KE3 after the other': ['VAULT-024'],
  '6: a staged generation can be guessed at': ['VAULT-031'],
  '6: staging without the owner': ['VAULT-017'],
  '6: owner signatures are not looked at': ['VAULT-017'],
  '6: a commit of another generation than the one it names': ['VAULT-032'],
  '6: what is staged takes the place of what is committed': ['VAULT-032'],
  '7: replacing without the password ends it': ['VAULT-034'],
  '7: a second replacement pushes out what the first one left': ['VAULT-034'],
  '8: a right login does not take a deletion back': ['VAULT-040'],
  '8: any number of cancellations': ['VAULT-040'],
  '8: an abandonment clears the count': ['VAULT-022'],
  '8: a thief freezes what a right login could save': ['VAULT-028'],
  '11: the anchor goes back': ['VAULT-050'],
  '11: the anchor is not compared': ['VAULT-050'],
};

/** The rules of the list, in its order. @throws Error if the list and the table above differ */
export function readModelEdits(): ModelEdit[] {
  const source = readFileSync(LIST, 'utf8');
  const found = [...source.matchAll(/ {4}rule: '([^']+)',[\s\S]*? {4}property: '([^']+)',/g)];
  const rules = found.map(([, rule]) => rule);
  const missing = [
    ...rules.filter((rule) => rule !== undefined && !(rule in REQUIREMENTS)),
    ...Object.keys(REQUIREMENTS).filter((rule) => !rules.includes(rule)),
  ];
  if (missing.length > 0) throw new Error(`the list of the model check differs in: ${missing.join('; ')}`);
  return found.map(([, rule = '', property = '']) => ({ rule, property, reqs: REQUIREMENTS[rule] ?? [] }));
}
