import assert from 'node:assert/strict';
import ccxt from 'ccxt';
import { check } from '../checks.mjs';
import { amountFor, cancelAll, ended, fetchByClientId, fetchOrder, flatten, newClientId, positionOf, priceAt } from './trader.mjs';

check('a market order that fills, found by its id and by the client’s', async ({ client, btc: { symbol, taker } }) => {
    const amount = await amountFor(client, symbol, 2000);
    const clientOrderId = newClientId();
    const { id } = await client.createOrder(symbol, 'market', 'buy', amount, undefined, { clientOrderId });
    const order = await ended(client, id, symbol);
    assert.equal(order.status, 'closed');
    assert.equal(order.clientOrderId, clientOrderId);
    assert.equal(order.filled, amount);
    assert.equal(order.remaining, 0);
    assert.ok(order.average > 0 && order.side === 'buy' && order.type === 'market');
    assert.deepEqual((await fetchByClientId(client, clientOrderId, symbol)).id, id);

    const trades = (await client.fetchMyTrades(symbol)).filter(trade => trade.order === id);
    const base = client.market(symbol).contractSize;
    for (const { price, amount: part, fee, takerOrMaker } of trades) {
        assert.equal(takerOrMaker, 'taker');
        assert.ok(Math.abs(fee.cost - price * part * base * Number(taker)) < 1e-9, `fee ${fee.cost}`);
        assert.equal(fee.currency, 'USDT');
    }

    assert.ok(Math.abs(trades.reduce((sum, trade) => sum + trade.amount, 0) - amount) < 1e-9);

    const position = await positionOf(client, symbol);
    assert.equal(position.side, 'long');
    assert.equal(position.contracts, amount);
    assert.ok(Math.abs(position.entryPrice - order.average) < 1e-6, `${position.entryPrice} beside ${order.average}`);
    assert.equal(position.leverage ?? 12, 12); // Binance’s third version of positions has none
    assert.ok(position.markPrice > 0);
    assert.equal(position.marginMode ?? 'cross', 'cross'); // a unified account of Bybit has one for all
    await flatten(client, symbol);
});

check('a short position with its sign', async ({ client, eth: { symbol } }) => {
    const amount = await amountFor(client, symbol, 1000);
    await client.createOrder(symbol, 'market', 'sell', amount);
    const position = await positionOf(client, symbol);
    assert.equal(position.side, 'short');
    assert.equal(position.contracts, amount);
    await flatten(client, symbol);
    assert.equal(await positionOf(client, symbol), undefined);
});

check('a limit order that rests, is listed, and is cancelled', async ({ client, btc: { symbol } }) => {
    const amount = await amountFor(client, symbol, 500);
    const price = await priceAt(client, symbol, -0.02);
    const clientOrderId = newClientId();
    const { id } = await client.createOrder(symbol, 'limit', 'buy', amount, price, { clientOrderId });
    const listed = (await client.fetchOpenOrders(symbol)).find(order => order.id === id);
    assert.equal(listed.price, price);
    assert.equal(listed.amount, amount);
    assert.equal(listed.filled, 0);
    assert.equal(listed.status, 'open');
    assert.equal(listed.clientOrderId, clientOrderId);
    assert.equal(listed.timeInForce ?? 'GTC', 'GTC');
    assert.equal((await fetchByClientId(client, clientOrderId, symbol)).id, id);

    await client.cancelOrder(id, symbol);
    const order = await fetchOrder(client, id, symbol);
    assert.equal(order.status, 'canceled');
    assert.equal((await client.fetchOpenOrders(symbol)).length, 0);
});

check('an order cancelled by the client’s id', async ({ client, btc: { symbol }, venue }) => {
    const names = { 'binance-um': 'origClientOrderId', 'okx-perp': 'clOrdId', 'bybit-linear': 'orderLinkId' };
    const clientOrderId = newClientId();
    const { id } = await client.createOrder(symbol, 'limit', 'buy', await amountFor(client, symbol, 500), await priceAt(client, symbol, -0.02), { clientOrderId });
    await client.cancelOrder(undefined, symbol, { [names[venue]]: clientOrderId });
    assert.equal((await fetchOrder(client, id, symbol)).status, 'canceled');
});

check('an order amended in price and amount', async ({ client, btc: { symbol } }) => {
    const amount = await amountFor(client, symbol, 500);
    const price = await priceAt(client, symbol, -0.02);
    const { id } = await client.createOrder(symbol, 'limit', 'buy', amount, price);
    const lower = await priceAt(client, symbol, -0.03);
    const edited = await client.editOrder(id, symbol, 'limit', 'buy', amount * 2, lower);
    const order = await fetchOrder(client, edited.id ?? id, symbol);
    assert.equal(order.id, id, 'an amend keeps the order');
    assert.equal(order.price, lower);
    assert.equal(order.amount, Number(client.amountToPrecision(symbol, amount * 2)));
    assert.equal(order.status, 'open');
    await cancelAll(client, symbol);
});

check('several orders in one request, cancelled in one', async ({ client, btc: { symbol } }) => {
    const amount = await amountFor(client, symbol, 500);
    const price = await priceAt(client, symbol, -0.02);
    const one = { symbol, type: 'limit', side: 'buy', amount, price };
    const placed = await client.createOrders([one, { ...one, amount: amount * 2 }]);
    assert.equal((await client.fetchOpenOrders(symbol)).length, 2);
    await client.cancelOrders(placed.map(order => order.id), symbol);
    assert.equal((await client.fetchOpenOrders(symbol)).length, 0);
});

