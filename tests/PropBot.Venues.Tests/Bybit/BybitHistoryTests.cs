using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Testing;
using PropBot.Venues.Bybit;
using PropBot.Venues.Bybit.Parsing;
using PropBot.Venues.Bybit.Rest;
using PropBot.Venues.Bybit.Wire;
using PropBot.Venues.Rest;
using PropBot.Venues.Tests.Common;

namespace PropBot.Venues.Tests.Bybit;

/// <summary>Fills, income and position tiers: whole, whatever the venue's windows and pages.</summary>
public sealed class BybitHistoryTests
{
    [Fact]
    public void Split_LongSpan_TouchesAndEndsWhereItShould()
    {
        HistorySpan span = new(ManualTime.SomeDay.AddDays(-15), ManualTime.SomeDay);

        List<HistorySpan> windows = [.. BybitPages.Split(span)];

        Assert.Equal(
            [
                new(ManualTime.SomeDay.AddDays(-15), ManualTime.SomeDay.AddDays(-8)),
                new(ManualTime.SomeDay.AddDays(-8), ManualTime.SomeDay.AddDays(-1)),
                new(ManualTime.SomeDay.AddDays(-1), ManualTime.SomeDay),
            ],
            windows);
        Assert.Equal([new HistorySpan(span.To, span.To)], BybitPages.Split(new HistorySpan(span.To, span.To)));
    }

