using PropBot.Core.Values;
using PropBot.Host.Localization;
using static PropBot.Host.Configuration.Options.OptionGroup;

namespace PropBot.Host.Configuration.Options;

/// <summary>Each venue: <c>derivatives.venues</c>, and the variables of keys, addresses and modes.</summary>
internal static class VenueKeys
{
    private const string At = "derivatives.venues[].";

    private static readonly string[] RealProfiles = ["testnet", "live"];

    public static OptionGroup Group { get; } = new("venues",
    [
        Choice($"{At}id", "", VenueVariables.Venues.Select(VenueVariables.ConfigName), RiskSense.AnyChange, "the venue; a pair needs two", "биржа; для пары нужны две"),
        Of(OptionKind.List, $"{At}symbols", RiskSense.AnyChange, "what is traded there, `[BTCUSDT, ...]`", "чем там торговать, `[BTCUSDT, ...]`"),
        Whole($"{At}leverage", 3m, 1m, 125m, "", RiskSense.HigherIsMore, "set at the venue and read back", "устанавливается на бирже и перечитывается"),
        Choice($"{At}position_mode", "one_way", VenueModes.PositionModes.Keys, RiskSense.AnyChange,
            "`hedge`: statements are compared per side as well; the variable holds in testnet and live", "`hedge`: выписки сверяются и по сторонам; переменная действует в testnet и live") with
        {
            Variables = [.. VenueVariables.Venues.Select(v => VenueVariables.Of(v, "live").PositionMode)],
        },
        Choice($"{At}margin_type", "cross", VenueModes.MarginModes.Keys, RiskSense.AnyChange, "the variable holds in testnet and live", "переменная действует в testnet и live") with
        {
            Variables = [.. VenueVariables.Venues.Select(v => VenueVariables.Of(v, "live").MarginType)],
        },
        Choice($"{At}foreign_orders", "hold", ConfigReader.ForeignOrderPolicies.Keys, RiskSense.AnyChange,
            "orders on the account that this desk did not make: `ignore` tells of each once, `hold` holds the desk and opens a case, `adopt` cancels it and keeps the case until what it filled is flat",
            "заявки на счёте, которые деск не ставил: `ignore` сообщает о каждой один раз, `hold` ставит HOLD и открывает кейс, `adopt` отменяет и держит кейс, пока исполненное не закрыто"),
        Of(OptionKind.Address, $"{At}routing.rest", RiskSense.AnyChange, "address of the REST interface", "адрес REST") with
        {
            Variables = [.. RealProfiles.SelectMany(p => VenueVariables.Venues.Select(v => VenueVariables.Of(v, p).Rest))],
            DefaultWords = Published,
        },
        Of(OptionKind.Address, $"{At}routing.ws", RiskSense.AnyChange, "address of the public stream; alone it stands for both", "адрес публичного потока; один заменяет оба") with { DefaultWords = Published },
        Of(OptionKind.Address, $"{At}routing.ws_private", RiskSense.AnyChange, "address of the private stream", "адрес приватного потока") with { DefaultWords = Published },
    ]);

    /// <summary>Keys come from the environment only.</summary>
    public static OptionGroup Secrets { get; } = new("keys", [.. RealProfiles.SelectMany(p => VenueVariables.Venues.SelectMany(v => SecretsOf(v, p)))]);

    private static LocalText Published => new("the one that the venue publishes", "опубликованный биржей");

    private static IEnumerable<ConfigOption> SecretsOf(VenueId venue, string profile)
    {
        var names = VenueVariables.Of(venue, profile);
        (string? Name, string English, string Russian)[] secrets = [(names.Key, "key", "ключ"), (names.Secret, "secret", "секрет"), (names.Passphrase, "passphrase", "пароль ключа")];
        return secrets.Where(s => s.Name is not null).Select(s => Variable(Of(
            OptionKind.Secret, s.Name!, RiskSense.AnyChange, $"{VenueVariables.ConfigName(venue)}: {s.English}", $"{VenueVariables.ConfigName(venue)}: {s.Russian}")) with
        { Profiles = [profile] });
    }
}
