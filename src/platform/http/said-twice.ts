/** A member that an object of a JSON text says twice, of which a parser keeps the last; `kept` is how many members it kept. */
export const saidTwice = (text: string, kept: number): string | undefined =>
  membersSaid(text) === kept ? undefined : firstRepeated(text);

const quote = 34;
const backslash = 92;
const colon = 58;

/** How many members all objects of a JSON text have together: each has its colon outside of strings. */
function membersSaid(text: string): number {
  let members = 0;
  let isInString = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === quote) isInString = !isInString;
    else if (isInString && code === backslash) at += 1;
    else if (!isInString && code === colon) members += 1;
  }
  return members;
}

function firstRepeated(text: string): string | undefined {
  const open: Set<string>[] = [];
  let last = '""';
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}:]/g)) {
    if (token === '{') open.push(new Set());
    else if (token === '}') open.pop();
    else if (token !== ':') last = token;
    else {
      const name = JSON.parse(last) as string;
      if (open.at(-1)?.has(name)) return name;
      open.at(-1)?.add(name);
    }
  }
  return undefined;
}
