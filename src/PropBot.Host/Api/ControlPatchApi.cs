using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PropBot.Core.Engine;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Risk;
using PropBot.Host.Auth;
using PropBot.Host.Surface;

namespace PropBot.Host.Api;

/// <summary>
/// The earlier version's one request for every switch. What it makes safer is done at once, whatever stands beside it; what lets more happen is refused, and
/// the answer says what was done, what was not, and the way of two people; numbers are configuration.
/// </summary>
internal static class ControlPatchApi
{
    public const string PatchReason = "control_patch";
    public const string StopReason = "loop_stop_requested";
    public const string ResetReason = "loop_reset";

    private const string TwoPeople = "needs_two_people";
    private const string Configuration = "needs_configuration";

    /// <summary>By key, the value that only two people set, and how.</summary>
    private static readonly Dictionary<string, (bool Loosens, string How)> Switches = new(StringComparer.Ordinal)
    {
        ["safe_mode"] = (false, "SAFE_MODE is left by /api/ui/resume-request, /api/ui/resume-confirm and /api/ui/resume"),
        ["auto_loop"] = (true, "auto trading is begun by /api/ui/resume-request, /api/ui/resume-confirm and /api/ui/resume"),
        ["two_man_rule"] = (false, "the two-man rule is configuration (TWO_MAN_RULE) and fixed on in live"),
        ["dry_run_only"] = (false, "a dry run is left by /api/ui/exit-dry-run-request and /api/ui/exit-dry-run-confirm"),
    };

    private static readonly ControlKeys Patch = new([.. Switches.Keys], ["min_spread_bps", "max_slippage_bps", "order_notional_usdt", "loop_pair", "loop_venues"]);
    private static readonly ControlKeys Loop = new(["auto_loop"], ["pair", "venues", "notional_usdt"]);

    public static void MapControlPatch(this IEndpointRouteBuilder routes)
    {
        routes.MapPatch("/api/ui/control", (HttpContext context, IOperatorCommands commands, DeskReader reader) => PatchAsync(context, commands, reader, Patch))
            .Accepts<JsonElement>("application/json", "*/*")
            .WithSummary("Makes the desk safer at once: {\"safe_mode\": true} or {\"auto_loop\": false} hold it. What lets more happen is refused with the way to it; unknown keys are")
            .Produces<ControlPatchResponse>()
            .Produces<ControlPatchRefusal>(StatusCodes.Status403Forbidden)
            .Produces<ControlPatchRefusal>(StatusCodes.Status409Conflict)
            .Produces<ControlPatchRefusal>(StatusCodes.Status422UnprocessableEntity);
        routes.MapPost("/api/ui/secret", (HttpContext context, IOperatorCommands commands, DeskReader reader) => PatchAsync(context, commands, reader, Loop))
            .Accepts<JsonElement>("application/json", "*/*")
            .WithSummary("The earlier version's loop settings, by the rules of /api/ui/control: {\"auto_loop\": false} holds the desk; pair, venues and notional_usdt are configuration")
            .Produces<ControlPatchResponse>()
            .Produces<ControlPatchRefusal>(StatusCodes.Status403Forbidden)
            .Produces<ControlPatchRefusal>(StatusCodes.Status409Conflict)
            .Produces<ControlPatchRefusal>(StatusCodes.Status422UnprocessableEntity);
        routes.MapGet("/api/ui/secret", (DeskReader reader) => reader.Read() is { Snapshot: { } snapshot } desk ? TypedResults.Ok(LoopResponse.Of(snapshot, desk.Health)) : (IResult)ErrorResponse.NoSnapshot())
            .WithSummary("Whether the desk opens by itself, on what and how large at most; the name is the earlier version's, nothing secret is in it")
            .Produces<LoopResponse>()
            .Produces<ErrorResponse>(StatusCodes.Status503ServiceUnavailable);
        foreach ((string address, string reason) in (ReadOnlySpan<(string, string)>)[("/api/ui/stop", StopReason), ("/api/ui/reset", ResetReason)])
        {
            routes.MapPost(address, (HttpContext context, CommandCall call) => call.StopAsync(
                    context, order => MadeCommand.Of(new HoldRequested(order.Actor, order.Body.ReasonOr(reason), order.Correlation)), receipt => TypedResults.Ok(HoldResponse.Of(receipt))))
                .Accepts<CommandBody>(isOptional: true, "application/json", "*/*")
                .WithSummary("The same as /api/ui/hold: opening stops, what is under way is finished or taken off. There is no loop state that could be blanked")
                .Produces<HoldResponse>();
        }
    }

