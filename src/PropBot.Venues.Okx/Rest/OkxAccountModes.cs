using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Venues.Okx.Parsing;
using PropBot.Venues.Okx.Wire;
using PropBot.Venues.Rest;

namespace PropBot.Venues.Okx.Rest;

/// <summary>The account's modes, each read first, set only where it differs, and read back (A1 to A4, A7 and A9 in docs/venues/okx-perp.md).</summary>
internal sealed class OkxAccountModes(OkxRest rest, OkxAccounts accounts, VenueOptions options)
{
    private const string FuturesAccount = "2";
    private const string DeltaNeutral = "1";
    private const string ManualMargin = "autonomy";

    private readonly OkxModes _modes = rest.Modes;
    private string? _obstacle;

    /// <summary>What of the account itself stood in the way when it was last read; null when nothing did.</summary>
    public string? Obstacle => Volatile.Read(ref _obstacle);

    /// <summary>Sets what differs. What does not let itself be set or read is told, and no reason to stay away (A7).</summary>
    public Task<AccountModesReading> SetAsync(IReadOnlyList<OkxListing> listed, CancellationToken cancellationToken) => options.ReadOnly
        ? Task.FromResult(AccountModesReading.NothingWanted(options.Venue))
        : AccountModesReading.TakeAsync(options.Venue, wrong => SetAsync(listed, wrong, cancellationToken));

    /// <summary>How the account is set, whatever is wanted; changes nothing (A9).</summary>
    public async Task<SettingsLookup> QueryAsync(IReadOnlyList<OkxListing> listed, CancellationToken cancellationToken)
    {
        try
        {
            OkxAccountConfig config = await ReadConfigAsync(cancellationToken);
            if (ObstacleOf(config) is var (found, _))
            {
                return new SettingsLookup.Found(new AccountSettings(options.Venue, [.. listed.Select(l => new InstrumentSettings(l.Instrument.Id, null, null, null) { Obstacle = found })]));
            }

            IReadOnlyList<OkxPosition> held = await ReadHeldAsync(cancellationToken);
            PositionMode position = OkxModes.ReadPosition(config.PosMode);
            var settings = new List<InstrumentSettings>();
            foreach (OkxListing listing in listed)
            {
                string native = listing.Instrument.NativeSymbol;
                decimal[] told = [.. (await ReadLeverageAsync(native, cancellationToken)).Select(l => WireText.Required(l.Lever, "lever"))];
                string? margin = held.FirstOrDefault(p => p.InstId == native && p.MgnMode != _modes.TradeMode)?.MgnMode;
                settings.Add(new InstrumentSettings(
                    listing.Instrument.Id, position, margin is null ? options.MarginMode : OkxModes.ReadMargin(margin), told.FirstOrDefault(l => l != options.Leverage, told[0])));
            }

            return new SettingsLookup.Found(new AccountSettings(options.Venue, settings));
        }
        catch (Exception unanswered) when (unanswered is VenueSetupException || WireText.IsMalformed(unanswered))
        {
            return new SettingsLookup.Failed(unanswered.Message);
        }
    }

    private async Task SetAsync(IReadOnlyList<OkxListing> listed, ICollection<string> wrong, CancellationToken cancellationToken)
    {
        OkxAccountConfig config = await ReadConfigAsync(cancellationToken);
        if (ObstacleOf(config) is var (found, needed))
        {
            wrong.Add($"{found}: {needed}");
            return;
        }

        await SetPositionModeAsync(config, wrong, cancellationToken);
        IReadOnlyList<OkxPosition> held = await ReadHeldAsync(cancellationToken);
        foreach (OkxPosition other in held.Where(p => p.MgnMode != _modes.TradeMode && listed.Any(l => l.Instrument.NativeSymbol == p.InstId)))
        {
            wrong.Add($"the margin mode of the position in {other.InstId} is {other.MgnMode}, needed {_modes.TradeMode}; close the position or change the configuration");
        }

        foreach (OkxListing listing in listed)
        {
            await SetLeverageAsync(listing, wrong, cancellationToken);
        }
    }

    /// <summary>
    /// What of the account itself stands in the way, and what is needed; null when nothing does. Leverage is not asked then: under portfolio
    /// margin the venue refuses the question.
    /// </summary>
    private (string Found, string Needed)? ObstacleOf(OkxAccountConfig config)
    {
        if (config.AcctLv != FuturesAccount)
        {
            return (
                NameOf(config.AcctLv),
                $"needed futures mode (acctLv {FuturesAccount}). In spot mode there are no perpetuals, in the others other coins count as margin and our margin figures would be wrong; "
                + "switch the account mode on the venue's site");
        }

        if (config.StgyType == DeltaNeutral)
        {
            return ("delta neutral strategy (stgyType 1)", "it counts margin by risk units; switch it to the general strategy on the venue's site");
        }

        return _modes.Margin == MarginMode.Isolated && config.CtIsoMode == ManualMargin
            ? ("isolated margin moved to positions by hand (ctIsoMode autonomy)", "needed automatic; change the setting on the venue's site")
            : null;
    }