    /// <summary>
    /// Goal: nothing is lost or doubled where two windows meet, where the list moves on between two pages, and among fills of the
    /// same millisecond.
    /// </summary>
    [Fact]
    public async Task Fills_OfTenDays_AreWholeAtEveryBorder()
    {
        DateTimeOffset border = ManualTime.SomeDay.AddDays(-3);
        string first = $"startTime={ManualTime.SomeDay.AddDays(-10).ToUnixTimeMilliseconds()}&endTime={border.ToUnixTimeMilliseconds()}";
        string second = $"startTime={border.ToUnixTimeMilliseconds()}&endTime={ManualTime.SomeDay.ToUnixTimeMilliseconds()}";
        await using BybitStub venue = await BybitStub.StartAsync(asked =>
            asked.Contains(first) && !asked.Contains("cursor") ? BybitStub.List($"{Fill("c", border)},{Fill("b", border.AddDays(-1))}", "1%3A2")
            : asked.Contains(first) ? BybitStub.List($"{Fill("b", border.AddDays(-1))},{Fill("a", border.AddDays(-1))},{Funding(border.AddDays(-2))}")
            : asked.Contains(second) ? BybitStub.List($"{Fill("e", ManualTime.SomeDay)},{Fill("d", border.AddDays(1), "AdlTrade")},{Fill("c", border)}")
            : BybitStub.Empty);
        using BybitParts parts = venue.Parts();

        IReadOnlyList<FillReport>? fills = await parts.Fills.QueryHistoryAsync(
            BybitSamples.Bitcoin, new HistorySpan(ManualTime.SomeDay.AddDays(-10), ManualTime.SomeDay), CancellationToken.None);

        // "e" is at the end of the span, which does not belong to it.
        Assert.Equal(["a", "b", "c", "d"], fills!.Select(f => f.TradeId.Value));
        Assert.Equal(3, venue.Asked.Count);
        Assert.EndsWith("&limit=100&cursor=1%3A2", venue.Asked[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fills_APageThatCannotBeHad_IsNoAnswerAtAll()
    {
        await using BybitStub venue = await BybitStub.StartAsync(asked => asked.Contains("cursor")
            ? """{"retCode":10016,"retMsg":"Server error","result":{},"time":1}"""
            : BybitStub.List(Fill("a", ManualTime.SomeDay.AddDays(-1)), "2"));
        using BybitParts parts = venue.Parts();

        Assert.Null(await parts.Fills.QueryHistoryAsync(
            BybitSamples.Bitcoin, new HistorySpan(ManualTime.SomeDay.AddDays(-2), ManualTime.SomeDay), CancellationToken.None));
    }

    [Fact]
    public void Income_RecordedLog_IsFundingFeesAndNothingTwice()
    {
        string reply = BybitSamples.EndpointReply("jkorf/Bybit.Net/Endpoints/V5Api/Account/GetTransactionHistory.txt");
        BybitTransaction[] log = System.Text.Json.JsonSerializer.Deserialize(reply, BybitJson.Default.BybitReplyBybitPageBybitTransaction)!.Result!.List!;
        Dictionary<string, Instrument> instruments = new() { ["XRPUSDT"] = BybitSamples.Listed("XRPUSDT", "0.0001", "1") };

        List<IncomeEntry> entries = [.. log.SelectMany(line => BybitIncome.Read(line, instruments))];

        Assert.Equal(
            [(IncomeKind.Funding, -0.003676m), (IncomeKind.Fee, -0.0190872m), (IncomeKind.Fee, -0.0026028m)],
            entries.Select(e => (e.Kind, e.Amount.Amount)));
        Assert.Equal(3, entries.Select(e => (e.EntryId, e.Kind)).Distinct().Count());
        Assert.All(entries, e => Assert.Equal("XRPUSDT", e.Instrument!.Value.Symbol.Name));
    }

    /// <summary>change = cashFlow + funding - fee; what it has beyond is told too, so that the sum is always the change.</summary>
    [Theory]
    [InlineData("TRADE", "9.5", "10", "", "0.5", "RealizedPnl 10, Fee -0.5")]
    [InlineData("LIQUIDATION", "-21", "-20", "", "1", "Liquidation -1, RealizedPnl -20")]
    [InlineData("TRANSFER_IN", "100", "100", "", "0", "Transfer 100")]
    [InlineData("TRANSFER_OUT", "-100", "", "", "", "Transfer -100")]
    [InlineData("SETTLEMENT", "-0.5", "0", "-0.5", "0", "Funding -0.5")]
    [InlineData("INTEREST", "-0.1", "-0.1", "", "0", "Other -0.1")]
    [InlineData("TRADE", "9.4", "10", "", "0.5", "RealizedPnl 10, Fee -0.5, Other -0.1")]
    public void Income_OfALine_AddsUpToItsChange(string type, string change, string cash, string funding, string fee, string expected)
    {
        BybitTransaction line = new()
        {
            Id = "1",
            Type = type,
            Currency = "USDT",
            Change = change,
            CashFlow = cash,
            Funding = funding,
            Fee = fee,
            TransactionTime = "1672128000000",
        };

        List<IncomeEntry> entries = [.. BybitIncome.Read(line, new Dictionary<string, Instrument>())];

        Assert.Equal(WireNumber.Parse(change), entries.Sum(e => e.Amount.Amount));
        Assert.Equal(
            expected.Split(", ").Order(StringComparer.Ordinal),
            entries.Select(e => $"{e.Kind} {WireNumber.Format(e.Amount.Amount)}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Payment_TwoSettlementsWithOneLogId_HaveIdsOfTheirOwn()
    {
        BybitTransaction first = new()
        {
            Id = "592324_XRPUSDT_161440249321",
            Symbol = "XRPUSDT",
            Type = "SETTLEMENT",
            Currency = "USDT",
            Change = "-0.1",
            TransactionTime = "1672128000000",
        };
        Instrument instrument = BybitSamples.Listed("XRPUSDT", "0.0001", "1");

        FundingPayment payment = BybitIncome.ReadPayment(first, instrument);

        Assert.Equal(new Money(-0.1m, Asset.Usdt), payment.Payment);
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1_672_128_000_000), payment.SettledAt);
        Assert.NotEqual(payment.PaymentId, BybitIncome.ReadPayment(first with { TransactionTime = "1672156800000" }, instrument).PaymentId);
    }

    /// <summary>Goal: a process that slept for three days hears of every settlement, though one question reaches a day when it names no end.</summary>
    [Fact]
    public async Task Funding_OfThreeDays_IsAskedForWithBothEnds()
    {
        await using BybitStub venue = await BybitStub.StartAsync(_ => BybitStub.Empty);
        using BybitParts parts = venue.Parts();

        Assert.Empty((await parts.Incomes.ReadFundingSinceAsync(ManualTime.SomeDay.AddDays(-3), RequestLane.Data, parts.Listing.ByName, CancellationToken.None))!);

        string asked = Assert.Single(venue.Asked);
        Assert.Contains($"type=SETTLEMENT&startTime={ManualTime.SomeDay.AddDays(-3).ToUnixTimeMilliseconds()}&endTime=", asked, StringComparison.Ordinal);
    }

    /// <summary>The recorded table: every border without a jump, deductions as the venue names them.</summary>
    [Fact]
    public void Tiers_RecordedTable_IsContinuous()
    {
        List<BybitTier> wire = [];
        foreach (string line in SharedData.ReadLines("reference/bybit_BTCPERP_risk_limits_2025-12-29.csv").Skip(1))
        {
            string[] cells = line.Split(',');
            wire.Add(new BybitTier("BTCPERP", cells[2], cells[3], cells[4], cells[5], cells[6]));
        }

        IReadOnlyList<PositionTier> tiers = BybitTierReading.Read(wire);

        Assert.Equal(wire.Count, tiers.Count);
        foreach ((PositionTier below, PositionTier above) in tiers.Zip(tiers.Skip(1)))
        {
            decimal border = below.UpTo!.Value.Value;
            Assert.Equal((border * below.MaintenanceRate.Value) - below.Deduction, (border * above.MaintenanceRate.Value) - above.Deduction);
        }
    }

    [Theory]
    [InlineData("0.5", "1", "100.00", "0.005")]
    [InlineData("0.005", "0.01", "100.00", "0.005")]
    public void Tiers_PercentOrFraction_IsToldByTheInitialMargin(string maintenance, string initial, string leverage, string expected) => Assert.Equal(
        WireNumber.Parse(expected),
        Assert.Single(BybitTierReading.Read([new BybitTier("BTCUSDT", "2000000", maintenance, initial, leverage, "")])).MaintenanceRate.Value);

    [Fact]
    public void Tiers_WithoutDeductions_HaveThoseThatKeepTheRequirementFromJumping()
    {
        IReadOnlyList<PositionTier> tiers = BybitTierReading.Read(
        [
            new BybitTier("BTCUSDT", "4000000", "0.01", "0.02", "50", null),
            new BybitTier("BTCUSDT", "2000000", "0.005", "0.01", "100", ""),
        ]);

        // 2,000,000 * (0.01 - 0.005).
        Assert.Equal([0m, 10_000m], tiers.Select(t => t.Deduction));
    }

    [Fact]
    public void Tiers_UnitThatIsNotKnown_IsRefused() => Assert.Throws<FormatException>(
        () => BybitTierReading.Read([new BybitTier("BTCUSDT", "2000000", "0.5", "0.1", "100", "")]));

    private static string Fill(string id, DateTimeOffset at, string type = "Trade") =>
        $$"""
        {"symbol":"BTCUSDT","orderId":"7","orderLinkId":"","execId":"{{id}}","execType":"{{type}}","side":"Buy","execPrice":"100","execQty":"1",
         "execFee":"0.1","execTime":"{{at.ToUnixTimeMilliseconds()}}"}
        """;

    private static string Funding(DateTimeOffset at) => Fill("funding", at, "Funding");
}
