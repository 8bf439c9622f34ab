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
/// The earlier version's one request for every switch. What it makes safer is done at once; what lets more happen is refused, and the answer
/// names the way of two people; numbers are configuration.
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
        routes.MapPatch("/api/ui/control", (HttpContext context, IOperatorCommands commands, ISnapshotSource snapshots) => PatchAsync(context, commands, snapshots, Patch))
            .Accepts<JsonElement>("application/json")
            .WithSummary("Makes the desk safer at once: {\"safe_mode\": true} or {\"auto_loop\": false} hold it. What lets more happen is refused with the way to it; unknown keys are")
            .Produces<ControlPatchResponse>()
            .Produces<ErrorResponse>(StatusCodes.Status403Forbidden)
            .Produces<ErrorResponse>(StatusCodes.Status409Conflict)
            .Produces<ErrorResponse>(StatusCodes.Status422UnprocessableEntity);
        routes.MapPost("/api/ui/secret", (HttpContext context, IOperatorCommands commands, ISnapshotSource snapshots) => PatchAsync(context, commands, snapshots, Loop))
            .Accepts<JsonElement>("application/json")
            .WithSummary("The earlier version's loop settings, by the rules of /api/ui/control: {\"auto_loop\": false} holds the desk; pair, venues and notional_usdt are configuration")
            .Produces<ControlPatchResponse>()
            .Produces<ErrorResponse>(StatusCodes.Status403Forbidden)
            .Produces<ErrorResponse>(StatusCodes.Status409Conflict)
            .Produces<ErrorResponse>(StatusCodes.Status422UnprocessableEntity);
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

    private static async Task<IResult> PatchAsync(HttpContext context, IOperatorCommands commands, ISnapshotSource snapshots, ControlKeys keys)
    {
        if (await ReadAsync(context) is not { ValueKind: JsonValueKind.Object } body)
        {
            return ErrorResponse.Unprocessable("the body is not a JSON object such as {\"safe_mode\": true}");
        }

        JsonProperty[] given = [.. body.EnumerateObject().Where(p => p.Value.ValueKind != JsonValueKind.Null)];
        if (Fault(given, keys) is { } fault)
        {
            return ErrorResponse.Unprocessable(fault);
        }

        if (given.FirstOrDefault(p => keys.Numbers.Contains(p.Name)) is { Value.ValueKind: not JsonValueKind.Undefined } number)
        {
            return ErrorResponse.Of(StatusCodes.Status409Conflict, $"{Configuration}: {number.Name} is configuration; apply another one, which two people confirm");
        }

        if (given.FirstOrDefault(p => p.Value.GetBoolean() == Switches[p.Name].Loosens) is { Value.ValueKind: not JsonValueKind.Undefined } loosening
            && !IsSoAlready(snapshots.Current, loosening.Name, loosening.Value.GetBoolean()))
        {
            return ErrorResponse.Of(StatusCodes.Status403Forbidden, $"{TwoPeople}: {Switches[loosening.Name].How}");
        }

        return await CarryOutAsync(context, commands, snapshots, given);
    }

    private static async Task<IResult> CarryOutAsync(HttpContext context, IOperatorCommands commands, ISnapshotSource snapshots, JsonProperty[] given)
    {
        if (snapshots.Current is not { } before)
        {
            return ErrorResponse.NoSnapshot();
        }

        string[] changes = [.. given.Where(p => !IsSoAlready(before, p.Name, p.Value.GetBoolean())).Select(p => p.Name)];
        if (changes.FirstOrDefault(c => c is "dry_run_only" or "two_man_rule") is { } fixedAtStart)
        {
            return ErrorResponse.Of(StatusCodes.Status409Conflict, $"{Configuration}: {fixedAtStart} is switched on by its variable and a new start; /api/ui/hold stops opening at once");
        }

        if (changes.Length == 0)
        {
            return TypedResults.Ok(new ControlPatchResponse(ControlResponse.Of(before), new Dictionary<string, bool>(), before.At));
        }

        try
        {
            CommandReceipt receipt = await commands.GiveAsync(new HoldRequested(context.Caller().Who.Name, PatchReason, CorrelationId.Of(context)), context.RequestAborted);
            return TypedResults.Ok(new ControlPatchResponse(
                ControlResponse.Of(receipt.Snapshot), given.Where(p => changes.Contains(p.Name)).ToDictionary(p => p.Name, p => p.Value.GetBoolean(), StringComparer.Ordinal), receipt.At));
        }
        catch (CommandNotTakenException e)
        {
            return ErrorResponse.Unavailable(e.Message);
        }
    }

    private static string? Fault(JsonProperty[] given, ControlKeys keys)
    {
        foreach (JsonProperty property in given)
        {
            bool isSwitch = keys.Switches.Contains(property.Name);
            if (!isSwitch && !keys.Numbers.Contains(property.Name))
            {
                return $"'{property.Name}' is no key; there are {string.Join(", ", keys.Switches.Concat(keys.Numbers))}";
            }

            if (isSwitch && property.Value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            {
                return $"{property.Name} '{property.Value}' is not true or false";
            }
        }

        return null;
    }

    private static bool IsSoAlready(EngineSnapshot? snapshot, string name, bool value) => snapshot is { } now && value == name switch
    {
        "safe_mode" => now.Control.SafeMode,
        "auto_loop" => now.Control.MayOpen,
        "two_man_rule" => now.TwoManRule,
        _ => now.IsDryRun,
    };

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
