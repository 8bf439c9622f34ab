using PropBot.Host.Configuration.Options;

namespace PropBot.Host.Configuration;

/// <summary>Traces from tick to fill, of <c>tracing</c> in the file; the variables win over it. Off without an address.</summary>
public sealed record TracingConfig
{
    public const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";
    public const string HeadersVariable = "OTEL_EXPORTER_OTLP_HEADERS";
    public const string HttpProtobuf = "http/protobuf";
    public const string Grpc = "grpc";

    /// <summary>Where OTLP over HTTP takes traces, below the address of the collector. Source: OTLP specification 1.8, OTLP/HTTP request, read 2026-11-30.</summary>
    private const string SignalPath = "v1/traces";

    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(10);

    public static IReadOnlyList<string> Protocols { get; } = [HttpProtobuf, Grpc];

    /// <summary>Null: tracing is off.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>One of <see cref="Protocols"/>.</summary>
    public string Protocol { get; init; } = HttpProtobuf;

    /// <summary>Share of traces that are kept, 0 to 1.</summary>
    public double SamplingRatio { get; init; } = 1;

    /// <summary>For one request to the collector, 1 to 60 s, default 10 s.</summary>
    public TimeSpan Timeout { get; init; } = DefaultTimeout;

    /// <summary><c>name=value,name=value</c>; null: none. A secret.</summary>
    public string? Headers { get; init; }

    /// <summary>Where the requests go.</summary>
    public Uri Target => Endpoint is not { } endpoint ? throw new InvalidOperationException("tracing is off")
        : Protocol == Grpc || endpoint.AbsolutePath.EndsWith(SignalPath, StringComparison.Ordinal) ? endpoint
        : new Uri($"{endpoint.ToString().TrimEnd('/')}/{SignalPath}");

    internal static TracingConfig Read(ConfigSection section)
    {
        Uri? endpoint = section.Address("endpoint", [EndpointVariable], "http", "https");
        if (endpoint is { UserInfo.Length: > 0 })
        {
            section.Fault("endpoint", $"has a password in it; secrets stand in {HeadersVariable}");
        }

        var protocols = Protocols.ToDictionary(p => p, StringComparer.Ordinal);
        var config = new TracingConfig
        {
            Endpoint = endpoint,
            Protocol = section.OneOf("protocol", protocols),
            SamplingRatio = (double)section.Number("sampling_ratio"),
            Timeout = section.Time("timeout_sec"),
        };
        section.RefuseUnknown();
        return config;
    }

    /// <summary>With what stands in the environment only.</summary>
    internal TracingConfig With(ConfigSources sources)
    {
        string? headers = sources.Text(TracingKeys.Headers);
        foreach (string header in headers?.Split(',') ?? [])
        {
            if (header.IndexOf('=', StringComparison.Ordinal) <= 0)
            {
                sources.Faults.Add(new ConfigFault(HeadersVariable, "is not name=value, several with commas between them; its text is not shown"));
                break;
            }
        }

        return this with { Headers = headers };
    }
}
