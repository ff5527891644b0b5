const longest = 254;

/** One `@` with something on both sides of it, and nothing that is blank, unseen or a control character. */
const address =
  /^[^\s@\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]+@[^\s@\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]+$/u;

/** Whether a text can be a mail address. */
export const isMailAddress = (text: string): boolean => text.length <= longest && address.test(text);
