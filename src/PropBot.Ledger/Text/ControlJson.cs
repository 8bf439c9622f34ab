using System.Text.Json;
using PropBot.Core.Engine;
using PropBot.Core.Risk;
using PropBot.Core.Values;

namespace PropBot.Ledger.Text;

/// <summary>The desk's brakes: every cause that holds, and the kill.</summary>
internal static class ControlJson
{
    public static void WriteBrakes(Utf8JsonWriter json, ControlState control)
    {
        json.WriteStartArray("holds");
        foreach (HoldCause cause in control.Holds.Causes)
        {
            json.WriteStartObject();
            json.Member("kind", cause.Kind);
            json.WriteString("reason", cause.Reason);
            json.WriteString("source", cause.Source);
            json.Time("since", cause.Since);
            json.WriteString("correlation_id", cause.CorrelationId);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.Time("released_at", control.ReleasedAt);
        if (control.Kill is { } kill)
        {
            json.WriteStartObject("kill");
            json.WriteString("by", kill.By);
            json.WriteString("reason", kill.Reason);
            json.Time("since", kill.Since);
            json.WriteString("correlation_id", kill.CorrelationId);
            json.WriteBoolean("flatten", kill.Flatten);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("kill");
        }

        WriteProbation(json, control.Probation);
        WriteScopes(json, control.Scopes);
        WriteLimits(json, control.Limits);
        WriteStrategy(json, control.Strategy);
        WriteBudgets(json, control.Slo);
        WriteTroubled(json, control.Troubled);
        WriteDays(json, control.Days);
    }

    /// <summary>The whole state, from a line of the journal.</summary>
    public static ControlState Read(JsonElement body) => ReadBrakes(body, new ControlState
    {
        Mode = body.Member<ControlMode>("mode"),
        DailyLossBreachedOn = body.DayIfAny("daily_loss_breached_on"),
        DayAnchor = body.DayIfAny("day_anchor"),
        DayStartEquity = body.NumberIfAny("day_start_equity"),
    });

    public static ControlState ReadBrakes(JsonElement body, ControlState control) => control with
    {
        Holds = new HoldStack([.. body.GetProperty("holds").EnumerateArray().Select(c => new HoldCause(
            c.Member<HoldKind>("kind"), c.Text("reason"), c.Text("source"), c.Time("since"), c.Text("correlation_id")))]),
        ReleasedAt = body.TimeOrNull("released_at"),
        DayStartRealized = body.NumberIfAny("day_start_realized"),
        DayPeakEquity = body.NumberIfAny("day_peak_equity"),
        DrawdownBreachedOn = body.DayIfAny("drawdown_breached_on"),
        Kill = body.GetProperty("kill") is { ValueKind: JsonValueKind.Object } kill
            ? new KillLatch(kill.Text("by"), kill.Text("reason"), kill.Time("since"), kill.Text("correlation_id"), kill.GetProperty("flatten").GetBoolean())
            : null,
        Probation = body.PartIfAny("probation", ReadProbation),
        Scopes = new ScopeStack(body.ItemsIfAny("scopes", ReadScope)),
        Limits = new LimitOverrides(body.ItemsIfAny("limits", ReadLimit)),
        Strategy = body.PartIfAny("strategy", ReadStrategy) ?? StrategyControl.Initial,
        Slo = body.PartIfAny("slo", ReadBudgets),
        Troubled = TroubledVenues.Of(body.ItemsIfAny("troubled_venues", ReadTroubled)),
        Days = new CountedDays(body.ItemsIfAny("counted_days", ReadDay)),
    };

    private static void WriteProbation(Utf8JsonWriter json, SizeProbation? probation)
    {
        if (probation is null)
        {
            return;
        }

        json.WriteStartObject("probation");
        json.WriteString("cause", probation.Cause);
        json.Time("since", probation.Since);
        json.WriteStartArray("clean");
        foreach (PairId pair in probation.Clean)
        {
            json.WriteNumberValue(pair.Number);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteScopes(Utf8JsonWriter json, ScopeStack scopes)
    {
        json.WriteStartArray("scopes");
        foreach (ScopeCause cause in scopes.Causes)
        {
            json.WriteStartObject();
            json.Member("kind", cause.Scope.Kind);
            json.WriteString("subject", cause.Scope.Subject);
            json.Member("state", cause.State);
            json.WriteString("reason", cause.Reason);
            json.WriteString("source", cause.Source);
            json.Time("since", cause.Since);
            json.WriteString("correlation_id", cause.CorrelationId);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteBudgets(Utf8JsonWriter json, SloStanding? standing)
    {
        if (standing is null)
        {
            return;
        }

        json.WriteStartArray("slo");
        foreach (SloBurn burn in standing.Burns)
        {
            json.WriteStartObject();
            json.Member("metric", burn.Metric);
            json.Member("level", burn.Level);
            json.Time("since", burn.Since);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteDays(Utf8JsonWriter json, CountedDays days)
    {
        json.WriteStartArray("counted_days");
        foreach (CountedDay day in days.All)
        {
            json.WriteStartObject();
            json.Day("day", day.Day);
            json.Number("start_realized", day.StartRealized);
            json.Number("start_equity", day.StartEquity);
            json.Number("peak_equity", day.PeakEquity);
            json.WriteBoolean("loss_breached", day.IsLossBreached);
            json.WriteBoolean("drawdown_breached", day.IsDrawdownBreached);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteTroubled(Utf8JsonWriter json, TroubledVenues? troubled)
    {
        if (troubled is null)
        {
            return;
        }

        json.WriteStartArray("troubled_venues");
        foreach (TroubledVenue venue in troubled.All)
        {
            json.WriteStartObject();
            json.WriteString("venue", venue.Venue.Name);
            json.Member("status", venue.Status);
            json.WriteString("reason", venue.Reason);
            json.Time("since", venue.Since);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteLimits(Utf8JsonWriter json, LimitOverrides limits)
    {
        json.WriteStartArray("limits");
        foreach (LimitOverride change in limits.All)
        {
            json.WriteStartObject();
            json.WriteString("limit", change.Limit.Code());
            json.TextOrNull("subject", change.Subject);
            json.Number("value", change.Value);
            json.Number("configured", change.Configured);
            json.WriteString("by", change.By);
            json.WriteString("reason", change.Reason);
            json.Time("at", change.At);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteStrategy(Utf8JsonWriter json, StrategyControl strategy)
    {
        json.WriteStartObject("strategy");
        json.WriteBoolean("enabled", strategy.Enabled);
        json.TextOrNull("changed_by", strategy.ChangedBy);
        json.TextOrNull("change_reason", strategy.ChangeReason);
        json.Time("changed_at", strategy.ChangedAt);
        json.WriteNumber("consecutive_failures", strategy.ConsecutiveFailures);
        json.TextOrNull("last_breach", strategy.LastBreach);
        json.Time("last_breach_at", strategy.LastBreachAt);
        json.Day("day", strategy.Day);
        json.Number("day_start", strategy.DayStart);
        json.WriteStartArray("earlier_days");
        foreach (decimal day in strategy.EarlierDays)
        {
            json.WriteStringValue(WireNumber.Format(day));
        }

        json.WriteEndArray();
        json.Number("forgiven_loss", strategy.ForgivenLoss);
        json.Number("forgiven_budget", strategy.ForgivenBudget);
        json.Time("budget_reset_at", strategy.BudgetResetAt);
        json.Number("peak", strategy.Peak);
        json.Number("max_drawdown", strategy.MaxDrawdown);
        json.WriteEndObject();
    }

    private static StrategyControl ReadStrategy(JsonElement s) => new()
    {
        Enabled = s.GetProperty("enabled").GetBoolean(),
        ChangedBy = s.TextOrNull("changed_by"),
        ChangeReason = s.TextOrNull("change_reason"),
        ChangedAt = s.TimeOrNull("changed_at"),
        ConsecutiveFailures = s.GetProperty("consecutive_failures").GetInt32(),
        LastBreach = s.TextOrNull("last_breach"),
        LastBreachAt = s.TimeOrNull("last_breach_at"),
        Day = s.DayIfAny("day"),
        DayStart = s.Number("day_start"),
        EarlierDays = [.. s.GetProperty("earlier_days").EnumerateArray().Select(d => WireNumber.Parse(d.GetString()!))],
        ForgivenLoss = s.Number("forgiven_loss"),
        ForgivenBudget = s.Number("forgiven_budget"),
        BudgetResetAt = s.TimeOrNull("budget_reset_at"),
        Peak = s.Number("peak"),
        MaxDrawdown = s.Number("max_drawdown"),
    };

    private static ScopeCause ReadScope(JsonElement c) => new(
        ControlScope.Parse(c.Member<ScopeKind>("kind"), c.Text("subject")) ?? throw new JsonException($"'{c.Text("subject")}' is no scope"),
        c.Member<ScopeState>("state"), c.Text("reason"), c.Text("source"), c.Time("since"), c.Text("correlation_id"));

    private static LimitOverride ReadLimit(JsonElement c) => new(
        LimitTable.Find(c.Text("limit"))?.Limit ?? throw new JsonException($"'{c.Text("limit")}' is no limit"),
        c.Number("value"), c.NumberOrNull("configured"), c.Text("by"), c.Text("reason"), c.Time("at"))
    {
        Subject = c.TextIfAny("subject"),
    };

    private static SloStanding ReadBudgets(JsonElement budgets) =>
        new([.. budgets.EnumerateArray().Select(b => new SloBurn(b.Member<SloMetric>("metric"), b.Member<SloLevel>("level"), b.Time("since")))]);

    private static CountedDay ReadDay(JsonElement day) => new(
        day.DayIfAny("day")!.Value, day.NumberIfAny("start_realized"), day.NumberIfAny("start_equity"), day.NumberIfAny("peak_equity"),
        day.GetProperty("loss_breached").GetBoolean(), day.GetProperty("drawdown_breached").GetBoolean());

    private static TroubledVenue ReadTroubled(JsonElement venue) =>
        new(new VenueId(venue.Text("venue")), venue.Member<WatchStatus>("status"), venue.Text("reason"), venue.Time("since"));

    private static SizeProbation ReadProbation(JsonElement probation) => new(
        probation.Text("cause"), probation.Time("since"), [.. probation.GetProperty("clean").EnumerateArray().Select(n => new PairId(n.GetInt64()))]);
}
