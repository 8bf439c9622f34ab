import ccxt from 'ccxt';

// ccxt as it is: nothing but its addresses and keys is set here.
const names = { 'binance-um': 'binanceusdm', 'okx-perp': 'okx', 'bybit-linear': 'bybit' };

/** A client of the venue, REST and streams in one. */
export async function connect(input, account) {
    const client = new ccxt.pro[names[input.venue]]({ apiKey: account.key, secret: account.secret, password: account.passphrase });
    client.options.defaultType = 'swap';
    client.urls.api = moved(client.urls.api, input);
    await client.loadHttpProxyAgent(); // asked for once where streams are ws:// instead of wss://
    if (input.venue === 'binance-um') {
        asAtFuturesHost(client, input);
    }

    return client;
}

/** Every address keeps its path and gets the simulator's host. */
function moved(addresses, input) {
    if (typeof addresses !== 'string') {
        return Object.fromEntries(Object.entries(addresses).map(([name, value]) => [name, moved(value, input)]));
    }

    const [, scheme, path] = addresses.match(/^(https|wss):\/\/[^/]+(.*)$/);
    return (scheme === 'https' ? input.rest : input.stream) + path;
}

/** Binance has a host for futures and one for the spot wallet: ccxt chooses its table of errors by the host's name, and its list of coins is the wallet's. */
function asAtFuturesHost(client, input) {
    const byHost = client.getExceptionsByUrl.bind(client);
    client.getExceptionsByUrl = (url, kind) => byHost(url?.replace(input.rest, 'https://fapi.binance.com'), kind);
    client.options.fetchCurrencies = false;
    client.options.fetchOpenOrders = { warnWithoutSymbol: false };
}
