import assert from 'node:assert/strict';
import { check } from '../checks.mjs';
import { amountFor, flatten } from './trader.mjs';

check('closed orders with their ends', async ({ client, btc: { symbol } }) => {
    const closed = client.has.fetchCanceledAndClosedOrders
        ? await client.fetchCanceledAndClosedOrders(symbol)
        : [...await client.fetchClosedOrders(symbol), ...await client.fetchCanceledOrders(symbol)];
    const states = new Set(closed.map(order => order.status));
    assert.ok(states.has('closed') && states.has('canceled'), [...states].join());
    assert.ok(!states.has('open'));
    assert.equal(new Set(closed.map(order => order.id)).size, closed.length, 'an order twice');
});

check('own trades page by page, none twice and none lost', async ({ client, sol: { symbol } }) => {
    const amount = await amountFor(client, symbol, 100);
    const since = await client.fetchTime() - 1;
    for (let i = 0; i < 4; i++) {
        await client.createOrder(symbol, 'market', 'buy', amount);
        await client.createOrder(symbol, 'market', 'sell', amount);
    }

    const whole = await client.fetchMyTrades(symbol, since);
    assert.ok(whole.length >= 8, `${whole.length} trades`);
    const pages = await pagedTrades(client, symbol, since, 3);
    assert.deepEqual(pages.map(trade => trade.id).sort(), whole.map(trade => trade.id).sort());
    await flatten(client, symbol);
});

check('the ledger of the account', async ({ client }) => {
    const entries = await client.fetchLedger('USDT');
    assert.ok(entries.some(entry => entry.type === 'fee' || entry.type === 'trade'), [...new Set(entries.map(entry => entry.type))].join());
});

/** Every page of the account's trades, in the way of paging that each venue has. */
export async function pagedTrades(client, symbol, since, limit) {
    const found = [];
    const params = {};
    for (let page = 0; page < 50; page++) {
        // Binance takes an id or a time. With a time OKX’s newest would come first, so ccxt leaves out the limit.
        const from = client.id === 'okx' || params.fromId ? undefined : since;
        const trades = await client.fetchMyTrades(symbol, from, limit, params);
        found.push(...trades);
        if (trades.length === 0) {
            break;
        }

        if (client.id === 'binanceusdm') {
            params.fromId = Math.max(...trades.map(trade => Number(trade.id))) + 1;
        } else if (client.id === 'okx') {
            params.after = trades.map(trade => BigInt(trade.info.billId)).reduce((least, id) => id < least ? id : least).toString();
        } else if ((params.cursor = trades.map(trade => trade.info.nextPageCursor).find(cursor => cursor)) === undefined) {
            break;
        }
    }

    return found.filter(trade => trade.timestamp >= since);
}
