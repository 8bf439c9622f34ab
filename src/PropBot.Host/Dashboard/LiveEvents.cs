using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using PropBot.Host.Api;
using PropBot.Host.Auth;
using PropBot.Host.Localization;
using PropBot.Host.Surface;

namespace PropBot.Host.Dashboard;

/// <summary>
/// Server-sent events for one open page: the sections that changed since they were last sent to it, as rendered HTML. The first
/// push after a connect has all of them, so a reconnect misses nothing.
/// </summary>
internal sealed class LiveEvents(ViewSource views, ISnapshotSource snapshots, LiveOptions options, IHostApplicationLifetime lifetime)
{
    public static async Task<IResult> StreamAsync(HttpContext context, LiveEvents events)
    {
        var query = new QueryReader(context.Request.Query);
        (Language language, EquityRange range) = DashboardEndpoints.ReadChoices(context, query);
        if (query.Error is { } error)
        {
            return ErrorResponse.Unprocessable(error);
        }

        await events.SendAsync(context, language, range);
        return TypedResults.Empty;
    }

    private async Task SendAsync(HttpContext context, Language language, EquityRange range)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        context.Response.ContentType = "text/event-stream";
        var sent = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            while (true)
            {
                long version = snapshots.Version;
                await WriteAsync(context.Response, version, Changed(views.Read(language, range, context.Caller()), sent), stop.Token);
                await Task.Delay(options.MinInterval, stop.Token);
                await WaitForChangeAsync(version, stop.Token);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The page was closed or the process ends: both end the stream.
        }
    }

    private static SortedDictionary<string, string> Changed(View? view, Dictionary<string, string> sent)
    {
        var changed = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (LiveSection section in view is null ? [] : LiveSections.All)
        {
            string markup = section.Render(view!).Markup;
            if (!sent.TryGetValue(section.Id, out string? before) || before != markup)
            {
                sent[section.Id] = markup;
                changed[section.Id] = markup;
            }
        }

        return changed;
    }

    private static async Task WriteAsync(
        HttpResponse response, long version, SortedDictionary<string, string> changed, CancellationToken cancellationToken)
    {
        // JSON has no line break of its own, so the data is one line.
        string message = changed.Count == 0
            ? "event: alive\ndata: {}\n\n"
            : $"id: {version.ToString(CultureInfo.InvariantCulture)}\nevent: sections\ndata: {JsonSerializer.Serialize(changed, ApiJson.Options)}\n\n";
        await response.WriteAsync(message, Encoding.UTF8, cancellationToken);
        await response.Body.FlushAsync(cancellationToken);
    }

    private async Task WaitForChangeAsync(long version, CancellationToken cancellationToken)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        silence.CancelAfter(options.MaxSilence);
        try
        {
            await snapshots.WaitForChangeAsync(version, silence.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Nothing new came; what does not depend on the engine may have changed all the same.
        }
    }
}
