using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace PropBot.SystemTests.Tracing;

/// <summary>A collector on loopback that takes OTLP over HTTP and keeps what it got.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication _web;
    private readonly Lock _lock = new();
    private readonly List<OtlpSpan> _spans = [];
    private TaskCompletionSource _news = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private OtlpReceiver(WebApplication web) => _web = web;

    public string Address => _web.Urls.Single();

    public IReadOnlyDictionary<string, string> Resource { get; private set; } = new Dictionary<string, string>();

    /// <summary>The header <c>x-desk</c> of the last request.</summary>
    public string? DeskHeader { get; private set; }

    public int Requests { get; private set; }

    public static async Task<OtlpReceiver> StartAsync(CancellationToken limit)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var receiver = new OtlpReceiver(builder.Build());
        receiver._web.MapPost("/v1/traces", (RequestDelegate)receiver.TakeAsync);
        await receiver._web.StartAsync(limit);
        return receiver;
    }

    /// <summary>Waits with every request until the spans so far have it.</summary>
    public async Task<T> WaitAsync<T>(Func<IReadOnlyList<OtlpSpan>, T?> find, CancellationToken limit)
        where T : class
    {
        while (true)
        {
            Task news;
            lock (_lock)
            {
                if (find(_spans) is { } found)
                {
                    return found;
                }

                news = _news.Task;
            }

            await news.WaitAsync(limit);
        }
    }

    public ValueTask DisposeAsync() => _web.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        Assert.Equal("application/x-protobuf", context.Request.ContentType);
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        OtlpExport export = OtlpReader.Read(body.ToArray());
        lock (_lock)
        {
            Requests++;
            DeskHeader = context.Request.Headers["x-desk"];
            Resource = export.Resource;
            _spans.AddRange(export.Spans);
            TaskCompletionSource news = _news;
            _news = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            news.SetResult();
        }

        context.Response.ContentType = "application/x-protobuf";
    }
}