    private static async Task<IResult> PatchAsync(HttpContext context, IOperatorCommands commands, DeskReader reader, ControlKeys keys)
    {
        if (await ReadAsync(context) is not { ValueKind: JsonValueKind.Object } body)
        {
            return ErrorResponse.Unprocessable("the body is not a JSON object such as {\"safe_mode\": true}");
        }

        JsonProperty[] given = [.. body.EnumerateObject().Where(p => p.Value.ValueKind != JsonValueKind.Null)];
        DeskReading desk = reader.Read();
        string[] holding = [.. given.Where(p => Holds(p, keys) && !IsSoAlready(desk.Snapshot, desk.Health, p.Name, p.Value.GetBoolean())).Select(p => p.Name).Distinct()];
        EngineSnapshot? after = desk.Snapshot;
        if (holding.Length > 0)
        {
            // Whatever else stands in the body: what stops is carried out first, and the answer then says what was not.
            try
            {
                after = (await commands.GiveAsync(new HoldRequested(context.Caller().Who.Name, PatchReason, CorrelationId.Cut(CorrelationId.Of(context))), context.RequestAborted)).Snapshot;
            }
            catch (CommandNotTakenException e)
            {
                return ErrorResponse.Unavailable(e.Message);
            }
        }

        KeyFault[] faults = [.. given.Select(p => Fault(p, keys, after, desk.Health)).OfType<KeyFault>()];
        if (after is null)
        {
            return faults is [var first, ..] ? ErrorResponse.Of(first.Status, first.Why) : ErrorResponse.NoSnapshot();
        }

        Dictionary<string, bool> changes = given.Where(p => holding.Contains(p.Name) && Holds(p, keys)).DistinctBy(p => p.Name).ToDictionary(p => p.Name, p => p.Value.GetBoolean(), StringComparer.Ordinal);
        return faults.Length > 0
            ? ControlPatchRefusal.Of(faults, changes, after)
            : TypedResults.Ok(new ControlPatchResponse(ControlResponse.Of(after), changes, after.At));
    }

    /// <summary>The key, as it stands in this body, holds the desk.</summary>
    private static bool Holds(JsonProperty property, ControlKeys keys) =>
        keys.Switches.Contains(property.Name) && property.Name is "safe_mode" or "auto_loop" && IsSwitch(property.Value) && property.Value.GetBoolean() != Switches[property.Name].Loosens;

    /// <summary>Why this key is not carried out; null when it is, or is so already.</summary>
    private static KeyFault? Fault(JsonProperty property, ControlKeys keys, EngineSnapshot? now, HealthState health)
    {
        string name = property.Name;
        if (keys.Numbers.Contains(name))
        {
            return new KeyFault(name, StatusCodes.Status409Conflict, $"{Configuration}: {name} is configuration; apply another one, which two people confirm");
        }

        if (!keys.Switches.Contains(name))
        {
            return new KeyFault(name, StatusCodes.Status422UnprocessableEntity, $"'{name}' is no key; there are {string.Join(", ", keys.Switches.Concat(keys.Numbers))}");
        }

        if (!IsSwitch(property.Value))
        {
            return new KeyFault(name, StatusCodes.Status422UnprocessableEntity, $"{name} '{property.Value}' is not true or false");
        }

        bool value = property.Value.GetBoolean();
        return Holds(property, keys) || IsSoAlready(now, health, name, value) ? null
            : value == Switches[name].Loosens ? new KeyFault(name, StatusCodes.Status403Forbidden, $"{TwoPeople}: {Switches[name].How}")
            : new KeyFault(name, StatusCodes.Status409Conflict, $"{Configuration}: {name} is switched on by its variable and a new start; /api/ui/hold stops opening at once");
    }

    private static bool IsSwitch(JsonElement value) => value.ValueKind is JsonValueKind.True or JsonValueKind.False;

