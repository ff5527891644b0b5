import { GraphEntity, WireName } from '../../platform/edm/type-names.js';
import { PassesOver } from '../../platform/edm/member-classes.js';
import { Guid, ODataType, Part, Text } from '../../platform/edm/members.js';

export const answerTypes = ['microsoft.graph.accessPackageAnswerString'];

/** The question that an answer is for, by its id; what else an answer showed of it may be sent back. */
@GraphEntity('accessPackageQuestion')
@PassesOver('isAnswerEditable', 'isRequired', 'localizations', 'sequence', 'text', 'choices')
@PassesOver('isMultipleSelectionAllowed', 'allowsMultipleSelection', 'isSingleLineQuestion', 'regexPattern')
@WireName('AnsweredQuestion')
export class AnsweredQuestion {
  @ODataType(
    ['microsoft.graph.accessPackageTextInputQuestion', 'microsoft.graph.accessPackageMultipleChoiceQuestion'],
    'optional',
  )
  '@odata.type'?: string | null;

  @Guid('required')
  id: string;
}

/** An answer to a policy's question; told apart by `@odata.type`. */
@WireName('AccessPackageAnswer')
export class AccessPackageAnswer {
  @ODataType(answerTypes)
  '@odata.type': string;

  @Text(4_000)
  displayValue?: string | null;

  @Part(() => AnsweredQuestion)
  answeredQuestion?: AnsweredQuestion | null;
}

/** An answer that is a text, chosen or typed. */
@WireName('AccessPackageAnswerString')
export class AccessPackageAnswerString extends AccessPackageAnswer {
  @Text(4_000)
  value?: string | null;
}

export const answers = { 'microsoft.graph.accessPackageAnswerString': AccessPackageAnswerString };