check('all orders of an instrument cancelled, others left', async ({ client, btc, eth }) => {
    for (const symbol of [btc.symbol, btc.symbol, eth.symbol]) {
        await client.createOrder(symbol, 'limit', 'buy', await amountFor(client, symbol, 500), await priceAt(client, symbol, -0.02));
    }

    assert.equal((await client.fetchOpenOrders()).length, 3);
    await cancelAll(client, btc.symbol);
    assert.equal((await client.fetchOpenOrders(btc.symbol)).length, 0);
    assert.equal((await client.fetchOpenOrders(eth.symbol)).length, 1);
    await cancelAll(client, eth.symbol);
});

check('a post-only order that rests', async ({ client, btc: { symbol } }) => {
    const { id } = await client.createOrder(
        symbol, 'limit', 'buy', await amountFor(client, symbol, 500), await priceAt(client, symbol, -0.02), { postOnly: true });
    const order = await fetchOrder(client, id, symbol);
    assert.equal(order.status, 'open');
    assert.equal(order.postOnly, true);
    await client.cancelOrder(id, symbol);
});

check('a post-only order that would take, without a fill', async ({ client, btc: { symbol }, venue }) => {
    const place = async () => client.createOrder(
        symbol, 'limit', 'buy', await amountFor(client, symbol, 500), await priceAt(client, symbol, 0.01), { postOnly: true });
    if (venue === 'binance-um') {
        await assert.rejects(place, ccxt.InvalidOrder);
    } else {
        const { id } = await place();
        const order = await ended(client, id, symbol);
        assert.ok(['canceled', 'rejected'].includes(order.status), order.status);
        assert.equal(order.filled, 0);
    }

    assert.equal(await positionOf(client, symbol), undefined);
});

check('an immediate-or-cancel order away from the market, without a fill', async ({ client, btc: { symbol } }) => {
    const { id } = await client.createOrder(
        symbol, 'limit', 'buy', await amountFor(client, symbol, 500), await priceAt(client, symbol, -0.02), { timeInForce: 'IOC' });
    const order = await ended(client, id, symbol);
    assert.ok(['canceled', 'expired'].includes(order.status), order.status);
    assert.equal(order.filled, 0);
});

check('an immediate-or-cancel order larger than the book, filled in part', async ({ client, btc: { symbol } }) => {
    const { amount, price } = await tooMuch(client, symbol);
    const { id } = await client.createOrder(symbol, 'limit', 'buy', amount, price, { timeInForce: 'IOC' });
    const order = await ended(client, id, symbol);
    assert.ok(order.filled < amount, 'a part');
    assert.ok(['canceled', 'expired'].includes(order.status), order.status);
    assert.ok(order.average === undefined || order.average <= price);
    await flatten(client, symbol);
});

check('a fill-or-kill order that fits fills, a larger one does not', async ({ client, btc: { symbol }, venue }) => {
    const price = await priceAt(client, symbol, 0.01);
    const small = await client.createOrder(symbol, 'limit', 'buy', await amountFor(client, symbol, 500), price, { timeInForce: 'FOK' });
    assert.equal((await ended(client, small.id, symbol)).status, 'closed');
    await flatten(client, symbol);

    const large = await tooMuch(client, symbol);
    const place = () => client.createOrder(symbol, 'limit', 'buy', large.amount, large.price, { timeInForce: 'FOK' });
    if (venue === 'binance-um') {
        await assert.rejects(place, ccxt.InvalidOrder);
    } else {
        const order = await ended(client, (await place()).id, symbol);
        assert.ok(['canceled', 'rejected'].includes(order.status), order.status);
        assert.equal(order.filled, 0);
    }

    assert.equal(await positionOf(client, symbol), undefined);
});

check('a reduce-only order takes no more than the position and none when flat', async ({ client, eth: { symbol } }) => {
    const amount = await amountFor(client, symbol, 500);
    await client.createOrder(symbol, 'market', 'buy', amount);
    const { id } = await client.createOrder(symbol, 'market', 'sell', amount, undefined, { reduceOnly: true });
    const order = await ended(client, id, symbol);
    assert.equal(order.filled, amount);
    assert.equal(order.reduceOnly, true);
    assert.equal(await positionOf(client, symbol), undefined);
    await assert.rejects(() => client.createOrder(symbol, 'market', 'sell', amount, undefined, { reduceOnly: true }));
    assert.equal(await positionOf(client, symbol), undefined);
});

/**
 * As much as the margin allows at the best ask: more than there is within ten ticks, should the market move meanwhile. The book's depth is drawn,
 * so a thick one is let pass.
 */
async function tooMuch(client, symbol) {
    const amount = await amountFor(client, symbol, 2_500_000);
    for (let asked = 0, near; ; asked++) {
        const { asks } = await client.fetchOrderBook(symbol);
        near = asks.slice(0, 10).reduce((sum, level) => sum + level[1], 0);
        if (amount > 1.5 * near) {
            return { amount, price: asks[0][0] };
        }

        assert.ok(asked < 50, `${amount} beside ${near} of ten levels in the last of ${asked} books`);
    }
}
