import { GraphEntity, WireName } from '../../../platform/edm/type-names.js';
import { type Derived, Flag, Guid, Name, ODataType, Parts, Text, Whole } from '../../../platform/edm/members.js';

const multipleChoice = 'microsoft.graph.accessPackageMultipleChoiceQuestion';
const textInput = 'microsoft.graph.accessPackageTextInputQuestion';

/** A text in one more language. */
@WireName('AccessPackageLocalizedText')
export class AccessPackageLocalizedText {
  @Name(35) languageCode: string;
  @Name(1_000) text: string;
}

/** One of the answers that may be chosen. */
@WireName('AccessPackageAnswerChoice')
export class AccessPackageAnswerChoice {
  @Name(500) actualValue: string;
  @Text(1_000) text: string | null = null;
  @Parts(() => AccessPackageLocalizedText, 100) localizations: AccessPackageLocalizedText[] = [];
}

/** Something a requestor is asked. */
@GraphEntity()
@WireName('AccessPackageQuestion')
export class AccessPackageQuestion {
  @ODataType([multipleChoice, textInput]) '@odata.type': string;
  @Guid() id: string | null = null;
  @Whole(0, 1_000) sequence: number | null = 0;
  @Name(1_000) text: string;
  @Flag() isRequired: boolean | null = false;
  /** Left out, an answer can be edited. */
  @Flag() isAnswerEditable: boolean | null = null;
  @Parts(() => AccessPackageLocalizedText, 100) localizations: AccessPackageLocalizedText[] = [];
}

@WireName('AccessPackageMultipleChoiceQuestion')
export class AccessPackageMultipleChoiceQuestion extends AccessPackageQuestion {
  @Flag() isMultipleSelectionAllowed: boolean | null = false;
  @Parts(() => AccessPackageAnswerChoice, 100) choices: AccessPackageAnswerChoice[] = [];
}

@WireName('AccessPackageTextInputQuestion')
export class AccessPackageTextInputQuestion extends AccessPackageQuestion {
  @Flag() isSingleLineQuestion: boolean | null = false;
  @Text(1_000) regexPattern: string | null = null;
}

/** The two kinds of questions, by their `@odata.type`. */
export const questionTypes: Derived = {
  [multipleChoice]: AccessPackageMultipleChoiceQuestion,
  [textInput]: AccessPackageTextInputQuestion,
};
