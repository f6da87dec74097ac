/** What the tests use of the library, which brings no types that its exports lead to. */
declare module "edtf" {
  export default function edtf(text: string): { readonly min: number; readonly max: number };
}
