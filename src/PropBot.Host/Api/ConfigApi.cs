using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PropBot.Core.Engine;
using PropBot.Core.Engine.Events;
using PropBot.Host.Auth;
using PropBot.Host.Configuration;
using PropBot.Host.Configuration.Options;
using PropBot.Host.Surface;

namespace PropBot.Host.Api;

/// <summary>The configuration that counts, and what a start would say of another one.</summary>
internal static class ConfigApi
{
    public const string ValidatePath = "/api/ui/config/validate";

    public static void MapConfig(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/ui/config", (IConfigurationSource source) => TypedResults.Ok(ConfigResponse.Of(source)))
            .WithSummary("Every option with the value that counts and who said it; secrets are masked")
            .Produces<ConfigResponse>();
        routes.MapGet(ValidatePath, (IConfigurationSource source) => Answer(source.Judge(null), StatusCodes.Status200OK))
            .WithSummary("What a start with the file as it stands would say")
            .Produces<ConfigVerdictResponse>();
        routes.MapPost(ValidatePath, ValidateAsync)
            .WithSummary("What a start with this text would say; nothing is changed: {\"yaml_text\": \"...\"}")
            .Produces<ConfigVerdictResponse>()
            .Produces<ConfigVerdictResponse>(StatusCodes.Status400BadRequest);
        Describe(routes.MapPost("/api/ui/config/apply", ApplyAsync))
            .WithSummary("Puts another configuration in place; what lets the desk risk more waits for a second person: {\"yaml_text\": \"...\", \"reason\": \"why\"}");
        Describe(routes.MapPost("/api/ui/config/rollback", RollbackAsync))
            .WithSummary("Brings back what an apply has replaced: {\"rollback_token\": \"...\", \"reason\": \"why\"}");
        Describe(routes.MapPost("/api/ui/config/apply-confirm", ConfirmAsync))
            .Accepts<CommandBody>(isOptional: true, "application/json", "*/*")
            .WithSummary("The second person agrees to the configuration that waits; it is put in place at once");
    }

    private static RouteHandlerBuilder Describe(RouteHandlerBuilder route) => route
        .Produces<ConfigOutcomeResponse>()
        .Produces<ConfigOutcomeResponse>(StatusCodes.Status202Accepted)
        .Produces<ConfigVerdictResponse>(StatusCodes.Status400BadRequest)
        .Produces<RefusalResponse>(StatusCodes.Status409Conflict)
        .Produces<ErrorResponse>(StatusCodes.Status422UnprocessableEntity)
        .Produces<ErrorResponse>(StatusCodes.Status503ServiceUnavailable);

    private static async Task<IResult> ApplyAsync(HttpContext context, ConfigurationDesk desk, IOperatorCommands commands) =>
        await ConfigBody.ReadAsync(context.Request, context.RequestAborted) is not { YamlText: { } yaml } body
            ? ErrorResponse.Unprocessable("yaml_text is missing: {\"yaml_text\": \"...\", \"reason\": \"why\"}")
            : await PlaceAsync(context, desk, commands, yaml, body.Reason);

    private static async Task<IResult> RollbackAsync(HttpContext context, ConfigurationDesk desk, IOperatorCommands commands)
    {
        if (await ConfigBody.ReadAsync(context.Request, context.RequestAborted) is not { RollbackToken: { Length: > 0 } token } body)
        {
            return ErrorResponse.Unprocessable("rollback_token is missing: {\"rollback_token\": \"...\", \"reason\": \"why\"}");
        }

        return desk.Replaced(token) is { } yaml
            ? await PlaceAsync(context, desk, commands, yaml, body.Reason)
            : ErrorResponse.NotFound("no replaced configuration has this rollback_token");
    }

