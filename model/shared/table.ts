/**
 * A map that never changes: setting a key gives another map, which shares with this one all but the few nodes on the
 * way to the key. So a state is a value, every earlier state stays good for nothing, and undoing is forgetting.
 *
 * A tree over the bits of a hash of the key, 5 a level, with only the branches that exist. Keys whose hashes are
 * equal hang in a chain.
 */
export class Table<V> {
  private readonly root: Node<V> | undefined;
  /** How many keys there are. */
  readonly size: number;

  private constructor(root: Node<V> | undefined, size: number) {
    this.root = root;
    this.size = size;
  }

  static empty<V>(): Table<V> {
    return new Table<V>(undefined, 0);
  }

  /** The hash by which keys are placed, of 32 bits. */
  static hashOf(key: string): number {
    return hashOf(key);
  }

  get(key: string): V | undefined {
    return find(this.root, hashOf(key), key);
  }

  has(key: string): boolean {
    return this.get(key) !== undefined;
  }

  set(key: string, value: V): Table<V> {
    const hash = hashOf(key);
    const known = find(this.root, hash, key) !== undefined;
    return new Table(insert(this.root, 0, { hash, key, value, next: undefined }), this.size + (known ? 0 : 1));
  }

  delete(key: string): Table<V> {
    return this.has(key) ? new Table(remove(this.root, hashOf(key), key), this.size - 1) : this;
  }

  /** All keys with their values, by key. */
  entries(): [string, V][] {
    const found: [string, V][] = [];
    collect(this.root, found);
    return found.sort(([left], [right]) => (left < right ? -1 : 1));
  }
}

interface Leaf<V> {
  readonly hash: number;
  readonly key: string;
  readonly value: V;
  /** Another key of this hash. */
  readonly next: Leaf<V> | undefined;
}

interface Branch<V> {
  readonly level: number;
  readonly bits: number;
  readonly children: readonly Node<V>[];
}

type Node<V> = Leaf<V> | Branch<V>;

const isBranch = <V>(node: Node<V>): node is Branch<V> => "children" in node;

/** FNV-1a over the characters, then mixed, for keys often differ in their ends alone. */
function hashOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
}

const bitAt = (hash: number, level: number): number => 1 << ((hash >>> (5 * level)) & 31);

/** How many bits below this one are set: the child's place. */
function placeOf(bits: number, bit: number): number {
  let word = bits & (bit - 1);
  word -= (word >>> 1) & 0x55555555;
  word = (word & 0x33333333) + ((word >>> 2) & 0x33333333);
  return Math.imul((word + (word >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

function find<V>(root: Node<V> | undefined, hash: number, key: string): V | undefined {
  let node = root;
  while (node !== undefined && isBranch(node)) {
    const bit = bitAt(hash, node.level);
    if ((node.bits & bit) === 0) return undefined;
    node = node.children[placeOf(node.bits, bit)];
  }
  for (let leaf = node; leaf !== undefined; leaf = leaf.next) if (leaf.key === key) return leaf.value;
  return undefined;
}

function insert<V>(node: Node<V> | undefined, level: number, leaf: Leaf<V>): Node<V> {
  if (node === undefined) return leaf;
  if (!isBranch(node)) {
    if (node.hash === leaf.hash) return { ...leaf, next: without(node, leaf.key) };
    return insert({ level, bits: bitAt(node.hash, level), children: [node] }, level, leaf);
  }
  const bit = bitAt(leaf.hash, level);
  const place = placeOf(node.bits, bit);
  if ((node.bits & bit) === 0)
    return { level, bits: node.bits | bit, children: node.children.toSpliced(place, 0, leaf) };
  return { ...node, children: node.children.with(place, insert(node.children[place], level + 1, leaf)) };
}

function remove<V>(node: Node<V> | undefined, hash: number, key: string): Node<V> | undefined {
  if (node === undefined) return undefined;
  if (!isBranch(node)) return without(node, key);
  const bit = bitAt(hash, node.level);
  if ((node.bits & bit) === 0) return node;
  const place = placeOf(node.bits, bit);
  const child = remove(node.children[place], hash, key);
  if (child !== undefined) return { ...node, children: node.children.with(place, child) };
  return node.children.length === 1
    ? undefined
    : { ...node, bits: node.bits & ~bit, children: node.children.toSpliced(place, 1) };
}

function without<V>(leaf: Leaf<V>, key: string): Leaf<V> | undefined {
  if (leaf.key === key) return leaf.next;
  return leaf.next === undefined ? leaf : { ...leaf, next: without(leaf.next, key) };
}

function collect<V>(node: Node<V> | undefined, found: [string, V][]): void {
  if (node === undefined) return;
  if (isBranch(node)) for (const child of node.children) collect(child, found);
  else
    for (let leaf: Leaf<V> | undefined = node; leaf !== undefined; leaf = leaf.next) found.push([leaf.key, leaf.value]);
}