    private static bool IsSoAlready(EngineSnapshot? snapshot, HealthState health, string name, bool value) => snapshot is { } now && (name switch
    {
        "safe_mode" => value ? IsHeldForGood(now.Control) : !now.Control.SafeMode,
        // On when orders can be sent, as its badge says; off for good when somebody or something holds the desk. RUN in which nothing can be sent just now is neither.
        "auto_loop" => value ? Badges.Of(now, health).IsTrading : IsHeldForGood(now.Control),
        "two_man_rule" => value == now.TwoManRule,
        _ => value == now.IsDryRun,
    });

    /// <summary>The autopilot leaves the routine hold of a start, and a resume that was confirmed leaves a hold without causes: whoever says stop then is not heard yet.</summary>
    private static bool IsHeldForGood(ControlState control) => control.IsHeld && !control.Holds.IsStartOnly;

    private static async Task<JsonElement?> ReadAsync(HttpContext context)
    {
        try
        {
            using JsonDocument document = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <param name="Control">The brakes after it.</param>
/// <param name="Changes">What was changed; empty when it was so already.</param>
internal sealed record ControlPatchResponse(ControlResponse Control, IReadOnlyDictionary<string, bool> Changes, DateTimeOffset Ts);

/// <summary>A key of the body that was not carried out.</summary>
/// <param name="Status">What the whole request is answered with when this is the worst.</param>
internal sealed record KeyFault(string Key, int Status, string Why);

/// <summary>Something of the body was not carried out.</summary>
/// <param name="Detail">What was done, and why the rest was not.</param>
/// <param name="Changes">What was carried out all the same: only what makes the desk safer.</param>
/// <param name="Refused">By key, why it was not.</param>
/// <param name="Control">The brakes after it.</param>
internal sealed record ControlPatchRefusal(
    string Detail, IReadOnlyDictionary<string, bool> Changes, IReadOnlyDictionary<string, string> Refused, ControlResponse Control, DateTimeOffset Ts)
{
    public static IResult Of(IReadOnlyList<KeyFault> faults, IReadOnlyDictionary<string, bool> done, EngineSnapshot after)
    {
        KeyFault worst = faults.FirstOrDefault(f => f.Status == StatusCodes.Status422UnprocessableEntity)
            ?? faults.FirstOrDefault(f => f.Status == StatusCodes.Status403Forbidden)
            ?? faults[0];
        var refused = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (KeyFault fault in faults)
        {
            refused[fault.Key] = fault.Why;
        }

        string why = string.Join("; ", worst.Why, string.Join("; ", refused.Values.Where(w => w != worst.Why))).TrimEnd(' ', ';');
        string detail = done.Count == 0 ? why : $"done: {string.Join(", ", done.Keys)}, the desk is held; not done: {why}";
        return TypedResults.Json(new ControlPatchRefusal(detail, done, refused, ControlResponse.Of(after), after.At), ApiJson.Options, statusCode: worst.Status);
    }
}

/// <summary>What a route takes: switches that hold the desk or are refused, and numbers that are configuration.</summary>
internal sealed record ControlKeys(string[] Switches, string[] Numbers);

/// <summary>What the desk opens by itself.</summary>
/// <param name="AutoLoop">The badge <c>auto_trade</c> is ON.</param>
/// <param name="Pair">The symbol of the latest pair; before the first, of the best edge; null while there is neither.</param>
/// <param name="NotionalUsdt">The largest leg of one pair.</param>
internal sealed record LoopResponse(bool AutoLoop, string? Pair, IReadOnlyList<string> Venues, decimal? NotionalUsdt, LoopStateResponse Loop, DateTimeOffset Ts)
{
    public static LoopResponse Of(EngineSnapshot snapshot, HealthState health)
    {
        bool runs = Badges.Of(snapshot, health).IsTrading;
        PairSnapshot? latest = snapshot.ActivePairs.Concat(snapshot.RecentPairs).MaxBy(p => p.Pair.OpenedAt);
        string? symbol = latest?.Pair.Symbol.Name ?? (snapshot.Edges is [var best, ..] ? best.Symbol.Name : null);
        return new LoopResponse(
            runs, symbol, [.. snapshot.Venues.Select(v => v.Venue.Name)],
            snapshot.Limits.FirstOrDefault(l => l.Limit == LimitName.MaxNotionalPerOrder)?.Value, new LoopStateResponse(ControlResponse.NameOf(snapshot.Control.Mode), runs), snapshot.At);
    }
}

/// <param name="Status"><c>HOLD</c> or <c>RUN</c>.</param>
internal sealed record LoopStateResponse(string Status, bool Running);
