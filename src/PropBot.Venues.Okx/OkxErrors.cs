using System.Collections.Frozen;
using PropBot.Core.Execution;

namespace PropBot.Venues.Okx;

/// <summary>
/// What the venue's codes mean for us, in one table. A code that is not in it is <see cref="RefusalKind.Unmapped"/>. Source: OKX API
/// v5, Error Code (REST Public and Account, WebSocket Public) and Order channel (<c>cancelSource</c>), read 2026-11-22.
/// </summary>
internal static class OkxErrors
{
    public const string Success = "0";

    /// <summary>The codes of the items say why not.</summary>
    public const string AllFailed = "1";

    /// <summary>Some of the items failed; their codes say which.</summary>
    public const string SomeFailed = "2";

    /// <summary>Asked more often than the endpoint allows.</summary>
    public const string TooFrequent = "50011";

    /// <summary>More new and amended orders than the account may make, whatever the instrument.</summary>
    public const string AccountTooFrequent = "50061";

    /// <summary>The instrument does not exist.</summary>
    public const string NoSuchInstrument = "51001";

    /// <summary>The answer to a query by id that found nothing.</summary>
    public const string OrderDoesNotExist = "51603";

    /// <summary>A cancel is already on its way.</summary>
    public const string AlreadyCancelling = "51410";

