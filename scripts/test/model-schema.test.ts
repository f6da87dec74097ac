/**
 * docs/model.schema.json says in JSON Schema what packages/language/src/model.ts (and claimed.ts) says in types and comments: it is derived
 * from them, and fails here where it lacks a field. `UPDATE=1 npx vitest run scripts/test/model-schema.test.ts` writes it anew.
 */
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { check, type Model } from "@servanda/language";
import fc from "fast-check";
import { parseSync } from "oxc-parser";
import { describe, expect, it } from "vitest";
import { faultsOf } from "../../packages/app/test/schema.ts";
import { models } from "../../packages/language/test/models.ts";

const root = join(import.meta.dirname, "..", "..");
const file = join(root, "docs", "model.schema.json");

type Json = { [key: string]: unknown };
// As much of the tree of types as the contract uses.
interface Node {
  readonly type: string;
  readonly start: number;
  readonly [key: string]: unknown;
}

class Derived {
  readonly defs: Json = {};
  private readonly source: string;
  private readonly comments: ReadonlyMap<number, string>;
  private readonly types = new Map<string, Node>();

  /** The files are read as one. */
  constructor(...paths: readonly [string, ...string[]]) {
    this.source = paths.map((path) => readFileSync(path, "utf8")).join("\n");
    const { program, comments, errors } = parseSync(paths[0], this.source);
    if (errors.length > 0) throw new Error(errors[0]?.message);
    this.comments = new Map(comments.map(({ end, value }) => [end, value]));
    for (const statement of program.body as unknown as Node[]) {
      const declared = statement["declaration"] as Node | null | undefined;
      if (statement.type !== "ExportNamedDeclaration" || declared == null) continue;
      if (!["TSInterfaceDeclaration", "TSTypeAliasDeclaration"].includes(declared.type)) continue;
      const name = (declared["id"] as Node)["name"] as string;
      this.types.set(name, declared);
      this.described.set(name, this.said(statement.start));
    }
    // What the model reaches, in the order in which it is reached.
    this.reference("Model");
  }

  private readonly described = new Map<string, string | null>();

  private before(start: number): number {
    return this.source.slice(0, start).trimEnd().length;
  }

  /** The doc comment above a place. */
  private said(start: number): string | null {
    const value = this.comments.get(this.before(start));
    if (value?.startsWith("*") !== true) return null;
    return value
      .split("\n")
      .map((line) => line.replace(/^\s*\*+ ?/u, "").trim())
      .join(" ")
      .trim();
  }

  private reference(name: string): Json {
    const declared = this.types.get(name);
    if (declared === undefined) throw new Error(`the contract has no type ${name}`);
    if (!Object.hasOwn(this.defs, name)) {
      this.defs[name] = {};
      const description = this.described.get(name) ?? null;
      const schema = name === "Instant" ? { type: "integer" } : this.declared(declared);
      this.defs[name] = description === null ? schema : { description, ...schema };
    }
    return { $ref: `#/$defs/${name}` };
  }

  private declared(node: Node): Json {
    if (node.type === "TSInterfaceDeclaration") return this.object((node["body"] as Node)["body"] as Node[]);
    return this.type(node["typeAnnotation"] as Node);
  }

  private object(members: readonly Node[], optional = false): Json {
    const properties: Json = {};
    const required: string[] = [];
    for (const member of members) {
      if (member.type !== "TSPropertySignature") throw new Error(`${member.type} in the contract`);
      const name = (member["key"] as Node)["name"] as string;
      const description = this.said(member.start);
      const schema = this.type((member["typeAnnotation"] as Node)["typeAnnotation"] as Node);
      properties[name] = description === null ? schema : { description, ...schema };
      if (member["optional"] !== true && !optional) required.push(name);
    }
    return { type: "object", required, additionalProperties: false, properties };
  }

