import { GraphEntity } from '../../platform/csdl/declared.js';
import { Guid, ODataType, Part, Text } from '../../platform/http/members.js';

const answerTypes = ['microsoft.graph.accessPackageAnswerString'];

/** The question that an answer is for. */
@GraphEntity('accessPackageQuestion')
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
export class AccessPackageAnswer {
  @ODataType(answerTypes)
  '@odata.type': string;

  @Text(4_000)
  displayValue?: string | null;

  @Part(() => AnsweredQuestion)
  answeredQuestion?: AnsweredQuestion | null;
}

/** An answer that is a text, chosen or typed. */
export class AccessPackageAnswerString extends AccessPackageAnswer {
  @Text(4_000)
  value?: string | null;
}

export const answers = { 'microsoft.graph.accessPackageAnswerString': AccessPackageAnswerString };
