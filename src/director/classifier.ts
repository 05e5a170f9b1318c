/** What the classifier learns from: the features of one message, and what it means. */
export interface Example {
  features: readonly string[];
  label: string;
}

export interface Classifier {
  labels: readonly string[];
  /** One score a label, in their order: logarithms of how likely each is, up to a constant. Undefined where no feature is known. */
  scores(features: readonly string[]): Float32Array | undefined;
}

/** Times that every example is gone through. By cross-validation a third time finds no prompt more, for half as long again. */
const passes = 2;
/** Length of the first step; it shrinks to nothing by the last. With two passes 8 learns too little, and 22 loses a point. */
const firstStep = 14;
/** Pieces of words repeat what the word says, so each counts a little less than it. */
const pieceWeight = 0.8;
/** A label whose likelihood is off by less than this is not corrected: half the time, the same figures. */
const smallestCorrection = 0.003;

/**
 * Multinomial logistic regression over weighed features, by stochastic gradient descent. Always the same for the same
 * examples: their order is shuffled by a generator of fixed seed.
 */
export function trainClassifier(examples: readonly Example[]): Classifier {
  const labels = [...new Set(examples.map((example) => example.label))];
  const labelAt = new Map(labels.map((label, at) => [label, at]));
  const { messages, vocabulary } = prepare(examples);
  const weights = new Float32Array(vocabulary.rows * labels.length);
  const learned = new Uint8Array(vocabulary.rows);
  const scores = new Float32Array(labels.length);
  const errors: Errors = {
    count: 0,
    label: new Int32Array(labels.length),
    value: new Float32Array(labels.length),
  };
  const random = randomFrom(1);
  const order = examples.map((_, at) => at);
  let done = 0;
  for (let pass = 0; pass < passes; pass++) {
    shuffle(order, random);
    for (const at of order) {
      const message = messages[at] as Message;
      scores.fill(0);
      addScores(message, weights, scores, learned);
      readErrors(scores, labelAt.get(examples[at]?.label ?? ''), errors);
      correct(message, weights, errors, labels.length, firstStep * (1 - done++ / (passes * examples.length)));
      for (const row of message.row) learned[row] = 1;
    }
  }
  return {
    labels,
    scores: (features) => {
      const message = weigh(features, vocabulary);
      if (message.row.length === 0) return undefined;
      const sums = new Float32Array(labels.length);
      addScores(message, weights, sums, learned);
      return sums;
    },
  };
}

/** By how much labels were thought too likely (or, below zero, not likely enough); the first `count` places count. */
interface Errors {
  count: number;
  label: Int32Array;
  value: Float32Array;
}

function readErrors(scores: Float32Array, target: number | undefined, errors: Errors): void {
  const most = Math.max(...scores);
  let sum = 0;
  for (let label = 0; label < scores.length; label++) {
    scores[label] = Math.exp((scores[label] as number) - most);
    sum += scores[label] as number;
  }
  errors.count = 0;
  for (let label = 0; label < scores.length; label++) {
    const error = (scores[label] as number) / sum - (label === target ? 1 : 0);
    if (Math.abs(error) <= smallestCorrection) continue;
    errors.label[errors.count] = label;
    errors.value[errors.count++] = error;
  }
}

function correct(
  { row, value }: Message,
  weights: Float32Array,
  errors: Errors,
  labels: number,
  step: number,
): void {
  for (let index = 0; index < row.length; index++) {
    const start = (row[index] as number) * labels;
    const factor = (value[index] as number) * step;
    for (let error = 0; error < errors.count; error++) {
      const place = start + (errors.label[error] as number);
      weights[place] = (weights[place] as number) - (errors.value[error] as number) * factor;
    }
  }
}

/** A message as the classifier sees it: rows of the weights, and how much of each. */
interface Message {
  row: Int32Array;
  value: Float32Array;
}

/** What is known of each feature, by its number. */
interface Vocabulary {
  numberOf: ReadonlyMap<string, number>;
  row: Int32Array;
  /** How rare the feature is, and of what kind. */
  weight: Float64Array;
  /** Share of the row that is this feature's: less than 1 only where features share a row. */
  factor: Float64Array;
  rows: number;
}

/**
 * Weighs every example. A feature that stands in one example only learns nothing but what that example teaches, in
 * proportion to its value: so all such features of an example share one row. That is the same arithmetic as a row each,
 * and leaves 20,000 rows of 45,000.
 */
function prepare(examples: readonly Example[]): { messages: Message[]; vocabulary: Vocabulary } {
  const numberOf = new Map<string, number>();
  const having: number[] = [];
  const numbers = examples.map(({ features }) =>
    features.map((feature) => {
      const known = numberOf.get(feature);
      const number = known ?? having.length;
      if (known === undefined) numberOf.set(feature, number);
      having[number] = (having[number] ?? 0) + 1;
      return number;
    }),
  );
  const row = new Int32Array(having.length);
  const weight = new Float64Array(having.length);
  const factor = new Float64Array(having.length).fill(1);
  let rows = 0;
  for (const [feature, number] of numberOf) {
    const many = having[number] as number;
    weight[number] = Math.log(1 + examples.length / many) * (feature.startsWith('piece:') ? pieceWeight : 1);
    if (many > 1) row[number] = rows++;
  }
  const messages = numbers.map((known) => {
    const shared = known.filter((number) => (having[number] as number) > 1);
    const own = known.filter((number) => having[number] === 1);
    const length = lengthOf(known, weight);
    const ownLength = lengthOf(own, weight);
    for (const number of own) {
      row[number] = rows;
      factor[number] = (weight[number] as number) / ownLength;
    }
    const message: Message = {
      row: Int32Array.from(shared, (number) => row[number] as number),
      value: Float32Array.from(shared, (number) => (weight[number] as number) / length),
    };
    if (own.length === 0) return message;
    return {
      row: Int32Array.of(...message.row, rows++),
      value: Float32Array.of(...message.value, ownLength / length),
    };
  });
  return { messages, vocabulary: { numberOf, row, weight, factor, rows } };
}

/** Known features by their weight, together of length 1. */
function weigh(features: readonly string[], { numberOf, row, weight, factor }: Vocabulary): Message {
  const known = features.flatMap((feature) => numberOf.get(feature) ?? []);
  const length = lengthOf(known, weight);
  return {
    row: Int32Array.from(known, (number) => row[number] as number),
    value: Float32Array.from(
      known,
      (number) => ((weight[number] as number) * (factor[number] as number)) / length,
    ),
  };
}

function lengthOf(numbers: readonly number[], weight: Float64Array): number {
  return Math.sqrt(numbers.reduce((squares, number) => squares + (weight[number] as number) ** 2, 0));
}

/** The innermost loop of training: plain indices, as it runs fifty million times. Rows not `learned` yet are all zero. */
function addScores(
  { row, value }: Message,
  weights: Float32Array,
  scores: Float32Array,
  learned: Uint8Array,
): void {
  const labels = scores.length;
  for (let index = 0; index < row.length; index++) {
    if (learned[row[index] as number] === 0) continue;
    const start = (row[index] as number) * labels;
    const factor = value[index] as number;
    for (let label = 0; label < labels; label++) {
      scores[label] = (scores[label] as number) + (weights[start + label] as number) * factor;
    }
  }
}

function shuffle(order: number[], random: () => number): void {
  for (let last = order.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [order[last], order[other]] = [order[other] as number, order[last] as number];
  }
}

/** Numbers from 0 to below 1, the same for the same seed (a linear congruential generator, Numerical Recipes' constants). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
