using PropBot.Clients.Tests.Support;
using PropBot.Core.Values;

namespace PropBot.Clients.Tests;

// ccxt, a client library that knows nothing of us, trades on a simulated venue as it would on the real one: only addresses and keys are set.
// The scripts are clients/ccxt.

public sealed class CcxtBinanceTests(CcxtBinanceTests.Run run) : IClassFixture<CcxtBinanceTests.Run>
{
    public static TheoryData<string> Checks { get; } = ClientRun.ChecksOf("ccxt", VenueId.BinanceUm);

    [Theory]
    [MemberData(nameof(Checks))]
    public void Ccxt_OnTheSimulatedVenue_Finds(string check) => run.ThrowUnlessHeld(check);

    public sealed class Run() : ClientRun("ccxt", VenueId.BinanceUm);
}

public sealed class CcxtOkxTests(CcxtOkxTests.Run run) : IClassFixture<CcxtOkxTests.Run>
{
    public static TheoryData<string> Checks { get; } = ClientRun.ChecksOf("ccxt", VenueId.OkxPerp);

    [Theory]
    [MemberData(nameof(Checks))]
    public void Ccxt_OnTheSimulatedVenue_Finds(string check) => run.ThrowUnlessHeld(check);

    public sealed class Run() : ClientRun("ccxt", VenueId.OkxPerp);
}

public sealed class CcxtBybitTests(CcxtBybitTests.Run run) : IClassFixture<CcxtBybitTests.Run>
{
    public static TheoryData<string> Checks { get; } = ClientRun.ChecksOf("ccxt", VenueId.BybitLinear);

    [Theory]
    [MemberData(nameof(Checks))]
    public void Ccxt_OnTheSimulatedVenue_Finds(string check) => run.ThrowUnlessHeld(check);

    public sealed class Run() : ClientRun("ccxt", VenueId.BybitLinear);
}