    /// <summary>At once where it lets the desk risk no more, else it waits.</summary>
    private static async Task<IResult> PlaceAsync(HttpContext context, ConfigurationDesk desk, IOperatorCommands commands, string yaml, string? reason)
    {
        string correlation = CorrelationId.Of(context, null);
        string? fault = string.IsNullOrWhiteSpace(reason) ? "reason is missing: say why"
            : reason.Length > CommandBody.MaxReasonLength ? $"reason has {reason.Length} characters, at most {CommandBody.MaxReasonLength} are kept"
            : CorrelationId.Fault(correlation);
        if (fault is not null)
        {
            return ErrorResponse.Unprocessable(fault);
        }

        if (!desk.HasFile)
        {
            return ErrorResponse.Of(StatusCodes.Status409Conflict, "this run has no configuration file: start it with --config FILE");
        }

        ConfigPlan plan = desk.Plan(yaml);
        if (!plan.Verdict.Ok)
        {
            return Answer(plan.Verdict, StatusCodes.Status400BadRequest);
        }

        var order = new ConfigOrder(context.Caller().Who.Name, reason!.Trim(), correlation);
        try
        {
            return plan.RaisesRisk
                ? await AskAsync(desk, plan, order, commands, context.RequestAborted)
                : Outcome(await desk.TakeAsync(plan, order, commands, context.RequestAborted));
        }
        catch (CommandNotTakenException e)
        {
            return ErrorResponse.Unavailable(e.Message);
        }
        catch (ConfigException wrong)
        {
            return Answer(new ConfigVerdict(null, wrong.Faults, []), StatusCodes.Status400BadRequest);
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            return ErrorResponse.Unavailable($"the configuration file cannot be written, nothing was changed: {unwritable.Message}");
        }
    }

    private static async Task<IResult> AskAsync(ConfigurationDesk desk, ConfigPlan plan, ConfigOrder order, IOperatorCommands commands, CancellationToken cancellationToken)
    {
        string hash = ConfigFiles.HashOf(plan.Yaml);
        CommandReceipt receipt = await commands.GiveAsync(
            new ApprovalRequested(ApprovalCall.NewId(), ApprovalAction.ApplyConfig, order.Actor, order.Reason, order.Correlation)
            {
                Applies = new ConfigVersion(hash[..12], hash),
            },
            cancellationToken);
        if (receipt.Refusal is { } refusal)
        {
            return RefusalResponse.Of(refusal);
        }

        desk.Stage(plan, order.Actor, order.Reason);
        ApprovalRecord? waits = receipt.Snapshot.Approvals.FirstOrDefault(a => a is { Action: ApprovalAction.ApplyConfig, Status: ApprovalStatus.Pending });
        return TypedResults.Json(
            new ConfigOutcomeResponse(true, "waiting", waits?.Id.Value, desk.Current.Hash, 0, [.. plan.Changes.Select(ConfigChangeResponse.Of)], [], null),
            ApiJson.Options, statusCode: StatusCodes.Status202Accepted);
    }

    private static Task<IResult> ConfirmAsync(HttpContext context, ApprovalCall call, ConfigurationDesk desk) => call.ConfirmAsync(
        context, ApprovalAction.ApplyConfig, _ => desk.Latest is { } taken ? Outcome(taken) : ErrorResponse.Of(StatusCodes.Status409Conflict, CommandRefusal.NothingToApply));

    private static IResult Outcome(ConfigTaken taken) => taken.Receipt.Refusal is { } refusal
        ? RefusalResponse.Of(refusal)
        : TypedResults.Ok(new ConfigOutcomeResponse(
            true, taken.Changes.Count > 0 ? "applied" : "unchanged", null, taken.Hash, taken.Number,
            [.. taken.Changes.Where(c => c.WhileRunning).Select(ConfigChangeResponse.Of)], [.. taken.Changes.Where(c => !c.WhileRunning).Select(ConfigChangeResponse.Of)],
            taken.RollbackToken));

    private static async Task<IResult> ValidateAsync(HttpContext context, IConfigurationSource source) =>
        await ConfigBody.ReadAsync(context.Request, context.RequestAborted) is { YamlText: { } yaml }
            ? Answer(source.Judge(yaml), StatusCodes.Status400BadRequest)
            : ErrorResponse.Unprocessable("yaml_text is missing: {\"yaml_text\": \"...\"}");

    /// <param name="otherwise">The status of a text with errors: of a question it is an answer, of a text that was sent it is a fault.</param>
    private static JsonHttpResult<ConfigVerdictResponse> Answer(ConfigVerdict verdict, int otherwise) =>
        TypedResults.Json(ConfigVerdictResponse.Of(verdict), ApiJson.Options, statusCode: verdict.Ok ? StatusCodes.Status200OK : otherwise);
}

/// <param name="Path">Dotted key, variable or flag.</param>
internal sealed record ConfigFaultResponse(string Path, string Message)
{
    public static ConfigFaultResponse Of(ConfigFault fault) => new(fault.Path, fault.Message);
}

