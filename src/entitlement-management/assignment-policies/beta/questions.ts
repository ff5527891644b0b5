import { isMembers, type Members, translated, type Translation } from './translated.js';

/** Beta's localized content as v1.0 has it, beside what it belongs to; a text is v1.0's. */
const localized: Translation = (value) => {
  if (!isMembers(value)) return undefined;
  const { defaultText, localizedTexts = [] } = value;
  return { text: defaultText, localizations: localizedTexts };
};

function eachOf(items: unknown, translations: Readonly<Record<string, Translation>>): unknown {
  if (!Array.isArray(items)) return items;
  return items.map((item: unknown) => (isMembers(item) ? translated(item, translations) : item));
}

const ofChoices: Readonly<Record<string, Translation>> = { displayValue: localized };

const ofQuestions: Readonly<Record<string, Translation>> = {
  text: localized,
  allowsMultipleSelection: (value) => ({ isMultipleSelectionAllowed: value }),
  choices: (value) => ({
    choices: eachOf(value, ofChoices),
  }),
};

/** Beta's questions as v1.0's. */
export const questionsFromBeta = (value: unknown): unknown => eachOf(value, ofQuestions);

const contentOf = ({ text, localizations }: Members): Members => ({
  defaultText: text ?? null,
  localizedTexts: localizations ?? [],
});

export function questionToBeta(question: Members): Members {
  const { text, localizations, isMultipleSelectionAllowed, choices, ...others } = question;
  return {
    ...others,
    text: contentOf({ text, localizations }),
    ...(isMultipleSelectionAllowed === undefined ? {} : { allowsMultipleSelection: isMultipleSelectionAllowed }),
    ...(Array.isArray(choices) ? { choices: choices.filter(isMembers).map(choiceToBeta) } : {}),
  };
}

const choiceToBeta = ({ actualValue, ...choice }: Members): Members => ({
  actualValue,
  displayValue: contentOf(choice),
});
