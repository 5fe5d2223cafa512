// How tests are named.

/** A list of requirements in brackets at the end of a title, and what a test says of its vector behind the id. */
const REQUIREMENTS = / \((?:[A-Z]+-[0-9]{3}(?:, | to | and )?)+\)$/;

/** Whether a test with `title` is the one called `name`: a title, or the id of a vector that the test applies. */
export function isNamed(title: string, name: string): boolean {
  const [one, other] = [title, name].map((text) => text.replace(REQUIREMENTS, ''));
  return one === other || title.startsWith(`${name}, `) || title.startsWith(`${name} on `);
}
