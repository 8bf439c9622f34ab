import { randomBytes } from 'node:crypto';
import { until } from '../checks.mjs';

/** How a check trades through ccxt: the same words for three venues. */

const books = new Map();

/** About this many quote units, in what ccxt calls an amount: contracts. */
export async function amountFor(client, symbol, notional) {
    const book = await bookOf(client, symbol);
    return Number(client.amountToPrecision(symbol, notional / book.asks[0][0] / client.market(symbol).contractSize));
}

/** A price away from the market, below zero on the bid's side: -0.01 is one per cent under the best bid. */
export async function priceAt(client, symbol, distance) {
    const book = await bookOf(client, symbol);
    const best = distance < 0 ? book.bids[0][0] : book.asks[0][0];
    return Number(client.priceToPrecision(symbol, best * (1 + distance)));
}

/** Fresh enough for amounts and for prices that are per cents away. */
async function bookOf(client, symbol) {
    const known = books.get(symbol);
    if (known && performance.now() - known.at < 3000) {
        return known.book;
    }

    const book = await client.fetchOrderBook(symbol);
    books.set(symbol, { book, at: performance.now() });
    return book;
}

export function newClientId() {
    return 'c' + randomBytes(8).toString('hex');
}

/** An order as the venue knows it when it has been worked on. */
export function fetchOrder(client, id, symbol) {
    return client.fetchOrder(id, symbol, { acknowledged: true });
}

export function fetchByClientId(client, clientOrderId, symbol) {
    const names = { binanceusdm: 'origClientOrderId', okx: 'clOrdId', bybit: 'orderLinkId' };
    return client.fetchOrder(undefined, symbol, { acknowledged: true, [names[client.id]]: clientOrderId });
}

export function ended(client, id, symbol) {
    return until(async () => {
        const order = await fetchOrder(client, id, symbol);
        return order.status !== 'open' && order;
    }, `an end of order ${id}`);
}

export async function positionOf(client, symbol) {
    return (await client.fetchPositions([symbol])).find(position => position.contracts > 0);
}

export async function flatten(client, symbol) {
    const position = await positionOf(client, symbol);
    if (position) {
        const side = position.side === 'long' ? 'sell' : 'buy';
        await client.createOrder(symbol, 'market', side, position.contracts, undefined, { reduceOnly: true });
        await until(async () => !await positionOf(client, symbol), `no position in ${symbol}`);
    }
}

/** ccxt has no cancelAllOrders for OKX, which has no such request for swaps. */
export async function cancelAll(client, symbol) {
    if (client.has.cancelAllOrders) {
        await client.cancelAllOrders(symbol);
        return;
    }

    const open = await client.fetchOpenOrders(symbol);
    if (open.length > 0) {
        await client.cancelOrders(open.map(order => order.id), symbol);
    }
}
