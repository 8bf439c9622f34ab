using System.Text.Json;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Venues.Bybit.Wire;
using PropBot.Venues.Rest;

namespace PropBot.Venues.Bybit.Rest;

/// <summary>
/// Sets and reads back the account's modes (rules A1 to A3 and A5 in docs/venues/bybit-linear.md). What the venue shows counts, never
/// what it answered: it may say ok and do nothing, or refuse because all is well.
/// </summary>
internal sealed class BybitModes(BybitRest rest, VenueOptions options)
{
    private const string Cross = "REGULAR_MARGIN";
    private const string Isolated = "ISOLATED_MARGIN";
    private const string Portfolio = "PORTFOLIO_MARGIN";
    private const int ClassicAccount = 1;
    private const int OneWay = 0;
    private const int BothSides = 3;

    /// <exception cref="VenueSetupException">A mode is not as configured, or cannot be read.</exception>
    public async Task RequireAsync(IReadOnlyList<string> natives, CancellationToken cancellationToken)
    {
        await RequireMarginModeAsync(cancellationToken);
        foreach (string native in natives)
        {
            await RequirePositionModeAsync(native, cancellationToken);
            await RequireLeverageAsync(native, cancellationToken);
            if (options.MarginMode == MarginMode.Isolated)
            {
                await RequireFixedMarginAsync(native, cancellationToken);
            }
        }
    }

    /// <summary>How the account is set, whatever is wanted; changes nothing (rule A7).</summary>
    public async Task<SettingsLookup> QueryAsync(IReadOnlyList<Instrument> instruments, CancellationToken cancellationToken)
    {
        try
        {
            BybitAccountInfo info = await ReadInfoAsync(cancellationToken);
            if (ObstacleOf(info) is { } obstacle)
            {
                return new SettingsLookup.Found(new AccountSettings(options.Venue, [.. instruments.Select(i => new InstrumentSettings(i.Id, null, null, null) { Obstacle = obstacle })]));
            }

            MarginMode margin = info.MarginMode == Isolated ? MarginMode.Isolated : MarginMode.Cross;
            var settings = new List<InstrumentSettings>();
            foreach (Instrument instrument in instruments)
            {
                IReadOnlyList<BybitPosition> entries = await ReadPositionsAsync(instrument.NativeSymbol, cancellationToken);
                if (entries.Count == 0)
                {
                    return new SettingsLookup.Failed($"the venue shows no settings of {instrument.NativeSymbol}");
                }

                decimal[] told = [.. entries.Select(e => WireText.Required(e.Leverage, "leverage"))];
                bool addsMargin = options.MarginMode == MarginMode.Isolated && entries.Any(e => e.AutoAddMargin != 0);
                settings.Add(new InstrumentSettings(
                    instrument.Id, entries.All(e => e.PositionIdx == OneWay) ? PositionMode.OneWay : PositionMode.Hedge, margin, told.FirstOrDefault(l => l != options.Leverage, told[0]))
                {
                    Obstacle = addsMargin ? "auto-add margin on" : null,
                });
            }

            return new SettingsLookup.Found(new AccountSettings(options.Venue, settings));
        }
        catch (Exception unanswered) when (unanswered is VenueSetupException || WireText.IsMalformed(unanswered))
        {
            return new SettingsLookup.Failed(unanswered.Message);
        }
    }

    /// <summary>An account of another kind: leverage and modes of its positions say nothing then, in portfolio margin leverage is empty.</summary>
    private static string? ObstacleOf(BybitAccountInfo info) =>
        info.UnifiedMarginStatus == ClassicAccount ? "classic account" : info.MarginMode is Cross or Isolated ? null : info.MarginMode ?? "no margin mode";

