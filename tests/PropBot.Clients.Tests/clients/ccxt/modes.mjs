import assert from 'node:assert/strict';
import { check, until } from '../checks.mjs';
import { connect } from './connect.mjs';
import { amountFor } from './trader.mjs';

// On the second account: the first one stays as it was.

check('long and short side by side in hedge mode', async ({ input, btc: { symbol } }) => {
    const client = await connect(input, input.accounts[1]);
    await client.loadMarkets();
    await client.setPositionMode(true, symbol);
    const amount = await amountFor(client, symbol, 1000);
    await client.createOrder(symbol, 'market', 'buy', amount * 2, undefined, { hedged: true });
    await client.createOrder(symbol, 'market', 'sell', amount, undefined, { hedged: true });
    const both = await open(client, symbol);
    assert.deepEqual(both.map(position => position.side).sort(), ['long', 'short']);
    for (const position of both) {
        const expected = Number(client.amountToPrecision(symbol, position.side === 'long' ? amount * 2 : amount));
        assert.equal(position.contracts, expected);
        assert.equal(position.hedged ?? true, true);
    }

    await client.createOrder(symbol, 'market', 'sell', amount * 2, undefined, { hedged: true, reduceOnly: true });
    await client.createOrder(symbol, 'market', 'buy', amount, undefined, { hedged: true, reduceOnly: true });
    await until(async () => (await open(client, symbol)).length === 0, 'both closed');
    await client.setPositionMode(false, symbol);
});

check('isolated margin set, traded with and set back', async ({ input, eth: { symbol }, venue }) => {
    const client = await connect(input, input.accounts[1]);
    await client.loadMarkets();
    const isolated = { marginMode: 'isolated' };
    await client.setMarginMode('isolated', symbol, venue === 'okx-perp' ? { leverage: 5 } : {});
    const amount = await amountFor(client, symbol, 1000);
    await client.createOrder(symbol, 'market', 'buy', amount, undefined, venue === 'okx-perp' ? isolated : {});
    const [position] = await open(client, symbol);
    assert.equal(position.contracts, amount);
    assert.equal(position.marginMode ?? 'isolated', 'isolated'); // a unified account of Bybit has one for all
    assert.ok(position.liquidationPrice > 0 && position.liquidationPrice < position.entryPrice, `${position.liquidationPrice}`);
    await client.createOrder(symbol, 'market', 'sell', amount, undefined, { ...venue === 'okx-perp' ? isolated : {}, reduceOnly: true });
    await until(async () => (await open(client, symbol)).length === 0, 'it closed');
    await client.setMarginMode('cross', symbol, venue === 'okx-perp' ? { leverage: 5 } : {});
});

async function open(client, symbol) {
    return (await client.fetchPositions([symbol])).filter(position => position.contracts > 0);
}
