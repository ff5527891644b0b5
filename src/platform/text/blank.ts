/** Characters that show nothing: blanks, controls, and what only steers how others look, such as a zero-width space. */
const unseen = /^[\s\p{Cc}\p{Cf}\p{Z}\p{Default_Ignorable_Code_Point}\u2800]*$/u;

/** Whether a text shows nothing to whoever reads it. */
export const isBlank = (text: string | null | undefined): boolean => unseen.test(text ?? '');
