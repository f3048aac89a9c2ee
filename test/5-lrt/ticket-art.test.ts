import { expect } from "chai";
import { standUpLadder } from "./ladder.ts";
import { DAY, FOREVER, type Standing, standUpVault } from "./vault.ts";
import { ETH } from "../../scripts/lib/units.ts";

const TICKET = 1n << 64n;

interface Metadata {
  readonly name: string;
  readonly description: string;
  readonly image: string;
  readonly attributes: readonly { readonly trait_type: string; readonly value: string | number }[];
}

const decoded = (uri: string, type: string): string => {
  const prefix = `data:${type};base64,`;
  expect(uri.startsWith(prefix)).to.equal(true);
  return Buffer.from(uri.slice(prefix.length), "base64").toString("utf8");
};

const metadataOf = (uri: string): Metadata => JSON.parse(decoded(uri, "application/json")) as Metadata;
const traitOf = (m: Metadata, name: string) => m.attributes.find((one) => one.trait_type === name)?.value;

/** Text of every element, in order. Throws where the XML is not well-formed. */
function textsOf(xml: string): string[] {
  const open: string[] = [];
  const texts: string[] = [];
  const unescaped = (text: string): string => {
    if (/&(?!(?:amp|lt|gt|quot|#39);)/.test(text)) throw new Error(`a bare & in ${text}`);
    const entities = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&amp;": "&" } as const;
    return text.replace(/&[^;]+;/g, (entity) => entities[entity as keyof typeof entities]);
  };
  let rest = xml;
  while (rest.length > 0) {
    const tag = /^<(\/?)([a-z]+)((?:\s[a-zA-Z-]+="[^"<]*")*)\s*(\/?)>/.exec(rest);
    if (tag !== null) {
      const [whole, closing, name, , empty] = tag;
      if (closing === "/") {
        if (open.pop() !== name) throw new Error(`</${name}> closes another element`);
      } else if (empty === "") open.push(name!);
      rest = rest.slice(whole.length);
      if (rest.length > 0 && open.length === 0) throw new Error("more than one root");
      continue;
    }
    const text = /^[^<]+/.exec(rest);
    if (text === null) throw new Error(`not XML: ${rest.slice(0, 40)}`);
    if (text[0].includes('"') && open.length === 0) throw new Error("text outside of the root");
    texts.push(unescaped(text[0]));
    rest = rest.slice(text[0].length);
  }
  if (open.length > 0) throw new Error(`<${open.at(-1)}> is not closed`);
  return texts;
}

const decimals18 = (amount: bigint): string => {
  const [whole, fraction] = [amount / ETH, (amount % ETH).toString().padStart(18, "0").replace(/0+$/, "")];
  return fraction === "" ? `${whole}` : `${whole}.${fraction}`;
};

async function withTicket(shares: bigint): Promise<Standing> {
  const s = await standUpVault();
  for (const user of [s.alice, s.bob]) {
    await s.vault.connect(user).deposit(user, 0n, FOREVER, { value: 20n * ETH });
  }
  await s.restaker.restake(s.left, 40n * ETH);
  await s.queue.connect(s.alice).request(shares, s.alice, 0n, FOREVER);
  await s.queue.connect(s.bob).request(ETH, s.bob, 0n, FOREVER);
  return s;
}

/** What the picture and the attributes say is what the queue says. */
async function expectTold(s: Standing, state: string): Promise<Metadata> {
  const told = metadataOf(await s.tickets.tokenURI(TICKET));
  const [t, b] = [await s.queue.ticketOf(TICKET), await s.queue.batchOf(1n)];
  const filledShares = (t.shares * b.filledShares) / b.shares;
  const bps = (10_000n * b.filledShares) / b.shares;
  const filled = `${bps / 100n}.${(bps % 100n).toString().padStart(2, "0")} %`;
  expect(told.name).to.equal("Exit ticket 1-0");
  expect(told.attributes.slice(0, 7)).to.deep.equal(
    Object.entries({
      Batch: "1",
      Shares: decimals18(t.shares),
      "Filled shares": decimals18(filledShares),
      Filled: filled,
      State: state,
      "Claimable ETH": decimals18(t.claimableAssets),
      "Claimed ETH": decimals18(t.claimedAssets),
    }).map(([trait_type, value]) => ({ trait_type, value })),
  );
  const svg = decoded(told.image, "image/svg+xml");
  expect(svg).to.equal(await s.art.draw(TICKET));
  expect(textsOf(svg)).to.deep.equal([
    "Exit ticket 1-0",
    "Exit ticket 1-0",
    `${decimals18(t.shares)} rlETH`,
    `filled ${filled}, ${decimals18(filledShares)} rlETH`,
    `state: ${state}`,
    `claimable: ${decimals18(t.claimableAssets)} ETH`,
    `claimed: ${decimals18(t.claimedAssets)} ETH`,
    `time to exit: ${traitOf(told, "Time to exit")}`,
  ]);
  expect(svg).to.include(`width="${(320n * b.filledShares) / b.shares}" height="18"`);
  return told;
}

describe("pictures of tickets", () => {
  it("QUE-22: at every stage the picture is well-formed and says what the queue says", async () => {
    const s = await withTicket(7n * ETH + 123_456_789n);
    await expectTold(s, "open");
    await s.networkHelpers.time.increase(DAY);
    await s.queue.close();
    await expectTold(s, "closed, waiting");
    await s.restaker.unwind(s.left, 3n * ETH + 1n, 0n, 0n);
    await s.queue.settle();
    await expectTold(s, "partly filled, claimable");
    await s.queue.connect(s.alice).claim(TICKET, s.alice);
    await expectTold(s, "partly filled, paid so far");
    await s.restaker.unwind(s.left, 10n * ETH, 0n, 0n);
    await s.queue.settle();
    const told = await expectTold(s, "filled, claimable");
    // this vault was deployed without a contract for estimates
    expect(traitOf(told, "Time to exit")).to.equal("not known");
    await s.queue.connect(s.alice).claim(TICKET, s.alice);
    await expect(s.tickets.tokenURI(TICKET)).to.be.revertedWithCustomError(s.tickets, "TokenDoesNotExist");
  });

  it("QUE-22: what ends at zero is not called claimable, before a claim of it nor after a part was paid", async () => {
    for (const paid of [0n, 3n * ETH]) {
      const s = await withTicket(7n * ETH);
      await s.networkHelpers.time.increase(DAY);
      await s.queue.close();
      if (paid !== 0n) {
        await s.restaker.unwind(s.left, paid, 0n, 0n);
        await s.queue.settle();
        await s.queue.connect(s.alice).claim(TICKET, s.alice);
      }
      await s.left.setAssets(0n);
      await s.vault.syncAll();
      await expectTold(s, paid === 0n ? "closed, waiting" : "partly filled, paid so far");
      await s.networkHelpers.time.increase(await s.runOff.graceSeconds());
      await s.queue.settle();
      await expectTold(s, "filled, nothing left to claim");
    }
  });

  it("QUE-22: no line is wider than the picture, however long its words", async () => {
    const s = await withTicket(7n * ETH + 123_456_789n);
    const widths = async (length: number) => {
      const long = await s.ethers.deployContract("SymbolMock", ["W".repeat(length)]);
      const svg = await (await s.ethers.deployContract("ExitTicketArt", [s.queue, long, s.vault])).draw(TICKET);
      const lines = [...svg.matchAll(/<text x="40" y="\d+"([^>]*)>([^<]*)</g)].slice(1);
      expect(lines).to.have.length(6);
      return lines.map(([, fit, text]) => [
        text!.length > 43,
        fit === "" ? 0 : Number(/ textLength="(\d+)"/.exec(fit!)?.[1]),
      ]);
    };
    for (const length of [5, 22, 23, 28, 29, 60]) {
      for (const [isLong, width] of await widths(length)) expect(width).to.equal(isLong === true ? 320 : 0);
    }
  });

  it("QUE-22: a cancelled ticket, and one that never was, have no picture", async () => {
    const s = await withTicket(ETH);
    await s.queue.connect(s.alice).cancel(TICKET, s.alice);
    for (const id of [TICKET, TICKET + 9n, 5n]) {
      await expect(s.tickets.tokenURI(id)).to.be.revertedWithCustomError(s.tickets, "TokenDoesNotExist");
    }
  });

  it("QUE-22: words from elsewhere are escaped for JSON and for XML", async () => {
    const s = await withTicket(ETH);
    const symbol = `</text><script a='1'>"&\\\n`;
    const rude = await s.ethers.deployContract("SymbolMock", [symbol]);
    const art = await s.ethers.deployContract("ExitTicketArt", [s.queue, rude, s.vault]);
    const told = metadataOf(await art.describe(TICKET));
    expect(told.description).to.equal(`A place in the exit queue: who holds it is paid ETH for 1 ${symbol}.`);
    // a control character has no place in XML
    expect(textsOf(decoded(told.image, "image/svg+xml"))[2]).to.equal(`1 ${symbol.replace("\n", " ")}`);
  });

  it("QUE-22: the time on a ticket is the estimate's", async () => {
    const l = await standUpLadder();
    await l.vault.connect(l.alice).deposit(l.alice, 0n, FOREVER, { value: 10n * ETH });
    await l.queue.connect(l.alice).request(4n * ETH, l.alice, 0n, FOREVER);
    const [soonest, latest] = await l.estimates.estimateExit(TICKET);
    const told = metadataOf(await l.tickets.tokenURI(TICKET));
    expect(traitOf(told, "Soonest (seconds)")).to.equal(Number(soonest));
    expect(traitOf(told, "Latest (seconds)")).to.equal(Number(latest));
    expect(traitOf(told, "Time to exit")).to.match(/^after \d+ (min|h)[^,]*, within \d+ h/);
    // a span begins with hours from the hour on
    const closes = await l.queue.closeableAt();
    for (const [seconds, text] of [
      [3_540n, /^after 59 min, within 12 h 59 min$/],
      [60n, /^after 1 min, within 12 h 1 min$/],
      [59n, /^after less than a minute, within 12 h 0 min$/],
      [0n, /^after less than a minute, within 12 h 0 min$/],
    ] as const) {
      await l.networkHelpers.time.increaseTo(closes - seconds);
      expect(traitOf(metadataOf(await l.tickets.tokenURI(TICKET)), "Time to exit"), String(seconds)).to.match(text);
    }
    await l.queue.close();
    // idle ETH could pay it at once, and somebody has to do it
    const timeNow = async () => traitOf(metadataOf(await l.tickets.tokenURI(TICKET)), "Time to exit");
    expect(await timeNow()).to.match(/^after less than a minute, within \d+ h/);
    await l.queue.settle();
    expect(await timeNow()).to.equal("now");
  });
});
