import { instant } from "./domain/time.ts";

/** Takes what somebody said in a form of filters: fields are named as the API names them, times are local ones. */
export function take(filter: URLSearchParams, event: Event): void {
  const input = event.target as HTMLInputElement;
  const said = input.type === "datetime-local" ? instant(input.value) : input.value.trim();
  if (said) {
    filter.set(input.name, said);
  } else {
    filter.delete(input.name);
  }
}
