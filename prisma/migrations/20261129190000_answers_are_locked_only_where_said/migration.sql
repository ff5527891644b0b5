-- Whether an answer may be edited was kept as false where nobody said so, and had no effect: from now on it locks what says it.
UPDATE "assignment_policy" SET "settings" = jsonb_set("settings", '{questions}', (
  SELECT jsonb_agg(CASE WHEN question->'isAnswerEditable' = 'false' THEN question || '{"isAnswerEditable": null}' ELSE question END ORDER BY place)
  FROM jsonb_array_elements("settings"->'questions') WITH ORDINALITY AS asked (question, place)))
WHERE jsonb_typeof("settings"->'questions') = 'array' AND "settings" @? '$.questions[*].isAnswerEditable ? (@ == false)';
