import assert from 'node:assert/strict';
import ccxt from 'ccxt';
import { check } from '../checks.mjs';
import { connect } from './connect.mjs';

// The last of all: nobody is served for a while after it.
check('DDoSProtection or RateLimitExceeded for too many requests', async ({ input, venue, btc: { symbol } }) => {
    const client = await connect(input, input.accounts[1]);
    client.enableRateLimit = false;
    await client.loadMarkets();

    // Bybit counts what is public by address alone, and shuts it out without a body that a client could read.
    const ask = venue === 'bybit-linear' ? () => client.fetchBalance() : () => client.fetchOrderBook(symbol, venue === 'okx-perp' ? 50 : 1000);
    const refused = (await Promise.allSettled(Array.from({ length: 200 }, ask))).filter(answer => answer.status === 'rejected');
    assert.ok(refused.length > 0, 'nothing was refused');
    for (const { reason } of refused) {
        assert.ok(reason instanceof ccxt.DDoSProtection || reason instanceof ccxt.RateLimitExceeded, reason.stack);
    }
});

check('RateLimitExceeded for too many requests of one account', async ({ input }) => {
    const client = await connect(input, input.accounts[0]);
    client.enableRateLimit = false;
    await client.loadMarkets();
    const refused = (await Promise.allSettled(Array.from({ length: 60 }, () => client.fetchBalance()))).filter(answer => answer.status === 'rejected');
    assert.ok(refused.length > 0, 'nothing was refused');
    for (const { reason } of refused) {
        assert.ok(reason instanceof ccxt.RateLimitExceeded, reason.stack);
    }
}, ['okx-perp', 'bybit-linear']);
