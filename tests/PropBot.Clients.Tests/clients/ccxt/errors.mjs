import assert from 'node:assert/strict';
import ccxt from 'ccxt';
import { check } from '../checks.mjs';
import { connect } from './connect.mjs';
import { amountFor, fetchOrder, newClientId, priceAt } from './trader.mjs';

check('InsufficientFunds for an order beyond the account', async ({ client, btc: { symbol } }) => {
    const amount = await amountFor(client, symbol, 5_000_000);
    const price = await priceAt(client, symbol, -0.02);
    await assert.rejects(() => client.createOrder(symbol, 'limit', 'buy', amount, price), ccxt.InsufficientFunds);
});

check('InvalidOrder for an order below the minimum value', async ({ client, eth: { symbol } }) => {
    const book = await client.fetchOrderBook(symbol);
    const price = Number(client.priceToPrecision(symbol, book.bids[0][0] * 0.97));
    const { amount: { min: amount }, cost: { min: value } } = client.market(symbol).limits;
    assert.ok(amount * price < value, 'the minimum amount is worth more than the minimum value');
    await assert.rejects(() => client.createOrder(symbol, 'limit', 'buy', amount, price), ccxt.InvalidOrder);
}, ['binance-um']); // OKX has no minimum value, and the minimum amounts of Bybit are worth more than its own

check('InvalidOrder for a client’s id that is in use', async ({ client, btc: { symbol } }) => {
    const clientOrderId = newClientId();
    const place = async () => client.createOrder(
        symbol, 'limit', 'buy', await amountFor(client, symbol, 500), await priceAt(client, symbol, -0.02), { clientOrderId });
    const { id } = await place();
    await assert.rejects(place, ccxt.InvalidOrder);
    await client.cancelOrder(id, symbol);
});

check('OrderNotFound for an order that never was', async ({ client, btc: { symbol } }) => {
    const unknown = client.id === 'bybit' ? '5b17de00-0000-4000-8000-00000000ffff' : '987654321';
    await assert.rejects(() => client.cancelOrder(unknown, symbol), ccxt.OrderNotFound);
    await assert.rejects(() => fetchOrder(client, unknown, symbol), ccxt.OrderNotFound);
});

check('OrderNotFound for a second cancel', async ({ client, btc: { symbol } }) => {
    const { id } = await client.createOrder(symbol, 'limit', 'buy', await amountFor(client, symbol, 500), await priceAt(client, symbol, -0.02));
    await client.cancelOrder(id, symbol);
    await assert.rejects(() => client.cancelOrder(id, symbol), ccxt.OrderNotFound);
});

check('AuthenticationError for a wrong secret and for a wrong key', async ({ input }) => {
    const [account] = input.accounts;
    for (const wrong of [{ ...account, secret: 'another' }, { ...account, key: 'another' }]) {
        const client = await connect(input, wrong);
        await assert.rejects(() => client.fetchBalance(), ccxt.AuthenticationError);
    }
});

check('a wrong secret is refused by the private stream', async ({ input, venue }) => {
    const client = await connect(input, { ...input.accounts[0], secret: 'another', key: venue === 'binance-um' ? 'another' : input.accounts[0].key });
    await assert.rejects(() => client.watchOrders(), ccxt.AuthenticationError);
    await client.close();
});