    private static string NameOf(string? accountLevel) => accountLevel switch
    {
        "1" => "spot mode (acctLv 1)",
        "3" => "multi-currency margin (acctLv 3)",
        "4" => "portfolio margin (acctLv 4)",
        _ => $"unknown (acctLv {accountLevel})",
    };

    private async Task SetPositionModeAsync(OkxAccountConfig config, ICollection<string> wrong, CancellationToken cancellationToken)
    {
        if (config.PosMode == _modes.AccountMode)
        {
            return;
        }

        OkxAnswer<OkxAccountConfig> answer = await rest.PostAsync(
            "set position mode",
            RequestLane.Reconcile,
            [new(rest.Budgets.SetMode, 1)],
            "/api/v5/account/set-position-mode",
            OkxOrderBody.Write(json => json.WriteString("posMode", _modes.AccountMode)),
            OkxJson.Default.OkxReplyOkxAccountConfig,
            expires: false,
            cancellationToken);
        config = await ReadConfigAsync(cancellationToken);
        if (config.PosMode != _modes.AccountMode)
        {
            wrong.Add($"the position mode is {config.PosMode}, needed {_modes.AccountMode}; close all positions and cancel all orders, then it is set by itself. {answer.Trouble}".TrimEnd());
        }
    }

    private async Task<OkxAccountConfig> ReadConfigAsync(CancellationToken cancellationToken)
    {
        OkxAnswer<OkxAccountConfig> answer = await accounts.ReadConfigAsync(cancellationToken);
        if (answer is not OkxAnswer<OkxAccountConfig>.Ok { Items: [{ } config, ..] })
        {
            throw new VenueSetupException($"account config cannot be read: {answer.Trouble}");
        }

        Volatile.Write(ref _obstacle, ObstacleOf(config)?.Found);
        rest.Shapes.Told(OkxModes.ReadPosition(config.PosMode));
        return config;
    }

    private async Task<IReadOnlyList<OkxPosition>> ReadHeldAsync(CancellationToken cancellationToken)
    {
        OkxAnswer<OkxPosition> answer = await accounts.ReadPositionsAsync(cancellationToken);
        return answer is OkxAnswer<OkxPosition>.Ok { Items: var positions }
            ? [.. positions.Where(p => WireText.DecimalOrZero(p.Pos) != 0m)]
            : throw new VenueSetupException($"positions cannot be read: {answer.Trouble}");
    }

    private async Task SetLeverageAsync(OkxListing listing, ICollection<string> wrong, CancellationToken cancellationToken)
    {
        string native = listing.Instrument.NativeSymbol;
        IReadOnlyList<OkxLeverage> leverages = await ReadLeverageAsync(native, cancellationToken);
        if (AreAsWanted(leverages))
        {
            return;
        }

        string trouble = "";
        OkxModes now = _modes with { Position = rest.Shapes.ModeOf(listing.Instrument.Id) };
        foreach (string? side in now.LeverageSides)
        {
            trouble += (await SetLeverageAsync(native, side, cancellationToken)).Trouble;
        }

        leverages = await ReadLeverageAsync(native, cancellationToken);
        if (!AreAsWanted(leverages))
        {
            string found = string.Join(", ", leverages.Select(l => $"{l.PosSide} {l.Lever}".Trim()));
            wrong.Add(
                $"the {_modes.TradeMode} leverage of {native} is {found}, needed {options.Leverage}; cancel open orders, set it on the venue or change the configuration. {trouble}".TrimEnd());
        }
    }

    private Task<OkxAnswer<OkxLeverage>> SetLeverageAsync(string native, string? side, CancellationToken cancellationToken) => rest.PostAsync(
        "set leverage",
        RequestLane.Reconcile,
        [new(rest.Budgets.SetLeverage, 1)],
        "/api/v5/account/set-leverage",
        OkxOrderBody.Write(json =>
        {
            json.WriteString("instId", native);
            json.WriteString("lever", WireNumber.Format(options.Leverage));
            json.WriteString("mgnMode", _modes.TradeMode);
            if (side is not null)
            {
                json.WriteString("posSide", side);
            }
        }),
        OkxJson.Default.OkxReplyOkxLeverage,
        expires: false,
        cancellationToken);

    private bool AreAsWanted(IReadOnlyList<OkxLeverage> leverages) =>
        leverages.Count > 0 && leverages.All(l => WireText.Decimal(l.Lever) == options.Leverage);

    private async Task<IReadOnlyList<OkxLeverage>> ReadLeverageAsync(string native, CancellationToken cancellationToken)
    {
        OkxAnswer<OkxLeverage> answer = await rest.GetAsync(
            "leverage",
            RequestLane.Reconcile,
            rest.Budgets.Leverage,
            $"/api/v5/account/leverage-info?instId={native}&mgnMode={_modes.TradeMode}",
            OkxJson.Default.OkxReplyOkxLeverage,
            cancellationToken);
        return answer is OkxAnswer<OkxLeverage>.Ok { Items: { Count: > 0 } items }
            ? items
            : throw new VenueSetupException($"leverage of {native} cannot be read: {answer.Trouble}");
    }
}
