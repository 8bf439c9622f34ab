using System.Text.Json;
using PropBot.Core.Values;
using PropBot.Simulator.Faults;
using PropBot.Simulator.Tests.Support;

namespace PropBot.Simulator.Tests.Faults;

/// <summary>The venue's own matters: each case sees the venue as usual, then in trouble, and where it ends, as usual again.</summary>
internal static class VenueFaultCases
{
    public static readonly IReadOnlyDictionary<FaultKind, Func<FaultStage, Task>> All = new Dictionary<FaultKind, Func<FaultStage, Task>>
    {
        [FaultKind.ConnectionsRefused] = RefusedAsync,
        [FaultKind.ClockJump] = ClockJumpAsync,
        [FaultKind.ClockDrift] = ClockDriftAsync,
        [FaultKind.ForcedLogout] = LogoutAsync,
        [FaultKind.TickSizeChanged] = stage => ChangedAsync(stage, FaultKind.TickSizeChanged),
        [FaultKind.LotSizeChanged] = stage => ChangedAsync(stage, FaultKind.LotSizeChanged),
        [FaultKind.FundingIntervalChanged] = FundingIntervalAsync,
        [FaultKind.Delisting] = DelistingAsync,
        [FaultKind.ForcedLiquidation] = stage => ForcedAsync(stage, FaultKind.ForcedLiquidation),
        [FaultKind.AutoDeleverage] = stage => ForcedAsync(stage, FaultKind.AutoDeleverage),
        [FaultKind.MarginCall] = MarginCallAsync,
        [FaultKind.TradingRightWithdrawn] = RightWithdrawnAsync,
        [FaultKind.OtherCoinsAsMargin] = OtherCoinsAsync,
    };

    private static async Task RefusedAsync(FaultStage stage)
    {
        SocketClient stream = await stage.BookStreamAsync();
        int id = await stage.InjectAsync(FaultKind.ConnectionsRefused);

        Assert.Equal("refused", (await stage.SendAsync(stage.Wire.Time())).Body);
        await Assert.ThrowsAnyAsync<Exception>(() => stage.DrainAsync(stream));

        await stage.Simulator.Host.TakeBackAsync(id);
        Assert.Equal(200, (await stage.SendAsync(stage.Wire.Time())).Status);
        await stage.BookStreamAsync();
    }

    private static async Task ClockJumpAsync(FaultStage stage)
    {
        foreach (decimal seconds in (decimal[])[30m, -30m])
        {
            Assert.Equal(TimeSpan.Zero, await ClockErrorAsync(stage));
            int id = await stage.InjectAsync(FaultKind.ClockJump, rule => rule with { Size = seconds });

            Assert.Equal(TimeSpan.FromSeconds((double)seconds), await ClockErrorAsync(stage));

            // A client with the right time signs with one that the venue takes for old or for the future.
            Assert.NotEqual("0", stage.Wire.CodeOf((await stage.SendAsync(stage.Wire.Query("never"))).Json));
            Assert.InRange(await StreamLagAsync(stage), -seconds - 1m, -seconds + 1m);
            await stage.Simulator.Host.TakeBackAsync(id);
        }

        Assert.Equal(TimeSpan.Zero, await ClockErrorAsync(stage));
    }

    private static async Task ClockDriftAsync(FaultStage stage)
    {
        await stage.InjectAsync(FaultKind.ClockDrift, rule => rule with { Size = 10m });
        await stage.Simulator.AdvanceAsync(TimeSpan.FromSeconds(10));

        Assert.Equal(TimeSpan.FromMilliseconds(100), await ClockErrorAsync(stage));
    }

    private static async Task LogoutAsync(FaultStage stage)
    {
        SocketClient stream = await stage.PrivateStreamAsync();
        await stage.InjectAsync(FaultKind.ForcedLogout);
        await stage.StepAsync();

        if (stage.Wire.Venue == VenueId.BinanceUm)
        {
            JsonElement told = await stream.ReceiveAsync();
            Assert.Equal("listenKeyExpired", told.GetProperty("e").GetString());
            await stage.SendAsync(stage.Wire.Market("unheard"));
            Assert.Empty(await stage.DrainAsync(stream));
        }
        else
        {
            while (await stream.ReceiveTextAsync() is not null)
            {
            }

            Assert.NotNull(stream.CloseStatus);
        }
    }

