using PropBot.Host.Configuration;

namespace PropBot.Host.Tests.Configuration;

/// <summary>Goal: tracing is off until somebody says where to, and a secret in the wrong place stops the start without being shown.</summary>
public sealed class TracingConfigTests
{
    [Fact]
    public void Tracing_NotConfigured_IsOff() => Assert.Null(Read("").Tracing.Endpoint);

    [Fact]
    public void Tracing_IsReadFromFileAndEnvironment()
    {
        TracingConfig tracing = Read("tracing: {endpoint: 'http://file:4318', protocol: grpc}", ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://said:4317"), ("OTEL_EXPORTER_OTLP_HEADERS", "a=b,c=d")).Tracing;
        Assert.Equal(("http://said:4317/", "grpc", "a=b,c=d"), (tracing.Target.ToString(), tracing.Protocol, tracing.Headers));
    }

    [Theory]
    [InlineData("tracing: {endpoint: 'file:///tmp/spans'}", "", "tracing.endpoint: 'file:///tmp/spans' is not an address that begins with http:// or https://")]
    [InlineData("tracing: {endpoint: 'http://desk:secret@collector'}", "", "tracing.endpoint: has a password in it; secrets stand in OTEL_EXPORTER_OTLP_HEADERS")]
    [InlineData("tracing: {protocol: thrift}", "", "tracing.protocol: 'thrift' is not one of http/protobuf, grpc")]
    [InlineData("", "secret-without-a-name", "OTEL_EXPORTER_OTLP_HEADERS: is not name=value, several with commas between them; its text is not shown")]
    public void Tracing_WrongText_StopsTheStart(string yaml, string headers, string fault)
    {
        var wrong = Assert.Throws<ConfigException>(() => Read(yaml, ("OTEL_EXPORTER_OTLP_HEADERS", headers)));
        Assert.Equal(fault, Assert.Single(wrong.Faults).ToString());
    }

    private static RunSettings Read(string yaml, params (string Name, string Value)[] variables)
    {
        var said = variables.ToDictionary(v => v.Name, v => v.Value, StringComparer.Ordinal);
        return RunSettings.Read(new RunArguments { Profile = "paper" }, name => said.GetValueOrDefault(name), $"{ConfigReader.BuiltIn("paper")}\n{yaml}\n");
    }
}
