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

    private string? _obstacle;
    private MarginMode _margin = options.MarginMode;

    /// <summary>What of the account itself stood in the way when it was last read; null when nothing did.</summary>
    public string? Obstacle => Volatile.Read(ref _obstacle);

    /// <summary>The account's margin mode as last read; before that as configured. Portfolio margin counts as cross: one balance carries all.</summary>
    public MarginMode Margin => _margin;

    /// <summary>Sets what differs. What does not let itself be set or read is told, and no reason to stay away.</summary>
    public Task<AccountModesReading> SetAsync(IReadOnlyList<Instrument> instruments, CancellationToken cancellationToken) => options.ReadOnly
        ? Task.FromResult(AccountModesReading.NothingWanted(options.Venue))
        : AccountModesReading.TakeAsync(options.Venue, wrong => SetAsync(instruments, wrong, cancellationToken));

    /// <summary>How the account is set, whatever is wanted; changes nothing (rule A7).</summary>
    public async Task<SettingsLookup> QueryAsync(IReadOnlyList<Instrument> instruments, CancellationToken cancellationToken)
    {
        try
        {
            await ReadInfoAsync(cancellationToken);
            if (Obstacle is { } obstacle)
            {
                return new SettingsLookup.Found(new AccountSettings(options.Venue, [.. instruments.Select(i => new InstrumentSettings(i.Id, null, null, null) { Obstacle = obstacle })]));
            }

            var settings = new List<InstrumentSettings>();
            foreach (Instrument instrument in instruments)
            {
                IReadOnlyList<BybitPosition> entries = await ReadPositionsAsync(instrument, cancellationToken);
                if (entries.Count == 0)
                {
                    return new SettingsLookup.Failed($"the venue shows no settings of {instrument.NativeSymbol}");
                }

                decimal[] told = [.. entries.Select(e => WireText.Required(e.Leverage, "leverage"))];
                bool addsMargin = options.MarginMode == MarginMode.Isolated && entries.Any(e => e.AutoAddMargin != 0);
                settings.Add(new InstrumentSettings(
                    instrument.Id, ModeOf(entries), Margin, told.FirstOrDefault(l => l != options.Leverage, told[0]))
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

    private static PositionMode ModeOf(IReadOnlyList<BybitPosition> entries) => entries.All(e => e.PositionIdx == OneWay) ? PositionMode.OneWay : PositionMode.Hedge;

    private async Task SetAsync(IReadOnlyList<Instrument> instruments, ICollection<string> wrong, CancellationToken cancellationToken)
    {
        BybitAccountInfo info = await ReadInfoAsync(cancellationToken);
        if (Obstacle is not null)
        {
            wrong.Add(WhatToDo(info));
            return;
        }

        await SetMarginModeAsync(info, wrong, cancellationToken);
        foreach (Instrument instrument in instruments.Where(i => i.Status != InstrumentStatus.Suspended))
        {
            await SetPositionModeAsync(instrument, wrong, cancellationToken);
            await SetLeverageAsync(instrument, wrong, cancellationToken);
            if (options.MarginMode == MarginMode.Isolated && Margin == MarginMode.Isolated)
            {
                await SetFixedMarginAsync(instrument, wrong, cancellationToken);
            }
        }
    }

    private string WhatToDo(BybitAccountInfo info) => info.UnifiedMarginStatus == ClassicAccount
        ? "this is a classic account, needed is a unified one; upgrade it on the venue or use the keys of another"
        : $"margin mode of the account is {info.MarginMode}, needed {NeededMargin}: it sets positions off against each other, so that no leverage, liquidation "
            + "price or margin of one position exists to watch. It is not switched by itself; switch it on the venue or use another sub-account";

    private string NeededMargin => options.MarginMode == MarginMode.Cross ? Cross : Isolated;

    private async Task SetMarginModeAsync(BybitAccountInfo info, ICollection<string> wrong, CancellationToken cancellationToken)
    {
        if (info.MarginMode == NeededMargin)
        {
            return;
        }

        BybitAnswer<BybitMarginModeResult> answer = await rest.PostAsync(
            "set margin mode",
            RequestLane.Reconcile,
            rest.Budgets.MarginMode,
            "/v5/account/set-margin-mode",
            BybitOrderBody.Write(json => json.WriteString("setMarginMode", NeededMargin)),
            BybitJson.Default.BybitReplyBybitMarginModeResult,
            cancellationToken);
        info = await ReadInfoAsync(cancellationToken);
        if (info.MarginMode != NeededMargin)
        {
            wrong.Add(Mismatch("margin mode of the account", info.MarginMode, NeededMargin, "margin mode", SaidOf(answer)));
        }
    }

    private async Task SetPositionModeAsync(Instrument instrument, ICollection<string> wrong, CancellationToken cancellationToken)
    {
        IReadOnlyList<BybitPosition> entries = await ReadPositionsAsync(instrument, cancellationToken);
        if (entries.Count > 0 && ModeOf(entries) == options.PositionMode)
        {
            return;
        }

        BybitAnswer<BybitNothing> answer = await PostAsync(
            "switch position mode",
            rest.Budgets.PositionMode,
            "/v5/position/switch-mode",
            instrument.NativeSymbol,
            json => json.WriteNumber("mode", options.PositionMode == PositionMode.Hedge ? BothSides : OneWay),
            cancellationToken);
        entries = await ReadPositionsAsync(instrument, cancellationToken);

        // An empty list shows nothing: then the answer has to say that it is so.
        if (entries.Count == 0 ? !Said(answer, BybitErrors.PositionModeNotModified) : ModeOf(entries) != options.PositionMode)
        {
            wrong.Add(Mismatch(
                $"position mode of {instrument.NativeSymbol}", entries.Count == 0 ? "not shown" : Name(ModeOf(entries)), Name(options.PositionMode), "position mode", answer.Trouble));
        }
    }

    private static string Name(PositionMode mode) => mode == PositionMode.Hedge ? "hedge" : "one-way";

    private async Task SetLeverageAsync(Instrument instrument, ICollection<string> wrong, CancellationToken cancellationToken)
    {
        IReadOnlyList<BybitPosition> entries = await ReadPositionsAsync(instrument, cancellationToken);
        if (entries.Count > 0 && entries.All(IsAsNeeded))
        {
            return;
        }

        string needed = WireNumber.Format(options.Leverage);
        BybitAnswer<BybitNothing> answer = await PostAsync(
            "set leverage",
            rest.Budgets.Leverage,
            "/v5/position/set-leverage",
            instrument.NativeSymbol,
            json =>
            {
                json.WriteString("buyLeverage", needed);
                json.WriteString("sellLeverage", needed);
            },
            cancellationToken);
        entries = await ReadPositionsAsync(instrument, cancellationToken);
        if (entries.Count == 0 ? !Said(answer, BybitErrors.LeverageNotModified) : !entries.All(IsAsNeeded))
        {
            wrong.Add(Mismatch($"leverage of {instrument.NativeSymbol}", entries.FirstOrDefault(e => !IsAsNeeded(e))?.Leverage, needed, "leverage", answer.Trouble));
        }

        bool IsAsNeeded(BybitPosition shown) => WireText.Decimal(shown.Leverage) == options.Leverage;
    }

    /// <summary>With margin added by itself a position can lose more than its own margin.</summary>
    private async Task SetFixedMarginAsync(Instrument instrument, ICollection<string> wrong, CancellationToken cancellationToken)
    {
        BybitAnswer<BybitNothing>? answer = null;
        foreach (BybitPosition entry in await ReadPositionsAsync(instrument, cancellationToken))
        {
            if (entry.AutoAddMargin != 0)
            {
                answer = await PostAsync(
                    "set auto-add margin",
                    rest.Budgets.AutoAddMargin,
                    "/v5/position/set-auto-add-margin",
                    instrument.NativeSymbol,
                    json =>
                    {
                        json.WriteNumber("autoAddMargin", 0);
                        json.WriteNumber("positionIdx", entry.PositionIdx);
                    },
                    cancellationToken);
            }
        }

        if (answer is not null && (await ReadPositionsAsync(instrument, cancellationToken)).Any(p => p.AutoAddMargin != 0))
        {
            wrong.Add(Mismatch($"auto-add margin of {instrument.NativeSymbol}", "on", "off", "margin", answer.Trouble));
        }
    }

    private static string Mismatch(string what, string? found, string needed, string setting, string said) =>
        $"{what} is {found ?? "not told"}, needed {needed}; close positions and orders on the venue and switch it there, or change the {setting} in the configuration. {said}"
            .TrimEnd();

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
        if (answer is not BybitAnswer<BybitAccountInfo>.Ok { Result: { } info })
        {
            throw new VenueSetupException($"account info cannot be read: {answer.Trouble}");
        }

        Volatile.Write(ref _obstacle, ObstacleOf(info));
        _margin = info.MarginMode == Isolated ? MarginMode.Isolated : MarginMode.Cross;
        return info;
    }

    /// <summary>With a symbol the venue shows an entry also where nothing is held; in hedge mode two.</summary>
    private async Task<IReadOnlyList<BybitPosition>> ReadPositionsAsync(Instrument instrument, CancellationToken cancellationToken)
    {
        BybitAnswer<BybitPage<BybitPosition>> answer = await rest.GetAsync(
            "position",
            RequestLane.Reconcile,
            rest.Budgets.Positions,
            "/v5/position/list",
            $"category=linear&symbol={instrument.NativeSymbol}",
            BybitJson.Default.BybitReplyBybitPageBybitPosition,
            cancellationToken);
        if (answer is not BybitAnswer<BybitPage<BybitPosition>>.Ok ok)
        {
            throw new VenueSetupException($"position cannot be read: {answer.Trouble}");
        }

        IReadOnlyList<BybitPosition> entries = ok.Result?.List ?? [];
        if (entries.Count > 0)
        {
            rest.Shapes.Told(instrument.Id, ModeOf(entries));
        }

        return entries;
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