  private type(node: Node): Json {
    switch (node.type) {
      case "TSStringKeyword":
        return { type: "string" };
      case "TSNumberKeyword":
        return { type: "number" };
      case "TSBooleanKeyword":
        return { type: "boolean" };
      case "TSNullKeyword":
        return { type: "null" };
      case "TSParenthesizedType":
      case "TSTypeOperator":
        return this.type(node["typeAnnotation"] as Node);
      case "TSArrayType":
        return { type: "array", items: this.type(node["elementType"] as Node) };
      case "TSLiteralType":
        return { const: (node["literal"] as Node)["value"] };
      case "TSTypeLiteral":
        return this.object(node["members"] as Node[]);
      case "TSTypeReference":
        return this.reference((node["typeName"] as Node)["name"] as string);
      case "TSUnionType":
        return this.union(node["types"] as Node[]);
      case "TSIntersectionType":
        return this.intersection(node["types"] as Node[]);
      case "TSMappedType":
        return this.object(this.membersOf("Clauses"), true);
      default:
        throw new Error(`the contract uses ${node.type}, which this test does not know`);
    }
  }

  private membersOf(name: string): Node[] {
    const declared = this.types.get(name);
    if (declared === undefined) throw new Error(`the contract has no type ${name}`);
    return (declared["body"] as Node)["body"] as Node[];
  }

  private union(types: readonly Node[]): Json {
    const each = types.map((type) => this.type(type));
    const words = each.map((schema) => schema["const"]);
    if (words.every((word) => typeof word === "string")) return { enum: words };
    return { anyOf: each.flatMap((schema) => ("anyOf" in schema ? (schema["anyOf"] as Json[]) : [schema])) };
  }

  /** A union whose members each have the further fields of an object. */
  private intersection(types: readonly Node[]): Json {
    const [one, more, ...others] = types.map((type) => this.type(type));
    if (one === undefined || more === undefined || others.length > 0) throw new Error("an intersection of many types");
    const whole = (schema: Json): Json =>
      "$ref" in schema ? (this.defs[(schema["$ref"] as string).replace("#/$defs/", "")] as Json) : schema;
    const added = more["properties"] as Json;
    const each = (one["anyOf"] as Json[]).map((schema) => {
      const { description: _, ...found } = whole(schema);
      return { ...found, properties: { ...(found["properties"] as Json), ...added } };
    });
    return { anyOf: each };
  }
}

function derived(): Json {
  const { defs } = new Derived(
    join(root, "packages/language/src/model.ts"),
    join(root, "packages/language/src/claimed.ts"),
  );
  const { Model: whole, ...others } = defs as { Model: Json; [name: string]: unknown };
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "The checked model of a case",
    ...whole,
    $defs: others,
  };
}

const written = (): Json => JSON.parse(readFileSync(file, "utf8")) as Json;

function documentsOf(folder: string): { path: string; text: string }[] {
  const path = join(root, folder);
  if (!statSync(path).isDirectory()) return [{ path: folder, text: readFileSync(path, "utf8") }];
  return readdirSync(path, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith(".md"))
    .map((name) => ({ path: name, text: readFileSync(join(path, name), "utf8") }));
}

describe("docs/model.schema.json", () => {
  it("has every field of the contract, and no other", () => {
    if (process.env["UPDATE"] === "1") writeFileSync(file, `${JSON.stringify(derived(), null, 2)}\n`);
    expect(written()).toEqual(derived());
  });

  const cases = readdirSync(join(root, "cases")).filter((name) => name !== "language" && !name.includes("."));
  const texts = readdirSync(join(root, "cases/language/good")).map((name) => `cases/language/good/${name}`);
  it.each([...cases.map((name) => `cases/${name}`), ...texts, "docs/language.md"])("fits the model of %s", (path) => {
    const { model } = check(documentsOf(path));
    expect(faultsOf(written(), JSON.parse(JSON.stringify(model)))).toEqual([]);
  });

  it("fits models of every kind, and none with a field more or less", () => {
    const schema = written();
    fc.assert(
      fc.property(models, (model) => {
        expect(faultsOf(schema, model)).toEqual([]);
      }),
      { numRuns: 50, endOnFailure: true },
    );
    const { model } = check([]);
    expect(faultsOf(schema, { ...model, more: 1 })).toEqual(["$: has more, which is not in the contract"]);
    const { norms: _, ...less } = model satisfies Model;
    expect(faultsOf(schema, less)).toEqual(["$: lacks norms"]);
  });
});