/// <param name="Hash">Of the whole as it would count; null with errors.</param>
internal sealed record ConfigVerdictResponse(bool Ok, IReadOnlyList<ConfigFaultResponse> Errors, IReadOnlyList<ConfigFaultResponse> Warnings, string? Hash)
{
    public static ConfigVerdictResponse Of(ConfigVerdict verdict) => new(
        verdict.Ok, [.. verdict.Errors.Select(ConfigFaultResponse.Of)], [.. verdict.Warnings.Select(ConfigFaultResponse.Of)],
        verdict.Settings is { } settings ? RunningConfiguration.Of(settings).Hash : null);
}

/// <param name="Origin"><c>default</c>, <c>file</c>, <c>variable</c> or <c>flag</c>.</param>
/// <param name="Source">The variable or flag that said it.</param>
/// <param name="WhileRunning">A new value is taken without a start.</param>
internal sealed record ConfigValueResponse(
    string Name, string Value, string Origin, string? Source, string Default, string Unit, bool WhileRunning, string MeaningEn, string MeaningRu)
{
    public static ConfigValueResponse Of(EffectiveValue value) => new(
        value.Path, value.Text, value.Origin.ToString().ToLowerInvariant(), value.Source, value.Option.Default, value.Option.Unit, value.Option.WhileRunning,
        value.Option.Meaning.English, value.Option.Meaning.Russian);
}

/// <param name="File">Null for what is built in.</param>
/// <param name="NextStart">What the file says and only the next start takes.</param>
internal sealed record ConfigResponse(
    string BuildVersion, string Profile, string Hash, string? File, IReadOnlyList<ConfigValueResponse> Values, IReadOnlyList<ConfigFaultResponse> Warnings,
    IReadOnlyList<ConfigChangeResponse> NextStart, StagedConfigResponse? Staged)
{
    public static ConfigResponse Of(IConfigurationSource source) => new(
        RunningConfiguration.Build, source.Current.Profile, source.Current.Hash, source.Current.Path, [.. source.Current.Values.Select(ConfigValueResponse.Of)],
        [.. source.Current.Warnings.Select(ConfigFaultResponse.Of)], [.. source.NextStart.Select(ConfigChangeResponse.Of)],
        source.Staged is { } staged ? StagedConfigResponse.Of(staged) : null);
}

/// <param name="RaisesRisk">The desk may risk more with it, or nobody can tell.</param>
internal sealed record ConfigChangeResponse(string Name, string From, string To, bool WhileRunning, bool RaisesRisk)
{
    public static ConfigChangeResponse Of(ConfigChange change) => new(change.Path, change.From, change.To, change.WhileRunning, change.RaisesRisk);
}

/// <summary>A configuration that waits for its second person.</summary>
internal sealed record StagedConfigResponse(string Hash, string By, string Reason, DateTimeOffset At, IReadOnlyList<ConfigChangeResponse> Changes)
{
    public static StagedConfigResponse Of(StagedConfig staged) => new(
        staged.Text.Hash, staged.Text.By, staged.Text.Reason, staged.Text.At, [.. staged.Plan.Changes.Select(ConfigChangeResponse.Of)]);
}

/// <param name="Status"><c>applied</c>, <c>unchanged</c> or <c>waiting</c> for the second person.</param>
/// <param name="Number">Counts the configurations of this desk; 0 while it waits.</param>
/// <param name="Changes">What the running engine has taken, or will.</param>
/// <param name="NextStart">What holds from the next start on.</param>
/// <param name="RollbackToken">Brings back the one before it; told here and nowhere else.</param>
internal sealed record ConfigOutcomeResponse(
    bool Ok, string Status, string? RequestId, string Hash, long Number, IReadOnlyList<ConfigChangeResponse> Changes, IReadOnlyList<ConfigChangeResponse> NextStart,
    string? RollbackToken);

/// <param name="YamlText">A whole configuration file.</param>
/// <param name="RollbackToken">Which replaced configuration is to come back.</param>
internal sealed record ConfigBody(string? YamlText, string? Reason, string? RollbackToken)
{
    /// <summary>Whatever type a hurried client names.</summary>
    /// <returns>Null when it is no JSON object of this kind.</returns>
    public static async Task<ConfigBody?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(request.Body);
        try
        {
            return JsonSerializer.Deserialize<ConfigBody>(await reader.ReadToEndAsync(cancellationToken), ApiJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
