import { Component, type ReactNode } from 'react';
import { Broken } from './broken.tsx';

interface Props {
  readonly children: ReactNode;
}

/** A view that fails leaves the others as they are. React has no function for this. */
export class ErrorBoundary extends Component<Props, { readonly hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError() {
    return { hasFailed: true };
  }

  override render() {
    return this.state.hasFailed ? <Broken /> : this.props.children;
  }
}
