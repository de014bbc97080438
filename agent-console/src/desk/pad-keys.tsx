/** The twelve keys of a phone. */

interface Props {
  readonly label: string;
  readonly onPress: (digit: string) => void;
}

const digits = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"];

export function PadKeys({ label, onPress }: Props) {
  return (
    <div className="cb-pad" role="group" aria-label={label}>
      {digits.map((digit) => (
        <button key={digit} type="button" onClick={() => onPress(digit)}>
          {digit}
        </button>
      ))}
    </div>
  );
}

export function isPadDigit(key: string): boolean {
  return digits.includes(key);
}
