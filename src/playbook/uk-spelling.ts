export interface AmericanSpelling {
  /** From 1, of the text given. */
  line: number;
  word: string;
  ukSpelling: string;
}

/** Beginnings of words that differ. What follows is kept: "colorful" becomes "colourful". */
const beginnings: Record<string, string> = {
  aluminum: 'aluminium',
  behavior: 'behaviour',
  canceled: 'cancelled',
  canceling: 'cancelling',
  catalog: 'catalogue',
  center: 'centre',
  color: 'colour',
  cozy: 'cosy',
  defense: 'defence',
  endeavor: 'endeavour',
  enrollment: 'enrolment',
  favor: 'favour',
  fiber: 'fibre',
  flavor: 'flavour',
  fueled: 'fuelled',
  fulfillment: 'fulfilment',
  gray: 'grey',
  harbor: 'harbour',
  honor: 'honour',
  humor: 'humour',
  instill: 'instil',
  jewelry: 'jewellery',
  labeled: 'labelled',
  labeling: 'labelling',
  labor: 'labour',
  liter: 'litre',
  modeled: 'modelled',
  modeling: 'modelling',
  mold: 'mould',
  neighbor: 'neighbour',
  offense: 'offence',
  odor: 'odour',
  pajama: 'pyjama',
  plow: 'plough',
  pretense: 'pretence',
  rumor: 'rumour',
  savor: 'savour',
  skillful: 'skilful',
  theater: 'theatre',
  traveled: 'travelled',
  traveler: 'traveller',
  traveling: 'travelling',
  vapor: 'vapour',
  vigor: 'vigour',
};
/** Words that begin like an American one and are at home here: "literal", "honorary", "laborious", "catalogue". */
const notAmerican =
  /^(?:catalogu|honorar|humorous|humorist|laborator|laborious|litera|odorous|rigorous|vaporis|vigorous)/;
const american = new RegExp(`^(?:${Object.keys(beginnings).join('|')})`);

/** -ize and -yze: the course writes -ise throughout, though dictionaries allow both. */
const izing = /^([a-z]+[iy])z(e[ds]?|ers?|ing|ations?|ational)$/;
/** Where the z belongs to the stem: size, prize, seize, maize, and what is made of them. */
const zInStem = /(?:^|[a-z])siz(?:e[ds]?|ers?|ing)$|^(?:priz|seiz|maiz|baiz)|^(?:assiz|capsiz)/;

/** A line without any of this is not looked at word by word: 30 ms less for the whole content. */
const suspicious = new RegExp(`\\b(?:${Object.keys(beginnings).join('|')})|[iy]z(?:e|ing|ation)`, 'i');

/** American spellings in a text, outside code, quotations, placeholders and addresses, which keep their own. */
export function americanSpellings(text: string): AmericanSpelling[] {
  return text.split('\n').flatMap((line, index) => {
    if (!suspicious.test(line)) return [];
    const own = line
      // A YAML value in quotation marks is no quotation.
      .replace(/^([ -]*[A-Za-z]+:) "(.*)"$/, '$1 $2')
      .replace(/`[^`]*`|"[^"]*"|“[^”]*”|\{\{[^{}]*\}\}|https?:\S+/g, ' ');
    return (own.match(/[\p{L}]+/gu) ?? []).flatMap((word) => {
      const ukSpelling = inUkSpelling(word.toLowerCase());
      return ukSpelling === undefined ? [] : [{ line: index + 1, word, ukSpelling }];
    });
  });
}

function inUkSpelling(word: string): string | undefined {
  const beginning = notAmerican.test(word) ? undefined : american.exec(word)?.[0];
  if (beginning !== undefined) return `${beginnings[beginning]}${word.slice(beginning.length)}`;
  const ize = izing.exec(word);
  return ize && !zInStem.test(word) ? `${ize[1]}s${ize[2]}` : undefined;
}
