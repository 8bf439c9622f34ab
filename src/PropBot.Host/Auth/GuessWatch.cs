using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using PropBot.Core.Engine;
using PropBot.Core.Engine.Events;
using PropBot.Host.Surface;

namespace PropBot.Host.Auth;

/// <summary>
/// Wrong secrets: counted, logged, and told to the desk once somebody guesses. A right bearer token is never behind it, so a HOLD is taken from an address
/// that somebody else guesses from.
/// </summary>
internal sealed class GuessWatch(TimeProvider time, IOperatorCommands commands, ILogger<GuessWatch> log)
{
    /// <summary>Wrong bearer tokens of one address within <see cref="Window"/> after which it is answered 429.</summary>
    public const int MaxWrongBearers = 10;

    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private const string Source = "access_guard";

    private static readonly GuessedSecret[] Secrets = Enum.GetValues<GuessedSecret>();

    private readonly FailureThrottle<IPAddress> _bearers = new(time, MaxWrongBearers, Window);

    /// <summary>The journal and the alerts are not for whoever guesses to fill: each kind of secret is told once a window, whoever guesses.</summary>
    private readonly FailureThrottle<GuessedSecret> _told = new(time, 1, Window);

    private readonly long[] _wrong = new long[Secrets.Length + 1];

    /// <summary>Wrong secrets since the start, by kind.</summary>
    public IEnumerable<(GuessedSecret Secret, long Wrong)> Counts => Secrets.Select(s => (s, Interlocked.Read(ref _wrong[(int)s])));

    public static IPAddress AddressOf(HttpContext context) =>
        context.Connection.RemoteIpAddress is not { } address ? IPAddress.None : address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    /// <returns>True when the address has presented so many that it is to wait.</returns>
    public bool WrongBearer(IPAddress address, string method, string path)
    {
        int wrong = _bearers.Failed(address);
        if (wrong <= MaxWrongBearers)
        {
            log.LogWarning("{Method} {Path} from {Address}: nobody has the presented token", method, path, address);
        }

        Note(GuessedSecret.BearerToken, address.ToString(), wrong, MaxWrongBearers);
        return wrong > MaxWrongBearers;
    }

    /// <param name="wrong">How often that address has failed within its window.</param>
    public void WrongLogin(IPAddress address, int wrong)
    {
        log.LogWarning("login refused from {Address}: nobody has the presented token", address);
        Note(GuessedSecret.LoginToken, address.ToString(), wrong, LoginThrottle.MaxFailures);
    }

    /// <param name="wrong">How often that person has failed within their window.</param>
    public void WrongApproveToken(string person, int wrong)
    {
        log.LogWarning("{Operator} presented a wrong {Variable}", person, ApproveToken.Variable);
        Note(GuessedSecret.ApproveToken, person, wrong, SecondFactor.MaxWrong);
    }

    /// <summary>Gives a command that nobody waits for.</summary>
    public async Task GiveAsync(OperatorCommand command)
    {
        try
        {
            await commands.GiveAsync(command, CancellationToken.None);
        }
        catch (CommandNotTakenException e)
        {
            log.LogWarning("{Command} of {Actor} is not in the journal: {Reason}", command.GetType().Name, command.Actor, e.Message);
        }
    }

    private void Note(GuessedSecret secret, string from, int wrong, int most)
    {
        Interlocked.Increment(ref _wrong[(int)secret]);
        if (wrong >= most && _told.Failed(secret) == 1)
        {
            _ = GiveAsync(new SecretGuessed(secret, from, wrong, Source) { Channel = Source });
        }
    }
}
