using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using PropBot.Core.Accounting;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Values;

namespace PropBot.Replay.EngineEvents;

/// <summary>
/// The engine's records as JSON and back, without loss: the same record has the same bytes. Numbers of money are exact text,
/// times have every tick, and a record of a closed hierarchy says in <c>case</c> which one it is.
/// </summary>
public static class EngineJson
{
    public static readonly JsonSerializerOptions Options = MakeOptions();

    private static JsonSerializerOptions MakeOptions()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            Converters =
            {
                new TextConverter<decimal>(WireNumber.Format, WireNumber.Parse),
                new TextConverter<DateTimeOffset>(ExactTime.Format, ExactTime.Parse),
                new TextConverter<TimeSpan>(ExactTime.FormatSpan, ExactTime.ParseSpan),
                new TextConverter<Price>(price => WireNumber.Format(price.Value), text => new Price(WireNumber.Parse(text))),
                new TextConverter<Quantity>(quantity => WireNumber.Format(quantity.Value), text => new Quantity(WireNumber.Parse(text))),
                new TextConverter<Notional>(notional => WireNumber.Format(notional.Value), text => new Notional(WireNumber.Parse(text))),
                new TextConverter<Rate>(rate => WireNumber.Format(rate.Value), text => new Rate(WireNumber.Parse(text))),
                new TextConverter<TickSize>(tick => WireNumber.Format(tick.Value), text => new TickSize(WireNumber.Parse(text))),
                new TextConverter<LotSize>(lot => WireNumber.Format(lot.Value), text => new LotSize(WireNumber.Parse(text))),
                new TextConverter<Asset>(asset => asset.Code, text => new Asset(text)),
                new TextConverter<VenueId>(venue => venue.Name, text => new VenueId(text)),

                // With a hyphen: a glued name can be cut in several ways.
                new TextConverter<Symbol>(symbol => $"{symbol.Base}-{symbol.Quote}", Symbol.Parse),
                new TextConverter<LedgerAccount>(account => account.Name, text => new LedgerAccount(text)),
                new TextConverter<ClientOrderId>(id => id.Value, text => new ClientOrderId(text)),
                new TextConverter<VenueOrderId>(id => id.Value, text => new VenueOrderId(text)),
                new TextConverter<TradeId>(id => id.Value, text => new TradeId(text)),
                new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower),
                new CaseConverter<EngineEvent>(),
                new CaseConverter<Effect>(),
                new CaseConverter<VenueOutcome>(),
            },
        };
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
