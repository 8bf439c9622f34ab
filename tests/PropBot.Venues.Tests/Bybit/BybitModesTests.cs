using PropBot.Core.Execution;
using PropBot.Venues.Bybit;

namespace PropBot.Venues.Tests.Bybit;

/// <summary>Modes are what the venue shows, whatever it answered.</summary>
public sealed class BybitModesTests
{
    private const string Ok = """{"retCode":0,"retMsg":"OK","result":{},"time":1}""";

    [Fact]
    public async Task Set_AllAsConfigured_ChangesNothing()
    {
        Account account = new();
        await using BybitStub venue = await BybitStub.StartAsync(account.Answer);

        AccountModesReading found = await SetAsync(venue, PositionMode.OneWay, MarginMode.Cross, leverage: 3);

        Assert.True(found is { Wrong: [], Unanswered: null }, $"{found}");
        Assert.DoesNotContain(venue.Asked, asked => asked.StartsWith("POST", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Set_AllOther_IsSetAndReadBack()
    {
        Account account = new() { AutoAddMargin = 1 };
        await using BybitStub venue = await BybitStub.StartAsync(account.Answer);

        Assert.True(await SetAsync(venue, PositionMode.Hedge, MarginMode.Isolated, leverage: 5) is { Wrong: [], Unanswered: null });

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
    public async Task Set_VenueSaysOkAndDoesNothing_IsWrongAndSaysWhatToDo(string lie, string expected)
    {
        Account account = new() { AutoAddMargin = 1 };
        await using BybitStub venue = await BybitStub.StartAsync(asked => asked.Contains(lie) ? Ok : account.Answer(asked));

        string wrong = (await SetAsync(venue, PositionMode.Hedge, MarginMode.Isolated, leverage: 5)).Wrong[0];

        Assert.Contains(expected, wrong, StringComparison.Ordinal);
        Assert.Contains("in the configuration", wrong, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("set-margin-mode", """{"retCode":3400045,"retMsg":"Set margin mode failed","result":{"reasons":[{"reasonCode":"3400000","reasonMsg":"Equity needs to be 1000"}]},"time":1}""", "3400045 Set margin mode failed 3400000 Equity needs to be 1000")]
    [InlineData("switch-mode", """{"retCode":110024,"retMsg":"You have an existing position","result":{},"time":1}""", "110024 You have an existing position")]
    [InlineData("set-leverage", """{"retCode":110013,"retMsg":"Cannot set leverage due to risk limit level","result":{},"time":1}""", "110013 Cannot set leverage")]
    public async Task Set_VenueRefuses_IsWrongWithTheVenuesReason_AndTheRestIsSet(string path, string answer, string expected)
    {
        Account account = new();
        await using BybitStub venue = await BybitStub.StartAsync(asked => asked.Contains(path) ? answer : account.Answer(asked));

        AccountModesReading found = await SetAsync(venue, PositionMode.Hedge, MarginMode.Isolated, leverage: 5);

        Assert.Contains(expected, Assert.Single(found.Wrong), StringComparison.Ordinal);
        Assert.Null(found.Unanswered);
        Assert.All(["set-margin-mode", "switch-mode", "set-leverage"], setting => Assert.Contains(venue.Asked, asked => asked.Contains(setting)));
    }

    [Fact]
    public async Task Set_NotModified_IsFineWhenTheVenueShowsNothing()
    {
        await using BybitStub venue = await BybitStub.StartAsync(asked =>
            asked.Contains("account/info") ? Account.Info("REGULAR_MARGIN", 5)
            : asked.Contains("switch-mode") ? """{"retCode":110025,"retMsg":"Position mode is not modified","result":{},"time":1}"""
            : asked.Contains("set-leverage") ? """{"retCode":110043,"retMsg":"leverage not modified","result":{},"time":1}"""
            : BybitStub.Empty);

        Assert.Empty((await SetAsync(venue, PositionMode.OneWay, MarginMode.Cross, leverage: 3)).Wrong);
    }

    [Theory]
    [InlineData("PORTFOLIO_MARGIN", 5, "PORTFOLIO_MARGIN")]
    [InlineData("REGULAR_MARGIN", 1, "classic account")]
    public async Task Set_AccountWhoseFiguresWouldBeWrong_IsToldAndNotTouched(string mode, int status, string expected)
    {
        await using BybitStub venue = await BybitStub.StartAsync(_ => Account.Info(mode, status));

        AccountModesReading found = await SetAsync(venue, PositionMode.OneWay, MarginMode.Cross, leverage: 3);

        Assert.Contains(expected, Assert.Single(found.Wrong), StringComparison.Ordinal);
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

        SettingsLookup answer = await parts.Modes.QueryAsync([BybitSamples.Bitcoin], CancellationToken.None);

        InstrumentSettings only = Assert.Single(Assert.IsType<SettingsLookup.Found>(answer).Settings.Instruments);
        Assert.Equal((expected, null), (only.Obstacle, only.Leverage));
        Assert.Equal("GET /v5/account/info", Assert.Single(venue.Asked));
    }

    /// <summary>Goal: nobody waits for answers that do not come: the first of them ends the asking, and nothing is set without having been read.</summary>
    [Theory]
    [InlineData("account/info", 1)]
    [InlineData("position/list", 2)]
    public async Task Set_QuestionThatIsNotAnswered_IsTold_AndNothingIsAskedAfterIt(string path, int asked)
    {
        Account account = new();
        await using BybitStub venue = await BybitStub.StartAsync(
            question => question.Contains(path) ? """{"retCode":10016,"retMsg":"Internal System Error","result":{},"time":1}""" : account.Answer(question));

        AccountModesReading found = await SetAsync(venue, PositionMode.OneWay, MarginMode.Cross, leverage: 5);

        Assert.Contains("10016 Internal System Error", found.Unanswered, StringComparison.Ordinal);
        Assert.Equal(asked, venue.Asked.Count);
    }

    /// <summary>Goal: an order has the shape that the venue keeps the symbol in, whatever is configured.</summary>
    [Fact]
    public async Task Set_PositionModeThatIsNotTaken_GivesOrdersTheShapeOfTheOneThatIs()
    {
        Account account = new();
        await using BybitStub venue = await BybitStub.StartAsync(asked => asked.Contains("switch-mode")
            ? """{"retCode":110024,"retMsg":"You have an existing position","result":{},"time":1}""" : account.Answer(asked));
        VenueOptions options = venue.Options with { PositionMode = PositionMode.Hedge };
        using BybitParts parts = venue.Parts(options);
        Assert.Equal(PositionMode.Hedge, parts.Rest.Shapes.ModeOf(BybitSamples.Bitcoin.Id));

        await parts.Modes.SetAsync([BybitSamples.Bitcoin], CancellationToken.None);

        Assert.Equal(PositionMode.OneWay, parts.Rest.Shapes.ModeOf(BybitSamples.Bitcoin.Id));
    }

    private static async Task<AccountModesReading> SetAsync(BybitStub venue, PositionMode position, MarginMode margin, int leverage)
    {
        using BybitParts parts = venue.Parts(venue.Options with { PositionMode = position, MarginMode = margin, Leverage = leverage });
        return await parts.Modes.SetAsync([BybitSamples.Bitcoin], CancellationToken.None);
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
