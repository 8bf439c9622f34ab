using PropBot.Core.Engine.Events;
using PropBot.Core.Instruments;
using PropBot.Core.MarketData;
using PropBot.Core.Values;
using PropBot.Venues.Binance.Parsing;
using PropBot.Venues.Binance.Wire;
using PropBot.Venues.Tests.Common;
using PropBot.Venues.Tests.Contract;
using static PropBot.Venues.Tests.Binance.BinanceSamples;

namespace PropBot.Venues.Tests.Binance;

/// <summary>Rules I1 to I7: what an instrument's rules are, and that a running session takes up new ones.</summary>
public sealed class BinanceRulesTests : IAsyncLifetime
{
    private static readonly Symbol Bitcoin = Symbol.Parse("BTCUSDT");

    private BinanceStub _stub = null!;

    public async ValueTask InitializeAsync() => _stub = await BinanceStub.StartAsync();

    public ValueTask DisposeAsync() => _stub.DisposeAsync();

    [Fact]
    public void Listing_HasBandSmallestAndLargestQuantityOfBothOrderTypes()
    {
        Instrument instrument = Listed(Listing());

        Assert.Equal(new PriceBand(new Rate(0.05m), new Rate(0.04m)), instrument.PriceBand);
        Assert.Equal((0.002m, 120m, 100m), (instrument.MinQuantity.Value, instrument.MaxQuantity!.Value.Value, instrument.MinNotional.Value));
        Assert.Null(instrument.DelistingAt);
        Assert.Null(instrument.FundingLimits);
        Assert.Equal(TimeSpan.FromHours(8), instrument.FundingInterval);
    }

    [Fact]
    public void Listing_AnnouncedEnd_IsTheDelistingTime()
    {
        Assert.Equal(
            DateTimeOffset.FromUnixTimeMilliseconds(1_772_442_000_000),
            Listed(Listing() with { DeliveryDate = 1_772_442_000_000 }).DelistingAt);
        Assert.Equal(InstrumentStatus.Delisting, Listed(Listing() with { ContractType = "PERPETUAL_DELIVERING" }).Status);
    }

    [Theory]
    [InlineData("NONE", InstrumentStatus.Trading)]
    [InlineData("BUY", InstrumentStatus.Suspended)]
    [InlineData("BOTH", InstrumentStatus.Suspended)]
    public void Listing_UnderPositionRiskControl_OpensNothing(string side, InstrumentStatus status)
    {
        BinanceSymbol listed = Listing();

        Assert.Equal(status, Listed(listed with { Filters = [.. listed.Filters, new BinanceFilter("POSITION_RISK_CONTROL", PositionControlSide: side)] }).Status);
    }

    [Fact]
    public void Listing_AdjustedFunding_HasItsIntervalAndLimits()
    {
        BinanceFundingInfo adjusted = Read(Reply("ExchangeData/GetFundingInfo"), BinanceJson.Default.IReadOnlyListBinanceFundingInfo)[0];

        Instrument instrument = BinanceListings.ToInstrument(
            VenueId.BinanceUm, Bitcoin, Listing(), Fees, [adjusted with { Symbol = "BTCUSDT", FundingIntervalHours = 4 }]);

        Assert.Equal(new FundingLimits(new Rate(-0.025m), new Rate(0.025m)), instrument.FundingLimits);
        Assert.Equal(TimeSpan.FromHours(4), instrument.FundingInterval);
    }

    /// <summary>Goal: the venue hints at a change, the tick has become finer, and the book of the running session has the finer prices.</summary>
    [Fact]
    public async Task ContractInfo_WithAFinerTick_IsToldAgainAndTheBookIsMadeAnew()
    {
        var hint = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        int connections = 0;
        _stub.MarkScript = async (socket, ended) =>
        {
            await BinanceStub.AnswerAsync(socket, BinanceStub.Books, ended);
            if (Interlocked.Increment(ref connections) == 1)
            {
                await hint.Task;
                await FakeServer.SendAsync(socket, """{"stream":"!contractInfo","data":{"e":"contractInfo","E":1,"s":"ETHUSDT","cs":"TRADING"}}""");
                await FakeServer.SendAsync(socket, """{"stream":"!contractInfo","data":{"e":"contractInfo","E":1,"s":"BTCUSDT","cs":"TRADING"}}""");
            }

            await BinanceStub.WaitAsync(socket, ended);
        };
        await using RunningAdapter running = await _stub.UpAsync();
        await running.Sink.WaitForBookAsync(BinanceSamples.Bitcoin.Id, v => v is { Trust: BookTrust.Synced, PriceScale: 1 });
        int before = running.Sink.Events.Count;

        _stub.Answer("GET /fapi/v1/exchangeInfo", BinanceStub.ExchangeInfo("0.01"));
        _stub.Answer("GET /fapi/v1/depth", """{"lastUpdateId":300,"E":2,"T":1,"bids":[["100.05","1"]],"asks":[["100.06","1"]]}""");
        hint.SetResult();

        InstrumentsLoaded again = await running.Sink.WaitForAsync<InstrumentsLoaded>(after: before);
        Assert.Equal(0.01m, again.Instruments[0].Tick.Value);
        DepthView book = await running.Sink.WaitForBookAsync(BinanceSamples.Bitcoin.Id, v => v is { Trust: BookTrust.Synced, PriceScale: 2 });
        Assert.Equal((100.05m, 100.06m), (book.BestBid.Value, book.BestAsk.Value));
        await running.Sink.WaitForAsync<VenueLinkChanged>(l => l.Link == VenueLink.Up, before);
    }

