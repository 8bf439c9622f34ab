using PropBot.Clients.Tests.Support;
using PropBot.Core.Values;

namespace PropBot.Clients.Tests;

/// <summary>
/// ccxt, a client library that knows nothing of us, trades on a simulated venue as it would on the real one: only addresses and keys are set.
/// The scripts are <c>clients/ccxt</c>.
/// </summary>
public abstract class CcxtTests(ClientRun run)
{
    public static TheoryData<string> Checks { get; } = [.. ClientRun.ChecksOf("ccxt")];

    [Theory]
    [MemberData(nameof(Checks))]
    public void Ccxt_OnTheSimulatedVenue_Finds(string check) => run.ThrowUnlessHeld(check);
}

public sealed class CcxtBinanceTests(CcxtBinanceTests.Run run) : CcxtTests(run), IClassFixture<CcxtBinanceTests.Run>
{
    public sealed class Run() : ClientRun("ccxt", VenueId.BinanceUm);
}

public sealed class CcxtOkxTests(CcxtOkxTests.Run run) : CcxtTests(run), IClassFixture<CcxtOkxTests.Run>
{
    public sealed class Run() : ClientRun("ccxt", VenueId.OkxPerp);
}

public sealed class CcxtBybitTests(CcxtBybitTests.Run run) : CcxtTests(run), IClassFixture<CcxtBybitTests.Run>
{
    public sealed class Run() : ClientRun("ccxt", VenueId.BybitLinear);
}
