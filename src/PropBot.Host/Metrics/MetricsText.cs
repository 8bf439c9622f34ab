using System.Globalization;
using System.Text;
using PropBot.Core.Values;

namespace PropBot.Host.Metrics;

/// <summary>Writes the Prometheus text format 0.0.4.</summary>
/// <remarks>Source: Prometheus documentation, Exposition formats, read 2026-11-22.</remarks>
internal sealed class MetricsText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly StringBuilder _text = new();
    private string _family = "";

    public void Gauge(string name, string help) => Begin(name, "gauge", help);

    public void Counter(string name, string help) => Begin(name, "counter", help);

    public void Sample(decimal value, params ReadOnlySpan<(string Name, string Value)> labels) => Line(_family, labels, null, WireNumber.Format(value));

    public void Sample(double value, params ReadOnlySpan<(string Name, string Value)> labels) => Line(_family, labels, null, Number(value));

    public void Sample(long value, params ReadOnlySpan<(string Name, string Value)> labels) =>
        Line(_family, labels, null, value.ToString(CultureInfo.InvariantCulture));

    public void Sample(bool value, params ReadOnlySpan<(string Name, string Value)> labels) => Line(_family, labels, null, value ? "1" : "0");

    /// <param name="scale">What bounds and sum are multiplied with: 0.001 turns milliseconds into seconds.</param>
    public void Histogram(string name, string help, HistogramReading reading, double scale = 1)
    {
        Begin(name, "histogram", help);
        Buckets(reading, scale);
    }

    public void Histograms(string name, string help, IEnumerable<(string Label, string Value, HistogramReading Reading)> readings)
    {
        Begin(name, "histogram", help);
        foreach ((string label, string value, HistogramReading reading) in readings)
        {
            Buckets(reading, 1, (label, value));
        }
    }

    public override string ToString() => _text.ToString();

    private void Buckets(HistogramReading reading, double scale, params ReadOnlySpan<(string Name, string Value)> labels)
    {
        for (int i = 0; i < reading.UpperBounds.Count; i++)
        {
            Line(_family + "_bucket", labels, Number(reading.UpperBounds[i] * scale), Count(reading.Cumulative[i]));
        }

        Line(_family + "_bucket", labels, "+Inf", Count(reading.Count));
        Line(_family + "_sum", labels, null, Number(reading.Sum * scale));
        Line(_family + "_count", labels, null, Count(reading.Count));
    }

    private void Begin(string name, string type, string help)
    {
        _family = name;
        _text.Append("# HELP ").Append(name).Append(' ').Append(help.Replace("\\", @"\\").Replace("\n", @"\n")).Append('\n');
        _text.Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
    }

    private void Line(string name, ReadOnlySpan<(string Name, string Value)> labels, string? bound, string value)
    {
        _text.Append(name);
        char opener = '{';
        foreach ((string label, string text) in labels)
        {
            _text.Append(opener).Append(label).Append("=\"").Append(Escape(text)).Append('"');
            opener = ',';
        }

        if (bound is not null)
        {
            _text.Append(opener).Append("le=\"").Append(bound).Append('"');
            opener = ',';
        }

        if (opener == ',')
        {
            _text.Append('}');
        }

        _text.Append(' ').Append(value).Append('\n');
    }

    private static string Escape(string text) => text.Replace("\\", @"\\").Replace("\"", "\\\"").Replace("\n", @"\n");

    private static string Count(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Number(double value) => value.ToString("0.############", CultureInfo.InvariantCulture);
}
