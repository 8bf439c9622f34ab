import { connect } from './connect.mjs';
import { readInput, run } from '../checks.mjs';
import { cancelAll, flatten } from './trader.mjs';
import './markets.mjs';
import './settings.mjs';
import './orders.mjs';
import './histories.mjs';
import './errors.mjs';
import './modes.mjs';
import './streams.mjs';
import './statement.mjs';
import './limits.mjs';

const input = await readInput();
const client = await connect(input, input.accounts[0]);
const [btc, eth, sol] = input.instruments;
await run({ input, client, btc, eth, sol, venue: input.venue }, async () => {
    for (const { symbol } of input.instruments) {
        await cancelAll(client, symbol);
        await flatten(client, symbol);
    }
});
process.exit(0);
