// The line above the text: how far, how fast, how long still, and what the machine may have missed.
import { number as count, t } from "./words.js";

export function figures(told, order) {
  const left = told.of - told.done;
  const said = [t("{done} of {of} units coded", { done: count(told.done), of: count(told.of) })];
  if (told.per_minute) said.push(t("{n} a minute", { n: count(told.per_minute, 1) }));
  if (told.per_minute && left) said.push(t("minutes left at this pace: {n}", { n: count(Math.ceil(left / told.per_minute)) }));
  if (told.missed && (order === "sample" || told.missed.drawn >= 20)) {
    const { drawn, population, low, high } = told.missed;
    said.push(t("random sample: {drawn} of {population} units without a proposal read, so {low} to {high} commitments are among them", { drawn: count(drawn), population: count(population), low: count(low), high: count(high) }));
  }
  return said.join(" · ");
}
