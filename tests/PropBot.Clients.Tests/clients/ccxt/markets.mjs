import assert from 'node:assert/strict';
import ccxt from 'ccxt';
import { check, statement } from '../checks.mjs';

const { Precise } = ccxt;

check('markets with the tick, lot, contract size and minimum of the venue', async ({ client, input, venue }) => {
    await client.loadMarkets();
    for (const truth of input.instruments) {
        const market = client.market(truth.symbol);
        const contracts = quantity => Number(venue === 'okx-perp' ? Precise.stringDiv(quantity, truth.contractSize) : quantity);
        assert.equal(market.id, truth.id);
        assert.ok(market.active && market.swap && market.linear && market.contract);
        assert.equal(market.settle, 'USDT');
        assert.equal(market.contractSize, venue === 'okx-perp' ? Number(truth.contractSize) : 1);
        assert.equal(market.precision.price, Number(truth.tick));
        assert.equal(market.precision.amount, contracts(truth.lot));
        assert.equal(market.limits.amount.min, contracts(truth.minQuantity));
        if (venue !== 'okx-perp') {
            assert.equal(market.limits.cost.min, Number(truth.minNotional));
        }
    }
});

check('the fees of the account', async ({ client, input }) => {
    for (const truth of input.instruments) {
        const fee = await client.fetchTradingFee(truth.symbol);
        assert.equal(fee.maker, Number(truth.maker));
        assert.equal(fee.taker, Number(truth.taker));
    }
});

check('the time of the market', async ({ client, input }) => {
    const status = await (await fetch(`${input.control}/sim/status`)).json();
    assert.ok(Math.abs(await client.fetchTime() - Date.parse(status.market_time)) < 2000);
});

check('an order book in order, on tick and lot, as deep as asked for', async ({ client, input }) => {
    for (const { symbol } of input.instruments) {
        const book = await client.fetchOrderBook(symbol, 20);
        const market = client.market(symbol);
        assert.equal(book.bids.length, 20);
        assert.equal(book.asks.length, 20);
        assert.ok(book.bids[0][0] < book.asks[0][0], 'crossed');
        for (let i = 0; i < 20; i++) {
            for (const [price, amount] of [book.bids[i], book.asks[i]]) {
                assert.equal(Number(client.priceToPrecision(symbol, price)), price, 'off tick');
                assert.equal(Number(client.amountToPrecision(symbol, amount)), amount, 'off lot');
                assert.ok(amount >= market.precision.amount);
            }

            assert.ok(i === 0 || (book.bids[i][0] < book.bids[i - 1][0] && book.asks[i][0] > book.asks[i - 1][0]), 'not in order');
        }
    }
});

check('a ticker that agrees with the book', async ({ client, btc }) => {
    const ticker = await client.fetchTicker(btc.symbol);
    const book = await client.fetchOrderBook(btc.symbol);
    assert.equal(ticker.symbol, btc.symbol);
    assert.ok(ticker.low <= ticker.last && ticker.last <= ticker.high);
    assert.ok(Math.abs(ticker.last / book.bids[0][0] - 1) < 0.01, `${ticker.last} beside ${book.bids[0][0]}`);
    assert.ok(ticker.baseVolume > 0 && ticker.open > 0);
    assert.ok(Math.abs(ticker.change - (ticker.last - ticker.open)) < 1e-6);
});

check('tickers of every instrument', async ({ client, input }) => {
    const tickers = await client.fetchTickers();
    for (const { symbol } of input.instruments) {
        assert.ok(tickers[symbol].last > 0, symbol);
    }
});

check('best bids and asks', async ({ client, btc, venue }) => {
    const quotes = venue === 'okx-perp' ? await client.fetchTickers() : await client.fetchBidsAsks();
    const quote = quotes[btc.symbol];
    assert.ok(quote.bid < quote.ask && quote.bidVolume > 0 && quote.askVolume > 0);
});

check('public trades in order', async ({ client, btc }) => {
    const trades = await client.fetchTrades(btc.symbol);
    assert.ok(trades.length > 0);
    for (const [i, trade] of trades.entries()) {
        assert.ok(trade.price > 0 && trade.amount > 0 && ['buy', 'sell'].includes(trade.side));
        assert.equal(Number(client.priceToPrecision(btc.symbol, trade.price)), trade.price);
        assert.ok(i === 0 || trade.timestamp >= trades[i - 1].timestamp);
    }
});

check('candles of the trades', async ({ client, btc }) => {
    const candles = await client.fetchOHLCV(btc.symbol, '1m');
    assert.ok(candles.length > 0);
    for (const [start, open, high, low, close, volume] of candles) {
        assert.equal(start % 60000, 0);
        assert.ok(low <= Math.min(open, close) && high >= Math.max(open, close) && volume >= 0);
    }

    const trades = await client.fetchTrades(btc.symbol, undefined, 100);
    const longer = (await client.fetchOHLCV(btc.symbol, '1h')).at(-1);
    assert.equal(longer[0] % 3600000, 0);
    for (const { price, timestamp } of trades) {
        assert.ok(timestamp < longer[0] || (longer[3] <= price && price <= longer[2]), `${price} outside of ${longer}`);
    }
});

check('the funding rate and its time', async ({ client, btc, input }) => {
    const funding = await client.fetchFundingRate(btc.symbol);
    assert.equal(funding.fundingRate, Number(input.fundingRate));
    assert.ok(funding.fundingTimestamp > Date.now() - 1000 && funding.fundingTimestamp % 4000 === 0, `${funding.fundingTimestamp}`);
    const rates = await client.fetchFundingRates();
    assert.equal(rates[btc.symbol].fundingRate, Number(input.fundingRate));
});

check('settled funding rates', async ({ client, btc, input }) => {
    const history = await client.fetchFundingRateHistory(btc.symbol);
    assert.ok(history.length > 0);
    for (const [i, settled] of history.entries()) {
        assert.equal(settled.fundingRate, Number(input.fundingRate));
        assert.ok(i === 0 || settled.timestamp - history[i - 1].timestamp === 4000);
    }
});

check('the balance that the account began with', async ({ client, input }) => {
    const balance = await client.fetchBalance();
    const { wallet_balance: wallet } = await statement(input);
    assert.equal(wallet, input.startBalance);
    assert.equal(balance.USDT.total, Number(wallet));
    assert.equal(balance.USDT.free, Number(wallet));
    assert.equal(balance.USDT.used, 0);
});
