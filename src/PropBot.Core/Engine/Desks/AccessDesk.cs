using System.Globalization;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.State;

namespace PropBot.Core.Engine.Desks;

/// <summary>Writes down who tries the desk's doors. It moves nothing: whoever guesses must not be able to stop the desk so.</summary>
internal sealed class AccessDesk(EngineState state)
{
    public void OnGuessed(SecretGuessed seen)
    {
        state.Effects.Add(new Journaled("audit",
        [
            new("operator", seen.Actor), new("role", "system"), new("action", "SECRET_GUESSED"), new("status", "denied"), new("secret", seen.Secret.Code()), new("from", seen.From),
            new("wrong", seen.Wrong.ToString(CultureInfo.InvariantCulture)), new("source", seen.Channel), new("correlation_id", seen.CorrelationId),
        ]));
        state.Alert(AlertSeverity.Warning, "secret_guessed",
            $"{seen.Wrong} wrong ones in a row for {seen.Secret.Code()} from {seen.From}: somebody guesses, or a program has an old token. Look who it is; change the secret if you do not know.",
            $"{seen.Wrong} неверных подряд для {seen.Secret.Code()}, источник {seen.From}: кто-то подбирает, или у программы старый токен. Выясните, кто это; если не знаете — смените секрет.");
    }
}
