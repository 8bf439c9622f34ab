import assert from 'node:assert/strict';
import ccxt from 'ccxt';
import { check, Skip } from '../checks.mjs';
import { connect } from './connect.mjs';

// The last of all: nobody is served for a while after it.
check('DDoSProtection or RateLimitExceeded for too many requests', async ({ input, venue, btc: { symbol } }) => {
    if (venue !== 'binance-um') {
        throw new Skip('the simulated venue counts no requests yet');
    }

    const client = await connect(input, input.accounts[1]);
    client.enableRateLimit = false;
    await client.loadMarkets();
    const asked = Array.from({ length: 200 }, () => client.fetchOrderBook(symbol, 1000));
    const refused = (await Promise.allSettled(asked)).filter(answer => answer.status === 'rejected');
    assert.ok(refused.length > 0, 'nothing was refused');
    for (const { reason } of refused) {
        assert.ok(reason instanceof ccxt.DDoSProtection || reason instanceof ccxt.RateLimitExceeded, reason.stack);
    }
});
