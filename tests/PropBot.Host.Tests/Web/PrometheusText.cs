using System.Globalization;
using System.Text.RegularExpressions;

namespace PropBot.Host.Tests.Web;

internal sealed record PrometheusSample(string Name, SortedDictionary<string, string> Labels, string Value)
{
    public string Key => Name + "{" + string.Join(",", Labels.Select(l => $"{l.Key}={l.Value}")) + "}";
}

/// <summary>A strict reader of the text format 0.0.4: whatever it lets pass, Prometheus takes.</summary>
internal static partial class PrometheusText
{
    public static IReadOnlyDictionary<string, string> Values(string text) =>
        Read(text).ToDictionary(s => s.Key, s => s.Value, StringComparer.Ordinal);

    public static IReadOnlyList<PrometheusSample> Read(string text)
    {
        Assert.EndsWith("\n", text);
        var samples = new List<PrometheusSample>();
        var types = new Dictionary<string, string>(StringComparer.Ordinal);
        string family = "";
        foreach (string line in text.TrimEnd('\n').Split('\n'))
        {
            if (line.StartsWith("# HELP ", StringComparison.Ordinal))
            {
                family = line.Split(' ', 4)[2];
                Assert.False(types.ContainsKey(family), $"{family} comes twice");
                Assert.NotEmpty(line.Split(' ', 4)[3]);
            }
            else if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
            {
                string[] words = line.Split(' ');
                Assert.Equal(family, words[2]);
                types[family] = words[3];
            }
            else
            {
                PrometheusSample sample = ReadSample(line);
                Assert.Equal(family, BaseName(sample.Name, types[family]));
                Assert.DoesNotContain(samples, s => s.Key == sample.Key);
                samples.Add(sample);
            }
        }

        foreach (string histogram in types.Where(t => t.Value == "histogram").Select(t => t.Key))
        {
            CheckHistogram(histogram, samples);
        }

        return samples;
    }

    private static PrometheusSample ReadSample(string line)
    {
        Match match = Sample().Match(line);
        Assert.True(match.Success, $"not a sample: {line}");
        string value = match.Groups["value"].Value;
        Assert.True(value == "+Inf" || double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _), $"not a number: {line}");
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (Match label in Label().Matches(match.Groups["labels"].Value))
        {
            labels.Add(label.Groups["name"].Value, label.Groups["text"].Value);
        }

        return new PrometheusSample(match.Groups["name"].Value, labels, value);
    }

    private static string BaseName(string name, string type) =>
        type == "histogram" ? Regex.Replace(name, "_(bucket|sum|count)$", "") : name;

    /// <summary>Buckets never shrink, and the last one is the count.</summary>
    private static void CheckHistogram(string name, List<PrometheusSample> samples)
    {
        string Series(PrometheusSample s) => string.Join(",", s.Labels.Where(l => l.Key != "le").Select(l => $"{l.Key}={l.Value}"));
        foreach (var series in samples.Where(s => BaseName(s.Name, "histogram") == name).GroupBy(Series))
        {
            List<PrometheusSample> buckets = [.. series.Where(s => s.Name == name + "_bucket")];
            List<long> counts = [.. buckets.Select(b => long.Parse(b.Value, CultureInfo.InvariantCulture))];
            Assert.Equal("+Inf", buckets[^1].Labels["le"]);
            Assert.Equal(counts.Order(), counts);
            Assert.Equal(buckets[^1].Value, series.Single(s => s.Name == name + "_count").Value);
            Assert.Single(series, s => s.Name == name + "_sum");
        }
    }

    [GeneratedRegex("""^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(\{(?<labels>([a-zA-Z_][a-zA-Z0-9_]*="([^"\\\n]|\\["\\n])*",?)*)\})? (?<value>\S+)$""")]
    private static partial Regex Sample();

    [GeneratedRegex("""(?<name>[a-zA-Z_][a-zA-Z0-9_]*)="(?<text>([^"\\]|\\.)*)",?""")]
    private static partial Regex Label();
}
