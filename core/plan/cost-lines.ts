import { type PriceId, unitPriceUsd } from './prices.ts';

/** One line of the bill. */
export interface CostLine {
  readonly service: string;
  readonly what: string;
  readonly quantity: number;
  readonly price: PriceId;
  /** Quantity times price. */
  readonly usd: number;
  /** Where the quantity comes from, in words and figures. */
  readonly formula: string;
}

/** A line of the bill. */
export function costLine(
  service: string,
  what: string,
  { price, quantity, formula }: Pick<CostLine, 'price' | 'quantity' | 'formula'>,
): CostLine {
  return { service, what, quantity, price, usd: quantity * unitPriceUsd(price), formula };
}

/** The sum of some lines, US dollars. */
export function sumUsd(lines: readonly { readonly usd: number }[]): number {
  return lines.reduce((sum, { usd }) => sum + usd, 0);
}

/** A number as the formulas write it: `20,000,000`, `4.68`. */
export function figure(value: number): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 1 ? 2 : 4;
  return value.toLocaleString('en-US', { maximumFractionDigits: digits });
}
