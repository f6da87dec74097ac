/** Holds a fault of ours where it happened: what is around it goes on, and what is not saved is not lost. */
import { Component, type ReactNode } from "react";

interface Given {
  readonly children: ReactNode;
  /** With another of these it is tried again. */
  readonly of: unknown;
}

interface Kept {
  readonly error: string | null;
  readonly of: unknown;
}

export class Boundary extends Component<Given, Kept> {
  override state: Kept = { error: null, of: this.props.of };

  static getDerivedStateFromError(error: unknown): Partial<Kept> {
    return { error: error instanceof Error ? error.message : String(error) };
  }

  static getDerivedStateFromProps({ of }: Given, kept: Kept): Kept | null {
    return of === kept.of ? null : { error: null, of };
  }

  override render(): ReactNode {
    if (this.state.error === null) return this.props.children;
    return (
      <div className="notice" role="alert">
        <p>
          This is a fault of ours, not of the case: <bdi>{this.state.error}</bdi>. The other views go on, and what you
          wrote is still there.
        </p>
        <button type="button" onClick={() => this.setState({ error: null })}>
          Try again
        </button>
      </div>
    );
  }
}
