import { putBack } from './put-back.js';

const kept = { end: 'PT3H', hidden: true, stages: [{ time: 'PT1H' }, { time: 'PT2H' }], name: 'Sales' };
const shown = { end: 'P1D', stages: [{ time: 'P1D' }, { time: 'P2D' }], name: 'Sales' };

describe('what was read and is sent again', () => {
  it.each<[string, object, object]>([
    ['as it was shown', shown, kept],
    ['with another name', { ...shown, name: 'Other' }, { ...kept, name: 'Other' }],
    ['with another end', { ...shown, end: 'P2D' }, { ...kept, end: 'P2D' }],
    ['without an end', { ...shown, end: null }, { ...kept, end: null }],
    [
      'with a stage changed',
      { ...shown, stages: [{ time: 'P5D' }, { time: 'P2D' }] },
      { ...kept, stages: [{ time: 'P5D' }, { time: 'PT2H' }] },
    ],
    [
      'with the stages turned round',
      { ...shown, stages: [{ time: 'P2D' }, { time: 'P1D' }] },
      { ...kept, stages: [{ time: 'PT2H' }, { time: 'PT1H' }] },
    ],
    ['with one stage less', { ...shown, stages: [{ time: 'P2D' }] }, { ...kept, stages: [{ time: 'PT2H' }] }],
    [
      'with one stage more',
      { ...shown, stages: [...shown.stages, { time: 'P9D' }] },
      { ...kept, stages: [...kept.stages, { time: 'P9D' }] },
    ],
    ['with what was hidden', { ...shown, hidden: false }, { ...kept, hidden: false }],
  ])('%s keeps what it did not change', (_, said, result) => {
    expect(putBack(said, shown, kept)).toEqual(result);
  });
});
