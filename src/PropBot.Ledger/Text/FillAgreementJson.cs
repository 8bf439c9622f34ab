using System.Text.Json;
using PropBot.Core.Accounting;

namespace PropBot.Ledger.Text;

internal static class FillAgreementJson
{
    public static void Write(Utf8JsonWriter json, FillAgreement agreement)
    {
        json.Instrument(agreement.Instrument);
        json.Time("until", agreement.Until);
    }

    public static FillAgreement Read(JsonElement body) => new(body.Instrument(), body.Time("until"));
}
