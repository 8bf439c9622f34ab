using static PropBot.Host.Configuration.Options.OptionGroup;

namespace PropBot.Host.Configuration.Options;

/// <summary>Where traces from tick to fill go: <c>tracing</c> (ADR 0029). The variables are those of the OpenTelemetry specification.</summary>
internal static class TracingKeys
{
    public static readonly ConfigOption Headers = Variable(Of(OptionKind.Secret, TracingConfig.HeadersVariable, RiskSense.None,
        "sent with every request to the collector, `name=value,name=value`", "передаются с каждым запросом к коллектору, `имя=значение,имя=значение`"));

    public static OptionGroup Group { get; } = new("tracing",
    [
        Of(OptionKind.Address, "tracing.endpoint", RiskSense.None,
            "OTLP collector, `http://127.0.0.1:4318`; empty: no traces are made", "коллектор OTLP, `http://127.0.0.1:4318`; пусто: трасс нет") with
        {
            Variables = [TracingConfig.EndpointVariable],
        },
        Choice("tracing.protocol", TracingConfig.HttpProtobuf, TracingConfig.Protocols, RiskSense.None,
            "how the collector is spoken to", "протокол коллектора") with
        {
            Variables = ["OTEL_EXPORTER_OTLP_PROTOCOL"],
        },
        Number("tracing.sampling_ratio", 1m, 0m, 1m, "", RiskSense.None,
            "share of traces that are kept; a trace is kept whole or not at all", "доля сохраняемых трасс; трасса сохраняется целиком или не сохраняется") with
        {
            Variables = ["OTEL_TRACES_SAMPLER_ARG"],
        },
        Time("tracing.timeout_sec", TracingConfig.DefaultTimeout, 1m, 60m, "s", RiskSense.None,
            "a collector that does not answer by then has lost the spans; trading never waits for it", "коллектор, не ответивший к сроку, спаны теряет; торговля его не ждёт"),
        Headers,
    ]);
}