    private static async Task ChangedAsync(FaultStage stage, FaultKind kind)
    {
        string usual = (await stage.SendAsync(stage.Wire.Instruments())).Body;
        int id = await stage.InjectAsync(kind, rule => rule with { Instrument = TestSimulator.Btc, Size = 10m });
        await stage.StepAsync();

        JsonElement before = InstrumentOf(FaultStage.Read(usual));
        JsonElement after = InstrumentOf((await stage.SendAsync(stage.Wire.Instruments())).Json);
        Assert.NotEqual(before.GetRawText(), after.GetRawText());

        await stage.Simulator.Host.TakeBackAsync(id);
        Assert.Equal(before.GetRawText(), InstrumentOf((await stage.SendAsync(stage.Wire.Instruments())).Json).GetRawText());
    }

    private static async Task FundingIntervalAsync(FaultStage stage)
    {
        string path = stage.Wire.Venue == VenueId.BinanceUm ? "/fapi/v1/fundingInfo"
            : stage.Wire.Venue == VenueId.OkxPerp ? "/api/v5/public/funding-rate?instId=BTC-USDT-SWAP"
            : "/v5/market/instruments-info?category=linear&symbol=BTCUSDT";
        string usual = (await stage.SendAsync(new HttpRequestMessage(HttpMethod.Get, path))).Body;
        await stage.InjectAsync(FaultKind.FundingIntervalChanged, rule => rule with { Instrument = TestSimulator.Btc, Size = 1m });
        await stage.StepAsync();

        string told = (await stage.SendAsync(new HttpRequestMessage(HttpMethod.Get, path))).Body;

        (string Before, string After) difference = stage.Wire.Venue == VenueId.BinanceUm ? (Field(usual, "fundingIntervalHours"), Field(told, "fundingIntervalHours"))
            : stage.Wire.Venue == VenueId.OkxPerp ? (Field(usual, "nextFundingTime"), Field(told, "nextFundingTime"))
            : (Field(usual, "fundingInterval"), Field(told, "fundingInterval"));
        Assert.NotEqual(difference.Before, difference.After);
    }

    private static async Task DelistingAsync(FaultStage stage)
    {
        string usual = (await stage.SendAsync(stage.Wire.Instruments())).Body;
        await stage.InjectAsync(FaultKind.Delisting, rule => rule with { Instrument = TestSimulator.Btc });
        await stage.StepAsync();

        WireOutcome told = await stage.SendAsync(stage.Wire.Instruments());
        Assert.NotEqual(InstrumentOf(FaultStage.Read(usual)).GetRawText(), InstrumentOf(told.Json).GetRawText());
        Assert.NotEqual("0", stage.Wire.CodeOf((await stage.SendAsync(stage.Wire.Market("late"))).Json));
    }

    private static async Task ForcedAsync(FaultStage stage, FaultKind kind)
    {
        await stage.SendAsync(stage.Wire.Market("long"));
        SocketClient stream = await stage.PrivateStreamAsync();
        Assert.Equal("0.1", await PositionAsync(stage));

        await stage.InjectAsync(kind, rule => rule with { Instrument = TestSimulator.Btc });

        Assert.Null(await PositionAsync(stage));
        Assert.Contains(
            await stage.StepAndDrainAsync(stream),
            text => text.Contains("CALCULATED", StringComparison.Ordinal) || stage.Wire.IsFill(FaultStage.Read(text)));
    }

    private static async Task MarginCallAsync(FaultStage stage)
    {
        await stage.SendAsync(stage.Wire.Market("long"));
        SocketClient stream = stage.Wire.Venue == VenueId.OkxPerp ? await WarningsAsync(stage) : await stage.PrivateStreamAsync();
        Assert.Empty(await stage.DrainAsync(stream));
        await stage.InjectAsync(FaultKind.MarginCall);

        Assert.Contains(
            await stage.DrainAsync(stream),
            text => text.Contains("MARGIN_CALL", StringComparison.Ordinal) || text.Contains("liquidation-warning", StringComparison.Ordinal));
    }

