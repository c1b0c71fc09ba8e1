/** Numbers and dates as people of a language write them. */
export interface Formats {
  /** A whole number with separators. */
  readonly count: (value: number) => string;
  /** A share 0..1 in whole per cent, rounded down: 99.6 % is not certain. */
  readonly percent: (share: number) => string;
  readonly decimal: (value: number, digits?: number) => string;
  readonly metres: (metres: number) => string;
  readonly hectares: (squareMetres: number) => string;
  readonly size: (bytes: number) => string;
  readonly duration: (milliseconds: number) => string;
  readonly date: (iso: string) => string;
  readonly dateTime: (iso: string) => string;
}

/** The formats of a language. */
export function formatsFor(language: 'en' | 'da'): Formats {
  const locale = language === 'en' ? 'en-GB' : 'da-DK';
  const number = (digits: number) =>
    new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  const whole = number(0);
  const date = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' });
  const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  return {
    count: (value) => whole.format(value),
    percent: (share) => `${whole.format(Math.floor(share * 100 + 1e-9))} %`,
    decimal: (value, digits = 2) => number(digits).format(value),
    metres: (metres) => `${metres < 9.95 ? number(1).format(metres) : whole.format(metres)} m`,
    hectares: (squareMetres) => `${number(squareMetres < 100_000 ? 2 : 1).format(squareMetres / 10_000)} ha`,
    size: (bytes) =>
      bytes < 1e9
        ? `${number(bytes < 1e7 ? 1 : 0).format(bytes / 1e6)} MB`
        : `${number(1).format(bytes / 1e9)} GB`,
    duration: (milliseconds) => durationText(milliseconds, language === 'en' ? 'h' : 't'),
    date: (iso) => at(date, iso),
    dateTime: (iso) => at(dateTime, iso),
  };
}

function at(format: Intl.DateTimeFormat, iso: string): string {
  const time = Date.parse(iso);
  return Number.isNaN(time) ? iso : format.format(time);
}

function durationText(milliseconds: number, hour: string): string {
  const seconds = Math.max(1, Math.round(milliseconds / 1000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} ${hour} ${minutes % 60} min`;
}
