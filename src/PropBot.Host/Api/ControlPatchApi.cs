using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PropBot.Core.Engine;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.Snapshots;
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

    private static readonly string[] Numbers = ["min_spread_bps", "max_slippage_bps", "order_notional_usdt", "loop_pair", "loop_venues"];

    public static void MapControlPatch(this IEndpointRouteBuilder routes)
    {
        routes.MapPatch("/api/ui/control", PatchAsync)
            .Accepts<JsonElement>("application/json")
            .WithSummary("Makes the desk safer at once: {\"safe_mode\": true} or {\"auto_loop\": false} hold it. What lets more happen is refused with the way to it; unknown keys are")
            .Produces<ControlPatchResponse>()
            .Produces<ErrorResponse>(StatusCodes.Status403Forbidden)
            .Produces<ErrorResponse>(StatusCodes.Status409Conflict)
            .Produces<ErrorResponse>(StatusCodes.Status422UnprocessableEntity);
        routes.MapPost("/api/ui/stop", (HttpContext context, CommandCall call) => call.StopAsync(
                context, order => MadeCommand.Of(new HoldRequested(order.Actor, order.Body.ReasonOr(StopReason), order.Correlation)), receipt => TypedResults.Ok(HoldResponse.Of(receipt))))
            .Accepts<CommandBody>(isOptional: true, "application/json", "*/*")
            .WithSummary("The same as /api/ui/hold: opening stops, what is under way is finished or taken off")
            .Produces<HoldResponse>();
    }

    private static async Task<IResult> PatchAsync(HttpContext context, IOperatorCommands commands, ISnapshotSource snapshots)
    {
        if (await ReadAsync(context) is not { ValueKind: JsonValueKind.Object } body)
        {
            return ErrorResponse.Unprocessable("the body is not a JSON object such as {\"safe_mode\": true}");
        }

        JsonProperty[] given = [.. body.EnumerateObject().Where(p => p.Value.ValueKind != JsonValueKind.Null)];
        if (Fault(given) is { } fault)
        {
            return ErrorResponse.Unprocessable(fault);
        }

        if (given.FirstOrDefault(p => Numbers.Contains(p.Name)) is { Value.ValueKind: not JsonValueKind.Undefined } number)
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

    private static string? Fault(JsonProperty[] given)
    {
        foreach (JsonProperty property in given)
        {
            bool isSwitch = Switches.ContainsKey(property.Name);
            if (!isSwitch && !Numbers.Contains(property.Name))
            {
                return $"'{property.Name}' is no key; there are {string.Join(", ", Switches.Keys.Concat(Numbers))}";
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
