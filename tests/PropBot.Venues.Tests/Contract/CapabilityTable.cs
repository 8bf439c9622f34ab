using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using PropBot.Core.Execution;
using PropBot.Core.Risk;
using PropBot.Core.Values;
using PropBot.Venues.Binance;
using PropBot.Venues.Bybit;
using PropBot.Venues.Okx;
using PropBot.Venues.Tests.Common;

namespace PropBot.Venues.Tests.Contract;

/// <summary>
/// The table of docs/venues/capabilities.md: what each adapter says it can do, and every sentence of the contract suite with the
/// venues that inherit it. Made of the code, so that it cannot say more than the tests show.
/// </summary>
internal static partial class CapabilityTable
{
    private static readonly (string Name, Type Contract, Func<VenueOptions, VenueClock, IVenueAdapter> Create)[] Venues =
    [
        ("binance-um", typeof(Binance.BinanceAdapterContractTests), (o, c) => new BinanceAdapter(o, c, SilentVenueLog.Instance)),
        ("okx-perp", typeof(Okx.OkxAdapterContractTests), (o, c) => new OkxAdapter(o, c, SilentVenueLog.Instance)),
        ("bybit-linear", typeof(Bybit.BybitAdapterContractTests), (o, c) => new BybitAdapter(o, c, SilentVenueLog.Instance)),
    ];

    public static async Task<string> MakeAsync()
    {
        var text = new StringBuilder();
        text.Append("# What the adapters can do\n\nMade by `make docs` from the adapters and their contract suite (`VenueAdapterContract`); a test fails when it is out of date.\n\n");
        text.Append("## As the adapters say\n\n");
        Head(text, "");
        VenueCapabilities[] capabilities = new VenueCapabilities[Venues.Length];
        for (int i = 0; i < Venues.Length; i++)
        {
            await using IVenueAdapter adapter = Venues[i].Create(Options(Venues[i].Name), new VenueClock(TimeProvider.System, 0));
            capabilities[i] = adapter.Capabilities;
        }

        foreach (PropertyInfo property in typeof(VenueCapabilities).GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Where(p => p.GetIndexParameters().Length == 0))
        {
            Row(text, Words(property.Name), capabilities.Select(c => Show(property.GetValue(c))));
        }

        text.Append("\n## As the contract suite shows, against the simulator over loopback\n\n");
        Head(text, "");
        foreach (MethodInfo sentence in typeof(VenueAdapterContract).GetMethods().Where(IsTest).OrderBy(m => m.Name, StringComparer.Ordinal))
        {
            Row(text, Sentence(sentence.Name), Venues.Select(v => v.Contract.GetMethod(sentence.Name)!.DeclaringType == typeof(VenueAdapterContract) ? "yes" : "differs"));
        }

        return text.ToString();
    }

    private static bool IsTest(MethodInfo method) => method.GetCustomAttributes().Any(a => a is FactAttribute);

    private static void Head(StringBuilder text, string first)
    {
        Row(text, first, Venues.Select(v => v.Name));
        Row(text, "---", Venues.Select(_ => "---"));
    }

    private static void Row(StringBuilder text, string first, IEnumerable<string> cells) =>
        text.Append(CultureInfo.InvariantCulture, $"| {first} | {string.Join(" | ", cells)} |\n");

    private static string Show(object? value) => value switch
    {
        bool yes => yes ? "yes" : "no",
        TimeSpan span when span.TotalDays >= 1 => string.Create(CultureInfo.InvariantCulture, $"{span.TotalDays:0.#} days"),
        TimeSpan span => string.Create(CultureInfo.InvariantCulture, $"{span.TotalHours:0.#} h"),
        IEnumerable<OrderLimit> limits => string.Join(", ", limits.Select(l => string.Create(CultureInfo.InvariantCulture, $"{l.Orders} in {l.Window.TotalSeconds:0.#} s"))),
        IEnumerable<PositionMode> modes => string.Join(", ", modes.Select(m => Words(m.ToString()))),
        IEnumerable<MarginMode> modes => string.Join(", ", modes.Select(m => Words(m.ToString()))),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value?.ToString() ?? "",
    };

    /// <summary><c>Amend_RestingOrder_HasTheNewPrice</c>: amend, resting order: has the new price.</summary>
    private static string Sentence(string method)
    {
        string[] parts = [.. method.Split('_').Select(Words)];
        return parts.Length == 3 ? $"{parts[0]}, {parts[1]}: {parts[2]}" : string.Join(", ", parts);
    }

    private static string Words(string name) => Capital().Replace(name, m => (m.Index == 0 ? "" : " ") + m.Value.ToLowerInvariant());

    [GeneratedRegex("[A-Z]")]
    private static partial Regex Capital();

    private static VenueOptions Options(string venue) => new()
    {
        Venue = new VenueId(venue),
        Symbols = [Symbol.Parse("BTCUSDT")],
        RestAddress = new Uri("http://127.0.0.1:1"),
        PublicStreamAddress = new Uri("ws://127.0.0.1:1"),
        PrivateStreamAddress = new Uri("ws://127.0.0.1:1"),
        Credentials = new VenueCredentials("k", "s", "p"),
    };
}