    private async Task RequireMarginModeAsync(CancellationToken cancellationToken)
    {
        string needed = options.MarginMode == MarginMode.Cross ? Cross : Isolated;
        BybitAccountInfo info = await ReadInfoAsync(cancellationToken);
        if (info.UnifiedMarginStatus == ClassicAccount)
        {
            throw new VenueSetupException("this is a classic account, needed is a unified one; upgrade it on the venue or use the keys of another");
        }

        if (info.MarginMode == Portfolio)
        {
            throw new VenueSetupException(
                $"margin mode of the account is {Portfolio}, needed {needed}: it sets positions off against each other, so that no leverage, liquidation "
                + "price or margin of one position exists to watch. It is not switched by itself; switch it on the venue or use another sub-account");
        }

        if (info.MarginMode == needed)
        {
            return;
        }

        BybitAnswer<BybitMarginModeResult> answer = await rest.PostAsync(
            "set margin mode",
            RequestLane.Reconcile,
            rest.Budgets.MarginMode,
            "/v5/account/set-margin-mode",
            BybitOrderBody.Write(json => json.WriteString("setMarginMode", needed)),
            BybitJson.Default.BybitReplyBybitMarginModeResult,
            cancellationToken);
        info = await ReadInfoAsync(cancellationToken);
        if (info.MarginMode != needed)
        {
            throw Mismatch("margin mode of the account", info.MarginMode, needed, "margin mode", SaidOf(answer));
        }
    }

    private async Task RequirePositionModeAsync(string native, CancellationToken cancellationToken)
    {
        bool hedge = options.PositionMode == PositionMode.Hedge;
        IReadOnlyList<BybitPosition> entries = await ReadPositionsAsync(native, cancellationToken);
        if (entries.Count > 0 && IsAsNeeded(entries))
        {
            return;
        }

        BybitAnswer<BybitNothing> answer = await PostAsync(
            "switch position mode",
            rest.Budgets.PositionMode,
            "/v5/position/switch-mode",
            native,
            json => json.WriteNumber("mode", hedge ? BothSides : OneWay),
            cancellationToken);
        entries = await ReadPositionsAsync(native, cancellationToken);

        // An empty list shows nothing: then the answer has to say that it is so.
        if (entries.Count == 0 ? !Said(answer, BybitErrors.PositionModeNotModified) : !IsAsNeeded(entries))
        {
            string found = entries.Count == 0 ? "not shown" : hedge ? "one-way" : "hedge";
            throw Mismatch($"position mode of {native}", found, hedge ? "hedge" : "one-way", "position mode", answer.Trouble);
        }

        bool IsAsNeeded(IReadOnlyList<BybitPosition> shown) => shown.All(p => p.PositionIdx != OneWay == hedge);
    }

    private async Task RequireLeverageAsync(string native, CancellationToken cancellationToken)
    {
        IReadOnlyList<BybitPosition> entries = await ReadPositionsAsync(native, cancellationToken);
        if (entries.Count > 0 && entries.All(IsAsNeeded))
        {
            return;
        }

        string needed = WireNumber.Format(options.Leverage);
        BybitAnswer<BybitNothing> answer = await PostAsync(
            "set leverage",
            rest.Budgets.Leverage,
            "/v5/position/set-leverage",
            native,
            json =>
            {
                json.WriteString("buyLeverage", needed);
                json.WriteString("sellLeverage", needed);
            },
            cancellationToken);
        entries = await ReadPositionsAsync(native, cancellationToken);
        if (entries.Count == 0 ? !Said(answer, BybitErrors.LeverageNotModified) : !entries.All(IsAsNeeded))
        {
            throw Mismatch($"leverage of {native}", entries.FirstOrDefault(e => !IsAsNeeded(e))?.Leverage, needed, "leverage", answer.Trouble);
        }

        bool IsAsNeeded(BybitPosition shown) => WireText.Decimal(shown.Leverage) == options.Leverage;
    }