    [Fact]
    public async Task Listing_ChangedAtTheInterval_IsToldAgain()
    {
        await using RunningAdapter running = await _stub.UpAsync(_stub.Options with { ListingInterval = TimeSpan.FromMilliseconds(200) });
        int before = running.Sink.Events.Count;

        _stub.Answer("GET /fapi/v1/fundingInfo", """[{"symbol":"BTCUSDT","adjustedFundingRateCap":"0.02","adjustedFundingRateFloor":"-0.02","fundingIntervalHours":4}]""");

        InstrumentsLoaded again = await running.Sink.WaitForAsync<InstrumentsLoaded>(after: before);
        Assert.Equal(TimeSpan.FromHours(4), again.Instruments[0].FundingInterval);
    }

    /// <summary>Goal: one symbol that is gone does not take the venue down.</summary>
    [Fact]
    public async Task Listing_WithoutASymbolThatWasThere_TellsItAsDelistedAndGoesOn()
    {
        _stub.Answer("GET /fapi/v1/exchangeInfo", BinanceStub.ExchangeInfo("0.10", "BTC", "ETH"));
        _stub.Answer("GET /fapi/v1/symbolConfig", """[{"symbol":"BTCUSDT","marginType":"CROSSED","leverage":3},{"symbol":"ETHUSDT","marginType":"CROSSED","leverage":3}]""");
        _stub.DepthScript = (socket, ended) => BinanceStub.WaitAsync(socket, "btcusdt@depth@100ms\",\"ethusdt@depth@100ms\",\"ethusdt@markPrice@1s", ended);
        _stub.MarkScript = _stub.DepthScript;
        await using RunningAdapter running = await _stub.UpAsync(_stub.Options with
        {
            Symbols = [Bitcoin, Symbol.Parse("ETHUSDT")],
            ListingInterval = TimeSpan.FromMilliseconds(500),
        });
        int before = running.Sink.Events.Count;

        _stub.Answer("GET /fapi/v1/exchangeInfo", BinanceStub.ExchangeInfo("0.10", "BTC"));

        InstrumentsLoaded again = await running.Sink.WaitForAsync<InstrumentsLoaded>(after: before);
        Assert.Equal([InstrumentStatus.Trading, InstrumentStatus.Delisting], again.Instruments.Select(i => i.Status));
        await running.Sink.WaitForAsync<VenueLinkChanged>(l => l.Link == VenueLink.Up, before);
        Assert.Equal("streams=btcusdt@depth@100ms", _stub.Received("GET /public/stream")[^1]);
    }

    private static Instrument Listed(BinanceSymbol symbol) => BinanceListings.ToInstrument(VenueId.BinanceUm, Bitcoin, symbol, Fees, []);

    private static BinanceSymbol Listing() => new(
        "BTCUSDT", "PERPETUAL", "TRADING", "BTC", "USDT", "USDT",
        [
            new BinanceFilter("PRICE_FILTER", TickSize: 0.1m),
            new BinanceFilter("LOT_SIZE", StepSize: 0.001m, MinQty: 0.001m, MaxQty: 1_000m),
            new BinanceFilter("MARKET_LOT_SIZE", StepSize: 0.001m, MinQty: 0.002m, MaxQty: 120m),
            new BinanceFilter("MIN_NOTIONAL", Notional: 100m),
            new BinanceFilter("PERCENT_PRICE", MultiplierUp: 1.05m, MultiplierDown: 0.96m),
        ],
        4_133_404_800_000);
}
