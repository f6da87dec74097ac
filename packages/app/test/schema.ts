/** As much of JSON Schema 2020-12 as the schemas in docs/ use; what it does not know it refuses. */

type Schema = { readonly [key: string]: unknown };

const WITHOUT_MEANING = new Set(["$schema", "$defs", "title", "description"]);

/** What is wrong, a line each, with its place; empty where the value fits. */
export function faultsOf(schema: Schema, value: unknown, whole: Schema = schema, at = "$"): string[] {
  const faults: string[] = [];
  const say = (text: string): void => void faults.push(`${at}: ${text}`);
  for (const [key, rule] of Object.entries(schema)) {
    if (WITHOUT_MEANING.has(key)) continue;
    switch (key) {
      case "$ref": {
        const name = String(rule).replace("#/$defs/", "");
        const target = (whole["$defs"] as { [name: string]: Schema })[name];
        if (!target) throw new Error(`the schema has no ${String(rule)}`);
        faults.push(...faultsOf(target, value, whole, at));
        break;
      }
      case "const":
        if (value !== rule) say(`is not ${JSON.stringify(rule)}`);
        break;
      case "enum":
        if (!(rule as unknown[]).includes(value)) say(`${JSON.stringify(value)} is not one of the words`);
        break;
      case "anyOf": {
        const tries = (rule as Schema[]).map((each) => faultsOf(each, value, whole, at));
        if (tries.every((found) => found.length > 0)) say(`fits none of ${tries.length}: ${tries.flat().join(" | ")}`);
        break;
      }
      case "type": {
        const types = Array.isArray(rule) ? rule : [rule];
        if (!types.some((type) => isOf(value, String(type)))) say(`is not of type ${types.join(" or ")}`);
        break;
      }
      case "required":
        if (isObject(value)) for (const name of rule as string[]) if (!Object.hasOwn(value, name)) say(`lacks ${name}`);
        break;
      case "properties":
        if (isObject(value)) {
          for (const [name, inner] of Object.entries(rule as { [name: string]: Schema })) {
            if (Object.hasOwn(value, name)) faults.push(...faultsOf(inner, value[name], whole, `${at}.${name}`));
          }
        }
        break;
      case "additionalProperties":
        if (isObject(value)) {
          const known = Object.keys(schema["properties"] ?? {});
          for (const [name, inner] of Object.entries(value)) {
            if (known.includes(name)) continue;
            if (rule === false) say(`has ${name}, which is not in the contract`);
            else faults.push(...faultsOf(rule as Schema, inner, whole, `${at}.${name}`));
          }
        }
        break;
      case "items":
        if (Array.isArray(value))
          value.forEach((item, i) => faults.push(...faultsOf(rule as Schema, item, whole, `${at}[${i}]`)));
        break;
      case "minItems":
        if (Array.isArray(value) && value.length < Number(rule)) say(`has fewer than ${String(rule)} items`);
        break;
      case "maxItems":
        if (Array.isArray(value) && value.length > Number(rule)) say(`has more than ${String(rule)} items`);
        break;
      case "minimum":
        if (typeof value === "number" && value < Number(rule)) say(`is less than ${String(rule)}`);
        break;
      case "maximum":
        if (typeof value === "number" && value > Number(rule)) say(`is more than ${String(rule)}`);
        break;
      case "pattern":
        if (typeof value === "string" && !new RegExp(String(rule), "u").test(value))
          say(`${value} does not fit ${String(rule)}`);
        break;
      default:
        throw new Error(`the schema uses ${key}, which this validator does not know`);
    }
  }
  return faults;
}

function isObject(value: unknown): value is { [name: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isOf(value: unknown, type: string): boolean {
  switch (type) {
    case "null":
      return value === null;
    case "array":
      return Array.isArray(value);
    case "object":
      return isObject(value);
    case "integer":
      return Number.isInteger(value);
    default:
      return typeof value === type;
  }
}
