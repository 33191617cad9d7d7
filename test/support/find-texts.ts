interface Node {
  next: Map<number, Node>;
  /** The text that ends here. */
  text?: string;
}

/** What finds many texts in another, letter by letter and once through it, wherever they stand. */
export function finderOf(texts: readonly string[]): (within: string) => Set<string> {
  const root: Node = { next: new Map() };
  for (const text of texts) {
    let node = root;
    for (let at = 0; at < text.length; at++) {
      const letter = text.charCodeAt(at);
      if (!node.next.has(letter)) node.next.set(letter, { next: new Map() });
      node = node.next.get(letter)!;
    }
    node.text = text;
  }
  return (within) => {
    const found = new Set<string>();
    for (let start = 0; start < within.length; start++) {
      let node = root.next.get(within.charCodeAt(start));
      for (let at = start + 1; node; at++) {
        if (node.text !== undefined) found.add(node.text);
        node = node.next.get(within.charCodeAt(at));
      }
    }
    return found;
  };
}
