import assert from 'node:assert/strict';
import ccxt from 'ccxt';
import { check, statement, until } from '../checks.mjs';
import { pagedTrades } from './histories.mjs';
import { amountFor, flatten, positionOf } from './trader.mjs';

const { Precise } = ccxt;

check('fills and positions that are the statement’s to the last digit', async ({ client, input, btc, eth }) => {
    await client.createOrder(btc.symbol, 'market', 'buy', await amountFor(client, btc.symbol, 3000));
    await client.createOrder(eth.symbol, 'market', 'sell', await amountFor(client, eth.symbol, 2000));
    const said = await statement(input);
    for (const { symbol, contractSize } of input.instruments) {
        const held = (await tradesOf(client, symbol))
            .reduce((sum, trade) => Precise.stringAdd(sum, signed(trade, amountOf(trade, contractSize))), '0');
        const position = said.positions.find(one => symbol.startsWith(one.symbol.replace('USDT', '')));
        assert.ok(Precise.stringEq(held, position?.quantity ?? '0'), `${symbol}: fills make ${held}, the statement has ${position?.quantity}`);
        const shown = await positionOf(client, symbol);
        const sign = shown?.side === 'short' ? '-1' : '1';
        const size = shown ? Precise.stringMul(Precise.stringMul(String(shown.contracts), String(shown.contractSize)), sign) : '0';
        assert.ok(Precise.stringEq(size, held), `${symbol}: shown ${size}, held ${held}`);
    }

    await flatten(client, btc.symbol);
    await flatten(client, eth.symbol);
});

check('fees that are the statement’s to the last digit', async ({ client, input }) => {
    let fees = '0';
    for (const { symbol } of input.instruments) {
        fees = (await tradesOf(client, symbol)).reduce((sum, trade) => Precise.stringAdd(sum, feeOf(trade)), fees);
    }

    const { bill_totals: totals } = await statement(input);
    assert.ok(Precise.stringEq(fees, Precise.stringNeg(totals.Fee)), `trades have ${fees}, the statement ${totals.Fee}`);
});

check('funding that is the statement’s to the last digit', async ({ client, input, btc: { symbol } }) => {
    await client.createOrder(symbol, 'market', 'buy', await amountFor(client, symbol, 5000));
    const before = (await statement(input)).bill_totals.Funding ?? '0';
    await until(async () => ((await statement(input)).bill_totals.Funding ?? '0') !== before, 'a settlement');
    await flatten(client, symbol);
    let paid = '0';
    for (const instrument of input.instruments) {
        const payments = await client.fetchFundingHistory(instrument.symbol);
        paid = payments.reduce((sum, payment) => Precise.stringAdd(sum, fundingOf(payment.info)), paid);
    }

    const { bill_totals: totals } = await statement(input);
    assert.ok(Precise.stringEq(paid, totals.Funding), `payments make ${paid}, the statement has ${totals.Funding}`);
});

check('a wallet that is the deposit, the trades, the fees and the funding', async ({ client, input }) => {
    for (const { symbol } of input.instruments) {
        await flatten(client, symbol);
    }

    let wallet = input.startBalance;
    for (const { symbol, contractSize } of input.instruments) {
        for (const trade of await tradesOf(client, symbol)) {
            const value = Precise.stringMul(amountOf(trade, contractSize), priceOf(trade));
            wallet = Precise.stringSub(Precise.stringSub(wallet, signed(trade, value)), feeOf(trade));
        }
    }

    const said = await statement(input);
    wallet = Precise.stringAdd(wallet, said.bill_totals.Funding ?? '0');
    assert.ok(Precise.stringEq(wallet, said.wallet_balance), `computed ${wallet}, the statement has ${said.wallet_balance}`);
    assert.ok(Math.abs((await client.fetchBalance()).USDT.total - Number(wallet)) < 1e-6);
});

async function tradesOf(client, symbol) {
    const trades = await pagedTrades(client, symbol, await client.fetchTime() - 600000, 50);
    return trades.filter(trade => (trade.info.execType ?? 'Trade') !== 'Funding');
}

// The venue's own text: ccxt's numbers are doubles.
const amountOf = ({ info }, contractSize) => info.fillSz ? Precise.stringMul(info.fillSz, contractSize) : info.qty ?? info.execQty;
const priceOf = ({ info }) => info.price ?? info.fillPx ?? info.execPrice;
const feeOf = ({ info }) => info.commission ?? info.execFee ?? Precise.stringNeg(info.fee);
const signed = ({ side }, value) => side === 'buy' ? value : Precise.stringNeg(value);
const fundingOf = info => info.income ?? info.pnl ?? info.balChg ?? Precise.stringNeg(info.execFee);
