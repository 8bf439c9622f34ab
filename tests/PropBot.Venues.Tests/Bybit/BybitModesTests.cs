using PropBot.Core.Execution;
using PropBot.Venues.Bybit;
using PropBot.Venues.Bybit.Rest;

namespace PropBot.Venues.Tests.Bybit;

/// <summary>Modes are what the venue shows, whatever it answered.</summary>
public sealed class BybitModesTests
{
    private const string Ok = """{"retCode":0,"retMsg":"OK","result":{},"time":1}""";

    [Fact]
    public async Task Require_AllAsConfigured_ChangesNothing()
    {
        Account account = new();
        await using BybitStub venue = await BybitStub.StartAsync(account.Answer);

        await RequireAsync(venue, PositionMode.OneWay, MarginMode.Cross, leverage: 3);

        Assert.DoesNotContain(venue.Asked, asked => asked.StartsWith("POST", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Require_AllOther_IsSetAndReadBack()
    {
        Account account = new() { AutoAddMargin = 1 };
        await using BybitStub venue = await BybitStub.StartAsync(account.Answer);

        await RequireAsync(venue, PositionMode.Hedge, MarginMode.Isolated, leverage: 5);

        Assert.Equal(
            [
                """POST /v5/account/set-margin-mode {"setMarginMode":"ISOLATED_MARGIN"}""",
                """POST /v5/position/switch-mode {"category":"linear","symbol":"BTCUSDT","mode":3}""",
                """POST /v5/position/set-leverage {"category":"linear","symbol":"BTCUSDT","buyLeverage":"5","sellLeverage":"5"}""",
                """POST /v5/position/set-auto-add-margin {"category":"linear","symbol":"BTCUSDT","autoAddMargin":0,"positionIdx":1}""",
                """POST /v5/position/set-auto-add-margin {"category":"linear","symbol":"BTCUSDT","autoAddMargin":0,"positionIdx":2}""",
            ],
            venue.Asked.Where(asked => asked.StartsWith("POST", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("set-margin-mode", "margin mode of the account is REGULAR_MARGIN, needed ISOLATED_MARGIN")]
    [InlineData("switch-mode", "position mode of BTCUSDT is one-way, needed hedge")]
    [InlineData("set-leverage", "leverage of BTCUSDT is 3, needed 5")]
    [InlineData("set-auto-add-margin", "auto-add margin of BTCUSDT is on, needed off")]
    public async Task Require_VenueSaysOkAndDoesNothing_IsAMismatchThatSaysWhatToDo(string lie, string expected)
    {
        Account account = new() { AutoAddMargin = 1 };
        await using BybitStub venue = await BybitStub.StartAsync(asked => asked.Contains(lie) ? Ok : account.Answer(asked));

        VenueSetupException refused = await Assert.ThrowsAsync<VenueSetupException>(
            () => RequireAsync(venue, PositionMode.Hedge, MarginMode.Isolated, leverage: 5));

        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
        Assert.Contains("in the configuration", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("set-margin-mode", """{"retCode":3400045,"retMsg":"Set margin mode failed","result":{"reasons":[{"reasonCode":"3400000","reasonMsg":"Equity needs to be 1000"}]},"time":1}""", "3400045 Set margin mode failed 3400000 Equity needs to be 1000")]
    [InlineData("switch-mode", """{"retCode":110024,"retMsg":"You have an existing position","result":{},"time":1}""", "110024 You have an existing position")]
    [InlineData("set-leverage", """{"retCode":110013,"retMsg":"Cannot set leverage due to risk limit level","result":{},"time":1}""", "110013 Cannot set leverage")]
    public async Task Require_VenueRefuses_IsAMismatchWithTheVenuesReason(string path, string answer, string expected)
    {
        Account account = new();
        await using BybitStub venue = await BybitStub.StartAsync(asked => asked.Contains(path) ? answer : account.Answer(asked));

        VenueSetupException refused = await Assert.ThrowsAsync<VenueSetupException>(
            () => RequireAsync(venue, PositionMode.Hedge, MarginMode.Isolated, leverage: 5));

        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Require_NotModified_IsFineWhenTheVenueShowsNothing()
    {
        await using BybitStub venue = await BybitStub.StartAsync(asked =>
            asked.Contains("account/info") ? Account.Info("REGULAR_MARGIN", 5)
            : asked.Contains("switch-mode") ? """{"retCode":110025,"retMsg":"Position mode is not modified","result":{},"time":1}"""
            : asked.Contains("set-leverage") ? """{"retCode":110043,"retMsg":"leverage not modified","result":{},"time":1}"""
            : BybitStub.Empty);

        await RequireAsync(venue, PositionMode.OneWay, MarginMode.Cross, leverage: 3);
    }

    [Theory]
    [InlineData("PORTFOLIO_MARGIN", 5, "PORTFOLIO_MARGIN")]
    [InlineData("REGULAR_MARGIN", 1, "classic account")]
    public async Task Require_AccountWhoseFiguresWouldBeWrong_IsRefusedAndNotTouched(string mode, int status, string expected)
    {
        await using BybitStub venue = await BybitStub.StartAsync(_ => Account.Info(mode, status));

        VenueSetupException refused = await Assert.ThrowsAsync<VenueSetupException>(
            () => RequireAsync(venue, PositionMode.OneWay, MarginMode.Cross, leverage: 3));

        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
        Assert.Equal("GET /v5/account/info", Assert.Single(venue.Asked));
    }

    /// <summary>Goal: an account that was switched while the desk runs is told as different, though its positions then tell no leverage.</summary>
    [Theory]
    [InlineData("PORTFOLIO_MARGIN", 5, "PORTFOLIO_MARGIN")]
    [InlineData("REGULAR_MARGIN", 1, "classic account")]
    public async Task Query_AccountSwitchedWhileRunning_IsFoundWithTheObstacle_WhateverItsPositionsTell(string mode, int status, string expected)
    {
        await using BybitStub venue = await BybitStub.StartAsync(asked => asked.Contains("account/info") ? Account.Info(mode, status)
            : BybitStub.List("""{"symbol":"BTCUSDT","positionIdx":0,"side":"","size":"0","leverage":"","autoAddMargin":0,"adlRankIndicator":0}"""));
        using BybitParts parts = venue.Parts();

        SettingsLookup answer = await new BybitModes(parts.Rest, venue.Options).QueryAsync([BybitSamples.Bitcoin], CancellationToken.None);

        InstrumentSettings only = Assert.Single(Assert.IsType<SettingsLookup.Found>(answer).Settings.Instruments);
        Assert.Equal((expected, null), (only.Obstacle, only.Leverage));
        Assert.Equal("GET /v5/account/info", Assert.Single(venue.Asked));
    }

    private static async Task RequireAsync(BybitStub venue, PositionMode position, MarginMode margin, int leverage)
    {
        VenueOptions options = venue.Options with { PositionMode = position, MarginMode = margin, Leverage = leverage };
        using BybitParts parts = venue.Parts(options);
        await new BybitModes(parts.Rest, options).RequireAsync(["BTCUSDT"], CancellationToken.None);
    }

    /// <summary>An account that does as it is told: cross, one-way, three times leverage at first.</summary>
    private sealed class Account
    {
        private string _mode = "REGULAR_MARGIN";
        private bool _hedge;
        private int _leverage = 3;

        public int AutoAddMargin { get; set; }

        public static string Info(string mode, int status) =>
            $$"""{"retCode":0,"retMsg":"OK","result":{"marginMode":"{{mode}}","unifiedMarginStatus":{{status}}},"time":1}""";

        public string Answer(string asked)
        {
            if (asked.Contains("set-margin-mode"))
            {
                _mode = asked.Contains("ISOLATED") ? "ISOLATED_MARGIN" : "REGULAR_MARGIN";
            }
            else if (asked.Contains("switch-mode"))
            {
                _hedge = asked.Contains("\"mode\":3");
            }
            else if (asked.Contains("set-leverage"))
            {
                _leverage = 5;
            }
            else if (asked.Contains("set-auto-add-margin"))
            {
                AutoAddMargin = 0;
            }
            else if (asked.Contains("account/info"))
            {
                return Info(_mode, 5);
            }
            else if (asked.Contains("position/list"))
            {
                return BybitStub.List(string.Join(',', (_hedge ? new[] { 1, 2 } : [0]).Select(Entry)));
            }

            return Ok;
        }

        private string Entry(int index) =>
            $$"""{"symbol":"BTCUSDT","positionIdx":{{index}},"side":"","size":"0","leverage":"{{_leverage}}","autoAddMargin":{{AutoAddMargin}},"adlRankIndicator":0}""";
    }
}
