using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Venues.Okx.Parsing;
using PropBot.Venues.Okx.Wire;
using PropBot.Venues.Rest;

namespace PropBot.Venues.Okx.Rest;

/// <summary>
/// What has to be true before the first stream: clock, instruments, and the account's modes, each set where it differs and read back
/// (A1 to A7 in docs/venues/okx-perp.md).
/// </summary>
internal sealed class OkxSetup(OkxRest rest, OkxListings listings, OkxAccounts accounts, VenueOptions options)
{
    private const string FuturesAccount = "2";
    private const string DeltaNeutral = "1";
    private const string ManualMargin = "autonomy";

    private readonly OkxModes _modes = rest.Modes;

    /// <exception cref="VenueSetupException">Something is not as needed, or cannot be asked for now.</exception>
    public async Task<IReadOnlyList<OkxListing>> RunAsync(CancellationToken cancellationToken)
    {
        if (!await rest.Clock.MeasureAsync(cancellationToken))
        {
            throw new VenueSetupException($"the clock of {options.RestAddress} cannot be read; is the address right and the network up?");
        }

        IReadOnlyList<OkxListing> listed = await listings.LoadAsync(cancellationToken);
        if (options.ReadOnly)
        {
            return listed;
        }

        OkxAccountConfig config = await ReadConfigAsync(cancellationToken);
        RequireAccount(config);
        await RequirePositionModeAsync(config, cancellationToken);
        await RequireMarginModeAsync(listed, cancellationToken);
        foreach (OkxListing listing in listed)
        {
            await RequireLeverageAsync(listing, cancellationToken);
        }

        return listed;
    }

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

    private void RequireAccount(OkxAccountConfig config)
    {
        if (ObstacleOf(config) is var (found, needed))
        {
            throw new VenueSetupException($"{found}: {needed}");
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

    private async Task RequirePositionModeAsync(OkxAccountConfig config, CancellationToken cancellationToken)
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
            throw new VenueSetupException(
                $"the position mode is {config.PosMode}, needed {_modes.AccountMode}; close all positions and cancel all orders on the venue, then it is set by itself. {answer.Trouble}".TrimEnd());
        }
    }

    private async Task<OkxAccountConfig> ReadConfigAsync(CancellationToken cancellationToken)
    {
        OkxAnswer<OkxAccountConfig> answer = await accounts.ReadConfigAsync(cancellationToken);
        return answer is OkxAnswer<OkxAccountConfig>.Ok { Items: [{ } config, ..] }
            ? config
            : throw new VenueSetupException($"account config cannot be read: {answer.Trouble}");
    }

    /// <summary>The margin mode is the order's; a position held in the other one would not be closed by ours.</summary>
    private async Task RequireMarginModeAsync(IReadOnlyList<OkxListing> listed, CancellationToken cancellationToken)
    {
        OkxPosition? other = (await ReadHeldAsync(cancellationToken)).FirstOrDefault(p =>
            p.MgnMode != _modes.TradeMode && listed.Any(l => l.Instrument.NativeSymbol == p.InstId));
        if (other is not null)
        {
            throw new VenueSetupException(
                $"the margin mode of the position in {other.InstId} is {other.MgnMode}, needed {_modes.TradeMode}; close the position on the venue or change the configuration");
        }
    }

    private async Task<IReadOnlyList<OkxPosition>> ReadHeldAsync(CancellationToken cancellationToken)
    {
        OkxAnswer<OkxPosition> answer = await accounts.ReadPositionsAsync(cancellationToken);
        return answer is OkxAnswer<OkxPosition>.Ok { Items: var positions }
            ? [.. positions.Where(p => WireText.DecimalOrZero(p.Pos) != 0m)]
            : throw new VenueSetupException($"positions cannot be read: {answer.Trouble}");
    }

    private async Task RequireLeverageAsync(OkxListing listing, CancellationToken cancellationToken)
    {
        string native = listing.Instrument.NativeSymbol;
        IReadOnlyList<OkxLeverage> leverages = await ReadLeverageAsync(native, cancellationToken);
        if (AreAsWanted(leverages))
        {
            return;
        }

        string trouble = "";
        foreach (string? side in _modes.LeverageSides)
        {
            trouble += (await SetLeverageAsync(native, side, cancellationToken)).Trouble;
        }

        leverages = await ReadLeverageAsync(native, cancellationToken);
        if (!AreAsWanted(leverages))
        {
            string found = string.Join(", ", leverages.Select(l => $"{l.PosSide} {l.Lever}".Trim()));
            throw new VenueSetupException(
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