    /// <summary>The request may have been carried out: never a refusal.</summary>
    private static readonly FrozenSet<string> Uncertain = new[]
    {
        "50004", // endpoint request timeout: neither success nor failure
        "50026", // system error
        "50042", // repeated request: the one before it may have been taken
        "51054", // getting information timed out
        "51149", // order timed out
        "51412", // cancellation timed out
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, RefusalKind> Kinds = Table().ToFrozenDictionary(StringComparer.Ordinal);

    public static RefusalKind KindOf(string code) => Kinds.GetValueOrDefault(WithoutSubCode(code), RefusalKind.Unmapped);

    public static bool IsKnown(string code) => code is Success or AllFailed or SomeFailed or AlreadyCancelling
        || IsUncertain(code) || Kinds.ContainsKey(WithoutSubCode(code));

    public static bool IsUncertain(string code) => Uncertain.Contains(WithoutSubCode(code));

    /// <summary>The endpoint was asked too often, and not one order amended or closed too often.</summary>
    public static bool IsEndpointLimit(string code) => code is TooFrequent or "50040";

    /// <summary>Our clock and the venue's disagree: measure again before the next signed request.</summary>
    public static bool IsClockSkew(string code) => KindOf(code) == RefusalKind.ClockSkew;

    /// <summary>
    /// The outcome of a command by the order's own code (<c>sCode</c>), or by the envelope's where there is no item. Only a code that the
    /// table has as a refusal is one: any other proves nothing.
    /// </summary>
    public static VenueOutcome OutcomeOf(string code, string? message) => KindOf(code) switch
    {
        RefusalKind.Unmapped => new VenueOutcome.Unknown(IsUncertain(code) ? $"{code} {message}" : $"unmapped {code} {message}"),
        var kind => new VenueOutcome.Refused(new VenueRefusal(kind, code, message ?? "")),
    };

    /// <summary>Why the venue cancelled an order that nobody of us cancelled (<c>cancelSource</c>); null for ordinary ends.</summary>
    public static RefusalKind? KindOfCancel(string? source) => source switch
    {
        "31" => RefusalKind.WouldTakeLiquidity,
        "2" or "3" or "4" or "6" or "9" or "44" or "46" => RefusalKind.InsufficientMargin,
        "15" or "27" or "43" => RefusalKind.PriceOutOfBand,
        "17" or "21" or "22" or "23" => RefusalKind.ReduceOnlyRejected,
        "7" or "10" => RefusalKind.InstrumentNotTrading,
        "33" => RefusalKind.InvalidRequest,
        // 32, self-trade prevention, among others: it ends with what was filled, and nobody has refused it.
        _ => null,
    };

    /// <summary>Some codes come with a sub-code: <c>51008_1000</c>.</summary>
    private static string WithoutSubCode(string code) => code.IndexOf('_', StringComparison.Ordinal) is > 0 and var cut ? code[..cut] : code;

    private static Dictionary<string, RefusalKind> Table()
    {
        Dictionary<string, RefusalKind> table = new(StringComparer.Ordinal);
        Map(RefusalKind.RateLimited, TooFrequent, AccountTooFrequent, "50040", "51113", "51513", "60014", "60023", "http418", "http429");
        Map(RefusalKind.VenueUnavailable, "50001", "50005", "50013", "50037", "50046", "50062", "63999", "64007", "64008", "http404");
        Map(
            RefusalKind.Unauthorized,
            "50007", "50008", "50010", "50012", "50030", "50035", "50041", "50051", "50052", "50059", "50060", "50067", "50100", "50101",
            "50103", "50104", "50105", "50106", "50107", "50108", "50109", "50110", "50111", "50113", "50114", "50116", "50118", "50119",
            "50120", "50121", "51009", "51024", "51155", "60005", "60007", "60009", "60011", "60024", "60026", "60031", "60032", "http401", "http403", "http451");
        Map(RefusalKind.ClockSkew, "50036", "50102", "50112", "60004", "60006");
        Map(
            RefusalKind.InsufficientMargin,
            "50069", "51004", "51008", "51017", "51037", "51038", "51127", "51131", "51209", "51210", "51211", "51213", "51214", "51502",
            "54024", "54025", "54035", "59108", "59200", "59201");
        Map(
            RefusalKind.ReduceOnlyRejected,
            "51023", "51043", "51058", "51108", "51112", "51117", "51134", "51144", "51148", "51169", "51170", "51171", "51205", "51206",
            "51521", "51522");
        Map(RefusalKind.PriceOutOfBand, "51006", "51031", "51116", "51122", "51135", "51136", "51137", "51138");
        Map(
            RefusalKind.InstrumentNotTrading,
            "50009", "50017", "50018", "50019", "50020", "50021", "50022", "50023", "50027", "50028", "50029", "50032", "50033",
            NoSuchInstrument, "51021", "51022", "51027", "51028", "51029", "51030", "51032", "51087", "51110", "51124", "51196", "51197",
            "51341", "51404", "51505", "51507", "51508", "54007", "54008", "54011", "54012", "54031", "54072", "54073");
        Map(RefusalKind.DuplicateClientOrderId, "50071", "51011", "51016");
        Map(
            RefusalKind.OrderNotFound,
            "51063", "51400", "51401", "51402", "51405", "51503", "51509", "51510", OrderDoesNotExist);
        Map(RefusalKind.WouldTakeLiquidity, "51511");
        Map(
            RefusalKind.InvalidRequest,
            "50000", "50002", "50006", "50014", "50015", "50016", "50024", "50025", "50038", "50039", "50053", "50072", "50076", "50077",
            "50115", "50122", "51000", "51002", "51003", "51005", "51007", "51010", "51014", "51015", "51020", "51025", "51026", "51033",
            "51039", "51041", "51100", "51101", "51102", "51103", "51104", "51105", "51106", "51107", "51111", "51120", "51121", "51123",
            "51129", "51132", "51150", "51174", "51185", "51186", "51187", "51201", "51202", "51203", "51204", "51403", "51406", "51407",
            "51408", "51409", "51413", "51416", "51500", "51501", "51506", "51512", "51514", "51600", "51601", "51602", "54009", "54030",
            "54036", "54071", "59000", "59001", "59002", "59004", "59101", "59102", "59103", "59104", "59105", "59106", "59107", "59109",
            "59110", "59111", "59112", "59113", "59125", "59126", "59128", "60008", "60012", "60013", "60018", "60019", "60027", "60028",
            "60033", "64000", "64001", "64002", "64003", "64004", "http400", "http405", "http411", "http413", "http414", "http415", "http422",
            "http431");
        return table;

        void Map(RefusalKind kind, params ReadOnlySpan<string> codes)
        {
            foreach (string code in codes)
            {
                table.Add(code, kind);
            }
        }
    }
}