    /// <summary>Reading goes on; placing and cancelling are refused with the venue's own code, and the key's rights say why.</summary>
    private static async Task RightWithdrawnAsync(FaultStage stage)
    {
        string usual = (await stage.SendAsync(stage.Wire.Rights())).Body;
        await stage.SendAsync(stage.Wire.Resting("before"));
        int id = await stage.InjectAsync(FaultKind.TradingRightWithdrawn);

        string code = stage.Wire.Venue == VenueId.BinanceUm ? "-2015" : stage.Wire.Venue == VenueId.OkxPerp ? "50120" : "10005";
        Assert.Equal(code, stage.Wire.CodeOf((await stage.SendAsync(stage.Wire.Market("without"))).Json));
        Assert.Equal(code, stage.Wire.CodeOf((await stage.SendAsync(stage.Wire.Cancel("before"))).Json));
        Assert.Null(await stage.FindAsync("without"));
        Assert.NotNull(await stage.FindAsync("before"));
        string told = (await stage.SendAsync(stage.Wire.Rights())).Body;
        Assert.Contains(
            stage.Wire.Venue == VenueId.BinanceUm ? "\"canTrade\":false" : stage.Wire.Venue == VenueId.OkxPerp ? "\"perm\":\"read_only\"" : "\"readOnly\":1",
            told,
            StringComparison.Ordinal);

        await stage.Simulator.Host.TakeBackAsync(id);
        Assert.Equal(FieldsOf(usual), FieldsOf((await stage.SendAsync(stage.Wire.Rights())).Body));
        Assert.Equal("0", stage.Wire.CodeOf((await stage.SendAsync(stage.Wire.Cancel("before"))).Json));
    }

    /// <summary>The account says so in the venue's words; orders are taken as before.</summary>
    private static async Task OtherCoinsAsync(FaultStage stage)
    {
        string expected = stage.Wire.Venue == VenueId.BinanceUm ? "\"multiAssetsMargin\":true" : stage.Wire.Venue == VenueId.OkxPerp ? "\"acctLv\":\"3\"" : "\"marginMode\":\"PORTFOLIO_MARGIN\"";
        string usual = (await stage.SendAsync(stage.Wire.Collateral())).Body;
        Assert.DoesNotContain(expected, usual, StringComparison.Ordinal);

        int id = await stage.InjectAsync(FaultKind.OtherCoinsAsMargin);
        Assert.Contains(expected, (await stage.SendAsync(stage.Wire.Collateral())).Body, StringComparison.Ordinal);
        Assert.Equal("0", stage.Wire.CodeOf((await stage.SendAsync(stage.Wire.Market("asbefore"))).Json));

        await stage.Simulator.Host.TakeBackAsync(id);
        Assert.DoesNotContain(expected, (await stage.SendAsync(stage.Wire.Collateral())).Body, StringComparison.Ordinal);
    }

    /// <summary>Without the time of the answer.</summary>
    private static string FieldsOf(string text) => text.Contains("\"time\"", StringComparison.Ordinal) ? text[..text.IndexOf("\"time\"", StringComparison.Ordinal)] : text;

    private static async Task<SocketClient> WarningsAsync(FaultStage stage)
    {
        using var client = new Okx.OkxRestClient(stage.Simulator);
        SocketClient socket = stage.Keep(await Okx.OkxSockets.LoggedInAsync(
            stage.Simulator, client, """{"channel":"liquidation-warning","instType":"ANY"}"""));
        await stage.DrainAsync(socket);
        return socket;
    }

    /// <summary>How far the venue's clock is ahead of the market's.</summary>
    private static async Task<TimeSpan> ClockErrorAsync(FaultStage stage) =>
        stage.Wire.TimeOf((await stage.SendAsync(stage.Wire.Time())).Json) - stage.Simulator.Host.Clock.GetUtcNow();

    /// <summary>How far the times of the venue's stream are behind the market's, seconds.</summary>
    private static async Task<decimal> StreamLagAsync(FaultStage stage)
    {
        SocketClient stream = await stage.BookStreamAsync();
        JsonElement told = FaultStage.Read(Assert.Single(await stage.StepAndDrainAsync(stream)));
        JsonElement time = told.TryGetProperty("E", out JsonElement binance) ? binance
            : told.TryGetProperty("ts", out JsonElement bybit) ? bybit
            : told.GetProperty("data")[0].GetProperty("ts");
        return (decimal)(stage.Simulator.Host.Clock.GetUtcNow() - FaultStage.Millis(time)).TotalSeconds;
    }

    private static async Task<string?> PositionAsync(FaultStage stage)
    {
        JsonElement positions = (await stage.Simulator.ReadAsync("/sim/accounts"))[0].GetProperty("positions");
        return positions.GetArrayLength() == 0 ? null : positions[0].GetProperty("quantity").GetString();
    }

    private static JsonElement InstrumentOf(JsonElement answer) =>
        answer.TryGetProperty("symbols", out JsonElement symbols) ? symbols[0]
        : answer.TryGetProperty("data", out JsonElement data) ? data[0]
        : answer.GetProperty("result").GetProperty("list")[0];

    private static string Field(string text, string name)
    {
        int at = text.IndexOf($"\"{name}\":", StringComparison.Ordinal);
        return at < 0 ? "none" : text[at..text.IndexOfAny([',', '}'], at)];
    }
}
