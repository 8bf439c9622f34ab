import assert from 'node:assert/strict';
import { check, until, within } from '../checks.mjs';
import { amountFor, ended, flatten, newClientId, priceAt } from './trader.mjs';

const updates = 30;
const compared = 10;

check('a streamed order book that comes by every requested one', async ({ client, btc: { symbol } }) => {
    // ccxt checks sequence and checksum by itself and throws. No two books have the same ten best levels.
    const seen = new Set();
    let last = 0;
    let going = true;
    const stream = (async () => {
        while (going) {
            const book = await client.watchOrderBook(symbol);
            assert.ok(book.bids[0][0] < book.asks[0][0], 'crossed');
            assert.ok(!book.nonce || book.nonce >= last, `${book.nonce} after ${last}`); // of Bybit’s ccxt shows none
            last = book.nonce;
            seen.add(tops(book));
        }
    })();
    stream.catch(() => {});
    const asked = new Set();
    await Promise.race([stream, until(async () => {
        asked.add(tops(await client.fetchOrderBook(symbol, 50)));
        const matched = [...asked].filter(book => seen.has(book)).length;
        return matched >= 3 && seen.size >= updates;
    }, () => `${updates} streamed books with 3 requested ones among them; there are ${seen.size}`)]);
    going = false;
    await within(5000, stream);
});

check('a streamed ticker', async ({ client, btc: { symbol } }) => {
    for (let i = 0; i < 2; i++) {
        const ticker = await within(10000, client.watchTicker(symbol));
        assert.equal(ticker.symbol, symbol);
        assert.ok(ticker.last > 0 && ticker.high >= ticker.low);
    }
});

check('streamed best bids and asks', async ({ client, btc: { symbol } }) => {
    for (let i = 0; i < 5; i++) {
        const quote = (await client.watchBidsAsks([symbol]))[symbol];
        assert.ok(quote.bid < quote.ask && quote.bidVolume > 0 && quote.askVolume > 0);
    }
});

check('streamed public trades', async ({ client, btc: { symbol } }) => {
    const trades = await client.watchTrades(symbol);
    assert.ok(trades.length > 0 && trades.every(trade => trade.price > 0 && trade.amount > 0));
});

check('streamed candles', async ({ client, btc: { symbol } }) => {
    const candles = await client.watchOHLCV(symbol, '1m');
    const [start, open, high, low, close] = candles.at(-1);
    assert.equal(start % 60000, 0);
    assert.ok(low <= Math.min(open, close) && high >= Math.max(open, close));
});

check('streamed orders from acceptance to cancel and to the fill', async ({ client, btc: { symbol } }) => {
    const seen = await watching(client, () => client.watchOrders(symbol), list => list.map(order => ({ ...order })));
    const amount = await amountFor(client, symbol, 500);
    const clientOrderId = newClientId();
    const resting = await client.createOrder(symbol, 'limit', 'buy', amount, await priceAt(client, symbol, -0.02), { clientOrderId });
    const accepted = await until(() => seen.items.find(order => order.id === resting.id), 'the acceptance');
    assert.equal(accepted.status, 'open');
    assert.equal(accepted.clientOrderId, clientOrderId);
    await client.cancelOrder(resting.id, symbol);
    await until(() => seen.items.find(order => order.id === resting.id && order.status === 'canceled'), 'the cancel');

    const taking = await client.createOrder(symbol, 'market', 'buy', amount);
    const filled = await until(() => seen.items.find(order => order.id === taking.id && order.status === 'closed'), 'the fill');
    const asked = await ended(client, taking.id, symbol);
    assert.equal(filled.filled, amount);
    assert.equal(filled.average, asked.average);
    await flatten(client, symbol);
    await seen.stop();
});

check('streamed own trades with the ids and fees of the requested ones', async ({ client, eth: { symbol } }) => {
    const seen = await watching(client, () => client.watchMyTrades(symbol), list => list.map(trade => ({ ...trade })));
    const { id } = await client.createOrder(symbol, 'market', 'buy', await amountFor(client, symbol, 3000));
    await ended(client, id, symbol);
    const asked = (await client.fetchMyTrades(symbol)).filter(trade => trade.order === id);
    await until(() => asked.every(trade => seen.items.some(told => told.id === trade.id)), 'every trade');
    for (const trade of asked) {
        const told = seen.items.find(one => one.id === trade.id);
        for (const field of ['order', 'price', 'amount', 'side', 'takerOrMaker']) {
            assert.equal(told[field], trade[field], field);
        }

        assert.equal(Math.abs(told.fee.cost), trade.fee.cost); // of OKX’s stream ccxt shows what the account got, below zero
    }

    assert.equal(new Set(seen.items.map(trade => trade.id)).size, seen.items.length, 'a trade twice');
    await flatten(client, symbol);
    await seen.stop();
});

check('a streamed balance after a trade', async ({ client, sol: { symbol } }) => {
    const seen = await watching(client, () => client.watchBalance(), balance => [balance.USDT.total]);
    const last = () => (client.balance.USDT ?? Object.values(client.balance).find(account => account?.USDT).USDT).total;
    await client.createOrder(symbol, 'market', 'buy', await amountFor(client, symbol, 1000));
    await flatten(client, symbol);
    const { total } = (await client.fetchBalance()).USDT;
    await until(() => seen.items.length > 0 && Math.abs(last() - total) < 1e-6, () => `a balance of ${total}, not ${last()} after ${seen.items}`);
    await seen.stop();
});

check('streamed positions from open to flat', async ({ client, sol: { symbol } }) => {
    const seen = await watching(client, () => client.watchPositions([symbol]), list => list.map(position => ({ ...position })));
    const amount = await amountFor(client, symbol, 1000);
    await client.createOrder(symbol, 'market', 'sell', amount);
    const open = await until(() => seen.items.find(position => position.contracts === amount), 'the position');
    assert.equal(open.side, 'short');
    await flatten(client, symbol);
    await until(() => seen.items.slice(seen.items.indexOf(open)).some(position => position.contracts === 0), () => `the position’s end in ${JSON.stringify(seen.items)}`);
    await seen.stop();
});

function tops(book) {
    return JSON.stringify([book.bids, book.asks].map(side => side.slice(0, compared).map(([price, amount]) => [price, amount])));
}

/** Keeps what a stream says. A subscription is in force when the next request after it is answered. */
async function watching(client, watch, read) {
    const items = [];
    let going = true;
    let failed;
    (async () => {
        while (going) {
            items.push(...read(await watch()));
        }
    })().catch(error => {
        failed = going ? error : undefined;
    });
    await new Promise(resolve => setTimeout(resolve, 700));
    return {
        items,
        stop: async () => {
            going = false;
            assert.ifError(failed);
        },
    };
}