    /// <summary>With margin added by itself a position can lose more than its own margin.</summary>
    private async Task RequireFixedMarginAsync(string native, CancellationToken cancellationToken)
    {
        BybitAnswer<BybitNothing>? answer = null;
        foreach (BybitPosition entry in await ReadPositionsAsync(native, cancellationToken))
        {
            if (entry.AutoAddMargin != 0)
            {
                answer = await PostAsync(
                    "set auto-add margin",
                    rest.Budgets.AutoAddMargin,
                    "/v5/position/set-auto-add-margin",
                    native,
                    json =>
                    {
                        json.WriteNumber("autoAddMargin", 0);
                        json.WriteNumber("positionIdx", entry.PositionIdx);
                    },
                    cancellationToken);
            }
        }

        if (answer is not null && (await ReadPositionsAsync(native, cancellationToken)).Any(p => p.AutoAddMargin != 0))
        {
            throw Mismatch($"auto-add margin of {native}", "on", "off", "margin", answer.Trouble);
        }
    }

    private static VenueSetupException Mismatch(string what, string? found, string needed, string setting, string said) => new(
        $"{what} is {found ?? "not told"}, needed {needed}; close positions and orders on the venue and switch it there, or change the {setting} in the configuration. {said}"
            .TrimEnd());

    private static bool Said(BybitAnswer<BybitNothing> answer, int notModified) =>
        answer is BybitAnswer<BybitNothing>.Ok || (answer is BybitAnswer<BybitNothing>.No no && no.Code == notModified);

    private static string SaidOf(BybitAnswer<BybitMarginModeResult> answer)
    {
        BybitReason[]? reasons = (answer as BybitAnswer<BybitMarginModeResult>.Ok)?.Result?.Reasons
            ?? (answer as BybitAnswer<BybitMarginModeResult>.No)?.Result?.Reasons;
        string why = string.Join("; ", (reasons ?? []).Select(r => $"{r.ReasonCode} {r.ReasonMsg}"));
        return $"{answer.Trouble} {why}".Trim();
    }

    private async Task<BybitAccountInfo> ReadInfoAsync(CancellationToken cancellationToken)
    {
        BybitAnswer<BybitAccountInfo> answer = await rest.GetAsync(
            "account info",
            RequestLane.Reconcile,
            rest.Budgets.AccountInfo,
            "/v5/account/info",
            "",
            BybitJson.Default.BybitReplyBybitAccountInfo,
            cancellationToken);
        return answer is BybitAnswer<BybitAccountInfo>.Ok { Result: { } info }
            ? info
            : throw new VenueSetupException($"account info cannot be read: {answer.Trouble}");
    }

    /// <summary>With a symbol the venue shows an entry also where nothing is held; in hedge mode two.</summary>
    private async Task<IReadOnlyList<BybitPosition>> ReadPositionsAsync(string native, CancellationToken cancellationToken)
    {
        BybitAnswer<BybitPage<BybitPosition>> answer = await rest.GetAsync(
            "position",
            RequestLane.Reconcile,
            rest.Budgets.Positions,
            "/v5/position/list",
            $"category=linear&symbol={native}",
            BybitJson.Default.BybitReplyBybitPageBybitPosition,
            cancellationToken);
        return answer is BybitAnswer<BybitPage<BybitPosition>>.Ok ok
            ? ok.Result?.List ?? []
            : throw new VenueSetupException($"position cannot be read: {answer.Trouble}");
    }

    private Task<BybitAnswer<BybitNothing>> PostAsync(
        string name, RateBudget budget, string path, string native, Action<Utf8JsonWriter> setting, CancellationToken cancellationToken) =>
        rest.PostAsync(
            name,
            RequestLane.Reconcile,
            budget,
            path,
            BybitOrderBody.Write(json =>
            {
                json.WriteString("category", BybitOrderBody.Category);
                json.WriteString("symbol", native);
                setting(json);
            }),
            BybitJson.Default.BybitReplyBybitNothing,
            cancellationToken);
}
