using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PropBot.Host.Configuration;
using PropBot.Host.Configuration.Options;

namespace PropBot.Host.Api;

/// <summary>The configuration that counts, and what a start would say of another one.</summary>
internal static class ConfigApi
{
    public const string ValidatePath = "/api/ui/config/validate";

    public static void MapConfig(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/ui/config", (IConfigurationSource source) => TypedResults.Ok(ConfigResponse.Of(source.Current)))
            .WithSummary("Every option with the value that counts and who said it; secrets are masked")
            .Produces<ConfigResponse>();
        routes.MapGet(ValidatePath, (IConfigurationSource source) => Answer(source.Judge(null), StatusCodes.Status200OK))
            .WithSummary("What a start with the file as it stands would say")
            .Produces<ConfigVerdictResponse>();
        routes.MapPost(ValidatePath, ValidateAsync)
            .WithSummary("What a start with this text would say; nothing is changed: {\"yaml_text\": \"...\"}")
            .Produces<ConfigVerdictResponse>()
            .Produces<ConfigVerdictResponse>(StatusCodes.Status400BadRequest);
    }

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
internal sealed record ConfigResponse(
    string BuildVersion, string Profile, string Hash, string? File, IReadOnlyList<ConfigValueResponse> Values, IReadOnlyList<ConfigFaultResponse> Warnings)
{
    public static ConfigResponse Of(RunningConfiguration running) => new(
        RunningConfiguration.Build, running.Profile, running.Hash, running.Path, [.. running.Values.Select(ConfigValueResponse.Of)],
        [.. running.Warnings.Select(ConfigFaultResponse.Of)]);
}

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
