import assert from 'node:assert/strict';
import { check } from '../checks.mjs';

check('leverage set and read back', async ({ client, input }) => {
    for (const [i, { symbol }] of input.instruments.entries()) {
        await client.setLeverage(12 + i, symbol);
        const leverage = await client.fetchLeverage(symbol);
        assert.equal(leverage.longLeverage, 12 + i);
        assert.equal(leverage.shortLeverage, 12 + i);
    }
});

check('leverage above the venue’s maximum refused', async ({ client, btc }) => {
    await assert.rejects(() => client.setLeverage(btc.maxLeverage + 25, btc.symbol));
});

check('cross margin as the mode of the account', async ({ client, btc, venue }) => {
    try {
        await client.setMarginMode('cross', btc.symbol, venue === 'okx-perp' ? { leverage: 12 } : {});
    } catch (error) {
        assert.equal(error.constructor.name, 'MarginModeAlreadySet', error.stack);
    }

    const mode = venue === 'okx-perp' ? (await client.fetchLeverage(btc.symbol)).marginMode : (await client.fetchMarginMode(btc.symbol)).marginMode;
    assert.equal(mode, 'cross');
});

check('one-way positions as the mode of the account', async ({ client, btc, venue }) => {
    try {
        await client.setPositionMode(false, btc.symbol);
    } catch (error) {
        assert.ok(['NoChange', 'OperationRejected'].includes(error.constructor.name), error.stack);
    }

    if (venue !== 'bybit-linear') {
        assert.equal((await client.fetchPositionMode(btc.symbol)).hedged, false);
    }
});
